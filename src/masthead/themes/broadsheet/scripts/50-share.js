const { words } = masthead;
const { lang } = document.documentElement;

// Says how often a piece was shared, once that is often enough to be told.
async function showCount(share) {
  try {
    const response = await fetch(`/doors/shares?id=${share.dataset.piece}`);
    const { shares } = await response.json();
    if (!shares) return;
    const form = words[`shared_${new Intl.PluralRules(lang).select(shares)}`] ?? words.shared_other ?? "#";
    const place = share.querySelector(".share-count");
    place.textContent = form.replace("#", new Intl.NumberFormat(lang).format(shares));
    place.hidden = false;
  } catch { /* the door is closed: the links work without a number */ }
}

// Copies the address, shows the system's own share sheet where there is one, and counts what is used.
function startShare(share) {
  const copy = share.querySelector("[data-copy]");
  const system = share.querySelector("[data-share]");
  const label = copy.textContent;
  const count = () => masthead.count?.("shared", share.dataset.piece);
  copy.parentElement.setAttribute("aria-live", "polite");
  share.addEventListener("click", (event) => event.target.closest("a:not([data-copy])") && count());
  copy.addEventListener("click", async (event) => {
    count();
    if (!navigator.clipboard) return;
    event.preventDefault();
    await navigator.clipboard.writeText(copy.href);
    copy.textContent = words.copied ?? label;
    setTimeout(() => { copy.textContent = label; }, 2500);
  });
  if (share.dataset.piece) {
    const watcher = new IntersectionObserver((entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      watcher.disconnect();
      showCount(share);
    }, { rootMargin: "400px 0px" });
    watcher.observe(share);
  }
  if (!navigator.share) return;
  system.parentElement.hidden = false;
  system.addEventListener("click", () => {
    navigator.share({ title: document.querySelector("h1").textContent.trim(), url: copy.href }).then(count, () => {});
  });
}

document.querySelectorAll(".share").forEach(startShare);
