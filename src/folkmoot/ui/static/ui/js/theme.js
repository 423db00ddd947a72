// Loaded in the head before the page is drawn, so that the chosen theme never flashes.
// The choice is kept in this browser only. "?theme=" set by the server wins (pattern page).
(() => {
  const root = document.documentElement;
  const key = "folkmoot-theme";
  const read = () => {
    try { return localStorage.getItem(key); } catch { return null; } // storage may be forbidden
  };
  if (!root.dataset.theme) {
    const chosen = read();
    if (chosen === "light" || chosen === "dark") root.dataset.theme = chosen;
  }
  const isDark = () => root.dataset.theme
    ? root.dataset.theme === "dark"
    : matchMedia("(prefers-color-scheme: dark)").matches;

  addEventListener("DOMContentLoaded", () => {
    for (const button of document.querySelectorAll("[data-theme-toggle]")) {
      button.hidden = false;
      const show = () => button.setAttribute("aria-pressed", String(isDark()));
      show();
      button.addEventListener("click", () => {
        root.dataset.theme = isDark() ? "light" : "dark";
        try { localStorage.setItem(key, root.dataset.theme); } catch { /* this page only */ }
        show();
      });
    }
  });
})();
