// Keeps a circle's part of the page true while it stays open: whose turn it is, hands, who is here. Every form works
// without it. Whoever waits at the door goes in when it opens, and a side room that is closed leads back to the circle.
(() => {
  "use strict";
  const door = document.querySelector("[data-circle-door]");
  const beside = document.querySelector("[data-circle-beside]");
  const panel = () => document.querySelector("[data-circle]");
  if (!door && !beside && !panel()) return;
  const id = door?.dataset.circleDoor ?? beside?.dataset.circleBeside ?? panel().dataset.circle;
  const said = document.querySelector("[data-circle-said]");
  let timer, waking;

  const leave = () => location.assign(`/circles/${id}/room/`);

  // What was open stays open, what had the focus keeps it, and a new sentence about whose turn it is is said once.
  const swap = (html) => {
    const old = panel();
    const holder = document.createElement("template");
    holder.innerHTML = html; // our own server's piece; the policy allows no script in it
    const next = holder.content.querySelector("[data-circle]");
    if (!next) return leave();
    for (const one of old.querySelectorAll("details[open][id]")) next.querySelector(`#${one.id}`)?.setAttribute("open", "");
    const typed = old.querySelector("#hold-minutes");
    const again = next.querySelector("#hold-minutes");
    if (typed && again && document.activeElement === typed) again.value = typed.value;
    const focused = old.contains(document.activeElement) ? document.activeElement : null;
    const words = next.querySelector("[data-now]").textContent.trim();
    const isNew = words !== old.querySelector("[data-now]").textContent.trim();
    old.replaceWith(next);
    if (focused) (focused.id && document.getElementById(focused.id) || next.querySelector("h2")).focus({ preventScroll: true });
    if (isNew && said) said.textContent = words;
    document.dispatchEvent(new CustomEvent("hearthside:drawn", { detail: next }));
    keepTime();
  };

  const ask = async (address, options) => {
    const answer = await fetch(address, { credentials: "same-origin", ...options, headers: { "HX-Request": "true" } });
    if (answer.redirected || answer.status === 404) return leave();
    if (answer.ok) swap(await answer.text());
  };

  const isStillThere = async () => {
    if ((await fetch(location.href, { credentials: "same-origin" })).status === 404) leave();
  };

  const look = () => (door ? location.reload() : (beside ? isStillThere() : ask(panel().dataset.panel)).catch(() => {}));
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(look, 150);
  };

  // The timer only shows; nothing happens when it is full.
  const keepTime = () => {
    const bar = panel()?.querySelector("[data-began]");
    if (bar) bar.value = Math.min(bar.max, Date.now() / 1000 - Number(bar.dataset.began));
    clearTimeout(waking);
    const until = Number(panel()?.dataset.againAt ?? 0) * 1000 - Date.now();
    if (until > 0) waking = setTimeout(soon, until + 500);
  };

  document.addEventListener("live:circles.meeting_changed", ({ detail }) => { if (String(detail.circle) === id) soon(); });
  document.addEventListener("live:reset", soon);
  document.addEventListener("submit", (event) => {
    if (!panel()?.contains(event.target)) return;
    event.preventDefault();
    const body = new FormData(event.target);
    if (event.submitter?.name) body.append(event.submitter.name, event.submitter.value);
    ask(event.target.action, { method: "POST", body }).catch(() => document.dispatchEvent(new CustomEvent("hearthside:trouble")));
  });
  if (panel()) setInterval(keepTime, 5000);
  keepTime();
})();
