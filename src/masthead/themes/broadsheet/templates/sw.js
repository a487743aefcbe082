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
    lang: notice.lang,
    dir: ["ltr", "rtl"].includes(notice.dir) ? notice.dir : "auto",
    data: { url: own(notice.url) ?? self.location.origin + "/" },
  }));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const url = own(event.notification.data?.url) ?? self.location.origin + "/";
  event.waitUntil((async () => {
    const windows = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
    const open = windows.find((one) => one.url.split("#")[0] === url.split("#")[0]);
    await (open ? open.focus() : self.clients.openWindow(url));
  })());
});

// The push service gave this device another address: what was chosen goes on under it.
self.addEventListener("pushsubscriptionchange", (event) => event.waitUntil((async () => {
  const store = await caches.open("push");
  const kept = await (await store.match("/doors/push/device"))?.json();
  const before = event.oldSubscription?.toJSON() ?? kept;
  const { key, permit } = await (await fetch("/doors/push/key", { cache: "no-store" })).json();
  const fresh = event.newSubscription
    ?? await self.registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
  if (!before) return;
  await fetch("/doors/push/renew", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ before, subscription: fresh, permit }),
  });
  await store.put("/doors/push/device", new Response(JSON.stringify(fresh)));
})()));
