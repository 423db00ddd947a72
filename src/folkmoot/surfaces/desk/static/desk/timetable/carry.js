// Something in the hand: where it came from, where it would lie now, and the shade that shows it.
// Pointer and keys steer the same carrying; nothing is saved before it is put down.

import { board, columnOf, drawAll, root, shownMinutes, side, slotsOf, top } from "./board.js";
import { clashes, endOf, known, mayLieIn, roomsAfter } from "./store.js";
import { say, span } from "./words.js";

let carried = null;
const shades = new Map();

export const carrying = () => carried;

/** Take a session into the hand. `room` is the column it was taken from, `null` for the list beside. */
export function lift(session, room) {
  const starts = session.starts;
  carried = {
    session,
    from: room,
    room,
    starts,
    ends: session.ends,
    length: starts === null ? session.lasts : endOf(session) - starts,
    isResized: false,
    rooms: session.rooms,
    reasons: [],
    isAllowed: true,
  };
  for (const slot of slotsOf(session.uid)) slot.classList.add("lifted");
  root.classList.add("moving");
  drawShades();
  return carried;
}

/** Say where it would lie: a start (or null: without a time), a room of the board, a length. */
export function aim({ starts = carried.starts, room = carried.room, length = carried.length } = {}) {
  if (starts === carried.starts && room === carried.room && length === carried.length) return false;
  carried.isResized ||= length !== carried.length;
  Object.assign(carried, { starts, room, length });
  carried.rooms = roomsAfter(carried.session, carried.from, room);
  const added = carried.rooms.filter((uid) => !carried.session.rooms.includes(uid));
  carried.isAllowed = added.every((uid) => mayLieIn(carried.session, uid));
  carried.ends = starts === null ? null : keepsOpenEnd() ? null : starts + length;
  carried.reasons = starts === null ? [] : clashes(carried.session, starts, starts + length, carried.rooms);
  if (!carried.isAllowed) carried.reasons.unshift(say("notYours"));
  drawShades();
  return true;
}

// An end that nobody stated is not invented by moving, only by pulling at it.
const keepsOpenEnd = () => carried.session.starts !== null && carried.session.ends === null && !carried.isResized;

export function isElsewhere() {
  const { session, starts, ends, rooms } = carried;
  return starts !== session.starts || ends !== session.ends || rooms.join() !== session.rooms.join();
}

/** Let go; returns what was in the hand. */
export function release() {
  const was = carried;
  carried = null;
  for (const shade of shades.values()) shade.remove();
  shades.clear();
  root.classList.remove("moving");
  side.classList.remove("over");
  for (const slot of slotsOf(was.session.uid)) slot.classList.remove("lifted");
  return was;
}

/** The shades again after the day was changed or somebody else's move drawn. */
export function redraw() {
  drawAll();
  minuteHeight = 0;
  if (!carried) return;
  for (const slot of slotsOf(carried.session.uid)) slot.classList.add("lifted");
  drawShades();
}

/** Only a transform and, when it is pulled, a height: the columns keep their layout. */
function drawShades() {
  const { starts, length, rooms, reasons, isAllowed } = carried;
  side.classList.toggle("over", starts === null && carried.session.starts !== null);
  const wanted = starts === null ? [] : rooms.filter((uid) => columnOf(uid));
  for (const [uid, shade] of shades) {
    if (!wanted.includes(uid)) { shade.remove(); shades.delete(uid); }
  }
  const pixels = pixelsPerMinute();
  for (const uid of wanted) {
    let shade = shades.get(uid);
    if (!shade) {
      shade = document.createElement("li");
      shade.className = "tt-shade";
      shade.setAttribute("aria-hidden", "true");
      columnOf(uid).append(shade);
      shades.set(uid, shade);
    }
    shade.style.transform = `translateY(${(starts - top()) * pixels}px)`;
    if (shade.dataset.length !== String(length)) {
      shade.style.blockSize = `${length * pixels}px`;
      shade.dataset.length = length;
    }
    shade.classList.toggle("warned", reasons.length > 0);
    shade.classList.toggle("refused", !isAllowed);
    shade.textContent = `${reasons.length ? "⚠ " : ""}${span(starts, starts + length, known.rooms[uid]?.zone ?? root.dataset.zone)}`;
  }
}

let minuteHeight = 0;

/** Measured once and again after the window or the rows change, never while something moves. */
export function pixelsPerMinute() {
  if (!minuteHeight) {
    const column = board.querySelector(".tt-column");
    minuteHeight = column ? column.getBoundingClientRect().height / shownMinutes() : 1;
  }
  return minuteHeight;
}

export function measureAgain() { minuteHeight = 0; }
addEventListener("resize", measureAgain);
