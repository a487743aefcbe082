const { words } = masthead;

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

document.querySelectorAll("figure.embed[data-embed]").forEach(startEmbed);
document.querySelectorAll(".table-scroll, .table, .wp-block-table, .html table, pre").forEach(startScroller);
