// Shows messages as they come and sends what one writes once and in order, also over a line that comes and goes.
// Every page works without it.
(() => {
  "use strict";
  const list = document.querySelector("[data-conversation]");
  if (!list) return;
  const id = list.dataset.conversation;
  const messages = `/conversations/${id}/messages/`;
  const isNewest = () => !("earlierPage" in list.dataset); // or its end is not in the page (see history.js)
  const form = document.querySelector("[data-write]");
  const box = form?.elements.body;
  const said = document.querySelector("[data-chat-said]");
  let hasLeft = false;

  const partial = async (address, options = {}) => {
    const answer = await fetch(address, { credentials: "same-origin", ...options, headers: { "HX-Request": "true" } });
    if (answer.redirected) throw new Error("signed out");
    // It is not there for us any more: closed, or kept apart. The list knows what is.
    if (answer.status === 404) location.replace("/conversations/");
    return answer;
  };

  const elements = (html) => {
    const holder = document.createElement("template");
    holder.innerHTML = html; // our own server's page pieces: cleaned there, and the policy allows no script in them
    return [...holder.content.children];
  };

  const isAtEnd = () => document.documentElement.scrollHeight - scrollY - innerHeight < 160;
  const toEnd = () => (form ?? list).scrollIntoView({ block: "end" });

  // Whatever has the focus stays where it is on the screen while messages come and go above it.
  const steadily = (anchor, change) => {
    const before = anchor.getBoundingClientRect().top;
    document.documentElement.style.overflowAnchor = "none"; // or the browser moves the page as well
    change();
    if (anchor.isConnected) scrollBy(0, anchor.getBoundingClientRect().top - before);
    requestAnimationFrame(() => { document.documentElement.style.overflowAnchor = ""; });
  };

  // ---- What comes ----------------------------------------------------------------------------------------------

  const pendingOf = (nonce) => list.querySelector(`[data-pending="${nonce}"]`);

  const numberOf = (node) => Number(node.dataset.message);
  // Rows stand in the order of their numbers, whichever way and in whichever order they came.
  const place = (node) => {
    if (node.dataset.care) list.querySelector(`[data-care="${node.dataset.care}"]`)?.remove();
    else if (document.getElementById(node.id)) return false;
    if (node.dataset.nonce) pendingOf(node.dataset.nonce)?.remove();
    const shown = node.dataset.message ? [...list.querySelectorAll("[data-message]")] : [];
    const earlier = shown.findLast((each) => numberOf(each) < numberOf(node));
    if (!earlier || earlier === shown.at(-1)) list.insertBefore(node, shown[0] && !earlier ? shown[0] : list.querySelector("[data-pending]"));
    else earlier.after(node);
    return true;
  };
  const somebodySpoke = () => document.querySelector("[data-nobody-yet]")?.remove();
  const isRead = (number) => { list.dataset.last = Math.max(Number(list.dataset.last), number); };
  const show = (nodes) => {
    const wasAtEnd = isAtEnd();
    const added = nodes.filter(place);
    if (added.length) somebodySpoke();
    if (added.some((node) => !node.classList.contains("mine"))) said.textContent = said.dataset.came;
    if (added.length && wasAtEnd) toEnd();
  };

  // A room has hundreds of readers: each waits a random while, so that they do not all ask in the same moment, and
  // then asks once for all that came meanwhile.
  const [least, most] = (list.dataset.gather ?? "").split("-").map(Number);
  let gathering;
  let isBehind = false; // something was told of that has not been fetched yet
  const gather = () => {
    isBehind = true;
    if (!most) return fetchNewer();
    gathering ??= setTimeout(() => { gathering = undefined; fetchNewer(); }, least + Math.random() * (most - least));
  };

  const MOST_AT_ONCE = 100; // what one answer holds at most
  let fetching = null;
  let again = false;
  const fetchNewer = async () => {
    if (!isNewest() || hasLeft) return;
    isBehind = true;
    if (document.hidden) { again = true; return; } // nobody reads it now, so it is not read
    if (fetching) { again = true; await fetching; return; }
    fetching = (async () => {
      do {
        again = false;
        const answer = await partial(`${messages}?after=${list.dataset.last}`);
        if (!answer.ok) return;
        const nodes = elements(await answer.text());
        const numbers = nodes.map(numberOf).filter(Boolean);
        show(nodes);
        if (numbers.length) isRead(Math.max(...numbers));
        again ||= numbers.length >= MOST_AT_ONCE;
      } while (again);
      isBehind = gathering !== undefined;
    })();
    try { await fetching; } catch { /* the next event, or a reload, shows it */ }
    fetching = null;
  };

  // In a room the row comes along with the event for whoever sees it as the others do. It is put in at once; what was
  // told of before and is not fetched yet is still asked for. What came like this is noted as read now and then.
  const NOTE_LEAST = 30000;
  let noting;
  const rowOf = ({ row, language }) => (row && isNewest() && language === document.documentElement.lang ? elements(row) : null);
  const came = (detail) => {
    const nodes = rowOf(detail);
    if (!nodes) return gather();
    show(nodes);
    if (document.hidden) again = true;
    else noting ??= setTimeout(() => { noting = undefined; fetchNewer(); }, NOTE_LEAST * (1 + Math.random()));
    if (!isBehind) isRead(detail.message);
    else if (!fetching) gather();
  };

  const redraw = async (detail) => {
    const number = detail.message;
    const old = document.getElementById(`message-${number}`);
    const shown = [...list.querySelectorAll("[data-message]")];
    if (!old && number > Number(list.dataset.last)) return gather(); // let go by a person, and the newest
    if (!old && !(shown[0] && numberOf(shown[0]) < number)) return; // it comes with an earlier page
    if (!old && !isNewest() && number > numberOf(shown.at(-1))) return; // or with a later one
    const nodes = rowOf(detail);
    if (nodes) return old ? swap(old, nodes[0]) : place(nodes[0]);
    const answer = await fetch(`/messages/${number}/`, { credentials: "same-origin", headers: { "HX-Request": "true" } });
    if (answer.ok && !answer.redirected) {
      const [node] = elements(await answer.text());
      if (node) old ? swap(old, node) : place(node);
    } else if (answer.status === 404) {
      old?.remove();
    }
  };

  const swap = (old, node) => steadily(form ?? list, () => old.replaceWith(node));

  const state = document.querySelector("[data-room-state]");
  const lookAgain = async () => {
    const answer = await partial(location.href).catch(() => null);
    if (!answer?.ok) return;
    if (!box?.value.trim() && !read().length) return location.reload();
    const page = new DOMParser().parseFromString(await answer.text(), "text/html"); // somebody is writing: the box stays
    state?.replaceChildren(...(page.querySelector("[data-room-state]")?.childNodes ?? []));
  };

  // A room opens and closes by the clock. Its pages look again a little later, not all in the same moment; a computer
  // that slept meanwhile does so when it wakes.
  const TURN_WITHIN = 12000;
  if (state?.dataset.turnsIn) {
    const at = Date.now() + Number(state.dataset.turnsIn) * 1000 + Math.random() * TURN_WITHIN;
    const untilThen = () => (Date.now() >= at ? lookAgain() : setTimeout(untilThen, Math.min(at - Date.now(), 60000)));
    untilThen();
  }

  const about = (event) => String(event.detail.conversation) === id;
  const on = (kind, deed) => document.addEventListener(`live:${kind}`, (event) => { if (about(event)) deed(event.detail); });
  on("chat.message_came", came);
  on("chat.message_sent", fetchNewer);
  on("chat.message_changed", (detail) => redraw(detail).catch(() => {}));
  on("chat.conversation_changed", () => (most ? setTimeout(lookAgain, Math.random() * most) : lookAgain()));
  on("chat.messages_seen", () => {
    list.querySelector("[data-read]")?.remove();
    const mark = document.createElement("span");
    mark.dataset.read = "";
    mark.textContent = ` · ${list.dataset.read}`;
    [...list.querySelectorAll(".mine[data-message] .below small")].at(-1)?.append(mark);
  });
  document.addEventListener("live:reset", gather);

  const writing = document.querySelector("[data-chat-writing]");
  let silence;
  const quiet = () => { if (writing) writing.textContent = ""; };
  on("chat.message_came", quiet);
  on("chat.someone_writing", () => {
    if (writing) writing.textContent = writing.dataset.someone;
    clearTimeout(silence);
    silence = setTimeout(quiet, 9000);
  });
  let toldAt = 0;
  box?.addEventListener("input", () => {
    if (!("tellsWriting" in list.dataset) || Date.now() - toldAt < 5000) return;
    toldAt = Date.now();
    const body = new FormData();
    body.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    partial(`/conversations/${id}/writing/`, { method: "POST", body }).catch(() => {});
  });
  document.addEventListener("visibilitychange", () => { if (again && !document.hidden) fetchNewer(); });

  // ---- What one sends ------------------------------------------------------------------------------------------
  // Words wait in the browser until the server has them, under the writer's name and this conversation. Where this
  // browser is to keep nothing they wait in the tab alone.

  const keeps = document.documentElement.dataset.worker === "/service-worker.js";
  const store = keeps ? localStorage : sessionStorage;
  const key = `outgoing:${list.dataset.me}:${id}`;
  const read = () => JSON.parse(store.getItem(key) ?? "[]");
  const write = (items) => {
    if (hasLeft) return;
    if (items.length) store.setItem(key, JSON.stringify(items));
    else store.removeItem(key);
  };
  const drop = (nonce) => write(read().filter((item) => item.nonce !== nonce));

  const draw = (item) => {
    if (pendingOf(item.nonce) || list.querySelector(`[data-nonce="${item.nonce}"]`)) return;
    const [node] = elements('<li class="message mine"><div class="bubble"><div class="words as-typed" dir="auto"></div></div><p class="below"><small></small></p></li>');
    node.dataset.pending = item.nonce;
    node.querySelector(".words").textContent = item.body;
    node.querySelector("small").textContent = navigator.onLine ? list.dataset.sending : list.dataset.waiting;
    list.append(node);
    somebodySpoke();
  };
  const tell = (words) => {
    for (const small of list.querySelectorAll("[data-pending] small")) small.textContent = words;
  };

  const packed = ({ nonce, body, notes, answers }) => {
    const data = new FormData();
    data.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    data.append("nonce", nonce);
    data.append("body", body);
    if (answers) data.append("answers", answers);
    for (const note of notes) data.append("notes", note);
    return data;
  };

  const refuse = (item, words) => {
    drop(item.nonce);
    pendingOf(item.nonce)?.remove();
    box.value = box.value.trim() ? `${item.body}\n\n${box.value}` : item.body;
    form.querySelector(".notice.danger")?.remove();
    const notice = document.createElement("div");
    notice.className = "notice danger";
    notice.setAttribute("role", "alert");
    notice.textContent = words;
    form.prepend(notice);
  };

  let pause = 2000;
  let timer;
  const later = () => {
    tell(list.dataset.waiting);
    clearTimeout(timer);
    timer = setTimeout(flush, pause);
    pause = Math.min(pause * 2, 30000);
  };

  // One after the other, in the order they were written, whichever tab they were written in.
  const sendAll = async () => {
    for (let item; !hasLeft && ([item] = read()) && item; ) {
      const answer = await partial(messages, { method: "POST", body: packed(item) }).catch(() => null);
      if (answer?.status === 204) {
        pause = 2000;
        drop(item.nonce);
        await fetchNewer();
      } else if (answer && [409, 413, 422].includes(answer.status)) {
        refuse(item, await answer.text());
      } else if ([403, 429].includes(answer?.status) && answer.headers.get("content-type")?.startsWith("text/plain")) {
        refuse(item, await answer.text());
      } else {
        return later();
      }
    }
  };
  let isSending = false;
  const flush = async () => {
    if (isSending || !form || hasLeft || !read().length) return;
    isSending = true;
    tell(list.dataset.sending);
    await (navigator.locks ? navigator.locks.request(key, sendAll) : sendAll());
    isSending = false;
  };

  const newNonce = () => {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    return [...bytes].map((one) => one.toString(16).padStart(2, "0")).join("");
  };
  const dashed = (hex) => hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");

  form?.addEventListener("submit", (event) => {
    if ([...form.querySelectorAll("[type=file]")].some((one) => one.files.length)) return; // attachments.js sends those
    event.preventDefault();
    const body = box.value;
    if (!body.trim()) return box.focus();
    const notes = [...form.querySelectorAll("[name=notes]:checked")].map((tick) => tick.value);
    const item = { nonce: dashed(newNonce()), body, notes, answers: form.elements.answers?.value ?? "" };
    write([...read(), item]);
    if (!isNewest()) return location.assign(`/conversations/${id}/`); // the page with the newest sends it
    draw(item);
    form.reset();
    box.value = "";
    for (const tick of form.querySelectorAll("[name=notes]")) tick.checked = false;
    form.querySelector("[data-answered]")?.remove();
    form.querySelector(".notice.danger")?.remove();
    form.querySelector("details")?.removeAttribute("open");
    toEnd();
    box.focus({ preventScroll: true });
    flush();
  });
  box?.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
  });
  addEventListener("online", flush);
  document.addEventListener("leave", () => { hasLeft = true; });

  // ---- Presses and answers -------------------------------------------------------------------------------------

  document.addEventListener("submit", async (event) => {
    const old = event.submitter?.closest("[data-message]");
    if (event.target.id !== "press" || !old) return;
    event.preventDefault();
    const body = new FormData(event.target);
    body.append(event.submitter.name, event.submitter.value);
    try {
      const answer = await partial(event.submitter.formAction, { method: "POST", body });
      if (!answer.ok) throw new Error(answer.status);
      swap(old, elements(await answer.text())[0]);
      document.querySelector(`#${old.id} summary`)?.focus();
    } catch {
      document.dispatchEvent(new CustomEvent("hearthside:trouble"));
    }
  });

  const pageAt = async (address) => {
    const answer = await partial(address);
    return new DOMParser().parseFromString(await answer.text(), "text/html");
  };

  document.addEventListener("click", async (event) => {
    const link = event.target.closest?.("[data-answer], [data-answer-none]");
    if (!link || !form) return;
    event.preventDefault();
    try {
      form.querySelector("[data-answered]")?.remove();
      if (link.dataset.answer) form.querySelector(".field").before((await pageAt(link.href)).querySelector("[data-answered]"));
      box.focus();
    } catch {
      location.href = link.href;
    }
  });

  if (isNewest()) for (const item of read()) draw(item);
  if (isNewest() && !location.hash && list.querySelector("[data-message]")) toEnd();
  if (!list.dataset.after) fetchNewer(); // the stream runs elsewhere, so ask once what came meanwhile
  flush();
})();
