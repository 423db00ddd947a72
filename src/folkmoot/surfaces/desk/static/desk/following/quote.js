// Selecting words of a clause copies them into the form, with the place where they begin.
// Without this file they are copied by hand.
//
// The server counts characters (code points), browsers count UTF-16 units.

const form = document.querySelector("[data-quote-form]");
const hint = document.querySelector("[data-quote-hint]");
// One of the fields is called "elements" and hides the property of the form.
const field = (name) => form.querySelector(`[name="${name}"]`);

const textAround = (node) => (node?.nodeType === Node.ELEMENT_NODE ? node : node?.parentElement)?.closest("[data-quote-text]");

/** Copy what is selected from inside one of the texts; anything else leaves the form as it is. */
function copy() {
  const selection = getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return;
  const range = selection.getRangeAt(0).cloneRange();
  const text = textAround(range.startContainer);
  if (!text) return;
  // Three clicks select to the beginning of what follows.
  if (!text.contains(range.endContainer)) range.setEnd(text, text.childNodes.length);
  const words = range.toString();
  if (!words.trim()) return;
  const before = document.createRange();
  before.setStart(text, 0);
  before.setEnd(range.startContainer, range.startOffset);
  const blank = words.length - words.trimStart().length;
  field("words").value = words.trim();
  field("starts").value = [...(before.toString() + words.slice(0, blank))].length;
  const language = field("language");
  if (language) language.value = text.dataset.quoteText;
}

if (form) {
  hint.hidden = false;
  document.addEventListener("selectionchange", copy);
  // Words that are typed have no place of their own.
  field("words").addEventListener("input", () => { field("starts").value = ""; });
}
