/*
  keys.js: the staff keyboard. One key presses what carries data-key="…" (a radio button is chosen
  and the text field takes focus); g and a letter follow data-go="…"; j and k walk through the
  rows of .cases, or where the list is not shown to the next case; 1 to 9 choose among the first
  group of .verb, or press what carries the figure; ? shows the list of keys. Keys do nothing while one types or holds Ctrl, Alt or
  Meta, and can be switched off in the list (remembered on this device). Each is also a button.
*/

const OFF = "keys-off";
const TYPED_IN = 'input:not([type="radio"], [type="checkbox"]), textarea, select, [contenteditable]';
const PRESSED = new Set(["r", "d", "m", "a", "e", "t", "l", "c"]);
let going = 0;

function off() {
  try {
    return localStorage.getItem(OFF) === "1";
  } catch {
    return false;
  }
}

function visible(element) {
  return element.getClientRects().length > 0;
}

function press(key) {
  const target = [...document.querySelectorAll(`[data-key="${CSS.escape(key)}"]`)].find(
    (one) => visible(one) || one.type === "radio",
  );
  if (!target || target.disabled) return false;
  target.click();
  if (target.type === "radio") target.form?.querySelector("textarea")?.focus();
  return true;
}

function go(letter) {
  const link = document.querySelector(`[data-go="${CSS.escape(letter)}"]`);
  link?.click();
  return Boolean(link);
}

function walk(step) {
  const rows = [...document.querySelectorAll(".cases .case a")].filter(visible);
  if (!rows.length) return beside(step > 0 ? "next" : "prev");
  let at = rows.indexOf(document.activeElement);
  if (at < 0) at = rows.findIndex((row) => row.getAttribute("aria-current"));
  const next = rows[Math.min(rows.length - 1, Math.max(0, at + step))];
  next.focus();
  next.scrollIntoView({ block: "nearest" });
  return true;
}

function beside(rel) {
  const link = document.querySelector(`.c-head a[rel="${rel}"]`);
  link?.click();
  return Boolean(link);
}

function pick(number) {
  const group = document.querySelector(".verb .choices");
  const choice = group?.querySelectorAll('input[type="radio"]')[number - 1];
  choice?.click();
  choice?.focus();
  return Boolean(choice);
}

function open() {
  const row = document.activeElement?.closest(".cases .case a");
  row?.click();
  return Boolean(row);
}

function showList() {
  const list = document.getElementById("keys");
  if (list && !list.open) list.showModal();
  return Boolean(list);
}

function single(key) {
  if (Date.now() - going < 1500) {
    going = 0;
    return go(key);
  }
  if (key === "g") {
    going = Date.now();
    return true;
  }
  if (key === "j") return walk(1);
  if (key === "k") return walk(-1);
  if (key === "o") return open();
  if (key === "?") return showList();
  if (/^[1-9]$/.test(key)) return pick(Number(key)) || press(key);
  return PRESSED.has(key) && press(key);
}

function typing(event) {
  return event.target instanceof Element && event.target.closest(TYPED_IN);
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.isComposing) return;
  const field = typing(event);
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    const form = event.target.form;
    const send = form?.querySelector('button[data-keys="ctrl enter"]') ?? (field && form?.querySelector('button[type="submit"]'));
    if (!send) return;
    event.preventDefault();
    form.requestSubmit(send);
    return;
  }
  if (field && event.key === "Escape") {
    field.blur();
    return;
  }
  if (field || event.ctrlKey || event.altKey || event.metaKey) return;
  if (document.querySelector("dialog[open]")) return;
  if (!off() && single(event.key.toLowerCase())) event.preventDefault();
});

const switches = document.querySelectorAll("[data-keys-switch]");
function label() {
  for (const button of switches) {
    button.hidden = false;
    button.textContent = off() ? button.dataset.on : button.dataset.off;
  }
  document.body.classList.toggle("no-keys", off());
}
for (const button of switches) {
  button.addEventListener("click", () => {
    try {
      localStorage.setItem(OFF, off() ? "0" : "1");
    } catch {
      // Without storage the keys stay as they are.
    }
    label();
  });
}
label();
