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

  // How a piece looks, without what is new in every answer and says nothing.
  const look = (piece) => {
    const copy = piece.cloneNode(true);
    for (const field of copy.querySelectorAll("progress, [name=csrfmiddlewaretoken], [name=version]")) field.removeAttribute("value");
    return copy.outerHTML;
  };

  // Replaces only what looks different, so that the focus stays where it is, and can be seen, while others come and go.
  const merge = (old, next) => {
    let at = old.firstElementChild;
    const dropUntil = (end) => { while (at !== end) { const gone = at; at = at.nextElementSibling; gone.remove(); } };
    const isOne = (piece, other) => look(piece) === look(other) || (piece.matches("form[id], details[id]") && piece.id === other.id);
    for (const piece of [...next.children]) {
      let same = at;
      while (same && !isOne(same, piece)) same = same.nextElementSibling;
      if (!same) { old.insertBefore(piece, at); continue; }
      dropUntil(same);
      at = same.nextElementSibling;
      if (look(same) !== look(piece)) merge(same, piece);
    }
    dropUntil(null);
  };

  // What was open stays open, and a new sentence about whose turn it is is said once.
  const swap = (html) => {
    const old = panel();
    const holder = document.createElement("template");
    holder.innerHTML = html; // our own server's piece; the policy allows no script in it
    const next = holder.content.querySelector("[data-circle]");
    if (!next) return leave();
    for (const one of old.querySelectorAll("details[open][id]")) next.querySelector(`#${one.id}`)?.setAttribute("open", "");
    const version = next.querySelector("[name=version]")?.value;
    const focused = old.contains(document.activeElement) ? document.activeElement : null;
    const words = next.querySelector("[data-now]").textContent.trim();
    const isNew = words !== old.querySelector("[data-now]").textContent.trim();
    old.dataset.againAt = next.dataset.againAt ?? "";
    merge(old, next);
    if (version && old.querySelector("[name=version]")) old.querySelector("[name=version]").value = version;
    if (focused && !focused.isConnected) {
      const again = focused.id && document.getElementById(focused.id);
      (again || old.querySelector("h2")).focus({ preventScroll: true, focusVisible: true });
    }
    if (isNew && said) said.textContent = words;
    document.dispatchEvent(new CustomEvent("hearthside:drawn", { detail: old }));
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

  const lookAgain = () => (door ? location.reload() : (beside ? isStillThere() : ask(panel().dataset.panel)).catch(() => {}));
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(lookAgain, 150);
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
