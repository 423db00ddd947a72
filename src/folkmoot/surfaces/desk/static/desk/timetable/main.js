// The timetable desk. Without this file every session on the board is a link to a small form.

import { dayOfTab, dayTabs, root, showDay, showMorning } from "./board.js";
import { redraw } from "./carry.js";
import * as keys from "./keys.js";
import * as pointer from "./pointer.js";
import { keepLooking, look, redo, undo } from "./sync.js";

async function start() {
  await look();
  showMorning();
  root.querySelector(".tt-moving").hidden = false;
  document.getElementById("tt-undo").addEventListener("click", undo);
  document.getElementById("tt-redo").addEventListener("click", redo);
  for (const tab of dayTabs()) {
    tab.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      showDay(dayOfTab(tab));
      redraw();
      showMorning();
    });
  }
  pointer.listen();
  keys.listen();
  keepLooking();
  root.dataset.ready = "yes";
}

start();
