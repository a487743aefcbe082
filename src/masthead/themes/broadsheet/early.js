// Before the first paint, in browsers that can wait for a script: what is set in a font that is still on its way is shown
// when the font is there, or shortly after without it. So no line breaks anew before a reader's eyes.
const root = document.documentElement;
// Browsers give a font that is optional a tenth of a second, and do without it from then on.
const PATIENCE_MS = 150;
const since = new Map();

function isAwaited(face, now) {
  if (face.status !== "loading") return false;
  if (!since.has(face)) since.set(face, now);
  return now - since.get(face) < PATIENCE_MS;
}

function look(now) {
  // Laying the page out asks for all fonts that its letters need.
  root.getBoundingClientRect();
  const awaited = [...document.fonts].filter((face) => isAwaited(face, now));
  if (awaited.length || document.readyState === "loading") requestAnimationFrame(look);
  else setTimeout(() => root.classList.remove("setting"));
}

if (document.currentScript.blocking?.supports("render")) {
  root.classList.add("setting");
  requestAnimationFrame(look);
}
