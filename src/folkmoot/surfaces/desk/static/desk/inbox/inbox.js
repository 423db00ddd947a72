// Deciding on proposals with the keyboard: the arrow keys move, a letter decides.
// Without this file every proposal is a form with buttons, and every decision loads the page.
//
// Letters work only while the focus is in the list, never in the rest of the page, and not in
// fields, so that they disturb neither typing nor the keys of assistive technology.

const page = document.querySelector("[data-inbox]");
const list = document.getElementById("inbox-list");
const text = document.getElementById("source-text");
const say = (words) => document.dispatchEvent(new CustomEvent("folkmoot:announce", { detail: words }));

const cards = () => [...list.querySelectorAll(":scope > .proposal")].filter((card) => !card.hidden);
const cardOf = (node) => node?.closest?.(".proposal") ?? null;
const headOf = (card) => card.querySelector("summary");
const isWaiting = (card) => card.dataset.state === "waiting";
const undone = [];
let current = null;

// --- one card at a time, and its words in the text ---------------------------------------

function show(card, { focus = true, scroll = true } = {}) {
  if (!card) return;
  for (const other of list.querySelectorAll("details[open]")) {
    if (cardOf(other) !== card) other.open = false;
  }
  card.querySelector("details").open = true;
  current = card;
  if (focus) headOf(card).focus({ preventScroll: true });
  if (scroll) card.scrollIntoView({ block: "nearest" });
  light(card, scroll);
}

