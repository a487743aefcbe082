const { words } = masthead;

const canPush = "serviceWorker" in navigator && "PushManager" in globalThis && "Notification" in globalThis;
// Apple's small devices allow notices only to a site that stands on the home screen.
const isApple = /iP(hone|ad|od)/.test(navigator.userAgent)
  || (navigator.platform === "MacIntel" && navigator.maxTouchPoints > 1);

class DoorError extends Error {
  constructor(reason) {
    super(reason);
    this.reason = reason;
  }
}

// Asks a door; "offline" when nobody answers, else the door's own reason.
async function ask(door, told) {
  let response;
  try {
    response = await fetch(`/doors/push/${door}`, told === undefined ? { cache: "no-store" } : {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(told),
    });
  } catch { throw new DoorError("offline"); }
  const answer = await response.json().catch(() => ({ reason: "closed" }));
  if (!response.ok) throw new DoorError(answer.reason ?? "closed");
  return answer;
}

const bytesOf = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (one) => one.charCodeAt(0));
const isMadeWith = (subscription, key) => {
  const made = subscription.options?.applicationServerKey;
  if (!made) return true;
  const [one, other] = [new Uint8Array(made), bytesOf(key)];
  return one.length === other.length && one.every((byte, at) => byte === other[at]);
};

async function subscriptionHere() {
  const registration = await navigator.serviceWorker.getRegistration("/");
  return registration ? registration.pushManager.getSubscription() : null;
}

// Says how things stand with a thing ("section:12"), by what the browser and the door say now.
async function look(thing) {
  if (!canPush) return isApple ? "install" : "unsupported";
  if (Notification.permission === "denied") return "denied";
  const subscription = await subscriptionHere();
  if (!subscription) return navigator.onLine ? "off" : "offline";
  try {
    const { things, key } = await ask("state", { subscription });
    // The site has another key than when this device subscribed: what was chosen goes on with the new one.
    if (things.length && !isMadeWith(subscription, key) && Notification.permission === "granted") await subscribed();
    return things.includes(thing) && Notification.permission === "granted" ? "on" : "off";
  } catch (error) {
    return error.reason === "device" ? "off" : "offline";
  }
}

const keep = async (subscription) => (await caches.open("push"))
  .put("/doors/push/device", new Response(JSON.stringify(subscription)));

// Subscribes this device, or finds how it is subscribed, with the key that the site has now.
async function subscribed() {
  await navigator.serviceWorker.register("/sw.js", { scope: "/", updateViaCache: "none" });
  const registration = await navigator.serviceWorker.ready;
  const { key, permit } = await ask("key");
  const kept = await registration.pushManager.getSubscription();
  if (kept && isMadeWith(kept, key)) return { subscription: kept, permit };
  await kept?.unsubscribe();
  const subscription = await registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytesOf(key) });
  if (!kept) return { subscription, permit };
  await ask("renew", { before: kept, subscription, permit }).catch(() => {});
  await keep(subscription);
  return { subscription, permit: (await ask("key")).permit };
}

// Asks a door for something once the reader allows notices; nothing where the reader does not.
async function wish(door, told, isAgain = false) {
  if (await Notification.requestPermission() !== "granted") return null;
  const { subscription, permit } = await subscribed();
  const time_zone = Intl.DateTimeFormat().resolvedOptions().timeZone ?? "";
  try {
    const answer = await ask(door, { subscription, permit, time_zone, ...told });
    await keep(subscription);
    return answer;
  } catch (error) {
    // Somebody else's keys stand under this address: a new address is this device's own.
    if (error.reason !== "device" || isAgain) throw error;
    await subscription.unsubscribe();
    return wish(door, told, true);
  }
}

// Ends one thing, or all of them.
async function end(thing) {
  const subscription = await subscriptionHere();
  if (!subscription) return;
  const { permit } = await ask("key");
  const { things } = await ask("unsubscribe", { subscription, thing, permit });
  if (!things.length) await subscription.unsubscribe();
}

masthead.push = { canPush, isApple, ask, end, subscriptionHere, wish };

function startPush(box) {
  const { thing } = box.dataset;
  const button = box.querySelector("button");
  const note = box.querySelector(".push-note [role=status]");
  let state = "";
  let isBusy = false;

  const show = (now, said = words[`push_${now}`] ?? "") => {
    state = now;
    box.dataset.state = now;
    box.hidden = now === "unsupported";
    button.hidden = now === "denied" || now === "install";
    button.setAttribute("aria-disabled", String(now === "busy"));
    button.textContent = words[{ on: "push_stop", busy: "push_wait", offline: "push_retry" }[now] ?? "push_start"] ?? "";
    if (note.textContent !== said) note.textContent = said;
  };
  const refresh = async (problem = "") => {
    const now = await look(thing).catch(() => "offline");
    show(now, problem && now !== "denied" ? words[`push_${problem}`] ?? words.push_failed : undefined);
  };

  button.addEventListener("click", async () => {
    if (isBusy) return;
    isBusy = true;
    const was = state;
    let problem = "";
    show("busy");
    try {
      if (was === "on") await end(thing);
      else if (was !== "offline") await wish("subscribe", { thing, language: document.documentElement.lang });
    } catch (error) {
      problem = error.reason ?? "failed";
    }
    // Not what was asked for but what came of it: the browser and the door know.
    await refresh(problem);
    isBusy = false;
  });

  const again = () => { if (!isBusy && document.visibilityState === "visible") refresh(); };
  const watcher = new IntersectionObserver((entries) => {
    if (!entries.some((entry) => entry.isIntersecting)) return;
    watcher.disconnect();
    refresh();
    if (!canPush) return;
    document.addEventListener("visibilitychange", again);
    addEventListener("online", again);
    addEventListener("offline", again);
    navigator.permissions?.query({ name: "notifications" }).then((status) => { status.onchange = again; }, () => {});
  }, { rootMargin: "400px 0px" });
  if (!canPush && !isApple) {
    box.hidden = true;
    return;
  }
  show("off");
  watcher.observe(box);
}

document.querySelectorAll(".push").forEach(startPush);
