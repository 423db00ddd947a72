// Words and times of the board. Sentences come from the page; gaps in braces are filled here.

const sentences = document.getElementById("tt-words").dataset;
const language = document.documentElement.lang || "en";
const formats = new Map();

export const MINUTE = 60000;

/** Say something to those who hear the page. */
export const announce = (words) => document.dispatchEvent(new CustomEvent("folkmoot:announce", { detail: words }));

/** A sentence of the page with its gaps filled: say("dropped", { title: "Opening" }). */
export function say(name, gaps = {}) {
  return (sentences[name] ?? "").replace(/\{(\w+)\}/g, (whole, gap) => String(gaps[gap] ?? whole));
}

/** The clock on a wall of that zone, from minutes since 1970. */
export function time(minutes, zone) {
  if (!formats.has(zone)) {
    formats.set(zone, new Intl.DateTimeFormat([language, "en-GB"], { timeZone: zone, hour: "2-digit", minute: "2-digit", hourCycle: "h23" }));
  }
  return formats.get(zone).format(new Date(minutes * MINUTE));
}

export const span = (starts, ends, zone) => (ends === null ? time(starts, zone) : `${time(starts, zone)} – ${time(ends, zone)}`);
