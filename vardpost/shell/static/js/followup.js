/*
  followup.js: shows a follow-up question when its answer is given, and hides it otherwise.
  The server says with data-shown how a page begins; app.css hides only where scripts run, so
  that nothing jumps when the page loads and everything shows without a script.
  What was typed in a hidden question stays in the form; the server does not ask for it.
*/

function answers(form, name) {
  return [...form.querySelectorAll(`[name="${CSS.escape(name)}"]`)]
    .filter((control) => (control.matches("[type=radio], [type=checkbox]") ? control.checked : true))
    .map((control) => control.value);
}

function update(form) {
  // In the order of the page, so that a follow-up of a hidden follow-up is hidden too.
  for (const box of form.querySelectorAll("[data-follow]")) {
    const wanted = box.dataset.values.split(" ");
    const asked = form.querySelector(`[name="${CSS.escape(box.dataset.follow)}"]`);
    const parent = asked?.closest("[data-follow]");
    const shown =
      parent?.dataset.shown !== "no" &&
      answers(form, box.dataset.follow).some((value) => wanted.includes(value));
    box.dataset.shown = shown ? "yes" : "no";
  }
}

for (const form of document.querySelectorAll("form:has([data-follow])")) {
  form.addEventListener("change", () => update(form));
  update(form);
}
