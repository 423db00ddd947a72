// Choosing a record by typing: turns the input of a reference into a combobox
// (WAI-ARIA "editable combobox with list autocomplete"). Without this file the form asks
// after sending which record is meant.

const PAUSE_MS = 180;
let count = 0;

function equip(box) {
  const input = box.querySelector("input[type=text]");
  const uid = box.querySelector('input[type=hidden][name$="_uid"]');
  const chosenFor = box.querySelector('input[type=hidden][name$="_for"]');
  if (!input || !uid || !chosenFor || input.disabled) return;
  const list = document.createElement("ul");
  list.className = "reference-list";
  list.id = `reference-${++count}`;
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.labels?.[0]?.textContent.trim() ?? "");
  box.append(list);
  for (const [name, value] of Object.entries({
    role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id,
  })) input.setAttribute(name, value);

  let active = -1;
  let timer = 0;
  let asked = "";

  const options = () => [...list.children];
  const close = () => {
    list.hidden = true;
    active = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const mark = (number) => {
    const all = options();
    if (!all.length) return;
    active = (number + all.length) % all.length;
    all.forEach((option, at) => option.setAttribute("aria-selected", String(at === active)));
    input.setAttribute("aria-activedescendant", all[active].id);
    all[active].scrollIntoView({ block: "nearest" });
  };
  const choose = (option) => {
    input.value = chosenFor.value = option.dataset.label;
    uid.value = option.dataset.uid;
    input.dispatchEvent(new Event("input", { bubbles: true }));
    clearTimeout(timer);
    close();
  };
  const show = (choices) => {
    list.replaceChildren(...choices.map((choice, at) => {
      const option = document.createElement("li");
      option.id = `${list.id}-${at}`;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      option.dataset.uid = choice.uid;
      option.dataset.label = choice.label;
      option.textContent = choice.label;
      if (choice.note) {
        const note = document.createElement("span");
        note.className = "help";
        note.textContent = choice.note;
        option.append(" ", note);
      }
      return option;
    }));
    list.hidden = choices.length === 0;
    input.setAttribute("aria-expanded", String(!list.hidden));
    active = -1;
  };
  const look = async () => {
    const words = input.value.trim();
    if (words.length < 2) return close();
    asked = words;
    try {
      const answer = await fetch(`${box.dataset.reference}?q=${encodeURIComponent(words)}`, { headers: { Accept: "application/json" } });
      if (!answer.ok) return;
      const { choices } = await answer.json();
      if (asked === words && document.activeElement === input) show(choices);
    } catch {
      close(); // the form still asks after sending
    }
  };

  input.addEventListener("input", (event) => {
    if (!event.isTrusted) return; // our own announcement of a choice
    clearTimeout(timer);
    timer = setTimeout(look, PAUSE_MS);
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) look();
      else mark(active + (event.key === "ArrowDown" ? 1 : active < 0 ? 0 : -1));
    } else if (event.key === "Enter" && !list.hidden && active >= 0) {
      event.preventDefault();
      choose(options()[active]);
    } else if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      close();
    }
  });
  // The pointer goes down before the input loses focus; the list must outlive that.
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) choose(option);
  });
  input.addEventListener("blur", close);
}

for (const box of document.querySelectorAll("[data-reference]")) equip(box);

// A page that came back with one more row holds words that are saved nowhere yet: tell the
// guard of unsaved changes, which only hears of input on this page.
const unsaved = document.querySelector("form[data-unsaved] input:not([type=hidden])");
unsaved?.dispatchEvent(new Event("input", { bubbles: true }));
// Forms that come in later, such as the one about selected words of a source.
document.addEventListener("folkmoot:swapped", (event) => {
  for (const box of event.target.querySelectorAll("[data-reference]")) equip(box);
});
