/*
  draft.js: what is typed in form[data-draft-url] is saved 1.2 s after the last key, and when the
  page is left or hidden. The line [data-draft-status] always tells the truth. When the server
  cannot be reached the text is kept in this tab alone, under the login's own key, and saving is
  tried again after 2, 4, 8 and then every 30 seconds.
  Sent: the form's fields, autosave=1, and draft_tab: this tab and how many times it has saved.
  Answer: 2xx, JSON with "version" if there is one (put in the field draft_version); 401 when the
  session has ended; 403 with X-Refused: terms_first when new terms of use are to be accepted
  first; 409 when the draft was written in elsewhere too: told, and nothing more is sent by itself,
  so that neither text is lost; 422 and others: kept here, told.
  Whatever else on the page leads away by a form (sign out, language, light or dark) waits until
  what is typed has been saved.
*/

const PAUSE = 1200;
const WAITS = [2000, 4000, 8000, 30000];
const PATIENCE = 4000;
const NOT_TYPED = new Set(["csrfmiddlewaretoken", "draft_version", "draft_tab", "next"]);
const root = document.documentElement;
const login = document.body.dataset.login || "";

function typed(form) {
  return JSON.stringify([...new FormData(form)].filter(([name]) => !NOT_TYPED.has(name)));
}

function clock() {
  // The clock of the care unit, as the server writes it, wherever the device is.
  const told = new Date().toLocaleTimeString("sv-SE", { hour: "2-digit", minute: "2-digit", timeZone: "Europe/Stockholm" });
  return root.lang === "sv" ? told.replace(":", ".") : told;
}

const drafts = [];

class Draft {
  constructor(form) {
    this.form = form;
    this.url = form.dataset.draftUrl;
    this.key = `draft:${login}:${this.url}`;
    this.saved = typed(form);
    this.tries = 0;
    this.timer = 0;
    this.busy = false;
    this.gone = false;
    this.moved = false;
    this.running = null;
    this.tab = `${Date.now().toString(36)}${Math.random().toString(36).slice(2, 12)}`;
    this.turn = 0;
    form.addEventListener("input", () => this.later());
    form.addEventListener("change", () => this.later());
    form.addEventListener("submit", (event) => event.defaultPrevented || this.leave());
    form.addEventListener("formdata", (event) => event.formData.set("draft_tab", this.next()));
    document.addEventListener("visibilitychange", () => (document.hidden ? this.flush() : this.later(0)));
    addEventListener("pagehide", () => this.flush());
    addEventListener("online", () => this.dirty() && this.save());
    this.restore();
  }

  dirty() {
    return !this.gone && typed(this.form) !== this.saved;
  }

  next() {
    this.turn += 1;
    return `${this.tab}.${this.turn}`;
  }

  later(wait = PAUSE) {
    clearTimeout(this.timer);
    if (this.moved) {
      this.keep();
      return;
    }
    this.timer = setTimeout(() => this.save(), wait);
  }

  body() {
    const data = new FormData(this.form);
    data.set("autosave", "1");
    return data;
  }

  save() {
    if (this.busy || this.moved || !this.dirty()) return this.running;
    this.running = this.send();
    return this.running;
  }

  /** Save until nothing is unsaved, or the server cannot be reached. */
  async settle() {
    await this.save();
    if (this.dirty() && this.tries === 0) await this.save();
  }

  async send() {
    this.busy = true;
    const sending = typed(this.form);
    const slow = setTimeout(() => this.tell("saving"), 400);
    try {
      const answer = await fetch(this.url, {
        method: "POST",
        body: this.body(),
        headers: { Accept: "application/json" },
        credentials: "same-origin",
      });
      clearTimeout(slow);
      if (answer.ok && !answer.redirected) await this.done(answer, sending);
      else this.refused(answer.status, answer.headers.get("X-Refused"));
    } catch {
      clearTimeout(slow);
      this.failed();
    } finally {
      this.busy = false;
    }
    if (this.tries === 0 && this.dirty()) this.later();
  }

  async done(answer, sending) {
    this.saved = sending;
    this.tries = 0;
    this.forget();
    const version = this.version();
    if (version && answer.headers.get("Content-Type")?.includes("json")) {
      const facts = await answer.json();
      if (facts.version !== undefined) version.value = facts.version;
    }
    this.tell("saved");
    this.online(true);
    document.dispatchEvent(new CustomEvent("session-back"));
  }

