// What a reader can do without scripts is in the HTML; this adds comfort and asks nobody else for anything.
const root = document.documentElement;
const words = document.querySelector(".masthead")?.dataset ?? {};

// Marks where the reader is; the frame is the same on every page, so only the browser knows.
function markPlace() {
  for (const link of document.querySelectorAll(".menu a, .drawer a, .utility a")) {
    const path = new URL(link.href).pathname;
    if (link.origin !== location.origin) continue;
    if (path === location.pathname) link.setAttribute("aria-current", "page");
    else if (path !== "/" && location.pathname.startsWith(path)) link.setAttribute("aria-current", "true");
  }
}

// Opens submenus by click and keyboard, beside the hover that the style sheet does.
function startMenu(menu) {
  const buttons = [...menu.querySelectorAll("button")];
  const close = (except) => buttons.forEach((button) => button !== except && button.setAttribute("aria-expanded", "false"));
  // A list that would leave the window opens toward the other side.
  const place = (list) => {
    list.classList.remove("flip");
    const box = list.getBoundingClientRect();
    list.classList.toggle("flip", box.right > root.clientWidth || box.left < 0);
  };
  for (const button of buttons) {
    const item = button.parentElement;
    const list = button.nextElementSibling;
    const show = (open) => {
      close(button);
      button.setAttribute("aria-expanded", String(open));
      if (open) place(list);
    };
    button.addEventListener("click", () => show(button.getAttribute("aria-expanded") !== "true"));
    item.addEventListener("pointerenter", () => place(list));
    item.addEventListener("pointerleave", () => delete item.dataset.shut);
    item.addEventListener("focusout", (event) => item.contains(event.relatedTarget) || close());
    item.addEventListener("keydown", (event) => {
      const links = [...list.querySelectorAll("a")];
      const at = links.indexOf(document.activeElement);
      if (event.key === "ArrowDown") {
        show(true);
        links[(at + 1) % links.length].focus();
      } else if (event.key === "ArrowUp" && at >= 0) {
        (at ? links[at - 1] : button).focus();
      } else return;
      event.preventDefault();
    });
  }
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const open = buttons.find((button) => button.parentElement.contains(document.activeElement));
    const hovered = menu.querySelector("li:hover:has(> ul)");
    if (hovered) hovered.dataset.shut = "";
    if (open?.getAttribute("aria-expanded") === "true") open.focus();
    close();
  });
  document.addEventListener("pointerdown", (event) => menu.contains(event.target) || close());
}

// Keeps the focus inside the small-screen drawer while it is open.
function startDrawer(drawer) {
  const opener = drawer.querySelector("summary");
  const shut = () => { drawer.open = false; opener.focus(); };
  const others = () => [...document.body.children].filter((element) => !element.contains(drawer));
  drawer.addEventListener("toggle", () => others().forEach((element) => { element.inert = drawer.open; }));
  drawer.addEventListener("click", (event) => {
    if (event.target === drawer || event.target.closest("a")) shut();
  });
  drawer.addEventListener("keydown", (event) => {
    if (!drawer.open) return;
    if (event.key === "Escape") shut();
    if (event.key !== "Tab") return;
    const stops = [opener, ...drawer.querySelectorAll("nav a")];
    const edge = event.shiftKey ? stops[0] : stops.at(-1);
    if (document.activeElement !== edge) return;
    event.preventDefault();
    (event.shiftKey ? stops.at(-1) : stops[0]).focus();
  });
  matchMedia("(min-width: 60rem)").addEventListener("change", () => { drawer.open = false; });
}

// Offers to load what another site holds, and says which site, before anything is asked of it.
function startEmbed(figure) {
  let address;
  try { address = new URL(figure.dataset.embed); } catch { return; }
  // A frame from our own site could undo its sandbox, and an open line could be read on the way.
  if (address.protocol !== "https:" || address.origin === location.origin) return;
  const link = figure.querySelector("a");
  const button = document.createElement("button");
  const note = document.createElement("small");
  button.type = "button";
  button.textContent = (words.load ?? "#").replace("#", address.hostname);
  note.textContent = (words.note ?? "").replace("#", address.hostname);
  button.addEventListener("click", () => {
    const frame = document.createElement("iframe");
    frame.setAttribute("sandbox", "allow-scripts allow-same-origin allow-popups allow-presentation");
    frame.allow = "fullscreen; picture-in-picture; encrypted-media";
    frame.referrerPolicy = "strict-origin-when-cross-origin";
    frame.title = link?.textContent.trim() || address.hostname;
    frame.src = address.href;
    note.remove();
    button.replaceWith(frame);
    figure.classList.add("open");
    frame.focus();
  });
  figure.prepend(button);
  figure.append(note);
}

// Lets the keyboard reach what has to be scrolled sideways.
function startScroller(element) {
  if (element.scrollWidth > element.clientWidth) element.tabIndex = 0;
}

// Copies the address, and shows the system's own share sheet where there is one.
function startShare(share) {
  const copy = share.querySelector("[data-copy]");
  const system = share.querySelector("[data-share]");
  const label = copy.textContent;
  copy.parentElement.setAttribute("aria-live", "polite");
  copy.addEventListener("click", async (event) => {
    if (!navigator.clipboard) return;
    event.preventDefault();
    await navigator.clipboard.writeText(copy.href);
    copy.textContent = words.copied ?? label;
    setTimeout(() => { copy.textContent = label; }, 2500);
  });
  if (!navigator.share) return;
  system.parentElement.hidden = false;
  system.addEventListener("click", () => {
    navigator.share({ title: document.querySelector("h1").textContent.trim(), url: copy.href }).catch(() => {});
  });
}

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

root.classList.add("scripted");
markPlace();
document.querySelectorAll(".menu").forEach(startMenu);
document.querySelectorAll(".drawer").forEach(startDrawer);
document.querySelectorAll("figure.embed[data-embed]").forEach(startEmbed);
document.querySelectorAll(".table-scroll, .table, .wp-block-table, .html table, pre").forEach(startScroller);
document.querySelectorAll(".share").forEach(startShare);
customElements.define("masthead-part", MastheadPart);
