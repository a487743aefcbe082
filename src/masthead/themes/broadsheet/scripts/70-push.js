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

// Says how things stand, by what the browser and the door say now.
async function look(section) {
  if (!canPush) return isApple ? "install" : "unsupported";
  if (Notification.permission === "denied") return "denied";
  const subscription = await subscriptionHere();
  if (!subscription) return navigator.onLine ? "off" : "offline";
  try {
    const { sections } = await ask("state", { subscription });
    return sections.includes(section) && Notification.permission === "granted" ? "on" : "off";
  } catch (error) {
    return error.reason === "device" ? "off" : "offline";
  }
}

async function turnOn(section, isAgain = false) {
  if (await Notification.requestPermission() !== "granted") return;
  await navigator.serviceWorker.register("/sw.js", { scope: "/", updateViaCache: "none" });
  const registration = await navigator.serviceWorker.ready;
  const { key, permit } = await ask("key");
  let subscription = await registration.pushManager.getSubscription();
  if (subscription && !isMadeWith(subscription, key)) {
    await subscription.unsubscribe();
    subscription = null;
  }
  subscription ??= await registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytesOf(key) });
  try {
    await ask("subscribe", {
      subscription, section, permit,
      language: document.documentElement.lang,
      time_zone: Intl.DateTimeFormat().resolvedOptions().timeZone ?? "",
    });
  } catch (error) {
    // Somebody else's keys stand under this address: a new address is this device's own.
    if (error.reason !== "device" || isAgain) throw error;
    await subscription.unsubscribe();
    return turnOn(section, true);
  }
  const store = await caches.open("push");
  await store.put("/doors/push/device", new Response(JSON.stringify(subscription)));
}

async function turnOff(section) {
  const subscription = await subscriptionHere();
  if (!subscription) return;
  const { permit } = await ask("key");
  const { sections } = await ask("unsubscribe", { subscription, section, permit });
  if (!sections.length) await subscription.unsubscribe();
}

function startPush(box) {
  const section = Number(box.dataset.section);
  const button = box.querySelector("button");
  const note = box.querySelector(".push-note");
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
    const now = await look(section).catch(() => "offline");
    show(now, problem && now !== "denied" ? words[`push_${problem}`] ?? words.push_failed : undefined);
  };

  button.addEventListener("click", async () => {
    if (isBusy) return;
    isBusy = true;
    const was = state;
    let problem = "";
    show("busy");
    try {
      if (was === "on") await turnOff(section);
      else if (was !== "offline") await turnOn(section);
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
