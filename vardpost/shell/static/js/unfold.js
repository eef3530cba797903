/*
  unfold.js: details[data-unfold] fetches what it shows when it is opened, into [data-unfolded].
  Beside it stands a link to the whole page, which is all there is without this file, or when the
  fetch fails. Each opening fetches anew, since what is shown may have changed.
*/

async function unfold(details) {
  const place = details.querySelector("[data-unfolded]");
  if (!details.open || !place) return;
  place.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(details.dataset.unfold, {
      headers: { "X-Fragment": "1", Accept: "text/html" },
      credentials: "same-origin",
      cache: "no-store",
    });
    if (answer.status === 401) document.dispatchEvent(new CustomEvent("session-ended"));
    if (answer.ok && !answer.redirected) place.innerHTML = await answer.text();
  } catch {
    // No contact: the link is still there.
  } finally {
    place.removeAttribute("aria-busy");
  }
}

for (const details of document.querySelectorAll("details[data-unfold]")) {
  details.addEventListener("toggle", () => unfold(details));
}
