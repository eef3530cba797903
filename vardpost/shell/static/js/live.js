/*
  live.js: follows what others do. The stream (body[data-stream-url]) carries ids only; what they
  mean is fetched from the ordinary addresses, as pieces of page (X-Fragment: 1).
    data-live="counts" data-live-url   replaced
    data-live="thread" data-live-url data-case   replaced when that case changed; what was opened stays open
    data-live="list" data-live-url     rows [data-case] are refreshed where they stand; they never
                                       move, and new ones are only counted in [data-news]
  These fetches say X-Live: 1, so that an open page does not keep its session alive.
  Nothing that holds a focused or changed field is ever replaced. Without a stream, or without
  this file, the page is as it was when it was opened.
  When the session has ended, or new terms of use are to be accepted first, the page asks again each
  time it is looked at, and goes on when there is a session of the same person that may.
  Events: "case" with data {"case": "<id>"}; "sync" when anything may have changed; "bye" when the
  session has ended.
*/

const GATHER = 250;
const WAITS = [2000, 5000, 15000, 60000];
const TITLE = document.title;
const changed = new Set();
let everything = false;
let ended = false;
let timer = 0;
let tries = 0;
let stream = null;

/** Whether replacing this element would take something from the person at the keyboard. */
function inUse(element) {
  if (element.contains(document.activeElement) && document.activeElement.matches("input, textarea, select, [contenteditable]")) return true;
  for (const field of element.querySelectorAll("textarea, input, select")) {
    if (field.type === "hidden") continue;
    if ("defaultChecked" in field && (field.type === "radio" || field.type === "checkbox")) {
      if (field.checked !== field.defaultChecked) return true;
    } else if (field.tagName === "SELECT") {
      if ([...field.options].some((one) => one.selected !== one.defaultSelected) && field.selectedIndex > 0) return true;
    } else if (field.value !== field.defaultValue) return true;
  }
  return false;
}

/** Whether new terms of use are to be accepted before anything is shown. */
function termsFirst(answer) {
  return answer?.status === 403 && answer.headers.get("X-Refused") === "terms_first";
}

async function piece(url) {
  const answer = await fetch(url, {
    headers: { "X-Fragment": "1", "X-Live": "1", Accept: "text/html" },
    credentials: "same-origin",
    cache: "no-store",
  });
  if (answer.status === 401) document.dispatchEvent(new CustomEvent("session-ended"));
  if (termsFirst(answer)) document.dispatchEvent(new CustomEvent("terms-first"));
  if (!answer.ok || answer.redirected) return null;
  const template = document.createElement("template");
  template.innerHTML = await answer.text();
  return template.content;
}

/** The content for an element, whether the answer brings the element itself or what goes in it. */
function contentFor(element, fragment) {
  const kind = element.dataset.live;
  return fragment.querySelector(`[data-live="${kind}"]`) ?? fragment;
}

/** What stands in an element, as the server wrote it: parts that somebody has opened are shut. */
function shut(element) {
  const copy = element.cloneNode(true);
  copy.querySelectorAll("details[open]").forEach((one) => one.removeAttribute("open"));
  return copy.innerHTML.trim();
}

function replace(element, fragment) {
  const fresh = contentFor(element, fragment);
  const html = (fresh instanceof DocumentFragment ? [...fresh.childNodes].map((node) => node.outerHTML ?? node.textContent).join("") : fresh.innerHTML).trim();
  if (html === shut(element) || inUse(element)) return false;
  const opened = [...element.querySelectorAll("details")].map((one) => one.open);
  const held = element.contains(document.activeElement) ? document.activeElement : null;
  const href = held?.getAttribute("href");
  element.innerHTML = html;
  element.querySelectorAll("details").forEach((one, place) => { one.open ||= opened[place] ?? false; });
  if (held?.id) document.getElementById(held.id)?.focus();
  else if (href) element.querySelector(`[href="${CSS.escape(href)}"]`)?.focus();
  return true;
}

/** Tell in words what the bar over the thread tells the eye; a region that was there is read out. */
function say(thread) {
  const said = document.querySelector("[data-said]");
  if (said) said.textContent = thread.querySelector(".collide span")?.textContent ?? "";
}

