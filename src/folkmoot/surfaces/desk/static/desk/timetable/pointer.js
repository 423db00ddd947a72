// Moving with mouse, pen or finger. A mouse lifts by moving, a finger by resting: otherwise it scrolls.
// Rectangles are read once per frame before anything is written, so that nothing is laid out twice.

import { columns, dayOfTab, dayTabs, root, scroller, showDay, shown, shownMinutes, side, top } from "./board.js";
import { aim, carrying, isElsewhere, lift, pixelsPerMinute, redraw, release } from "./carry.js";
import { known } from "./store.js";
import { save } from "./sync.js";
import { span } from "./words.js";

const MOVED_PIXELS = 4;
const HELD_MILLISECONDS = 350;
const TURN_MILLISECONDS = 550;
const EDGE_PIXELS = 36;

let press = null; // a button that is down, before anything is lifted
let drag = null; // what is being dragged
let frame = 0;
let droppedAt = 0;

export const snap = () => Number(document.getElementById("tt-snap").value);
export const snapped = (minutes) => Math.round(minutes / snap()) * snap();
export const shortest = () => Math.min(snap(), 15);

export function listen() {
  root.addEventListener("pointerdown", onDown);
  addEventListener("pointermove", onMove);
  addEventListener("pointerup", onUp);
  addEventListener("pointercancel", () => drop(false));
  root.addEventListener("tt:letgo", () => drop(false));
  // A finger that holds a session must not scroll the page under it.
  root.addEventListener("touchmove", (event) => { if (drag) event.preventDefault(); }, { passive: false });
  root.addEventListener("contextmenu", (event) => { if (press || drag) event.preventDefault(); });
}

function onDown(event) {
  const slot = event.target.closest(".slot[data-uid]");
  if (event.button !== 0 || !slot || carrying() || event.target.closest(".slot-open")) return;
  const session = known.sessions.get(slot.dataset.uid);
  if (!session?.may) return;
  const isEdge = event.target.closest(".slot-edge") !== null;
  press = { id: event.pointerId, x: event.clientX, y: event.clientY, slot, session, isEdge, held: 0 };
  if (event.pointerType === "touch" && !isEdge) press.held = setTimeout(begin, HELD_MILLISECONDS);
}

function onMove(event) {
  if (press && event.pointerId === press.id && !drag) {
    const way = Math.hypot(event.clientX - press.x, event.clientY - press.y);
    if (way < MOVED_PIXELS) return;
    if (press.held) { // it moved before it rested: a scroll
      clearTimeout(press.held);
      press = null;
      return;
    }
    begin();
  }
  if (!drag || event.pointerId !== drag.id) return;
  drag.x = event.clientX;
  drag.y = event.clientY;
  frame ||= requestAnimationFrame(step);
}

function begin() {
  const { session, slot, isEdge, id, x, y } = press;
  const column = slot.closest(".tt-column");
  const box = slot.getBoundingClientRect();
  pixelsPerMinute();
  drag = {
    id, x, y, isEdge,
    grabbed: column ? y - box.top : Math.min(y - box.top, 20),
    // The part above the top of the board of what began before it.
    hidden: session.starts === null ? 0 : Math.max(top() - session.starts, 0),
    boxes: columns.map((one) => ({ room: one.dataset.room, ...edges(one) })),
    head: scroller ? scroller.querySelector(".tt-column").getBoundingClientRect().top - scroller.getBoundingClientRect().top + scroller.scrollTop : 0,
    tabs: dayTabs().map((tab) => ({ tab, box: tab.getBoundingClientRect() })),
    tab: null,
    turn: 0,
    ghost: isEdge ? null : makeGhost(session),
  };
  lift(session, column?.dataset.room ?? null);
  frame ||= requestAnimationFrame(step);
}

/** Left and right of a column inside what scrolls. */
function edges(column) {
  const box = column.getBoundingClientRect();
  const outer = scroller.getBoundingClientRect();
  return { left: box.left - outer.left + scroller.scrollLeft, right: box.right - outer.left + scroller.scrollLeft };
}

function step() {
  frame = 0;
  if (!drag) return;
  const { x, y } = drag;
  // Read everything …
  const outer = scroller?.getBoundingClientRect();
  const beside = side.getBoundingClientRect();
  const scroll = scroller ? { left: scroller.scrollLeft, top: scroller.scrollTop } : { left: 0, top: 0 };
  // … then write.
  if (drag.ghost) drag.ghost.style.transform = `translate(${x + 12}px, ${y + 10}px)`;
  const isOnBoard = outer && contains(outer, x, y);
  if (drag.isEdge) stretch(outer, scroll, y);
  else if (contains(beside, x, y)) aim({ starts: null, room: carrying().from }); // not the room it passed over
  else if (isOnBoard) place(outer, scroll, x, y);
  turnDay(x, y);
  showGhost();
  if (isOnBoard && scrollAtEdge(outer, x, y)) frame ||= requestAnimationFrame(step);
}

