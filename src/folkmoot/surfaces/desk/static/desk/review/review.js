// Reviewing a source: select words with the mouse or the keyboard, press C, S or F, save.
// Without this file the words are typed into a form, and every step is a page of its own.
//
// The server counts characters (code points), browsers count UTF-16 units. Each run of the
// text says at which character it starts, and only its own units are converted here.

const text = document.getElementById("source-text");
const tools = document.getElementById("note-tools");
const slot = document.getElementById("note-slot");
const side = document.querySelector(".review-side");
const say = (words) => document.dispatchEvent(new CustomEvent("folkmoot:announce", { detail: words }));

const characters = (string) => [...string].length;
const runs = () => text.querySelectorAll("[data-start]");
const startOf = (run) => Number(run.dataset.start);

/** The characters of the text that a range covers, half-open; null for none. */
function spanOf(range) {
  let start = Infinity;
  let end = -1;
  for (const run of runs()) {
    if (!range.intersectsNode(run)) continue;
    const whole = run.textContent;
    const inside = document.createRange();
    inside.selectNodeContents(run);
    const from = inside.comparePoint(range.startContainer, range.startOffset) > 0
      ? whole.length
      : inside.comparePoint(range.startContainer, range.startOffset) < 0 ? 0 : unitsBefore(run, range.startContainer, range.startOffset);
    const to = inside.comparePoint(range.endContainer, range.endOffset) > 0
      ? whole.length
      : inside.comparePoint(range.endContainer, range.endOffset) < 0 ? 0 : unitsBefore(run, range.endContainer, range.endOffset);
    if (to <= from) continue;
    start = Math.min(start, startOf(run) + characters(whole.slice(0, from)));
    end = Math.max(end, startOf(run) + characters(whole.slice(0, to)));
  }
  return end > start ? { start, end } : null;
}

/** UTF-16 units of a run before a point of the document inside it. */
function unitsBefore(run, node, offset) {
  const before = document.createRange();
  before.setStart(run, 0);
  before.setEnd(node, offset);
  return before.toString().length;
}

/** The selection inside the text, as characters and words; null where there is none. */
function chosen() {
  const selection = getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  if (!text.contains(range.commonAncestorContainer)) return null;
  const span = spanOf(range);
  return span && { ...span, words: selection.toString() };
}

/** Put the caret behind a character. */
function caretAt(position) {
  for (const run of runs()) {
    const within = position - startOf(run);
    const points = [...run.textContent];
    if (within < 0 || within > points.length || !run.firstChild) continue;
    getSelection().collapse(run.firstChild, points.slice(0, within).join("").length);
    return run;
  }
  return null;
}

// --- a caret in a text that cannot be changed -------------------------------------------

/** Editable elements have a caret everywhere; every change is turned away. */
function giveCaret() {
  text.contentEditable = "true";
  for (const [name, value] of Object.entries({
    role: "textbox", "aria-multiline": "true", "aria-readonly": "true", "aria-label": text.dataset.label,
    inputmode: "none", spellcheck: "false", autocapitalize: "off", autocorrect: "off", translate: "no",
  })) text.setAttribute(name, value);
  const pristine = text.innerHTML;
  for (const kind of ["beforeinput", "paste", "drop", "cut", "dragstart"]) {
    text.addEventListener(kind, (event) => event.preventDefault());
  }
  // Some input methods cannot be turned away beforehand.
  text.addEventListener("input", () => { text.innerHTML = pristine; });
}

// --- what is selected, and the form about it ---------------------------------------------

let last = null;
let timer = 0;

function remember() {
  const now = chosen();
  if (!now) return;
  last = now;
  document.body.classList.add("has-words");
  tools.elements.words.value = now.words.replace(/\s+/g, " ").trim();
  tools.elements.start.value = now.start;
  tools.elements.end.value = now.end;
}

async function open(address) {
  let answer;
  try {
    answer = await fetch(`${address}&panel=1`, { headers: { Accept: "text/html" } });
  } catch {
    answer = null;
  }
  // A page that asks to sign in again, or a refusal, is shown as the page it is.
  if (answer?.redirected) return location.assign(address);
  if (!answer || (!answer.ok && answer.status !== 422)) return say(text.dataset.failed);
  slot.innerHTML = await answer.text();
  slot.dispatchEvent(new CustomEvent("folkmoot:swapped", { bubbles: true }));
  const panel = slot.firstElementChild;
  limitFields(panel);
  (panel.querySelector("[autofocus]") ?? panel.querySelector(".button.primary") ?? panel.querySelector("a"))?.focus();
  panel.scrollIntoView({ block: "nearest" });
}

