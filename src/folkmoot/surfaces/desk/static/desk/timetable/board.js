// Drawing the board: slots in columns, what waits beside it, findings below it.
// Slots are kept and changed rather than made anew, so that the focus stays where it is.

import { dayNamed, endOf, isOn, isWaiting, known, lanes } from "./store.js";
import { say, span } from "./words.js";

export const root = document.getElementById("timetable");
export const board = document.getElementById("tt-board");
export const scroller = root.querySelector(".tt-scroll");
export const side = document.getElementById("tt-side");
const waiting = document.getElementById("tt-waiting");
const words = document.getElementById("tt-q");

const NINE = 9 * 60;

export const columns = [...root.querySelectorAll(".tt-column")];
export const columnOf = (room) => columns.find((column) => column.dataset.room === room);
export const shown = { day: root.dataset.day };
export const today = () => dayNamed(shown.day);
/** The moment at the top of the board, and how many minutes it shows. */
export const top = () => today().starts + known.hours[0] * 60;
export const shownMinutes = () => (known.hours[1] - known.hours[0]) * 60;

export function drawAll() {
  const day = today();
  drawFrame(day);
  const here = [...known.sessions.values()].filter((session) => isOn(session, day));
  for (const column of columns) drawColumn(column, here.filter((session) => session.rooms.includes(column.dataset.room)));
  drawWaiting();
  drawFindings();
}

/** Hours may grow with what others place early or late; the axes follow the day and the hours. */
function drawFrame(day) {
  if (!board) return;
  const count = known.hours[1] - known.hours[0];
  board.style.setProperty("--hours", count);
  const first = day.starts + known.hours[0] * 60;
  for (const axis of root.querySelectorAll(".tt-axis")) {
    const ticks = Array.from({ length: count }, (_, hour) => {
      const tick = document.createElement("span");
      tick.style.setProperty("--bh", hour);
      tick.style.setProperty("--bm", 0);
      tick.textContent = span(first + hour * 60, null, axis.dataset.zone);
      return tick;
    });
    axis.replaceChildren(...ticks);
  }
}

/** Nine o'clock, or an earlier session, comes into sight where some day of the edition begins at night. */
export function showMorning() {
  const day = today();
  const starts = [...known.sessions.values()]
    .filter((session) => !isWaiting(session) && isOn(session, day) && session.starts > day.starts)
    .map((session) => session.starts);
  if (!scroller) return;
  const first = Math.min(...starts, day.starts + NINE);
  const minutes = Math.max(first - 60 - top(), 0);
  scroller.scrollTop = (columns[0].offsetHeight * minutes) / shownMinutes();
}

function drawColumn(column, sessions) {
  const zone = known.rooms[column.dataset.room]?.zone ?? root.dataset.zone;
  const slots = lanes(sessions).map(([session, lane, of]) => {
    const slot = slotFor(column, session, column.dataset.room);
    const begins = Math.max(session.starts - top(), 0);
    const ends = Math.min(endOf(session) - top(), shownMinutes());
    put(slot, { "--bh": 0, "--bm": begins, "--lh": 0, "--lm": Math.max(ends - begins, 5), "--lane": lane, "--of": of });
    fill(slot, session, span(session.starts, session.ends, zone));
    return slot;
  });
  arrange(column, slots);
}

function drawWaiting() {
  const asked = words.value.trim().toLocaleLowerCase();
  const rows = [...known.sessions.values()].filter(isWaiting);
  const slots = rows.map((session) => {
    const slot = slotFor(waiting, session, "");
    const rooms = session.rooms.map((uid) => known.rooms[uid]?.name).filter(Boolean).join(", ");
    const when = session.starts === null ? rooms : span(session.starts, session.ends, root.dataset.zone);
    fill(slot, session, [say("minutes", { count: session.lasts }), when].filter(Boolean).join(" · "));
    slot.classList.add("waits");
    slot.hidden = !session.title.toLocaleLowerCase().includes(asked);
    return slot;
  });
  arrange(waiting, slots);
  document.getElementById("tt-side-count").textContent = rows.length;
  document.getElementById("tt-none").hidden = rows.length > 0;
}

words.addEventListener("input", drawWaiting);
words.form.addEventListener("submit", (event) => event.preventDefault());

