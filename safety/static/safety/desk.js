// The safety desk, live and by keyboard. Everything here also works without it.
(() => {
  "use strict";
  const desk = document.querySelector("[data-desk]");
  if (!desk) return;
  const said = document.querySelector("[data-desk-said]");
  const rows = () => [...desk.querySelectorAll("[data-case]")];
  const here = () => document.activeElement.closest?.("[data-case]");
  const go = (row) => row?.querySelector("a").focus();

  // ---- Live: the list is fetched anew, and whatever had the focus has it again.

  let timer;
  const fetchAgain = async () => {
    const answer = await fetch(desk.dataset.desk, { credentials: "same-origin", headers: { "HX-Request": "true" } });
    if (!answer.ok || answer.redirected) return;
    const holder = document.createElement("template");
    holder.innerHTML = await answer.text(); // our own server's piece: cleaned there, and the policy allows no script in it
    const place = here()?.dataset.case;
    const wasButton = document.activeElement.matches("button");
    desk.replaceChildren(holder.content);
    const row = place && desk.querySelector(`[data-case="${place}"]`);
    if (row) (wasButton && row.querySelector("button") || row.querySelector("a")).focus();
    document.dispatchEvent(new CustomEvent("hearthside:drawn", { detail: desk }));
    if (said) said.textContent = said.dataset.changed;
  };
  const soon = () => {
    clearTimeout(timer);
    if (said) said.textContent = "";
    timer = setTimeout(() => fetchAgain().catch(() => {}), 150);
  };
  document.addEventListener("live:safety.case_changed", soon);
  document.addEventListener("live:reset", soon);
  if (!desk.dataset.after) soon(); // the stream runs elsewhere, so ask once what came meanwhile
  setInterval(soon, 60000); // waiting times go on

  // ---- By keyboard: j and k go through the list, Enter opens (it is a link), c takes, ? shows this list.

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input, textarea, select")) return;
    const all = rows();
    const at = all.indexOf(here());
    if (event.key === "j") go(all[Math.min(at + 1, all.length - 1)]);
    else if (event.key === "k") go(all[Math.max(at - 1, 0)]);
    else if (event.key === "c") here()?.querySelector("[data-claim]")?.click();
    else if (event.key === "?") {
      const keys = document.querySelector(".keys");
      keys?.scrollIntoView({ block: "center" });
      keys?.setAttribute("tabindex", "-1");
      keys?.focus();
    }
  });
})();