  refused(status, why) {
    this.keep();
    this.moved = status === 409 && "moved" in (this.line()?.dataset ?? {});
    const first = status === 403 && why === "terms_first";
    this.tell(this.moved ? "moved" : first ? "waiting" : "local");
    if (status === 401) {
      document.dispatchEvent(new CustomEvent("session-ended"));
      this.again(3);
    } else if (first) {
      document.dispatchEvent(new CustomEvent("terms-first"));
      this.again(3);
    } else if (status >= 500 || status === 429) this.again();
  }

  failed() {
    if (this.gone) return;
    this.keep();
    this.tell("local");
    this.online(false);
    this.again();
  }

  again(step = this.tries) {
    this.later(WAITS[Math.min(step, WAITS.length - 1)]);
    this.tries += 1;
  }

  flush() {
    // Whether it arrives is not told; a page that is shown again saves again. What was refused last
    // will be so again: it is kept here too.
    if (this.moved || (this.tries && this.dirty())) this.keep();
    if (!this.moved && this.dirty() && !navigator.sendBeacon(this.url, this.body())) this.keep();
  }

  leave() {
    clearTimeout(this.timer);
    this.gone = true;
    this.forget();
    setTimeout(() => { this.gone = false; }, 8000);
  }

  keep() {
    try {
      sessionStorage.setItem(this.key, JSON.stringify([this.version()?.value ?? "", typed(this.form)]));
    } catch {
      // No storage: the text is still in the form, and the line says that contact is lost.
    }
  }

  forget() {
    try {
      sessionStorage.removeItem(this.key);
    } catch {
      // As above.
    }
  }

  restore() {
    let copy = null;
    try {
      copy = sessionStorage.getItem(this.key);
    } catch {
      return;
    }
    if (!copy) return;
    const [version, text] = JSON.parse(copy);
    if (text === this.saved) {
      this.forget();
      return;
    }
    // Typed against this state of the draft: if another has come, the server tells.
    if (version && this.version()) this.version().value = version;
    for (const [name, value] of JSON.parse(text)) this.put(name, value);
    this.tell("local");
    this.later();
  }

  put(name, value) {
    for (const field of this.form.elements) {
      if (field.name !== name) continue;
      if (field.type === "radio" || field.type === "checkbox") field.checked ||= field.value === value;
      else if (field.type !== "hidden" && field.type !== "submit") field.value = value;
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
  }

  version() {
    return this.form.elements.namedItem("draft_version");
  }

  line() {
    return this.form.querySelector("[data-draft-status]");
  }

  tell(state) {
    const line = this.line();
    if (!line) return;
    const words = line.dataset[state].replace("{tid}", clock());
    line.classList.toggle("lost", ["local", "moved", "waiting"].includes(state));
    const mark = { saved: "check", local: "offline", moved: "alert", waiting: "alert" }[state];
    line.replaceChildren(...(mark ? [symbol(mark)] : []), words);
  }

  online(there) {
    document.querySelectorAll("[data-offline]").forEach((dot) => { dot.hidden = there; });
  }
}

function symbol(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", "ic");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `${root.dataset.icons}#${name}`);
  svg.append(use);
  return svg;
}

for (const form of document.querySelectorAll("form[data-draft-url]")) drafts.push(new Draft(form));

// Signing out ends the session, and another language draws the page anew: save first, then go.
addEventListener(
  "submit",
  async (event) => {
    const form = event.target;
    const unsaved = drafts.filter((draft) => draft.form !== form && draft.dirty());
    if (form.method !== "post" || !unsaved.length) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const late = new Promise((done) => { setTimeout(done, PATIENCE); });
    await Promise.race([Promise.allSettled(unsaved.map((draft) => draft.settle())), late]);
    const out = event.submitter?.matches('[formaction="/logga-ut"]');
    for (const draft of unsaved) {
      if (out) draft.forget();
      draft.gone = true;
      setTimeout(() => { draft.gone = false; }, 8000);
    }
    form.requestSubmit(event.submitter);
  },
  true,
);
