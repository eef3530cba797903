/*
  followup.js: shows a follow-up question when its answer is given, and hides it otherwise.
  The server says with data-shown how a page begins; app.css hides only where scripts run, so
  that nothing jumps when the page loads and everything shows without a script.
  data-follow names one control or several (spaces between), data-values their answers (bars
  between), data-match whether all must hold or any; the answer "answered" is any answer at all.
  What was typed in a hidden question stays in the form; the server does not ask for it.
*/

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

function update(form) {
  // In the order of the page, so that a follow-up of a hidden follow-up is hidden too.
  for (const box of form.querySelectorAll("[data-follow]")) {
    const wanted = box.dataset.values.split("|").map((values) => values.split(" "));
    const met = box.dataset.follow.split(" ").map((name, place) => isMet(form, name, wanted[place]));
    const shown = box.dataset.match === "any" ? met.some(Boolean) : met.every(Boolean);
    box.dataset.shown = shown ? "yes" : "no";
  }
}

for (const form of document.querySelectorAll("form:has([data-follow])")) {
  form.addEventListener("change", () => update(form));
  update(form);
}
