// Opens without a connection: to crisis lines, this browser's own drafts and a plain sentence.
// It keeps the one page in SETUP.keep, which is the same for everybody and fetched without cookies, and what that
// page is drawn with. It never keeps any other page, and in discreet mode forgets even these on the way out.
const KEPT = `kept-${SETUP.version}`;

async function keep() {
  const kept = await caches.open(KEPT);
  await Promise.all(SETUP.keep.map(async (address) => {
    const answer = await fetch(address, { credentials: "omit" });
    if (!answer.ok) throw new Error(answer.status);
    await kept.put(address, answer);
  }));
}

async function forgetAll(except) {
  for (const name of await caches.keys()) if (name !== except) await caches.delete(name);
}

async function forgetEverything() {
  await forgetAll();
  await registration.unregister();
}

async function page(event) {
  try {
    return (await event.preloadResponse) ?? (await fetch(event.request));
  } catch {
    return (await caches.match(SETUP.page)) ?? Response.error();
  }
}

addEventListener("install", (event) => {
  skipWaiting();
  // The event stream goes past the worker where browsers can do that; elsewhere it is simply let through.
  event.addRoutes?.({ condition: { urlPattern: new URLPattern({ pathname: "/events" }) }, source: "network" })
    ?.catch(() => {});
  event.waitUntil(keep());
});

addEventListener("activate", (event) => {
  event.waitUntil(Promise.all([forgetAll(KEPT), registration.navigationPreload?.enable()]));
});

// A note says nothing but that there is one; the page says the rest, to whoever is signed in.
addEventListener("push", (event) => {
  const { title, body, url } = event.data?.json() ?? { title: SETUP.name, body: "", url: "/notices/" };
  event.waitUntil(registration.showNotification(title, { body, tag: "note", icon: SETUP.icon, data: { url } }));
});

addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(clients.openWindow(event.notification.data.url));
});

addEventListener("fetch", (event) => {
  const { method, mode, url } = event.request;
  const { origin, pathname, search } = new URL(url);
  if (origin !== location.origin) return;
  const leaves = pathname === "/leave/";
  if (SETUP.plain && (leaves || (pathname === "/sign-out/" && method === "POST"))) event.waitUntil(forgetEverything());
  if (leaves) event.respondWith(fetch(event.request).catch(() => Response.redirect(SETUP.leave)));
  else if (mode === "navigate" && method === "GET") event.respondWith(page(event));
  else if (SETUP.keep.includes(pathname + search))
    event.respondWith(caches.match(pathname + search).then((kept) => kept ?? fetch(event.request)));
});
