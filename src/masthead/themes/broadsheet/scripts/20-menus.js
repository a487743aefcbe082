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
    list.classList.toggle("flip", box.right > document.documentElement.clientWidth || box.left < 0);
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

markPlace();
document.querySelectorAll(".menu").forEach(startMenu);
document.querySelectorAll(".drawer").forEach(startDrawer);
