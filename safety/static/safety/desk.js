// The safety desk, live and by keyboard. Everything here also works without it.
(() => {
  "use strict";
  const desk = document.querySelector("[data-desk]");
  if (!desk) return;
  const said = document.querySelector("[data-desk-said]");
  const rows = () => [...desk.querySelectorAll("[data-case]")];
  const here = () => document.activeElement.closest?.("[data-case]");
  const go = (row) => row?.querySelector("a").focus();

  // ---- A soft sound when a case comes, for whoever asks for it: off again with the page.

  const sound = document.querySelector("[data-sound]");
  const known = new Set(rows().map((row) => row.dataset.case));
  let speaker;
  const sing = () => {
    const tone = speaker.createOscillator();
    const volume = speaker.createGain();
    tone.frequency.value = 440;
    volume.gain.setValueAtTime(0.08, speaker.currentTime);
    volume.gain.exponentialRampToValueAtTime(0.001, speaker.currentTime + 0.6);
    tone.connect(volume).connect(speaker.destination);
    tone.start();
    tone.stop(speaker.currentTime + 0.6);
  };
  const tellOfNew = () => {
    const fresh = rows().map((row) => row.dataset.case).filter((number) => !known.has(number));
    fresh.forEach((number) => known.add(number));
    if (fresh.length && speaker?.state === "running") sing();
  };
  if (sound && window.AudioContext) {
    const button = sound.querySelector("button");
    sound.hidden = false;
    button.addEventListener("click", async () => {
      const on = button.getAttribute("aria-pressed") !== "true";
      speaker ||= new AudioContext();
      await (on ? speaker.resume() : speaker.suspend());
      button.setAttribute("aria-pressed", String(on));
      if (on) sing(); // so that one knows what it is like
    });
  }

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
    tellOfNew();
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

  // ---- By keyboard: j and k go through the list, Enter opens (it is a link), c takes, ? shows this list. Whoever speaks
  // to their computer, or touches keys by chance, switches them off in this browser (WCAG 2.1.4).

  const KEYS_OFF = "desk-keys-off";
  const usesKeys = () => localStorage.getItem(KEYS_OFF) === null;
  const choice = document.querySelector("[data-keys]");
  if (choice) {
    const button = choice.querySelector("button");
    const tell = () => button.setAttribute("aria-pressed", String(usesKeys()));
    button.addEventListener("click", () => {
      if (usesKeys()) localStorage.setItem(KEYS_OFF, "");
      else localStorage.removeItem(KEYS_OFF);
      tell();
    });
    choice.hidden = false;
    tell();
  }
  document.addEventListener("keydown", (event) => {
    if (!usesKeys()) return;
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
