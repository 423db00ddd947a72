// For the web site of a host: puts the programme in place of every link or block marked
// data-folkmoot, and makes the frame as high as what is in it. Sets no cookie, loads nothing else.
// docs/users/embedding.md shows how it is used.
//
// data-city, data-strand, data-day and data-content narrow it; data-height is the height until
// the frame has told its own. Addresses of other servers are left alone.
(() => {
  const origin = new URL(document.currentScript.src).origin;
  const highest = 20000;
  const frames = new Map();

  function place(mark) {
    let address;
    try { address = new URL(mark.dataset.folkmoot || mark.href); } catch { return; }
    if (address.origin !== origin) return;
    for (const name of ["city", "strand", "day", "content"]) {
      if (mark.dataset[name]) address.searchParams.set(name, mark.dataset[name]);
    }
    const frame = document.createElement("iframe");
    frame.src = address.href;
    frame.title = mark.dataset.title || mark.textContent.trim() || "Programme";
    frame.loading = "lazy";
    frame.width = "100%";
    frame.height = mark.dataset.height || "600";
    frame.style.border = "0";
    frame.addEventListener("load", () => {
      frames.set(frame.contentWindow, frame);
      frame.contentWindow.postMessage({ folkmoot: "size" }, origin);
    });
    mark.replaceWith(frame);
  }

  addEventListener("message", (event) => {
    const frame = event.origin === origin && frames.get(event.source);
    const height = Math.ceil(Number(event.data?.folkmootHeight));
    if (frame && height > 0) frame.height = String(Math.min(height, highest));
  });

  const all = () => document.querySelectorAll("[data-folkmoot]").forEach(place);
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", all);
  else all();
})();
