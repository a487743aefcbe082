// What is fetched once serves all places of a page that name it.
const fetched = new Map();

function fetchPart(address) {
  if (!fetched.has(address)) {
    fetched.set(address, fetch(address).then((response) => {
      if (!response.ok) throw new Error(response.statusText);
      return response.text();
    }));
  }
  return fetched.get(address);
}

// Fills itself with a printed part when it comes near the view, so that a page never changes because another appeared.
class MastheadPart extends HTMLElement {
  connectedCallback() {
    const watcher = new IntersectionObserver((entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      watcher.disconnect();
      this.fill();
    }, { rootMargin: "200% 0px" });
    watcher.observe(this);
  }

  async fill() {
    const address = new URL(this.getAttribute("src"), location.href);
    if (address.origin !== location.origin) return;
    try {
      const page = new DOMParser().parseFromString(await fetchPart(address.href), "text/html");
      page.querySelectorAll("h1, h2, script").forEach((element) => element.remove());
      const others = [...page.querySelectorAll("article")].filter((card) => {
        const isThis = card.querySelector("h3 a")?.getAttribute("href") === location.pathname;
        if (isThis) card.remove();
        return !isThis;
      });
      others.slice(Number(this.dataset.count) || others.length).forEach((card) => card.remove());
      this.replaceChildren(...page.querySelector("main").childNodes);
    } catch {
      this.remove(); // the link below the part still leads to the newest pieces
    }
  }
}

customElements.define("masthead-part", MastheadPart);
