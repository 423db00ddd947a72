// What the page knows of the timetable: days, rooms, people, sessions. No drawing, no requests.

import { say, span } from "./words.js";

const DAY = 24 * 60;
const NOMINAL = 60;

export const known = { state: "", days: [], hours: [7, 22], rooms: {}, people: {}, findings: [], sessions: new Map() };

/** Take over what the server told. Returns the sessions that are new or changed, and those that are gone. */
export function take(told) {
  const changed = [];
  const gone = [];
  for (const row of told.sessions) {
    const before = known.sessions.get(row.uid);
    // An answer that was on its way while we saved must not bring an older place back.
    if (before && before.version > row.version) continue;
    if (!before || before.version !== row.version) changed.push({ before, row });
    known.sessions.set(row.uid, row);
  }
  if (told.uids) {
    const there = new Set(told.uids);
    for (const [uid, row] of known.sessions) {
      if (!there.has(uid)) { gone.push(row); known.sessions.delete(uid); }
    }
  }
  for (const name of ["days", "hours", "rooms", "people", "findings"]) {
    if (told[name]) known[name] = told[name];
  }
  return { changed, gone };
}

export const endOf = (session) => (session.starts === null ? null : session.ends ?? session.starts + NOMINAL);
export const dayOf = (minutes) => known.days.findLast((day) => day.starts <= minutes) ?? known.days[0];
export const dayNamed = (name) => known.days.find((day) => day.day === name) ?? known.days[0];
export const isOn = (session, day) => session.starts !== null && endOf(session) > day.starts && session.starts < day.starts + DAY;
export const isWaiting = (session) => session.status !== "cancelled" && (session.starts === null || session.rooms.length === 0);
export const mayLieIn = (session, room) => session.rooms.includes(room) || session.anywhere || Boolean(known.rooms[room]?.may);

/** The rooms of a session once one of them is changed for another; the others of a bridge stay. */
export function roomsAfter(session, from, to) {
  if (to === null || from === to || session.rooms.includes(to)) return session.rooms;
  const sameCity = session.rooms.find((uid) => known.rooms[uid]?.city === known.rooms[to]?.city);
  const leaves = from ?? sameCity ?? session.rooms[0];
  if (leaves === undefined) return [to];
  return session.rooms.map((uid) => (uid === leaves ? to : uid));
}

/** Runs of overlapping sessions in one room, each with its lane: [session, lane, lanes]. */
export function lanes(sessions) {
  const sorted = [...sessions].sort((a, b) => a.starts - b.starts || endOf(a) - endOf(b) || (a.uid < b.uid ? -1 : 1));
  const placed = [];
  let cluster = [];
  let until = -Infinity;
  const close = () => {
    const ends = [];
    const laid = cluster.map((session) => {
      let lane = ends.findIndex((end) => end <= session.starts);
      if (lane < 0) lane = ends.length;
      ends[lane] = endOf(session);
      return [session, lane];
    });
    for (const [session, lane] of laid) placed.push([session, lane, ends.length]);
    cluster = [];
  };
  for (const session of sorted) {
    if (session.starts >= until) close();
    cluster.push(session);
    until = Math.max(until, endOf(session));
  }
  close();
  return placed;
}

/** Why a session would not fit there, at a glance: rooms and people wanted twice. The server says the rest. */
export function clashes(session, starts, ends, rooms) {
  const found = [];
  const people = new Set(session.people);
  for (const other of known.sessions.values()) {
    if (other.uid === session.uid || other.starts === null || other.status === "cancelled") continue;
    if (other.starts >= ends || endOf(other) <= starts || related(session, other)) continue;
    for (const room of other.rooms) {
      if (rooms.includes(room)) found.push(say("roomTaken", { room: known.rooms[room]?.name ?? "", other: other.title }));
    }
    for (const person of other.people) {
      if (people.has(person)) found.push(say("personTaken", { person: known.people[person] ?? "", other: other.title }));
    }
  }
  return found;
}

function related(one, two) {
  return above(one).has(two.uid) || above(two).has(one.uid);
}

function above(session) {
  const found = new Set();
  for (let at = session.parent; at && !found.has(at); at = known.sessions.get(at)?.parent) found.add(at);
  return found;
}

/** Where something lies, in words: day, times on the clock of its room, rooms. */
export function placeInWords(starts, ends, rooms, { withDay = true } = {}) {
  const names = rooms.map((uid) => known.rooms[uid]?.name).filter(Boolean).join(", ") || say("noRoom");
  if (starts === null) return `${say("waits")}, ${names}`;
  const zone = known.rooms[rooms[0]]?.zone ?? document.getElementById("timetable").dataset.zone;
  const place = say("at", { times: span(starts, ends, zone), room: names });
  return withDay ? say("onDay", { day: dayOf(starts).label, place }) : place;
}

export const whereIs = (session) => placeInWords(session.starts, session.ends, session.rooms);
