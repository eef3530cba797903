/*
  keys.js: the staff keyboard. One key presses what carries data-key="…" (a radio button is chosen
  and the text field takes focus); g and a letter follow data-go="…"; j and k walk through the
  rows of .cases; ? shows the list. Keys do nothing while one types or holds Ctrl, Alt or Meta, and
  can be switched off in the list (remembered on this device). Each key is also a button.
*/

const OFF = "keys-off";
const TYPED_IN = 'input:not([type="radio"], [type="checkbox"]), textarea, select, [contenteditable]';
const PRESSED = new Set(["r", "d", "m", "a", "e", "x", "u", "t"]);
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
  const rows = [...document.querySelectorAll(".cases .case a")];
  if (!rows.length) return false;
  let at = rows.indexOf(document.activeElement);
  if (at < 0) at = rows.findIndex((row) => row.getAttribute("aria-current"));
  const next = rows[Math.min(rows.length - 1, Math.max(0, at + step))];
  next.focus();
  next.scrollIntoView({ block: "nearest" });
  return true;
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
  return PRESSED.has(key) && press(key);
}

function typing(event) {
  return event.target instanceof Element && event.target.closest(TYPED_IN);
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.isComposing) return;
  const field = typing(event);
  if (field && event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    const form = field.form;
    form?.requestSubmit(
      form.querySelector('button[data-keys="ctrl enter"]') ?? form.querySelector('button[type="submit"]'),
    );
    return;
  }
  if (field && event.key === "Escape") {
    field.blur();
    return;
  }
  if (field || event.ctrlKey || event.altKey || event.metaKey) return;
  if (document.querySelector("dialog[open]")) return;
  if (event.key === "?" ? showList() : !off() && single(event.key.toLowerCase())) event.preventDefault();
});

const button = document.querySelector("[data-keys-switch]");
function label() {
  button.textContent = off() ? button.dataset.on : button.dataset.off;
  document.body.classList.toggle("no-keys", off());
}
button?.addEventListener("click", () => {
  try {
    localStorage.setItem(OFF, off() ? "0" : "1");
  } catch {
    // Without storage the keys stay as they are.
  }
  label();
});
if (button) label();
