// Shows in a frame what another site holds, once a reader asks; nothing is asked of that site before.
function startEmbed(link) {
  let address;
  try { address = new URL(link.dataset.embed); } catch { return; }
  // A frame from our own site could undo its sandbox, and an open line could be read on the way.
  if (address.protocol !== "https:" || address.origin === location.origin) return;
  link.setAttribute("role", "button");
  link.addEventListener("keydown", (event) => {
    if (event.key !== " ") return;
    event.preventDefault();
    link.click();
  });
  link.addEventListener("click", (event) => {
    // Whoever asks for a new tab gets the page itself.
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const frame = document.createElement("iframe");
    frame.setAttribute("sandbox", "allow-scripts allow-same-origin allow-popups allow-popups-to-escape-sandbox allow-presentation");
    frame.allow = "fullscreen; picture-in-picture; encrypted-media";
    frame.referrerPolicy = "strict-origin-when-cross-origin";
    frame.title = link.dataset.title;
    frame.src = address.href;
    link.closest(".embed-box").classList.add("open");
    link.replaceWith(frame);
    frame.focus();
  });
}

// Lets the keyboard reach what has to be scrolled sideways.
function startScroller(element) {
  if (element.scrollWidth > element.clientWidth) element.tabIndex = 0;
}

document.querySelectorAll("a.embed-open[data-embed]").forEach(startEmbed);
document.querySelectorAll(".table-scroll, .table, .wp-block-table, .html table, pre").forEach(startScroller);
