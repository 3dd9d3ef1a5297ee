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
  const told = document.querySelector("[data-circle-told]");
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
    const news = next.querySelectorAll("[data-told]");
    if (news.length) told.replaceChildren(...news); // kept apart: what is drawn next knows nothing of it
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
    const elsewhere = answer.headers.get("HX-Redirect");
    if (elsewhere) return location.assign(elsewhere);
    if (answer.status === 422) return showHere(await answer.text(), address);
    if (answer.redirected || answer.status === 404) return leave();
    if (!answer.ok) return;
    if (options) closeHere(); // something was said; a look at what others did closes nothing
    swap(await answer.text());
  };

  // What one is asked in between is asked on this page: whoever went to another would leave the call of the circle.
  const here = document.querySelector("[data-circle-here]");
  let cameFrom = null;

  const showHere = (html, address) => {
    const piece = new DOMParser().parseFromString(html, "text/html").querySelector("[data-here]");
    if (!piece) return location.assign(address);
    for (const form of piece.querySelectorAll("form")) form.setAttribute("action", address);
    for (const heading of piece.querySelectorAll("h1")) {
      const lower = document.createElement("h2");
      lower.append(...heading.childNodes);
      heading.replaceWith(lower);
    }
    here.querySelector("[data-part=asked]").replaceChildren(document.importNode(piece, true));
    here.hidden = false;
    here.querySelector("h2").tabIndex = -1;
    here.querySelector(".errors, h2").focus();
  };

  const closeHere = () => {
    if (!here || here.hidden) return;
    const hadFocus = here.contains(document.activeElement);
    here.hidden = true;
    here.querySelector("[data-part=asked]").replaceChildren();
    if (hadFocus) ((cameFrom && document.getElementById(cameFrom)) || panel().querySelector("h2")).focus();
  };

  const openHere = async (link) => {
    cameFrom = link.id || link.closest("details[id]")?.querySelector("summary")?.id;
    link.closest("details[data-menu]")?.removeAttribute("open");
    const answer = await fetch(link.href, { credentials: "same-origin" });
    if (!answer.ok || answer.redirected) return location.assign(link.href);
    showHere(await answer.text(), link.href);
  };

  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-circle] a[data-asks]");
    if (link && here && !event.defaultPrevented && !event.ctrlKey && !event.metaKey && !event.shiftKey && event.button === 0) {
      event.preventDefault();
      openHere(link).catch(() => location.assign(link.href));
    }
    const back = event.target.closest("[data-circle-here] [data-part=back], [data-circle-here] a");
    if (back && (back.dataset.part || back.pathname === `/circles/${id}/room/`)) {
      event.preventDefault();
      closeHere();
    }
  });

  const isStillThere = async () => {
    const answer = await fetch(location.href, { credentials: "same-origin" });
    if (answer.status === 404) return leave();
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    document.querySelector("[data-beside-call]").textContent = page.querySelector("[data-beside-call]")?.textContent ?? "";
  };

  const lookAgain = () => {
    if (door) return location.reload();
    if (beside) return isStillThere().catch(() => {});
    if (panel()) ask(panel().dataset.panel).catch(() => {}); // a page that was left in a hurry is empty already
  };
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
    if (!panel()?.contains(event.target) && !here?.contains(event.target)) return;
    event.preventDefault();
    told.replaceChildren();
    const body = new FormData(event.target);
    if (event.submitter?.name) body.append(event.submitter.name, event.submitter.value);
    ask(event.target.action, { method: "POST", body }).catch(() => document.dispatchEvent(new CustomEvent("hearthside:trouble")));
  });
  if (panel()) setInterval(keepTime, 5000);
  keepTime();
})();
