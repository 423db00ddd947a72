// Talking to the server: saving moves one after the other, taking them back, hearing of others'.
// Nothing is overwritten: a move that came too late is refused, and the screen shows where the session lies.

import { refresh, reveal, root } from "./board.js";
import { carrying, redraw } from "./carry.js";
import { known, take, whereIs } from "./store.js";
import { announce, say } from "./words.js";

const POLL_MILLISECONDS = 1500;
const notice = document.getElementById("tt-notice");
const buttons = { undo: document.getElementById("tt-undo"), redo: document.getElementById("tt-redo") };
const done = [];
const undone = [];
let queue = Promise.resolve();
let pending = 0;

/** A sentence that must not be missed; empty takes the last one away. */
function tell(sentence) { notice.textContent = sentence; }

async function post(address, body) {
  const token = root.querySelector("[name=csrfmiddlewaretoken]").value;
  try {
    const answer = await fetch(address, {
      method: "POST",
      body: JSON.stringify(body),
      headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": token },
      credentials: "same-origin",
    });
    if (!answer.headers.get("Content-Type")?.includes("json")) return null;
    return { isDone: answer.ok, told: await answer.json() };
  } catch {
    return null; // the network is away: said by the caller, and nothing is lost
  }
}

/** One request after the other, so that every move knows the version that the one before made. */
function inTurn(work) {
  pending += 1;
  queue = queue.then(work).finally(() => { pending -= 1; });
  return queue;
}

/** Save where a session was put down. The screen is ahead of the server, and goes back if it refuses. */
export function save({ uid }, { starts, ends, rooms }) {
  const session = known.sessions.get(uid);
  if (!session) return queue;
  const before = { starts: session.starts, ends: session.ends, rooms: session.rooms };
  Object.assign(session, { starts, ends, rooms });
  redraw();
  return inTurn(async () => {
    const now = known.sessions.get(uid) ?? session;
    const answer = await post(root.dataset.moveUrl, { session: uid, version: now.version, starts, ends, rooms });
    if (!answer?.isDone) Object.assign(now, before);
    finish(answer, now, (row) => {
      if (answer.told.entry) { done.push(answer.told.entry); undone.length = 0; }
      return say("dropped", { title: row.title, place: whereIs(row) });
    });
  });
}

export const undo = () => takeBack(done, undone, "undone");
export const redo = () => takeBack(undone, done, "redone");

function takeBack(from, to, words) {
  return inTurn(async () => {
    const entry = from.pop();
    if (entry === undefined) return;
    const answer = await post(root.dataset.undoUrl, { entry });
    if (!answer) from.push(entry);
    finish(answer, null, (row) => {
      if (answer.told.entry) to.push(answer.told.entry);
      return say(words, { title: row.title, place: whereIs(row) });
    });
  });
}

/** Take over the answer, draw, and say what happened. */
function finish(answer, session, inWords) {
  const row = answer?.told.session ?? null;
  if (row) known.sessions.set(row.uid, row);
  if (answer?.told.findings) known.findings = answer.told.findings;
  const words = answer?.isDone && row ? inWords(row) : "";
  redraw();
  for (const [name, stack] of [["undo", done], ["redo", undone]]) buttons[name].disabled = !stack.length;
  if (answer?.isDone) {
    tell("");
    announce(words);
    return;
  }
  const sentence = answer?.told.sentence ?? answer?.told.error?.message;
  if (!sentence) return tell(say("failed"));
  tell(row ? say("refused", { sentence, place: whereIs(row) }) : sentence);
  const uid = row?.uid ?? session?.uid;
  if (uid) { refresh(uid); reveal(uid); }
}

// --- hearing of others -----------------------------------------------------------------------

/** Ask for what changed; the first time for everything. Draws, marks and announces. */
export async function look() {
  if (pending) return;
  const address = new URL(root.dataset.stateUrl, location.href);
  if (known.state) address.searchParams.set("since", known.state);
  const answer = await fetch(address, { headers: { Accept: "application/json" }, credentials: "same-origin" });
  if (answer.status === 204 || !answer.ok || pending) return;
  const told = await answer.json();
  const isFirst = !known.state;
  known.state = told.state;
  const { changed, gone } = take(told);
  const held = carrying()?.session.uid;
  // What somebody else moved is let go, lest their move be undone by whoever holds it.
  const isTaken = !isFirst && [...changed.map(({ row }) => row), ...gone].some((row) => row.uid === held);
  if (isTaken) root.dispatchEvent(new CustomEvent("tt:letgo"));
  redraw();
  if (!isFirst) sayChanges(changed, gone, told.movers, isTaken);
}

function sayChanges(changed, gone, movers, isTaken) {
  const sentences = gone.map((row) => say("removed", { title: row.title }));
  for (const { before, row } of changed) {
    const isMove = !before || whereIs(before) !== whereIs(row);
    sentences.push(say(isMove ? "movedBy" : "changedBy", { who: movers[row.uid] ?? "", title: row.title, place: whereIs(row) }));
    refresh(row.uid);
  }
  const said = sentences.slice(0, 5).join(" ");
  if (isTaken) tell(said);
  else if (said) announce(said);
}

/** Look every second and a half while the page is seen; more rarely while the server does not answer. */
export function keepLooking() {
  let wait = POLL_MILLISECONDS;
  let timer = 0;
  const again = () => { clearTimeout(timer); timer = setTimeout(turn, wait); };
  async function turn() {
    if (!document.hidden) {
      try { await look(); wait = POLL_MILLISECONDS; } catch { wait = Math.min(wait * 2, 30000); }
    }
    again();
  }
  document.addEventListener("visibilitychange", () => { if (!document.hidden) { wait = POLL_MILLISECONDS; turn(); } });
  again();
}
