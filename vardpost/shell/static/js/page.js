/*
  page.js: what every page has. Menus close on Esc and outside clicks, dialogs open, the error
  summary takes focus, characters are counted, a form is sent once. All of it works without it.
*/

const busy = new WeakSet();

function closeMenus(except) {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (menu !== except) menu.open = false;
  }
}

function count(counter) {
  const field = document.getElementById(counter.dataset.counter);
  if (!field) return;
  const left = Number(counter.dataset.max) - [...field.value].length;
  const text = left < 0 ? counter.dataset.over : counter.dataset.left;
  const number = new Intl.NumberFormat(document.documentElement.lang).format(Math.abs(left));
  counter.textContent = text.replace("{n}", number.replace(/\s/gu, "\u2009"));
  counter.classList.toggle("over", left < 0);
}

/** Open a dialog by id; returns whether there was one. */
export function openDialog(id) {
  const dialog = document.getElementById(id);
  if (!(dialog instanceof HTMLDialogElement)) return false;
  if (!dialog.open) dialog.showModal();
  return true;
}

document.addEventListener("click", (event) => {
  const target = event.target instanceof Element ? event.target : null;
  closeMenus(target?.closest("details.menu"));
  const opener = target?.closest("[data-open]");
  if (opener && openDialog(opener.dataset.open)) {
    event.preventDefault();
    closeMenus();
  }
  if (target?.closest("[data-close]")) target.closest("dialog")?.close();
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = document.querySelector("details.menu[open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary")?.focus();
  event.stopPropagation();
}, true);

document.addEventListener("input", (event) => {
  const counter = document.querySelector(`[data-counter="${CSS.escape(event.target.id)}"]`);
  if (counter) count(counter);
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || form.id === "prefs") return;
  if (busy.has(form)) {
    event.preventDefault();
    return;
  }
  busy.add(form);
  // A page that comes back from the browser's cache, or a refusal, must be able to send again.
  setTimeout(() => busy.delete(form), 8000);
});
addEventListener("pageshow", (event) => {
  if (event.persisted) document.querySelectorAll("form").forEach((form) => busy.delete(form));
});

document.querySelector("[data-focus]")?.focus();
