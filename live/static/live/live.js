// One event stream per browser: the tab that holds the lock listens and passes on to the other tabs.
// Members' pages have data-topics on the body; any element may say data-topics="thread:12,space:3" for what
// the page wants to hear of, and data-after for what it shows already.
// Each event reaches each tab's document as "live:forum.reply_posted", ids in event.detail; "live:reset"
// means: too much was missed, read the page again. It ends when the member leaves or signs out.
(() => {
  "use strict";
  if (!document.body.hasAttribute("data-topics")) return; // a stranger's page

  const SILENCE = 65000; // three missed heartbeats: the line is dead, whatever the browser believes
  const tabs = navigator.locks && window.BroadcastChannel ? new BroadcastChannel("live") : null;
  const wanted = new Set(); // by this tab
  let place = document.querySelector("[data-after]")?.dataset.after || ""; // what this tab knows
  let heardAt = Date.now();
  let topics = new Set(); // what the leading tab asks for, and since when
  let after = "";
  let pause = 2000;
  let line, queue, giveUp, stopped;

  const sleep = (time) => new Promise((wake) => setTimeout(wake, time));
  const isLater = (one, other) => {
    const [[a, b], [c, d]] = [one, other].map((id) => id.split("-").map(Number));
    return a > c || (a === c && b > d);
  };

  const tell = ({ id, kind, data }) => {
    heardAt = Date.now();
    if (id && place && kind !== "reset" && !isLater(id, place)) return;
    place = id || place;
    if (kind) document.dispatchEvent(new CustomEvent(`live:${kind}`, { detail: data }));
  };

  const hear = (message) => {
    if (message.ask) say({ want: [...wanted], since: place });
    else if (message.want) widen(message);
    else tell(message);
  };

  const say = (message) => {
    tabs?.postMessage(message);
    hear(message);
  };

  const look = () => {
    for (const element of document.querySelectorAll("[data-topics]"))
      for (const topic of element.dataset.topics.split(",")) if (topic) wanted.add(topic);
    hear({ ask: true });
  };

  // ---- leading

  const widen = ({ want, since }) => {
    const isEarlier = since && (!after || isLater(after, since));
    if (!giveUp || (!isEarlier && want.every((topic) => topics.has(topic)))) return;
    topics = new Set([...topics, ...want].slice(-40));
    if (isEarlier) after = since;
    line?.abort("again");
  };

  const pass = ({ id, event, data, retry }) => {
    if (retry) pause = Number(retry);
    if (id) after = id;
    const message = { id, kind: event, data: data && JSON.parse(data) };
    tabs?.postMessage(message);
    tell(message);
  };

  const read = async (reader) => {
    const decoder = new TextDecoder();
    for (let rest = ""; ; ) {
      const timer = setTimeout((silent) => silent.abort(), SILENCE, line);
      const { done, value } = await reader.read().finally(() => clearTimeout(timer));
      if (done) return;
      const blocks = (rest + decoder.decode(value, { stream: true })).split("\n\n");
      rest = blocks.pop();
      for (const block of blocks) pass(Object.fromEntries(block.split("\n").map((field) => field.split(/: (.*)/))));
    }
  };

  const listen = async () => {
    after = place;
    say({ ask: true });
    while (giveUp) {
      await sleep(50); // tabs that open together are asked for once
      line = new AbortController();
      try {
        const query = new URLSearchParams({ topics: [...topics], after });
        const answer = await fetch(`/events?${query}`, { signal: line.signal, cache: "no-store" });
        if (answer.status === 401 || answer.status === 403) return stop();
        if (answer.ok) await read(answer.body.getReader());
      } catch {
        if (line.signal.reason === "again") continue;
      }
      await sleep(pause);
      pause = Math.min(pause * 2, 30000);
    }
  };

  const lead = () =>
    new Promise((release) => {
      giveUp = release;
      listen();
    });

  // ---- coming and going

  const join = (steal) => {
    if (stopped || giveUp) return;
    if (!tabs) return lead();
    queue = new AbortController();
    const options = steal ? { steal } : { signal: queue.signal };
    navigator.locks.request("live", options, lead).catch(() => giveUp && (rest(), join()));
  };

  const rest = () => {
    queue?.abort();
    giveUp?.();
    giveUp = null;
    line?.abort();
  };

  const stop = () => {
    stopped = true;
    rest();
  };

  if (tabs) tabs.onmessage = ({ data }) => stopped || hear(data);
  document.addEventListener("leave", stop);
  document.addEventListener("htmx:load", look);
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden && Date.now() - heardAt > SILENCE) join(true); // the leading tab is asleep
  });
  addEventListener("pagehide", rest);
  addEventListener("pageshow", ({ persisted }) => persisted && join());
  look();
  join();
})();
