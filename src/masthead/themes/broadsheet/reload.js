// Only on a site that somebody works on: shows the page anew when it was printed anew.
const asked = () => fetch(location.href, { method: "HEAD", cache: "no-store" });
const stampOf = async () => (await asked()).headers.get("etag");
let stamp;
setInterval(async () => {
  if (document.hidden) return;
  try {
    const now = await stampOf();
    if (stamp && now && now !== stamp) location.reload();
    stamp = now ?? stamp;
  } catch {
    // The site is being started again; the next look will tell.
  }
}, 1000);