function light(card, scroll) {
  for (const run of text?.querySelectorAll(".run.glow, .run.field-glow") ?? []) run.classList.remove("glow", "field-glow");
  if (!card || !text) return;
  const runs = text.querySelectorAll(`[data-keys~="${card.id}"]`);
  for (const run of runs) run.classList.add("glow");
  if (scroll) runs[0]?.scrollIntoView({ block: "center", behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
}

/** The words of one field, which are characters start to end, stand out among the card's. */
function lightField(spans) {
  for (const run of text?.querySelectorAll(".run.field-glow") ?? []) run.classList.remove("field-glow");
  for (const span of (spans ?? "").split(" ").filter(Boolean)) {
    const [start, end] = span.split("-").map(Number);
    for (const run of text?.querySelectorAll("[data-start]") ?? []) {
      const at = Number(run.dataset.start);
      if (at >= start && at < end) run.classList.add("field-glow");
    }
  }
}

function step(by) {
  const all = cards();
  const at = all.indexOf(current);
  show(all[Math.min(Math.max(at + by, 0), all.length - 1)]);
}

function nextWaiting(from) {
  const all = cards();
  const at = all.indexOf(from);
  return [...all.slice(at + 1), ...all.slice(0, Math.max(at, 0))].find(isWaiting) ?? null;
}

// --- deciding ----------------------------------------------------------------------------

/** Send a form of a card; swap what changed, say what happened, go on to the next. */
async function send(form, { verb = "", stay = false } = {}) {
  const card = cardOf(form);
  if (!form.reportValidity() || form.dataset.busy) return;
  form.dataset.busy = "yes";
  const data = new FormData(form);
  if (verb) data.set("do", verb);
  let answer = null;
  try {
    answer = await fetch(form.action, { method: "POST", body: data, headers: { Accept: "application/json" }, credentials: "same-origin" });
  } catch { /* the network is away: said below, and nothing is lost */ }
  delete form.dataset.busy;
  if (answer?.redirected) return location.assign(answer.url);
  if (!answer || !answer.headers.get("Content-Type")?.includes("json")) return say(page.dataset.failed);
  const told = await answer.json();
  const wasNext = nextWaiting(card);
  for (const [id, html] of Object.entries(told.cards ?? {})) swap(id, html);
  count(told);
  if (told.undo) undone.push(told.undo);
  say(told.say ?? "");
  const here = document.getElementById(card.id);
  if (!answer.ok || stay) return show(here, { scroll: false });
  const next = (wasNext && document.getElementById(wasNext.id)) || null;
  if (next) show(next);
  else {
    show(here, { scroll: false });
    document.querySelector("[data-inbox-next]")?.focus();
  }
}

/** The tally and the numbers on the tabs, as they are now. */
function count(told) {
  const tally = document.getElementById("inbox-tally");
  if (told.tally && tally) tally.outerHTML = told.tally;
  for (const link of told.counts ? page.querySelectorAll(".tabs a") : []) {
    const left = told.counts[new URL(link.href).searchParams.get("kind") ?? ""] ?? 0;
    const shown = link.querySelector(".count") ?? link.appendChild(Object.assign(document.createElement("span"), { className: "count" }));
    shown.textContent = left || "";
    shown.hidden = !left;
  }
}

function swap(id, html) {
  const old = document.getElementById(id);
  if (!old) return;
  const holder = document.createElement("template");
  holder.innerHTML = html.trim();
  const fresh = holder.content.firstElementChild;
  old.replaceWith(fresh);
  if (current === old) current = fresh;
  const state = fresh.dataset.state;
  for (const run of text?.querySelectorAll(`[data-keys~="${id}"]`) ?? []) {
    run.classList.toggle("decided", state !== "waiting");
  }
  fresh.dispatchEvent(new CustomEvent("folkmoot:swapped", { bubbles: true }));
}

async function undo() {
  const own = current?.querySelector("form[data-undo]");
  if (own) return send(own, { stay: true });
  const last = undone.pop();
  const form = last && document.getElementById(last)?.querySelector("form[data-undo]");
  if (!form) return say(page.dataset.nothing);
  await send(form, { stay: true });
}

/** Open a part of the card (edit, refuse, merge) and put the focus into it. */
function openPart(card, name) {
  const part = card.querySelector(`details[data-part="${name}"]`);
  if (!part) return;
  part.open = true;
  part.querySelector("input:not([type=hidden]), select, textarea, button")?.focus();
  part.scrollIntoView({ block: "nearest" });
}

function act(card, letter) {
  const form = card.querySelector("form[data-decide]");
  const decide = { a: "accept" }[letter];
  if (decide) {
    if (form) send(form, { verb: decide });
    return Boolean(form);
  }
  const part = { e: "edit", r: "refuse", m: "merge" }[letter];
  if (part && isWaiting(card)) {
    openPart(card, part);
    return true;
  }
  return false;
}

function begin() {
  list.addEventListener("toggle", (event) => {
    const card = cardOf(event.target);
    if (event.target.parentElement !== card || !event.target.open || card === current) return;
    show(card, { focus: false, scroll: false });
  }, true);
  list.addEventListener("focusin", (event) => {
    const field = event.target.closest("[data-spans]");
    if (field) lightField(field.dataset.spans);
  });
  list.addEventListener("pointerover", (event) => {
    const field = event.target.closest("[data-spans]");
    lightField(field?.dataset.spans ?? "");
  });
  list.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("form[data-decide], form[data-undo]")) return;
    event.preventDefault();
    send(form, { verb: event.submitter?.name === "do" ? event.submitter.value : "", stay: form.hasAttribute("data-undo") });
  });
  list.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const card = cardOf(event.target);
    if (!card) return;
    if (event.key === "Escape") {
      event.preventDefault();
      for (const part of card.querySelectorAll("details[data-part][open]")) part.open = false;
      headOf(card).focus();
      return;
    }
    if (event.target.matches("input, select, textarea")) return;
    // By letter; by place of the key where the keyboard writes another script.
    const letter = /^[a-z?]$/i.test(event.key) ? event.key.toLowerCase() : event.code.replace(/^Key/, "").toLowerCase();
    const onHead = event.target === headOf(card);
    if (event.key === "ArrowDown" || letter === "j") step(1);
    else if (event.key === "ArrowUp" || letter === "k") step(-1);
    else if (event.key === "Home" && onHead) show(cards()[0]);
    else if (event.key === "End" && onHead) show(cards().at(-1));
    else if (letter === "u") undo();
    else if (letter === "n") document.querySelector("[data-inbox-next]")?.click();
    else if (letter === "?") document.querySelector("#inbox-keys > summary")?.click();
    else if (event.key.length !== 1 || !act(card, letter)) return;
    event.preventDefault();
  });
  text?.addEventListener("click", (event) => {
    if (!getSelection().isCollapsed) return;
    const keys = event.target.closest("[data-keys]")?.dataset.keys.split(" ") ?? [];
    const found = keys.map((key) => document.getElementById(key)).filter((card) => card && !card.hidden);
    const at = found.indexOf(current);
    show(found[(at + 1) % found.length], { scroll: true });
  });
  document.addEventListener("folkmoot:swapped", () => light(current, false));
  const asked = document.getElementById(location.hash.slice(1));
  const first = cardOf(asked) ?? cards().find(isWaiting) ?? cards()[0];
  if (first) show(first, { scroll: false });
  if (page.dataset.news) setTimeout(news, 10_000);
}

/** What other reviewers decided meanwhile appears by itself. */
async function news() {
  try {
    const answer = await fetch(`${page.dataset.news}&since=${page.dataset.since}`, { headers: { Accept: "application/json" } });
    if (answer.ok && !answer.redirected) {
      const told = await answer.json();
      page.dataset.since = told.since;
      const busy = cardOf(document.activeElement);
      const typing = document.activeElement?.matches("input, select, textarea");
      for (const [id, html] of Object.entries(told.cards ?? {})) {
        // A card in which somebody types stays; saving it will tell them who was quicker.
        if (typing && busy?.id === id) continue;
        const had = busy?.id === id;
        swap(id, html);
        if (had) show(document.getElementById(id), { scroll: false });
      }
      count(told);
    }
  } catch { /* the next turn asks again */ }
  setTimeout(news, 10_000);
}

if (page && list) begin();
