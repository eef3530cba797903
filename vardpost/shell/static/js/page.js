/*
  page.js: what every page has. Menus close on Esc and outside clicks, dialogs open, the error
  summary takes focus, characters are counted, follow-up questions show, a form is sent once, an
  ended session and new terms of use are told without losing text. Everything works without it.
  The modules do not import each other: they speak by events on document ("session-ended",
  "terms-first", "session-back"), so each file is fetched once, under one name.
*/

const sent = new WeakSet();
const root = document.documentElement;
const login = document.body.dataset.login || "";

/* ---- text kept on this device belongs to one login in one tab ---- */

/** Remove copies of typed text that an earlier login left in this tab; all of them at sign-out. */
function forgetCopies(keepLogin) {
  try {
    for (const key of Object.keys(sessionStorage)) {
      const ours = key.startsWith("draft:");
      if (ours && !(keepLogin && key.startsWith(`draft:${keepLogin}:`))) sessionStorage.removeItem(key);
    }
  } catch {
    // Storage is switched off: then nothing was kept either.
  }
}
if (login) forgetCopies(login);

/* ---- menus and dialogs ---- */

function closeMenus(except) {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (menu !== except) menu.open = false;
  }
}

function openDialog(id) {
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
  const dialog = target?.closest("dialog");
  if (dialog && (target.closest("[data-close]") || target === dialog)) dialog.close();
  if (target?.closest('[formaction="/logga-ut"]')) forgetCopies("");
});

document.addEventListener(
  "keydown",
  (event) => {
    const menu = event.key === "Escape" && document.querySelector("details.menu[open]");
    if (!menu) return;
    menu.open = false;
    menu.querySelector("summary")?.focus();
    event.stopPropagation();
  },
  true,
);

document.addEventListener("session-ended", () => openDialog("session"));
document.addEventListener("terms-first", () => openDialog("terms-first"));
document.addEventListener("session-back", () => {
  document.getElementById("session")?.close();
  document.getElementById("terms-first")?.close();
});

/* ---- forms ---- */

function count(counter) {
  const field = document.getElementById(counter.dataset.counter);
  if (!field) return;
  const left = Number(counter.dataset.max) - field.value.replace(/\r\n/g, "\n").length;
  const words = left < 0 ? counter.dataset.over : counter.dataset.left;
  const number = new Intl.NumberFormat(root.lang).format(Math.abs(left));
  counter.textContent = words.replace("{n}", number.replace(/\s/gu, "\u2009"));
  counter.classList.toggle("over", left < 0);
}

function countFor(field) {
  if (!field?.id) return;
  document.querySelectorAll(`[data-counter="${CSS.escape(field.id)}"]`).forEach(count);
}

document.addEventListener("input", (event) => countFor(event.target));
document.querySelectorAll("[data-counter]").forEach(count);

// A second press while the first is on its way is swallowed; nothing is disabled, so focus stays
// and the button's own name and value are sent. After eight seconds one may try again.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || form.id === "prefs") return;
  if (sent.has(form)) {
    event.preventDefault();
    return;
  }
  sent.add(form);
  form.setAttribute("aria-busy", "true");
  setTimeout(() => release(form), 8000);
});

function release(form) {
  sent.delete(form);
  form.removeAttribute("aria-busy");
}
addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  document.querySelectorAll("form").forEach(release);
  document.querySelectorAll("[data-wait] ~ [role=status]").forEach((line) => line.replaceChildren());
});

// A page that takes its time: the link says so in the line beside it.
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("[data-wait]");
  if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) link.nextElementSibling.textContent = link.dataset.wait;
});

// Enter on a choice does what its form is for, not the search of the form that stands before it.
document.addEventListener("keydown", (event) => {
  const form = event.key === "Enter" && event.target.type === "radio" && event.target.form;
  const does = form && form.elements.leta && form.querySelector(".acts [type=submit]");
  if (!does) return;
  event.preventDefault();
  form.requestSubmit(does);
});

// A form marked data-focus gives it to its first field, where a keyboard is at hand.
const first = document.querySelector("[data-focus]");
if (!first?.matches("form")) first?.focus();
else if (matchMedia("(pointer: fine)").matches) first.querySelector('input:not([type="hidden"]), select, textarea')?.focus();
// Beside a pinned composer nothing that takes focus hides under it, and a thread opens at its
// newest message; the first one is a scroll away.
const composer = document.querySelector(".work > .composer");
const newest = document.querySelector(".work .thread > :last-child:not(:first-child)");
if (!composer || getComputedStyle(composer).position === "sticky") {
  const pane = document.querySelector(".pane.work");
  if (pane && composer) {
    pane.style.scrollPaddingBottom = `${composer.offsetHeight + 16}px`;
    pane.style.setProperty("--under", `${composer.offsetHeight}px`);
  }
  if (pane && getComputedStyle(pane).overflowY === "auto" && !location.hash) newest?.scrollIntoView({ block: "nearest" });
}

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}

/* ---- follow-up questions ---- */

// A follow-up question shows when its answer is given, and hides otherwise. The server says with
// data-shown how a page begins; app.css hides only where scripts run, so that nothing jumps when
// the page loads and everything shows without a script. data-follow names one control or several
// (spaces between), data-values their answers (bars between), data-match whether all must hold or
// any; the answer "answered" is any answer at all. What was typed in a hidden question stays in
// the form; the server does not ask for it.
function answers(form, name) {
  return [...form.querySelectorAll(`[name="${CSS.escape(name)}"]`)]
    .filter((control) => (control.matches("[type=radio], [type=checkbox]") ? control.checked : true))
    .map((control) => control.value);
}

function isMet(form, name, wanted) {
  const asked = form.querySelector(`[name="${CSS.escape(name)}"]`);
  if (asked?.closest("[data-follow]")?.dataset.shown === "no") return false;
  return answers(form, name).some(
    (value) => wanted.includes(value) || (wanted[0] === "answered" && value.trim() !== ""),
  );
}

function showFollowUps(form) {
  // In the order of the page, so that a follow-up of a hidden follow-up is hidden too.
  for (const box of form.querySelectorAll("[data-follow]")) {
    const wanted = box.dataset.values.split("|").map((values) => values.split(" "));
    const met = box.dataset.follow.split(" ").map((name, place) => isMet(form, name, wanted[place]));
    const shown = box.dataset.match === "any" ? met.some(Boolean) : met.every(Boolean);
    box.dataset.shown = shown ? "yes" : "no";
  }
}

for (const form of document.querySelectorAll("form:has([data-follow])")) {
  form.addEventListener("change", () => showFollowUps(form));
  showFollowUps(form);
}