function drawFindings() {
  const warned = new Set(known.findings.flatMap((one) => one.sessions));
  for (const slot of root.querySelectorAll(".slot")) {
    slot.classList.toggle("warned", warned.has(slot.dataset.uid));
    const reasons = known.findings.filter((one) => one.sessions.includes(slot.dataset.uid)).map(reasonInWords);
    slot.querySelector(".slot-warning").replaceChildren(...(reasons.length ? ["⚠", hidden(` ${say("warned")}.`)] : []));
    slot.title = reasons.join("\n");
  }
  const lines = known.findings.map((finding) => {
    const line = document.createElement("li");
    line.append(`${finding.sentence} `);
    finding.sessions.forEach((uid, number) => {
      const session = known.sessions.get(uid);
      if (!session) return;
      const link = document.createElement("a");
      link.href = session.form;
      link.textContent = session.title;
      link.dataset.points = uid;
      line.append(number ? " · " : "", link);
    });
    return line;
  });
  document.getElementById("tt-findings").replaceChildren(...lines);
  document.getElementById("tt-findings-count").textContent = lines.length;
}

function hidden(words) {
  const part = document.createElement("span");
  part.className = "visually-hidden";
  part.textContent = words;
  return part;
}

function reasonInWords(finding) {
  const titles = finding.sessions.map((uid) => known.sessions.get(uid)?.title).filter(Boolean);
  return `${finding.sentence} ${titles.join(" · ")}`;
}

// --- one slot ------------------------------------------------------------------------------

function slotFor(holder, session, room) {
  return holder.querySelector(`:scope > .slot[data-uid="${session.uid}"]`) ?? makeSlot(session, room);
}

function makeSlot(session, room) {
  const slot = document.createElement("li");
  slot.dataset.uid = session.uid;
  slot.dataset.room = room;
  const lift = document.createElement("button");
  lift.type = "button";
  lift.className = "slot-lift";
  lift.setAttribute("aria-describedby", "tt-keys");
  for (const name of ["warning", "time", "title", "note"]) {
    const part = document.createElement("span");
    part.className = `slot-${name}`;
    lift.append(part, " ");
  }
  const open = document.createElement("a");
  open.className = "slot-open";
  open.textContent = "⋯";
  const edge = document.createElement("span");
  edge.className = "slot-edge";
  edge.title = say("length");
  slot.append(lift, open, edge);
  return slot;
}

function fill(slot, session, times) {
  slot.className = `slot ${session.status} kind-${session.kind}${session.may ? "" : " fixed"}${slot.classList.contains("fresh") ? " fresh" : ""}${slot.classList.contains("lifted") ? " lifted" : ""}`;
  const part = (name) => slot.querySelector(`.slot-${name}`);
  part("time").textContent = times;
  part("title").textContent = session.title;
  part("note").textContent = session.kind === "blocker" || session.status === "cancelled" ? (session.kind === "blocker" ? session.kindLabel : session.statusLabel) : "";
  const open = part("open");
  open.href = session.form;
  open.setAttribute("aria-label", say("open", { title: session.title }));
  part("edge").hidden = !session.may || session.starts === null;
}

function put(slot, values) {
  for (const [name, value] of Object.entries(values)) slot.style.setProperty(name, value);
}

/** Make these the slots of a list, moving only what is not in its place: moving a node takes its focus away. */
function arrange(holder, slots) {
  const wanted = new Set(slots);
  for (const child of [...holder.children]) {
    if (child.classList.contains("slot") && !wanted.has(child)) child.remove();
  }
  let before = null;
  for (const slot of slots.reverse()) {
    if (slot.parentNode !== holder || slot.nextElementSibling !== before) holder.insertBefore(slot, before);
    before = slot;
  }
}

/** The slots of one session on the screen. */
export const slotsOf = (uid) => [...root.querySelectorAll(`.slot[data-uid="${uid}"]`)];

/** Mark what somebody else changed, for a while. */
export function refresh(uid) {
  for (const slot of slotsOf(uid)) {
    slot.classList.remove("fresh");
    void slot.offsetWidth; // starts the animation again
    slot.classList.add("fresh");
    setTimeout(() => slot.classList.remove("fresh"), 4500);
  }
}

/** Bring a slot to where it is seen, and the focus with it if asked. */
export function reveal(uid, { room = null, focus = false } = {}) {
  const slots = slotsOf(uid);
  const slot = slots.find((one) => one.dataset.room === room) ?? slots[0];
  if (!slot) return;
  if (focus) slot.querySelector(".slot-lift").focus({ preventScroll: true });
  slot.scrollIntoView({ block: "nearest", inline: "nearest" });
}

/** Show another day without loading the page; the address follows. */
export function showDay(name) {
  shown.day = dayNamed(name).day;
  for (const tab of dayTabs()) {
    if (dayOfTab(tab) === shown.day) tab.setAttribute("aria-current", "page");
    else tab.removeAttribute("aria-current");
  }
  const address = new URL(location.href);
  address.searchParams.set("day", shown.day);
  history.replaceState(null, "", address);
  drawAll();
}

export const dayTabs = () => [...root.querySelectorAll(".tt-days a")];
export const dayOfTab = (tab) => new URL(tab.href).searchParams.get("day");
