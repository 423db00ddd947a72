// Enhancements of the desk: unsaved changes, questions before what cannot be undone,
// dropped files, progress of jobs. Without this file the forms still work.

const body = document.body;
const say = (words) => document.dispatchEvent(new CustomEvent("folkmoot:announce", { detail: words }));

/** Warn before leaving a form marked data-guard with changes not yet saved. */
let unsaved = false;
document.addEventListener("input", (event) => {
  if (event.target.form?.matches("[data-guard]")) unsaved = true;
});
document.addEventListener("submit", () => { unsaved = false; });
addEventListener("beforeunload", (event) => {
  if (unsaved) event.preventDefault();
});

/** A button with data-confirm asks first, in a native dialog. */
document.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-confirm]");
  if (!button || button.dataset.sure) return;
  event.preventDefault();
  ask(button);
});

function ask(button) {
  const dialog = document.createElement("dialog");
  dialog.className = "dialog";
  const question = document.createElement("p");
  question.id = "confirm-question";
  question.textContent = button.dataset.confirm;
  dialog.setAttribute("aria-labelledby", question.id);
  const form = document.createElement("form");
  form.method = "dialog";
  form.className = "actions";
  form.append(
    choice("yes", button.textContent.trim(), button.classList.contains("danger") ? "danger" : "primary"),
    choice("no", body.dataset.cancel, "plain"),
  );
  dialog.append(question, form);
  dialog.addEventListener("close", () => {
    dialog.remove();
    button.focus();
    if (dialog.returnValue !== "yes") return;
    // The button itself is pressed again, so that its name and value are sent.
    button.dataset.sure = "yes";
    button.click();
    delete button.dataset.sure;
  });
  body.append(dialog);
  dialog.showModal();
}

function choice(value, label, kind) {
  const button = document.createElement("button");
  button.value = value;
  button.className = `button ${kind}`;
  button.textContent = label;
  return button;
}

/** Show where a dragged file will land; the file input takes it by itself. */
for (const zone of document.querySelectorAll("[data-file-drop]")) {
  for (const kind of ["dragenter", "dragover"]) zone.addEventListener(kind, () => zone.classList.add("over"));
  for (const kind of ["dragleave", "drop"]) zone.addEventListener(kind, () => zone.classList.remove("over"));
}

/** Ask for the state of a job until it is done: {"value": 40, "text": "…", "next": "/address"}. */
async function follow(box) {
  const bar = box.querySelector("progress");
  const words = box.querySelector("[role=status]");
  try {
    const answer = await fetch(box.dataset.progress, { headers: { Accept: "application/json" } });
    if (!answer.ok) return; // the page itself tells the state when it is loaded again
    const state = await answer.json();
    if (state.value != null) bar.value = state.value;
    if (words && words.textContent !== state.text) words.textContent = state.text;
    if (state.next) location.assign(state.next);
    else if (!state.done) setTimeout(() => follow(box), 1500);
    else say(state.text);
  } catch {
    setTimeout(() => follow(box), 5000); // the network was away for a moment
  }
}
for (const box of document.querySelectorAll("[data-progress]")) follow(box);
