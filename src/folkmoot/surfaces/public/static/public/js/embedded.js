// Tells the page around the frame how high this one is. Only a page that asks is answered, and
// only at the origin from which it asked.

let asker = "";

function tell() {
  if (asker) parent.postMessage({ folkmootHeight: document.documentElement.scrollHeight }, asker);
}

addEventListener("message", (event) => {
  if (event.source !== parent || event.data?.folkmoot !== "size") return;
  asker = event.origin === "null" ? "" : event.origin;
  tell();
});
if (parent !== window) new ResizeObserver(tell).observe(document.body);
