// Moving with the keyboard: pick up, steer with arrows, put down. Every step is said in words.
// While something is in the hand the board itself has the focus, so that it survives every redrawing.

import { board, columns, reveal, root, scroller, showDay, shown, shownMinutes, top } from "./board.js";
import { aim, carrying, isElsewhere, lift, redraw, release } from "./carry.js";
import { cancelDrag, hasJustDropped, isDragging, shortest, snap } from "./pointer.js";
import { isOn, known, placeInWords } from "./store.js";
import { redo, save, undo } from "./sync.js";
import { announce, say } from "./words.js";

let taken = null; // the slot from which the keyboard took something

export function listen() {
  root.addEventListener("click", onClick);
  document.addEventListener("keydown", onKey);
  root.addEventListener("tt:letgo", () => { if (carrying()) putDown(false); });
}

/** A button pressed by Enter or Space arrives as a click without a pointer; a real click opens the form. */
function onClick(event) {
  const points = event.target.closest("[data-points]");
  if (points && show(points.dataset.points)) event.preventDefault();
  const slot = event.target.closest(".slot-lift")?.closest(".slot[data-uid]");
  if (!slot || carrying() || hasJustDropped()) return;
  event.preventDefault();
  if (event.detail === 0) pickUp(slot);
  else location.assign(slot.querySelector(".slot-open").href);
}

/** From a finding to its session on the board, turning to its day. */
function show(uid) {
  const session = known.sessions.get(uid);
  const day = session && known.days.find((one) => isOn(session, one));
  if (!day) return false;
  if (day.day !== shown.day) { showDay(day.day); redraw(); }
  reveal(uid, { focus: true });
  return document.activeElement?.closest(".slot")?.dataset.uid === uid;
}

function pickUp(slot) {
  const session = known.sessions.get(slot.dataset.uid);
  if (!session?.may) return announce(say("fixed"));
  if (!board || !columns.length) return;
  taken = { uid: session.uid, room: slot.dataset.room || null };
  lift(session, taken.room);
  if (session.starts === null || !taken.room) fromBeside(session);
  board.setAttribute("role", "application");
  board.setAttribute("aria-label", session.title);
  board.setAttribute("aria-describedby", "tt-keys");
  board.focus({ preventScroll: true });
  announce(say("picked", { title: session.title, place: where() }));
  follow();
}

/** What had no place begins in the first room, at nine or at the time it has. */
function fromBeside(session) {
  const room = columns.find((one) => session.rooms.includes(one.dataset.room)) ?? columns[0];
  const nine = top() + Math.max(9 * 60 - known.hours[0] * 60, 0);
  aim({ starts: session.starts ?? nine, room: room.dataset.room });
}

function onKey(event) {
  if (isDragging()) {
    if (event.key === "Escape") cancelDrag();
    return;
  }
  if (!carrying()) return shortcuts(event);
  if (event.key === "Tab") return putDown(false);
  const act = STEPS[event.key];
  if (!act || event.ctrlKey || event.altKey || event.metaKey) return;
  event.preventDefault();
  act(event.shiftKey);
}

/** Undo and redo, as everywhere; not while typing. */
function shortcuts(event) {
  if (!(event.ctrlKey || event.metaKey) || event.altKey || event.target.closest("input, textarea, select")) return;
  const key = event.key.toLowerCase();
  if (key === "z" && !event.shiftKey) undo();
  else if (key === "y" || (key === "z" && event.shiftKey)) redo();
  else return;
  event.preventDefault();
}

const STEPS = {
  ArrowUp: (isShifted) => (isShifted ? stretch(-1) : shift(-1)),
  ArrowDown: (isShifted) => (isShifted ? stretch(1) : shift(1)),
  ArrowLeft: () => beside(document.dir === "rtl" ? 1 : -1),
  ArrowRight: () => beside(document.dir === "rtl" ? -1 : 1),
  PageUp: () => turn(-1),
  PageDown: () => turn(1),
  Delete: () => { aim({ starts: null, room: carrying().from }); told(); },
  Enter: () => putDown(true),
  " ": () => putDown(true),
  Escape: () => putDown(false),
};

function shift(by) {
  const { starts, session } = carrying();
  if (starts === null) return fromBeside(session), told();
  const offset = starts - top();
  // From an odd minute the first step leads to the next mark, then from mark to mark.
  const next = by > 0 ? Math.floor(offset / snap()) * snap() + snap() : Math.ceil(offset / snap()) * snap() - snap();
  aim({ starts: top() + Math.min(Math.max(next, Math.min(offset, 0)), shownMinutes() - shortest()) });
  told();
}

function stretch(by) {
  const { starts, length } = carrying();
  if (starts === null) return;
  aim({ length: Math.max(length + by * snap(), shortest()) });
  told();
}

function beside(by) {
  const at = columns.findIndex((column) => column.dataset.room === carrying().room);
  const next = columns[Math.min(Math.max(at + by, 0), columns.length - 1)];
  aim({ room: next.dataset.room, starts: carrying().starts ?? undefined });
  told();
}

function turn(by) {
  const at = known.days.findIndex((day) => day.day === shown.day);
  const next = known.days[Math.min(Math.max(at + by, 0), known.days.length - 1)];
  const offset = carrying().starts === null ? null : carrying().starts - top();
  showDay(next.day);
  redraw();
  if (offset !== null) aim({ starts: top() + offset });
  told();
}

function where() {
  const { starts, length, rooms, reasons, ends } = carrying();
  const until = ends === null && starts !== null ? starts + length : ends;
  return [placeInWords(starts, until, rooms), ...reasons].join(". ");
}

function told() {
  announce(where());
  follow();
}

/** Keep the shade in view. */
function follow() {
  const shade = board.querySelector(".tt-shade");
  if (!shade || !scroller) return;
  const [box, outer] = [shade.getBoundingClientRect(), scroller.getBoundingClientRect()];
  const head = columns[0].getBoundingClientRect().top - outer.top + scroller.scrollTop;
  const down = box.top < outer.top + head ? box.top - outer.top - head : Math.max(box.top + 40 - outer.bottom, 0);
  const right = box.left < outer.left + 60 ? box.left - outer.left - 60 : Math.max(box.right - outer.right, 0);
  scroller.scrollBy(right, down);
}

function putDown(isWanted) {
  const changes = isElsewhere();
  const was = release();
  for (const name of ["role", "aria-label", "aria-describedby"]) board.removeAttribute(name);
  if (isWanted && changes && !was.isAllowed) announce(say("notYours"));
  else if (!isWanted || !changes) announce(say("left", { title: was.session.title }));
  if (isWanted && changes && was.isAllowed) save(was.session, was);
  else redraw();
  const room = was.starts === null ? "" : was.room;
  reveal(taken.uid, { room: isWanted ? room : taken.room, focus: true });
  taken = null;
}
