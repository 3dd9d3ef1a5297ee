// Keeps the bar about one's own duty true while a page stays open. Asking so keeps nobody signed in, and not "here".
(() => {
  "use strict";
  const ask = async () => {
    const bar = document.querySelector("[data-duty]");
    if (!bar || document.hidden || bar.contains(document.activeElement)) return;
    const answer = await fetch(bar.dataset.duty, { credentials: "same-origin", headers: { "HX-Request": "true" } });
    if (!answer.ok || answer.redirected) return;
    const holder = document.createElement("template");
    holder.innerHTML = await answer.text(); // our own server's piece; the policy allows no script in it
    const next = holder.content.querySelector("[data-duty]");
    if (!next || next.textContent === bar.textContent) return;
    for (const field of next.querySelectorAll("[name=next]")) field.value = location.pathname;
    bar.replaceWith(next);
    document.dispatchEvent(new CustomEvent("hearthside:drawn", { detail: next }));
  };
  setInterval(() => ask().catch(() => {}), 30000);
})();