const contains = (box, x, y) => x >= box.left && x < box.right && y >= box.top && y < box.bottom;

function place(outer, scroll, x, y) {
  const inside = x - outer.left + scroll.left;
  const box = drag.boxes.find((one) => inside >= one.left && inside < one.right);
  const pixels = pixelsPerMinute();
  const from = (y - outer.top + scroll.top - drag.head - drag.grabbed) / pixels - drag.hidden;
  const latest = shownMinutes() - shortest();
  const starts = top() + Math.min(Math.max(snapped(from), -drag.hidden), latest);
  aim({ starts, room: box ? box.room : carrying().room });
}

function stretch(outer, scroll, y) {
  const { session, starts } = carrying();
  const until = (y - outer.top + scroll.top - drag.head) / pixelsPerMinute();
  const ends = top() + Math.min(snapped(until), shownMinutes());
  aim({ length: Math.max(ends - starts, shortest()), room: carrying().from, starts: session.starts });
}

/** Resting on the tab of a day turns the board to that day. */
function turnDay(x, y) {
  const over = drag.isEdge ? null : drag.tabs.find(({ box }) => contains(box, x, y))?.tab ?? null;
  if (over === drag.tab) return;
  drag.tab?.classList.remove("over");
  clearTimeout(drag.turn);
  drag.tab = over;
  if (!over || dayOfTab(over) === shown.day) return;
  over.classList.add("over");
  drag.turn = setTimeout(() => {
    const carried = carrying();
    if (!drag || !carried) return;
    const offset = carried.starts === null ? null : carried.starts - top();
    showDay(dayOfTab(over));
    redraw();
    if (offset !== null) aim({ starts: top() + offset });
    showGhost();
  }, TURN_MILLISECONDS);
}

function scrollAtEdge(outer, x, y) {
  const pull = (near, far) => (near < EDGE_PIXELS ? near - EDGE_PIXELS : far < EDGE_PIXELS ? EDGE_PIXELS - far : 0) / 3;
  // Heads of columns cover the top of what scrolls: the pull begins below them.
  const left = pull(x - outer.left, outer.right - x);
  const down = pull(y - outer.top - Math.min(drag.head, outer.height / 2), outer.bottom - y);
  if (!left && !down) return false;
  const before = [scroller.scrollLeft, scroller.scrollTop];
  scroller.scrollBy(left, down);
  return before[0] !== scroller.scrollLeft || before[1] !== scroller.scrollTop;
}

function makeGhost(session) {
  const ghost = document.createElement("div");
  ghost.className = "tt-ghost";
  ghost.setAttribute("aria-hidden", "true");
  for (const name of ["time", "title", "warning"]) {
    const part = document.createElement("span");
    part.className = `slot-${name}`;
    ghost.append(part, " ");
  }
  ghost.querySelector(".slot-title").textContent = session.title;
  document.body.append(ghost);
  return ghost;
}

function showGhost() {
  if (!drag?.ghost) return;
  const { starts, length, room, reasons } = carrying();
  const zone = known.rooms[room]?.zone ?? root.dataset.zone;
  const times = starts === null ? "" : span(starts, starts + length, zone);
  const warning = reasons.length > 2 ? `${reasons.slice(0, 2).join(". ")} …` : reasons.join(". ");
  if (drag.ghost.dataset.words === `${times}|${warning}`) return;
  drag.ghost.dataset.words = `${times}|${warning}`;
  drag.ghost.querySelector(".slot-time").textContent = times;
  drag.ghost.querySelector(".slot-warning").textContent = warning;
}

function onUp(event) {
  if (press?.held) clearTimeout(press.held);
  if (drag && event.pointerId === drag.id) drop(true);
  press = null;
}

/** Put down, or back to where it was. */
function drop(isWanted) {
  if (press?.held) clearTimeout(press.held);
  press = null;
  if (!drag) return;
  cancelAnimationFrame(frame);
  frame = 0;
  if (isWanted) step();
  cancelAnimationFrame(frame);
  frame = 0;
  clearTimeout(drag.turn);
  drag.tab?.classList.remove("over");
  drag.ghost?.remove();
  drag = null;
  if (!carrying()) return;
  const changes = isElsewhere();
  const was = release();
  droppedAt = performance.now();
  if (isWanted && was.isAllowed && changes) save(was.session, was);
  else redraw();
}

/** The click that follows a drag is none. */
export const hasJustDropped = () => performance.now() - droppedAt < 300;
export const isDragging = () => drag !== null;
export const cancelDrag = () => drop(false);
