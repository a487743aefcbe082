// Tells the site's own door that a piece was read or shared: its number and nothing else. Not where a reader's browser
// asks not to be measured.
const isUnwanted = navigator.globalPrivacyControl || navigator.doNotTrack === "1";

masthead.count = (kind, piece) => {
  if (!isUnwanted && piece && navigator.sendBeacon) navigator.sendBeacon(`/doors/${kind}`, piece);
};

// A piece counts as read when it was in view for this long; pages opened behind others wait.
const READ_AFTER_MS = 5000;

function startReading(piece) {
  let timer = 0;
  let left = READ_AFTER_MS;
  let since = 0;
  const look = () => {
    clearTimeout(timer);
    if (document.visibilityState === "visible") {
      since = performance.now();
      timer = setTimeout(() => {
        document.removeEventListener("visibilitychange", look);
        masthead.count("read", piece);
      }, left);
    } else if (since) {
      left = Math.max(0, left - (performance.now() - since));
      since = 0;
    }
  };
  document.addEventListener("visibilitychange", look);
  look();
}

const piece = document.querySelector("[data-piece]")?.dataset.piece;
if (piece && !isUnwanted) startReading(piece);
