// Enhancements of every page. Without this file all of them still work:
// the visitor's own time, menus that close, copy buttons, focus on the error summary,
// native dialogs, words for those who hear the page.

const body = document.body;

/** Say something through the live region; other scripts dispatch "folkmoot:announce". */
function announce(words) {
  const region = document.getElementById("live");
  if (!region) return;
  region.textContent = "";
  requestAnimationFrame(() => { region.textContent = words; });
}
document.addEventListener("folkmoot:announce", (event) => announce(event.detail));

/** Put the visitor's own time beside the venue's, where the two clocks differ. */
function addOwnTimes(scope) {
  const language = document.documentElement.lang;
  const own = new Intl.DateTimeFormat(language, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  // A browser that lacks the language (Chromium has no Belarusian) would name the day in another one.
  const isKnown = Intl.DateTimeFormat.supportedLocalesOf(language).length > 0;
  const day = isKnown ? { weekday: "short" } : { day: "2-digit", month: "2-digit" };
  const ownDay = new Intl.DateTimeFormat([language, "ru"], { ...day, hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  for (const time of scope.querySelectorAll(".local-time > time[data-zone]")) {
    if (time.dataset.ownShown) continue;
    time.dataset.ownShown = "yes";
    const moment = new Date(time.dateTime);
    // The datetime attribute ends with the venue's offset: "+03:00", or "Z" for none.
    const sign = /([+-])(\d\d):(\d\d)$/.exec(time.dateTime);
    const venue = sign ? (sign[1] === "-" ? -1 : 1) * (Number(sign[2]) * 60 + Number(sign[3])) : 0;
    const visitor = -moment.getTimezoneOffset();
    if (Number.isNaN(venue) || venue === visitor) continue;
    const venueDay = new Date(moment.getTime() + venue * 60000).getUTCDate();
    const words = (moment.getDate() === venueDay ? own : ownDay).format(moment);
    const shown = document.createElement("span");
    shown.className = "own-time";
    shown.textContent = (body.dataset.ownTime || "{time}").replace("{time}", words);
    time.parentElement.append(shown);
  }
}

/** Menus close with Escape and by a click elsewhere. */
function closeMenus(except) {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (menu !== except) menu.open = false;
  }
}
document.addEventListener("click", (event) => closeMenus(event.target.closest("details.menu")));
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = document.querySelector("details.menu[open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});

/** Copy buttons appear only where the browser lets them work. */
function showCopyButtons(scope) {
  if (!navigator.clipboard) return;
  for (const button of scope.querySelectorAll("[data-copy]")) button.hidden = false;
}
document.addEventListener("click", async (event) => {
  const copy = event.target.closest("[data-copy]");
  if (copy) {
    await navigator.clipboard.writeText(copy.dataset.copy);
    announce(copy.dataset.done);
    return;
  }
  const opener = event.target.closest("[data-dialog]");
  const dialog = opener && document.getElementById(opener.dataset.dialog);
  if (dialog) {
    event.preventDefault();
    dialog.showModal();
  }
});

/** On a phone the tab of this page may lie outside the strip; bring it to the middle. */
function showCurrentTabs() {
  for (const tab of document.querySelectorAll(":is(.tabs, .site-nav) [aria-current]")) {
    const strip = tab.closest(".tabs, .site-nav");
    const [inner, outer] = [tab.getBoundingClientRect(), strip.getBoundingClientRect()];
    if (inner.left >= outer.left && inner.right <= outer.right) continue;
    strip.scrollLeft += inner.left + inner.width / 2 - outer.left - outer.width / 2;
  }
}

function enhance(scope) {
  addOwnTimes(scope);
  showCopyButtons(scope);
}
enhance(document);
showCurrentTabs();
document.querySelector("[data-focus-first]")?.focus();
document.addEventListener("folkmoot:swapped", (event) => enhance(event.target));