function refreshRows(list, fragment) {
  const rows = new Map([...list.querySelectorAll("[data-case]")].map((row) => [row.dataset.case, row]));
  let fresh = 0;
  const seen = new Set();
  for (const row of contentFor(list, fragment).querySelectorAll("[data-case]")) {
    seen.add(row.dataset.case);
    const here = rows.get(row.dataset.case);
    if (!here) fresh += 1;
    else if (!here.isEqualNode(row)) {
      const selected = here.classList.contains("sel");
      const focused = here.contains(document.activeElement);
      here.innerHTML = row.innerHTML;
      here.className = row.className;
      if (selected) {
        here.classList.add("sel");
        here.querySelector("a")?.setAttribute("aria-current", "true");
      }
      if (focused) here.querySelector("a")?.focus();
    }
  }
  for (const [id, row] of rows) row.classList.toggle("moved", !seen.has(id));
  tellNews(fresh);
}

function tellNews(count) {
  const line = document.querySelector("[data-news]");
  if (line) {
    line.hidden = count === 0;
    const words = count === 1 ? line.dataset.one : line.dataset.many;
    const text = line.querySelector("span");
    const told = words.replace("{n}", String(count));
    if (text && text.textContent !== told) text.textContent = told;
  }
  document.title = count ? `(${count}) ${TITLE}` : TITLE;
}

async function refresh() {
  const cases = new Set(changed);
  const all = everything;
  changed.clear();
  everything = false;
  for (const element of document.querySelectorAll("[data-live][data-live-url]")) {
    const kind = element.dataset.live;
    if (kind === "thread" && !all && !cases.has(element.dataset.case)) continue;
    try {
      const fragment = await piece(element.dataset.liveUrl);
      if (!fragment) continue;
      if (kind === "list") refreshRows(element, fragment);
      else if (replace(element, fragment) && kind === "thread") say(element);
    } catch {
      everything = true;
    }
  }
}

function soon() {
  clearTimeout(timer);
  timer = setTimeout(refresh, GATHER);
}

function heard(event) {
  let facts = {};
  try {
    facts = JSON.parse(event.data);
  } catch {
    everything = true;
  }
  for (const id of [facts.case ?? [], facts.cases ?? []].flat()) changed.add(id);
  soon();
}

function contact(there) {
  document.querySelectorAll("[data-offline]").forEach((dot) => { dot.hidden = there; });
}

function listen() {
  stream = new EventSource(document.body.dataset.streamUrl, { withCredentials: true });
  stream.addEventListener("open", () => {
    contact(true);
    if (tries) {
      everything = true;
      soon();
    }
    tries = 0;
  });
  stream.addEventListener("case", heard);
  stream.addEventListener("sync", () => {
    everything = true;
    soon();
  });
  stream.addEventListener("bye", () => {
    stream.close();
    document.dispatchEvent(new CustomEvent("session-ended"));
  });
  stream.addEventListener("error", () => {
    if (tries) contact(false);
    tries += 1;
    if (stream.readyState !== EventSource.CLOSED) return;
    probe();
    if (!ended) setTimeout(listen, WAITS[Math.min(tries - 1, WAITS.length - 1)]);
  });
  addEventListener("pagehide", () => stream.close(), { once: true });
}

/** Ask whether the session has ended, or the same person has signed in again in another tab. */
async function probe() {
  const counts = document.querySelector('[data-live="counts"]')?.dataset.liveUrl;
  if (!counts) return;
  const answer = await fetch(`${counts}?jag=${document.body.dataset.person}`, {
    headers: { "X-Fragment": "1", "X-Live": "1" },
    credentials: "same-origin",
    cache: "no-store",
  }).catch(() => null);
  if (answer?.status === 401 && !ended) document.dispatchEvent(new CustomEvent("session-ended"));
  if (termsFirst(answer) && !ended) document.dispatchEvent(new CustomEvent("terms-first"));
  if (answer?.ok && !answer.redirected && ended) document.dispatchEvent(new CustomEvent("session-back"));
}
function lookedAt() {
  if (ended && !document.hidden) probe();
}
document.addEventListener("session-ended", () => { ended = true; });
document.addEventListener("terms-first", () => { ended = true; });
document.addEventListener("session-back", () => {
  if (!ended) return;
  ended = false;
  everything = true;
  soon();
  if (document.body.dataset.streamUrl && stream?.readyState === EventSource.CLOSED) listen();
});
document.addEventListener("visibilitychange", lookedAt);
addEventListener("focus", lookedAt);

if (document.body.dataset.streamUrl && "EventSource" in window) listen();
addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
