const { words } = masthead;

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

document.querySelectorAll(".share").forEach(startShare);
