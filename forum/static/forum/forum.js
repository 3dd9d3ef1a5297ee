// Makes threads live and keeps what is typed. Every page works without it.
(() => {
  "use strict";
  const posts = document.querySelector(".posts[data-thread]");
  const thread = posts && posts.dataset.thread;
  const headers = { "HX-Request": "true" };

  const partial = async (address, options = {}) => {
    const answer = await fetch(address, { credentials: "same-origin", ...options, headers });
    if (answer.redirected) throw new Error("signed out");
    return answer;
  };

  const elements = (html) => {
    const holder = document.createElement("template");
    holder.innerHTML = html; // our own server's page pieces: cleaned there, and the policy allows no script in them
    return [...holder.content.children];
  };

  // Whatever has the focus stays where it is on the screen while posts come and go above it.
  const steadily = (change) => {
    const root = document.documentElement;
    const held = document.activeElement;
    const before = held.getBoundingClientRect();
    root.style.overflowAnchor = "none"; // or the browser moves the page as well
    change();
    const moved = held.getBoundingClientRect().top - before.top;
    const wasSeen = held !== document.body && before.bottom > 0 && before.top < innerHeight;
    if (wasSeen && held.isConnected && moved) scrollBy(0, moved);
    requestAnimationFrame(() => { root.style.overflowAnchor = ""; });
  };

  const announce = (node) => document.dispatchEvent(new CustomEvent("hearthside:drawn", { detail: node }));

  // --- New, changed and removed posts -------------------------------------------------------------------------

  // A reply that waited for a person goes where its number is, among later ones.
  const numbers = () => [...posts.querySelectorAll("[data-post]")].map((each) => Number(each.dataset.post));
  let fetching = null;
  let again = false;
  let since = Infinity;
  const fetchNewer = async () => {
    if (!posts || "more" in posts.dataset || !posts.dataset.last) return;
    if (fetching) { again = true; return; }
    const after = Math.min(posts.dataset.last, since);
    since = Infinity;
    fetching = (async () => {
      const answer = await partial(`/threads/${thread}/replies/?after=${after}`);
      if (!answer.ok) return;
      for (const node of elements(await answer.text())) {
        const id = node.dataset.post;
        if (id && document.getElementById(node.id)) continue;
        if (id) posts.dataset.last = Math.max(Number(posts.dataset.last), Number(id));
        const later = numbers().find((number) => number > id);
        steadily(() => posts.insertBefore(node, later ? document.getElementById(`post-${later}`) : null));
        announce(node);
      }
    })();
    try { await fetching; } catch { /* the next event, or a reload, shows it */ }
    fetching = null;
    if (again) { again = false; fetchNewer(); }
  };

  const redraw = async (id) => {
    const old = document.getElementById(`post-${id}`);
    if (!old || old.contains(document.activeElement)) return;
    const answer = await partial(`/posts/${id}/fragment/`);
    if (answer.status === 404) return steadily(() => old.remove());
    if (answer.ok) swap(old, await answer.text());
  };

  const swap = (old, html) => {
    const [node] = elements(html);
    if (!node) return;
    const covers = node.querySelectorAll("details.cover");
    old.querySelectorAll("details.cover").forEach((cover, place) => { if (cover.open) covers[place]?.setAttribute("open", ""); });
    steadily(() => old.replaceWith(node));
    announce(node);
  };

  const about = (event) => String(event.detail.thread) === thread;
  const soon = (deed) => setTimeout(() => deed().catch(() => {}), Math.random() * 120);
  document.addEventListener("live:forum.reply_posted", (event) => {
    if (!about(event)) return;
    quiet();
    if (event.detail.post > numbers()[0]) since = Math.min(since, event.detail.post - 1);
    soon(fetchNewer);
  });
  document.addEventListener("live:forum.post_edited", (event) => { if (about(event)) soon(() => redraw(event.detail.post)); });
  document.addEventListener("live:forum.post_removed", (event) => { if (about(event)) soon(() => redraw(event.detail.post)); });
  document.addEventListener("live:forum.support_given", (event) => { if (about(event)) soon(() => redraw(event.detail.post)); });
  document.addEventListener("live:forum.thread_changed", (event) => { if (about(event) && !unsaved()) location.reload(); });
  document.addEventListener("live:reset", () => soon(fetchNewer));
  document.addEventListener("hearthside:posted", fetchNewer);
  if (posts && !posts.dataset.after) soon(fetchNewer); // the stream runs elsewhere, so ask once what came meanwhile
  document.addEventListener("live:forum.thread_started", () => {
    const news = document.querySelector("[data-news]");
    if (news) news.hidden = false;
  });

  // --- Someone is writing -------------------------------------------------------------------------------------

  const writing = document.querySelector("[data-writing]");
  let silence;
  const quiet = () => { if (writing) writing.textContent = ""; };
  document.addEventListener("live:forum.someone_writing", (event) => {
    if (!writing || !about(event)) return;
    if (Date.now() - lastTyped < 3000) return; // most likely oneself, in this or another tab
    writing.textContent = writing.dataset.someone;
    if (event.detail.by) {
      partial(`/threads/${thread}/writing/?by=${event.detail.by}`)
        .then((answer) => answer.text())
        .then((words) => { if (writing.textContent) writing.textContent = words; })
        .catch(() => {});
    }
    clearTimeout(silence);
    silence = setTimeout(quiet, 9000);
  });

  // --- The composer: kept as one types ------------------------------------------------------------------------

  let lastTyped = 0;
  let lastTold = 0;
  let unkept = false; // something was typed that the server has not said it keeps
  let timer;
  const composer = () => document.querySelector("[data-composer]");
  const unsaved = () => Boolean(composer()?.elements.body?.value.trim());
  // Under the writer's name, so that nobody who signs in here next finds them.
  const writer = (form) => form.querySelector(".names b")?.textContent;
  const place = (form) => `words:${writer(form)}:${form.dataset.thread || form.dataset.space}`;

  // What this tab typed last. It counts for some seconds after the server has kept it, since a page that is already
  // on its way may have been drawn before.
  let hasLeft = false;
  const STILL_ON_ITS_WAY = 5000;
  const hold = (form, kept = 0) => {
    if (!hasLeft && form.isConnected) sessionStorage.setItem(place(form), JSON.stringify({ words: form.elements.body.value, kept }));
  };
  const held = (key) => {
    const { words, kept } = JSON.parse(sessionStorage.getItem(key) ?? "{}");
    return { words: kept && Date.now() - kept > STILL_ON_ITS_WAY ? "" : words, kept };
  };

  // A copy for when there is no connection, unless this browser is to keep nothing.
  const keepsCopies = document.documentElement.dataset.worker === "/service-worker.js";
  const copyOf = (form) => `draft:${form.dataset.thread || form.dataset.space}`;
  const readCopy = (form) => JSON.parse(localStorage.getItem(copyOf(form)) ?? "null");
  const keepCopy = (form, isOnServer) => {
    const words = form.elements.body.value;
    const title = form.elements.title?.value || document.querySelector("h1").textContent;
    const copy = { who: writer(form), title, words, isOnServer, at: Date.now() };
    if (keepsCopies && words.trim()) localStorage.setItem(copyOf(form), JSON.stringify(copy));
    else localStorage.removeItem(copyOf(form));
  };

  const keep = async (form, { leaving = false } = {}) => {
    const words = new FormData(form);
    for (const name of ["picture", "picture_description"]) words.delete(name);
    words.append(form.dataset.thread ? "thread" : "space", form.dataset.thread || form.dataset.space);
    const note = form.querySelector("[data-kept]");
    const begun = lastTyped;
    keepCopy(form, false);
    try {
      const answer = await partial("/drafts/", { method: "POST", body: words, keepalive: leaving });
      if (!answer.ok) throw new Error(answer.status);
      if (begun === lastTyped) {
        unkept = false;
        if (readCopy(form)) keepCopy(form, true);
        hold(form, Date.now());
      }
      if (note) note.textContent = note.dataset.saved;
    } catch {
      hold(form);
      if (note) note.textContent = note.dataset.unsaved;
    }
  };

  document.addEventListener("input", (event) => {
    const form = event.target.closest?.("[data-composer]");
    if (!form) return;
    lastTyped = Date.now();
    unkept = true;
    clearTimeout(timer);
    timer = setTimeout(() => keep(form), 700);
    if (form.dataset.thread && lastTyped - lastTold > 5000) {
      lastTold = lastTyped;
      const body = new FormData();
      body.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
      body.append("as", form.elements.anonymous.value ? "alias" : "member");
      partial(`/threads/${form.dataset.thread}/writing/`, { method: "POST", body }).catch(() => {});
    }
  });
  document.addEventListener("submit", (event) => {
    if (!event.target.matches?.("[data-composer]")) return;
    clearTimeout(timer);
    unkept = false;
    if (readCopy(event.target)) keepCopy(event.target, true);
    if (held(place(event.target)).kept) sessionStorage.removeItem(place(event.target));
  });
  addEventListener("pagehide", () => {
    const form = composer();
    if (!form || !unkept) return;
    hold(form); // a request under way may end with the page
    keep(form, { leaving: true });
  });
  for (const trouble of ["htmx:responseError", "htmx:sendError"]) {
    document.addEventListener(trouble, (event) => { if (event.target.matches?.("[data-composer]")) keep(event.target); });
  }
  addEventListener("online", () => { if (composer() && held(place(composer())).words) keep(composer()); });
  document.addEventListener("leave", () => {
    clearTimeout(timer);
    unkept = false;
    hasLeft = true;
    sessionStorage.clear();
  });

  // What this tab could not send is newer than what the server has.
  for (const key of Object.keys(sessionStorage).filter((name) => name.startsWith("words:"))) {
    if (!held(key).words) sessionStorage.removeItem(key);
  }
  const form = composer();
  const mine = (copy) => (copy && !copy.isOnServer && copy.who === writer(form) ? copy.words : "");
  if (form?.elements.body) {
    const box = form.elements.body;
    box.value = held(place(form)).words || mine(readCopy(form)) || box.value;
    if (!keepsCopies || !box.value) localStorage.removeItem(copyOf(form));
    for (const key of Object.keys(localStorage).filter((name) => name.startsWith("draft:"))) {
      const { who, at } = JSON.parse(localStorage.getItem(key));
      if (who !== writer(form) || Date.now() - at > 30 * 86400e3) localStorage.removeItem(key);
    }
  }
  document.addEventListener("hearthside:posted", () => {
    if (!composer()) return;
    sessionStorage.removeItem(place(composer()));
    localStorage.removeItem(copyOf(composer()));
  });

  // "Keep for later" and files go the ordinary way; a reply goes through htmx. Its failures keep the box as it is.
  document.addEventListener("htmx:configRequest", (event) => {
    if (event.detail.triggeringEvent?.submitter?.matches("[data-keep]")) {
      event.preventDefault();
      keep(event.target);
    }
  });
  document.addEventListener("htmx:afterSwap", () => {
    const now = composer();
    const wrong = now?.querySelector("[data-focus]");
    if (wrong) wrong.focus();
    else if (now && document.activeElement === document.body) now.elements.body?.focus({ preventScroll: true });
  });

  // --- Presses and quotes -------------------------------------------------------------------------------------

  document.addEventListener("submit", async (event) => {
    if (event.target.id !== "support" || !event.submitter?.closest("[data-post]")) return;
    event.preventDefault();
    const button = event.submitter;
    const old = button.closest("[data-post]");
    const body = new FormData(event.target);
    body.append(button.name, button.value);
    try {
      const answer = await partial(button.formAction, { method: "POST", body });
      if (!answer.ok) throw new Error(answer.status);
      const html = await answer.text();
      swap(old, html);
      document.querySelector(`#${old.id} button[value="${button.value}"]`)?.focus();
    } catch {
      document.dispatchEvent(new CustomEvent("hearthside:trouble"));
    }
  });

  document.addEventListener("click", async (event) => {
    const link = event.target.closest?.("a[data-quote]");
    const box = composer();
    if (!link || !box || !box.dataset.thread) return;
    event.preventDefault();
    const post = document.getElementById(`post-${link.dataset.quote}`);
    const selection = String(getSelection()).trim();
    const chosen = selection && post.contains(getSelection().anchorNode) ? selection : "";
    const answer = await partial(`/threads/${thread}/?quote=${link.dataset.quote}`).catch(() => null);
    if (!answer || !answer.ok) { location.href = link.href; return; }
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const field = page.getElementById("id_quoted_text")?.closest(".field");
    if (!field) return;
    box.querySelector("#id_quoted_text")?.closest(".field").remove();
    box.querySelector(".field").before(field);
    if (chosen) field.querySelector("textarea").value = chosen.slice(0, 600);
    box.scrollIntoView({ block: "start" });
    box.elements.body.focus();
  });
})();
