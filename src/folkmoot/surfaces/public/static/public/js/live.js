// Keeps the part of a page marked data-live as the programme is now. Without this file the page
// tells the same when it is loaded again.
//
// Every few seconds it asks for the version of the programme: a few bytes, mostly answered
// "not modified". A new version, or the clock reaching data-turns-at, draws the part anew from
// the page's own address. When the network fails, what was shown stays and says since when.

const STALE_SECONDS = 5; // how long the server may keep a page that depends on the clock
const RETRY_SECONDS = 5;
const region = document.querySelector("[data-live]");
const isSign = document.body.classList.contains("sign");
let ahead = 0; // milliseconds by which the server's clock is ahead of this one
let timer = 0;
let lostAt = null;
let isBusy = false;

const now = () => new Date(Date.now() + ahead);
const inZone = (zone) => new Intl.DateTimeFormat("en-GB", {
  hour: "2-digit", minute: "2-digit", hourCycle: "h23", ...(zone ? { timeZone: zone } : {}),
});

/** Ask for an address again; the browser's copy is good only if the server says so. */
async function ask(address) {
  const answer = await fetch(address, { cache: "no-cache", credentials: "same-origin" });
  if (!answer.ok) throw new Error(String(answer.status));
  const said = Date.parse(answer.headers.get("Date") || "");
  if (said) ahead = said - Date.now();
  return answer;
}

async function step() {
  clearTimeout(timer);
  if (isBusy || (document.hidden && !isSign)) return;
  isBusy = true;
  let pause = RETRY_SECONDS;
  try {
    const state = await (await ask(region.dataset.live)).json();
    pause = state.pace;
    if (state.version !== region.dataset.version) await draw(true);
    else if (isDue()) await draw(false);
    found();
  } catch {
    lost();
  }
  isBusy = false;
  timer = setTimeout(step, Math.max(1, Math.min(pause, untilTurn())) * 1000);
}

/** Whether the clock has passed the moment up to which the page is right. */
function isDue() {
  return Boolean(region.dataset.turnsAt) && now() >= new Date(region.dataset.turnsAt);
}

/** Seconds to the next turn; a crowd does not come in one second. */
function untilTurn() {
  if (!region.dataset.turnsAt) return Infinity;
  const seconds = (new Date(region.dataset.turnsAt) - now()) / 1000;
  return seconds > 0 ? seconds + Math.random() * 2 : STALE_SECONDS;
}

async function draw(isChange) {
  const text = await (await ask(location.href)).text();
  const fresh = new DOMParser().parseFromString(text, "text/html").querySelector("[data-live]");
  if (!fresh) return;
  const focused = region.contains(document.activeElement) && document.activeElement.getAttribute("href");
  region.replaceChildren(...fresh.childNodes);
  region.dataset.version = fresh.dataset.version;
  if (fresh.dataset.turnsAt) region.dataset.turnsAt = fresh.dataset.turnsAt;
  else delete region.dataset.turnsAt;
  if (focused) region.querySelector(`a[href="${CSS.escape(focused)}"]`)?.focus();
  region.dispatchEvent(new CustomEvent("folkmoot:swapped", { bubbles: true }));
  tick();
  if (isChange && !isSign) {
    document.dispatchEvent(new CustomEvent("folkmoot:announce", { detail: region.dataset.said }));
  }
}

function lost() {
  lostAt ??= new Date();
  const note = region.querySelector("[data-lost-note]");
  if (!note) return;
  note.textContent = region.dataset.lost.replace("{time}", inZone(note.dataset.zone).format(lostAt));
  note.hidden = false;
}

function found() {
  lostAt = null;
  const note = region.querySelector("[data-lost-note]");
  if (note) note.hidden = true;
}

/** Clocks go on between two drawings, and while the network is away. */
function tick() {
  for (const time of region.querySelectorAll(".live-clock time[data-zone]")) {
    const words = inZone(time.dataset.zone).format(now());
    if (time.textContent !== words) time.textContent = words;
  }
}

if (region) {
  document.addEventListener("visibilitychange", () => { if (!document.hidden) step(); });
  addEventListener("online", step);
  setInterval(tick, 1000);
  timer = setTimeout(step, 1000);
}
