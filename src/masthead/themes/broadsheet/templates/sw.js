// Shows notices when no page is open. It answers no requests: pages come from the site as ever.
const NAME = {{ site.name|tojson }};
const ICON = "/icons/icon-192.png";

// What leads to another site is left out, whoever sent it.
const own = (address) => {
  if (!address) return undefined;
  try {
    const url = new URL(address, self.location.origin);
    return url.origin === self.location.origin ? url.href : undefined;
  } catch { return undefined; }
};

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("push", (event) => {
  let notice = {};
  try {
    notice = event.data?.json() ?? {};
  } catch {
    notice = { body: event.data.text() };
  }
  event.waitUntil(self.registration.showNotification(String(notice.title || NAME), {
    body: String(notice.body ?? ""),
    icon: own(notice.icon) ?? ICON,
    image: own(notice.image),
    tag: notice.tag ? String(notice.tag) : undefined,
    // What replaces a notice makes no sound again.
    renotify: false,
    lang: notice.lang,
    dir: ["ltr", "rtl"].includes(notice.dir) ? notice.dir : "auto",
    actions: [["stop", notice.stop], ["choose", notice.choose]].filter(([, title]) => title)
      .map(([action, title]) => ({ action, title: String(title) })),
    data: { url: own(notice.url) ?? self.location.origin + "/", because: notice.because },
  }).then(() => notice.renew && renew().catch(() => {})));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const { url, because } = event.notification.data ?? {};
  const choices = self.location.origin + "/notices/";
  event.waitUntil((async () => {
    if (event.action === "stop") await stop(because).catch(() => open(choices));
    else await open(event.action === "choose" ? choices : own(url) ?? self.location.origin + "/");
  })());
});

async function open(url) {
  const windows = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  const shown = windows.find((one) => one.url.split("#")[0] === url.split("#")[0]);
  await (shown ? shown.focus() : self.clients.openWindow(url));
}

async function ask(door, told) {
  const response = await fetch(`/doors/push/${door}`, told === undefined ? { cache: "no-store" } : {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(told),
  });
  if (!response.ok) throw new Error(`${door}: ${response.status}`);
  return response.json();
}

// Ends what a notice was sent for; a device that hears of nothing more is no device of the site's.
async function stop(thing) {
  if (!thing) throw new Error("nothing is named");
  const subscription = await self.registration.pushManager.getSubscription();
  if (!subscription) return;
  const { permit } = await ask("key");
  const { things } = await ask("unsubscribe", { subscription, thing, permit });
  if (!things.length) await subscription.unsubscribe();
}

// What was chosen goes on under another address: the push service gave one, or the site has another key.
async function renew(event) {
  const store = await caches.open("push");
  const kept = await (await store.match("/doors/push/device"))?.json();
  const manager = self.registration.pushManager;
  const { key, permit } = await ask("key");
  const present = event ? event.oldSubscription : await manager.getSubscription();
  const before = present?.toJSON() ?? kept;
  if (!event) await present?.unsubscribe();
  const fresh = event?.newSubscription
    ?? await manager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
  if (!before) return;
  await ask("renew", { before, subscription: fresh, permit });
  await store.put("/doors/push/device", new Response(JSON.stringify(fresh)));
}
self.addEventListener("pushsubscriptionchange", (event) => event.waitUntil(renew(event)));
