// Fills itself with a printed part when it comes near the view, so that a page never changes because another appeared.
class MastheadPart extends HTMLElement {
  connectedCallback() {
    const watcher = new IntersectionObserver((entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      watcher.disconnect();
      this.fill();
    }, { rootMargin: "800px 0px" });
    watcher.observe(this);
  }

  async fill() {
    const address = new URL(this.getAttribute("src"), location.href);
    if (address.origin !== location.origin) return;
    try {
      const response = await fetch(address);
      if (!response.ok) throw new Error(response.statusText);
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      page.querySelectorAll("h1, h2, script").forEach((element) => element.remove());
      page.querySelectorAll("article").forEach((card) => {
        if (card.querySelector("h3 a")?.getAttribute("href") === location.pathname) card.remove();
      });
      this.replaceChildren(...page.querySelector("main").childNodes);
    } catch {
      this.remove(); // the link below the part still leads to the newest pieces
    }
  }
}

customElements.define("masthead-part", MastheadPart);
