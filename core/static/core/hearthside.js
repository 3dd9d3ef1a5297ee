// Hearthside on every page: leaving at once, times in the reader's own words, menus, dialogs, and focus that is
// never lost. Everything here has a way that works without it.
(() => {
  "use strict";
  const root = document.documentElement;
  const find = (selector) => document.querySelector(selector);

  // ---- Leave --------------------------------------------------------------------------------------------------
  // Covers the page before anything else, ends the session at /leave/, and ends on a neutral page. A mark in this
  // tab's memory sends Back away again; it lives as long as the tab.

  const AWAY = "/leave/";
  const LEFT = "left";
  const tabs = "BroadcastChannel" in window ? new BroadcastChannel("leave") : null;
  let leaving = false;

  function leave(tellOthers = true) {
    if (leaving) return;
    leaving = true;
    root.dataset.left = "";
    document.dispatchEvent(new CustomEvent("leave"));
    const cover = document.createElement("div");
    cover.className = "leaving";
    const neutral = find("[data-leave]:not([data-leave=''])")?.dataset.leave;
    document.body.replaceChildren(cover);
    document.title = "\u200b";
    find("link[rel=icon]")?.remove();
    if (tellOthers) tabs?.postMessage("leave");
    try {
      localStorage.clear();
      sessionStorage.clear();
      sessionStorage.setItem(LEFT, "1");
    } catch { /* storage may be closed; the page is covered all the same */ }
    location.replace(AWAY);
    // If our own server does not answer, the neutral page must still come.
    if (neutral) setTimeout(() => location.replace(neutral), 4000);
  }

  function hasLeft() {
    try {
      return sessionStorage.getItem(LEFT) === "1";
    } catch {
      return false;
    }
  }

  function cameBack(event) {
    const arrival = performance.getEntriesByType("navigation")[0]?.type;
    const back = event?.persisted || arrival === "back_forward";
    if (hasLeft() && back) {
      leaving = false;
      leave(false);
    } else if (hasLeft() && !leaving) {
      sessionStorage.removeItem(LEFT);
    }
  }

  tabs?.addEventListener("message", () => leave(false));
  window.addEventListener("pageshow", cameBack);
  cameBack();

  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("[data-leave]");
    if (!link) return;
    event.preventDefault();
    leave();
  });

  // Shift, alone, three times within five seconds. A Shift that makes a capital letter does not count.
  let presses = 0;
  let alone = false;
  let clock = 0;

  function show(said) {
    const dots = find("[data-leave-dots]");
    const words = find("[data-leave-said]");
    if (dots) {
      dots.hidden = presses === 0;
      [...dots.children].forEach((dot, index) => dot.classList.toggle("lit", index < presses));
    }
    if (words) words.textContent = words.dataset[said] ?? "";
  }

  document.addEventListener("keydown", (event) => {
    if (!event.repeat) alone = event.key === "Shift";
  });
  document.addEventListener("pointerdown", () => { alone = false; });
  document.addEventListener("keyup", (event) => {
    if (event.key !== "Shift" || !alone) return;
    alone = false;
    if (++presses === 3) {
      show("none");
      leave();
      return;
    }
    show(presses === 1 ? "two" : "one");
    if (presses > 1) return;
    clock = setTimeout(() => {
      presses = 0;
      show("over");
    }, 5000);
  });
  window.addEventListener("pagehide", () => clearTimeout(clock));

  // ---- Times ----------------------------------------------------------------------------------------------------
  // <time datetime="2026-11-21T22:20Z"> becomes "20 minutes ago" or "yesterday, 23:40" in the page's language; with
  // data-at="day" it keeps day and hour, with data-at="hour" the hour alone, for what is planned.

  const MINUTE = 60000;
  const DAY = 1440 * MINUTE;
  // The page's language in the reader's own region: 8 pm or 20:00, 3 May or May 3.
  const spoken = (tag) => tag.split("-")[0];
  const language = navigator.languages.find((tag) => spoken(tag) === spoken(root.lang)) ?? (root.lang || undefined);
  // Digits and months that are the same with scripts and without, and as in the numbers one dials.
  const alike = { numberingSystem: "latn", calendar: "gregory" };
  const formats = new Map();

  function format(options) {
    const key = JSON.stringify(options);
    if (!formats.has(key)) formats.set(key, new Intl.DateTimeFormat(language, { ...alike, ...options }));
    return formats.get(key);
  }

  const ago = new Intl.RelativeTimeFormat(language, { numeric: "auto", numberingSystem: "latn" });
  const clockTime = { hour: "numeric", minute: "2-digit" };

  function inWords(moment, now) {
    const minutes = Math.trunc((moment - now) / MINUTE);
    if (minutes === 0) return ago.format(0, "second");
    if (Math.abs(minutes) < 60) return ago.format(minutes, "minute");
    const days = Math.round((new Date(moment).setHours(0, 0, 0, 0) - new Date(now).setHours(0, 0, 0, 0)) / DAY);
    if (days === 0) return ago.format(Math.trunc(minutes / 60), "hour");
    const time = format(clockTime).format(moment);
    if (Math.abs(days) === 1) return `${ago.format(days, "day")}, ${time}`;
    if (Math.abs(days) < 7) return `${format({ weekday: "long" }).format(moment)}, ${time}`;
    const sameYear = moment.getFullYear() === now.getFullYear();
    return format(sameYear ? { day: "numeric", month: "long" } : { dateStyle: "long" }).format(moment);
  }

  const dayAndTime = { weekday: "short", day: "numeric", month: "short", ...clockTime };

  function tellTimes(within = document) {
    const now = new Date();
    for (const element of within.querySelectorAll("time[datetime*=T]")) {
      const moment = new Date(element.dateTime);
      if (Number.isNaN(moment.getTime())) continue;
      const { at } = element.dataset;
      const said = at ? format(at === "day" ? dayAndTime : clockTime).format(moment) : inWords(moment, now);
      const words = said.replace(/(\d) (?=\D+$)/, "$1\u00a0"); // no line ends between 6:00 and PM
      if (element.textContent !== words) element.textContent = words;
      if (!element.title) element.title = format({ dateStyle: "full", timeStyle: "short" }).format(moment);
    }
  }

  tellTimes();
  setInterval(() => { if (!document.hidden) tellTimes(); }, MINUTE);
  new MutationObserver((changes) => {
    const added = changes.flatMap(({ addedNodes }) => [...addedNodes]).filter((node) => node.nodeType === 1);
    for (const parent of new Set(added.map((node) => node.parentElement))) if (parent) tellTimes(parent);
  }).observe(document.body, { childList: true, subtree: true });

  // ---- Menus and dialogs ----------------------------------------------------------------------------------------

  function closeMenus(except) {
    for (const menu of document.querySelectorAll("details[data-menu][open]")) {
      if (menu !== except) menu.open = false;
    }
  }

  document.addEventListener("click", (event) => {
    closeMenus(event.target.closest?.("details[data-menu]"));
    const opener = event.target.closest?.("[data-opens]");
    const dialog = opener && document.getElementById(opener.dataset.opens);
    if (!dialog?.showModal) return;
    event.preventDefault();
    dialog.showModal();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const menu = event.target.closest?.("details[data-menu][open]");
    if (!menu) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });

  // ---- Forms, connection, focus -----------------------------------------------------------------------------------

  const status = find("#status");
  const say = (words) => { if (status && words) status.textContent = words; };
  let quiet = 0;

  function sayFor(words, milliseconds) {
    say(words);
    clearTimeout(quiet);
    if (milliseconds) quiet = setTimeout(() => { status.textContent = ""; }, milliseconds);
  }

  window.addEventListener("offline", () => sayFor(status?.dataset.offline));
  window.addEventListener("online", () => sayFor(status?.dataset.online, 4000));
  document.addEventListener("htmx:responseError", ({ detail: { xhr } }) => {
    if (xhr.status === 401) sayFor(xhr.responseText); // says how to go on, and stays
    else sayFor(status?.dataset.trouble, 12000);
  });
  document.addEventListener("htmx:sendError", () => sayFor(status?.dataset.trouble, 12000));

  // Signing in again in another tab gives this browser a new token; the forms that are open here take it over.
  document.addEventListener("submit", ({ target: { elements } }) => {
    const token = document.cookie.match(/(?:^|; )(?:__Host-)?csrftoken=([^;]+)/)?.[1];
    if (token && elements.csrfmiddlewaretoken) elements.csrfmiddlewaretoken.value = token;
  }, true);

  // A form pressed twice is sent once.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post") return;
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "1";
    setTimeout(() => delete form.dataset.sent, 5000);
  });
  window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
  });

  // ---- Without a connection ---------------------------------------------------------------------------------------
  // A worker keeps one page for that; it comes once everything else is done, and not on a shared computer.

  const { worker } = root.dataset;
  const isApp = matchMedia("(display-mode: standalone)").matches;
  if (worker && (isApp || document.body.dataset.topics !== undefined)) {
    const register = () => leaving || navigator.serviceWorker?.register(worker, { updateViaCache: "all" }).catch(() => {});
    addEventListener("load", () => setTimeout(register, 3000));
  }
  document.addEventListener("submit", ({ target }) => {
    if (/^\/(account\/sign-out-everywhere|sign-out)\/$/.test(new URL(target.action).pathname)) localStorage.clear();
  });

  find("[data-focus]")?.focus();

  let focusWasInside = false;
  document.addEventListener("htmx:beforeSwap", (event) => {
    focusWasInside = event.detail.target?.contains(document.activeElement) ?? false;
  });
  document.addEventListener("htmx:afterSettle", (event) => {
    if (!focusWasInside || document.activeElement !== document.body) return;
    const place = event.detail.elt;
    const aim = place.querySelector?.("[data-focus]") ?? place;
    if (!aim.hasAttribute("tabindex")) aim.tabIndex = -1;
    aim.focus({ preventScroll: true });
  });
})();
