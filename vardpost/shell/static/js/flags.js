/*
  flags.js: while a case, or a message in one, is being written, [data-flags-url] shows the server's advice on the words
  (whom to call). Asked 0.9 s after the last key, and only when a text differs; the answer is a
  fragment of the page. Nothing is kept here or there. When the server cannot be reached what is
  shown stays: the advice also stands above the button that sends.
*/

const PAUSE = 900;

class Watch {
  constructor(place) {
    this.place = place;
    this.form = place.closest("form");
    this.asked = this.text();
    this.timer = 0;
    this.running = null;
    this.form.addEventListener("input", () => {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.ask(), PAUSE);
    });
  }

  text() {
    const typed = this.form.querySelectorAll('textarea, input[type="text"], input:checked');
    return [...typed].map((field) => field.value).join("\n");
  }

  async ask() {
    const text = this.text();
    if (text === this.asked) return;
    this.running?.abort();
    this.running = new AbortController();
    try {
      const answer = await fetch(this.place.dataset.flagsUrl, {
        method: "POST",
        body: new FormData(this.form),
        credentials: "same-origin",
        signal: this.running.signal,
      });
      if (!answer.ok || answer.redirected) return;
      this.show((await answer.text()).trim());
      this.asked = text;
    } catch {
      // Out of reach, or asked again meanwhile: the next key asks anew.
    }
  }

  show(html) {
    const fresh = new DOMParser().parseFromString(html, "text/html").body;
    // The same advice again is not announced again.
    if (fresh.textContent.trim() === this.place.textContent.trim()) return;
    this.place.replaceChildren(...fresh.childNodes);
  }
}

for (const place of document.querySelectorAll("form [data-flags-url]")) new Watch(place);
