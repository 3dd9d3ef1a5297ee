// Keeps what is said about waiting and talking true while a page stays open. Without it a reload shows the same.
(() => {
  "use strict";
  const piece = () => document.querySelector("[data-listening]");
  if (!piece()) return;
  let timer;

  const ask = async () => {
    const old = piece();
    const answer = await fetch(old.dataset.listening, { credentials: "same-origin", headers: { "HX-Request": "true" } });
    if (answer.redirected) return location.assign(answer.url); // somebody is there: on to the conversation
    if (!answer.ok) return;
    const holder = document.createElement("template");
    holder.innerHTML = await answer.text(); // our own server's piece; the policy allows no script in it
    const next = holder.content.querySelector("[data-listening]");
    if (!next || !old.isConnected || next.textContent === old.textContent) return;
    if (old.contains(document.activeElement) && document.activeElement.matches("button, a")) {
      const label = document.activeElement.textContent;
      old.replaceWith(next);
      [...next.querySelectorAll("button, a")].find((each) => each.textContent === label)?.focus();
    } else old.replaceWith(next);
    document.dispatchEvent(new CustomEvent("hearthside:drawn", { detail: next }));
  };
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(() => ask().catch(() => {}), 100);
  };
  for (const kind of ["listening.queue_changed", "listening.talk_changed", "chat.conversation_changed", "reset"])
    document.addEventListener(`live:${kind}`, soon);
  setInterval(soon, 30000); // waiting goes on, and tells that one is still here
})();
