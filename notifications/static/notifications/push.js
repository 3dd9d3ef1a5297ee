// Lets this browser show notes while the place is closed. Without push in the browser the button stays hidden.
(() => {
  "use strict";
  const form = document.querySelector("form[data-push]");
  const { worker } = document.documentElement.dataset;
  if (!form || !worker || !("PushManager" in window) || !navigator.serviceWorker) return;
  form.hidden = false;
  const status = form.querySelector("[role=status]");

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      if (await Notification.requestPermission() !== "granted") { status.textContent = form.dataset.refused; return; }
      await navigator.serviceWorker.register(worker, { updateViaCache: "all" });
      const { pushManager } = await navigator.serviceWorker.ready;
      const allowed = await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: form.dataset.push });
      const { endpoint, keys } = allowed.toJSON();
      const body = new FormData(form);
      for (const [name, value] of Object.entries({ endpoint, public_key: keys.p256dh, auth: keys.auth })) body.append(name, value);
      const answer = await fetch(form.action, { method: "POST", body, credentials: "same-origin" });
      if (!answer.ok) throw new Error(answer.status);
      location.reload();
    } catch {
      status.textContent = form.dataset.trouble;
    }
  });
})();
