// Keeps what is marked data-live up to date: asks for the page again and puts its newer parts in place.
const EVERY = 2500;
const parts = () => [...document.querySelectorAll("[data-live]")];

async function renew() {
  const before = parts();
  const busy = before.some((part) => part.contains(document.activeElement) || part.querySelector("details[open]"));
  const selecting = String(document.getSelection());
  if (document.hidden || busy || selecting) return;
  try {
    const answer = await fetch(location.href, { headers: { accept: "text/html" } });
    if (answer.redirected) return location.assign(answer.url);
    if (!answer.ok) throw new Error(answer.statusText);
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelectorAll("[data-live]");
    before.forEach((part, place) => fresh[place] && part.innerHTML !== fresh[place].innerHTML && part.replaceChildren(...fresh[place].childNodes));
    document.body.classList.remove("stale");
  } catch {
    document.body.classList.add("stale");
  }
}

async function forever() {
  await renew();
  setTimeout(forever, EVERY);
}

if (parts().length) setTimeout(forever, EVERY);
