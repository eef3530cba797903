/*
  preview.js: shows the draft of a form beside its editor, on wide screens, as it was last saved.
  Every save loads the page anew, so what stands beside it is always what the server has.
  Ids and names are those of the residents' form; they get a prefix, so that they meet none of the
  editor's. Without a script, and on a narrow screen, the link to the preview is there.
*/

const wide = matchMedia("(min-width: 80rem)");
const beside = document.querySelector("[data-preview]");
const NAMES = ["id", "for", "name", "aria-describedby", "aria-labelledby", "data-counter", "data-follow"];
let asked = false;

function apart(form) {
  for (const attribute of NAMES)
    for (const one of form.querySelectorAll(`[${attribute}]`))
      one.setAttribute(attribute, one.getAttribute(attribute).replace(/\S+/g, "visa-$&"));
  return form;
}

async function show() {
  if (!wide.matches || asked) return;
  asked = true;
  beside.hidden = false; // its place is taken before anybody clicks: nothing moves when it comes
  const answer = await fetch(beside.dataset.preview);
  const text = answer.ok ? await answer.text() : "";
  const form = new DOMParser().parseFromString(text, "text/html").querySelector(".preview");
  if (!form) {
    beside.hidden = true;
    return;
  }
  form.tabIndex = 0; // it scrolls, and has nothing else to focus
  beside.append(apart(form));
}

wide.addEventListener("change", show);
show();