function ask(what) {
  remember();
  const { words, start, end } = tools.elements;
  if (!words.value.trim() && !start.value) {
    say(text.dataset.none);
    text.focus();
    return;
  }
  const query = new URLSearchParams({ what });
  if (start.value && end.value) {
    query.set("start", start.value);
    query.set("end", end.value);
  } else query.set("words", words.value);
  open(`${tools.getAttribute("action")}?${query}`);
}

function close() {
  slot.replaceChildren();
  text.focus({ preventScroll: true });
  if (last) caretAt(last.end);
}

/** Offer only the parts of the record that is chosen. */
function limitFields(panel) {
  const record = panel.querySelector('input[name="record_uid"]');
  const field = panel.querySelector('select[name="field"]');
  if (!record || !field) return;
  const limit = () => {
    const kind = record.value.split(":")[0];
    for (const group of field.querySelectorAll("optgroup")) {
      const fits = !kind || group.querySelector("option")?.value.startsWith(`${kind}:`);
      group.hidden = group.disabled = !fits;
    }
    if (field.selectedOptions[0]?.parentElement.disabled) field.value = "";
  };
  panel.addEventListener("input", limit);
  limit();
}

// --- records and their words light up together -------------------------------------------

function glow(key) {
  for (const run of text.querySelectorAll(".run.glow")) run.classList.remove("glow");
  if (!key) return;
  for (const run of text.querySelectorAll(`[data-keys~="${key}"]`)) run.classList.add("glow");
}

function point(run) {
  for (const card of side.querySelectorAll(".is-here")) card.classList.remove("is-here");
  const cards = (run?.dataset.keys ?? "").split(" ").filter(Boolean).map((key) => document.getElementById(key));
  for (const card of cards) card?.classList.add("is-here");
  return cards[0] ?? null;
}

function runAtCaret() {
  const node = getSelection().focusNode;
  const element = node?.nodeType === Node.TEXT_NODE ? node.parentElement : node;
  return element?.closest?.("[data-keys]") ?? null;
}

function begin() {
  document.body.classList.add("live");
  giveCaret();
  document.addEventListener("selectionchange", () => {
    if (document.activeElement !== text) return;
    clearTimeout(timer);
    timer = setTimeout(() => {
      remember();
      point(runAtCaret())?.scrollIntoView({ block: "nearest" });
    }, 120);
  });
  text.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    // By letter; by place of the key where the keyboard writes another script.
    const letter = /^[a-z]$/i.test(event.key) ? event.key.toLowerCase() : event.code.replace(/^Key/, "").toLowerCase();
    const button = tools.querySelector(`[data-key="${letter}"]`);
    if (button && event.key.length === 1) {
      event.preventDefault();
      if (chosen()) ask(button.value);
      else say(text.dataset.none);
    } else if (event.key === "Enter") {
      event.preventDefault();
      point(runAtCaret())?.querySelector("a")?.focus();
    }
  });
  tools.addEventListener("submit", (event) => {
    event.preventDefault();
    ask(event.submitter?.value ?? "citation");
  });
  tools.elements.words.addEventListener("input", () => {
    tools.elements.start.value = tools.elements.end.value = "";
  });
  // A button must not take the selection away before it is read.
  tools.querySelector(".note-actions").addEventListener("pointerdown", (event) => event.preventDefault());
  slot.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-close], a[data-place]");
    if (!link) return;
    event.preventDefault();
    if (link.hasAttribute("data-close")) close();
    else open(link.href);
  });
  slot.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.defaultPrevented) return;
    event.preventDefault();
    close();
  });
  // After saving: say so, and go on reading where the words end.
  const message = document.querySelector(".messages .notice");
  const place = /^#p-(\d+)-(\d+)$/.exec(location.hash);
  if (message && place) {
    text.focus({ preventScroll: true });
    caretAt(Number(place[2]));
    setTimeout(() => say(message.querySelector("span, p, div div")?.textContent.trim() ?? ""), 300);
  }
}

if (text) {
  side.addEventListener("pointerover", (event) => glow(event.target.closest("[data-card]")?.id));
  side.addEventListener("focusin", (event) => glow(event.target.closest("[data-card]")?.id));
  side.addEventListener("pointerleave", () => glow());
  text.addEventListener("pointerover", (event) => {
    const run = event.target.closest("[data-keys]");
    for (const card of side.querySelectorAll(".noted-card")) {
      card.classList.toggle("is-here", Boolean(run) && run.dataset.keys.split(" ").includes(card.id));
    }
  });
  if (tools && slot) begin();
}
