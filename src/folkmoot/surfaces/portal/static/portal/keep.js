// Keeps what is typed: a report goes to the server a moment after the last letter, a reply stays
// in this browser until it is sent. Without this file the page's own buttons do the same.

const PAUSE = 2500;

for (const form of document.querySelectorAll("form[data-keep]")) {
  const words = form.querySelector("[data-kept-words]");
  let timer = 0;
  let isDirty = false;

  const keep = async (isLeaving) => {
    clearTimeout(timer);
    if (!isDirty) return;
    isDirty = false;
    const data = new FormData(form);
    // Files go with the buttons only: a phone should not send them twice.
    for (const input of form.querySelectorAll('input[type="file"]')) data.delete(input.name);
    data.set("do", "keep");
    try {
      const answer = await fetch(form.action, {
        method: "POST", body: data, headers: { Accept: "application/json" }, keepalive: isLeaving,
      });
      if (!answer.ok) throw new Error(answer.status);
      words.textContent = form.dataset.kept;
    } catch {
      isDirty = true;
      words.textContent = form.dataset.failed;
    }
  };

  form.addEventListener("input", (event) => {
    if (event.target.type === "file") return;
    isDirty = true;
    words.textContent = "";
    clearTimeout(timer);
    timer = setTimeout(keep, PAUSE, false);
  });
  form.addEventListener("submit", () => { isDirty = false; clearTimeout(timer); });
  document.addEventListener("visibilitychange", () => { if (document.hidden) keep(true); });
}

for (const form of document.querySelectorAll("form[data-keep-here]")) {
  const area = form.querySelector("textarea");
  const key = `folkmoot-reply-${form.dataset.keepHere}`;
  try {
    if (!area.value) area.value = localStorage.getItem(key) || "";
    area.addEventListener("input", () => localStorage.setItem(key, area.value));
    form.addEventListener("submit", () => localStorage.removeItem(key));
  } catch {
    // A browser that keeps nothing still sends the form.
  }
}
