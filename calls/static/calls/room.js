// The page of a call: first a look round with everything off, then the call, then the page before it again.
(() => {
  "use strict";
  const { Exchange, Janus, Keys, Media, Mesh, People, listenTo, playTones, post } = window.HearthsideCall;
  const root = document.querySelector("[data-call]");
  if (!root) return;
  const find = (name) => root.querySelector(`[data-${name}]`);
  const words = JSON.parse(find("words").textContent);
  const form = find("preview").querySelector("form");
  const token = form.elements.csrfmiddlewaretoken.value;
  const address = form.getAttribute("action").replace(/join\/$/, ""); // the call may be a piece of another page
  const people = new People(find("people"), find("tile"));
  const media = new Media(JSON.parse(root.dataset.blur ?? "{}"), () => giveUpPicture());
  const ROUND = 400;
  const WEAK_ROUNDS = 8; // some three seconds
  const WELL_ROUNDS = 50; // some twenty
  const MUTE_ROUNDS = 8;
  let call = null; // what there is only while one is in a call
  let way = "listen";
  let isMuted = false;
  let measuring = null;

  const say = (sentence) => { find("said").textContent = sentence; };
  const tell = (where, sentence) => {
    find(where).textContent = sentence;
    find(where).hidden = !sentence;
  };
  // What keeps somebody out, or from being heard; and what only changes how the call goes on.
  const trouble = (sentence) => tell("trouble", sentence);
  const note = (sentence) => tell("note", sentence);
  const slow = (isSlow) => { find("patience").hidden = !isSlow; };
  const show = (where) => {
    for (const name of ["preview", "door", "inside"]) find(name).hidden = name !== where;
    root.closest("details")?.setAttribute("open", "");
    find(where).querySelector("[data-heading]")?.focus({ preventScroll: true });
  };

  const canSeal = "RTCRtpScriptTransform" in window && "RTCPeerConnection" in window && crypto.subtle;

  // ---- before the call -------------------------------------------------------------------------------------------

  const refusal = (problem) => ({ NotAllowedError: words.notAllowed, NotFoundError: words.notFound, NotBlurred: words.notBlurred })[problem?.name] ?? words.notReadable;

  const testMicrophone = async () => {
    if (measuring) {
      stopTest();
      return media.stopAll();
    }
    try {
      await media.want("voice");
    } catch (problem) {
      return trouble(refusal(problem));
    }
    const ears = listenTo(media.tracks.audio);
    const meter = find("meter");
    meter.hidden = false;
    const timer = setInterval(() => { meter.value = Math.min(1, ears.level() * 6); }, 100);
    measuring = { stop: () => { clearInterval(timer); ears.stop(); meter.hidden = true; } };
    find("test-mic").setAttribute("aria-pressed", "true");
  };

  const stopTest = () => {
    measuring?.stop();
    measuring = null;
    find("test-mic").setAttribute("aria-pressed", "false");
  };

  const limits = (saves) => ({
    audio: { maxBitrate: saves ? 24000 : 40000, priority: "high" },
    video: { maxBitrate: saves ? 90000 : 300000, maxFramerate: saves ? 8 : 15, priority: "low" },
  });

  // ---- coming in -------------------------------------------------------------------------------------------------

  const join = async () => {
    trouble("");
    note("");
    stopTest();
    try {
      await media.want(way);
    } catch (problem) {
      return trouble(refusal(problem));
    }
    const body = new FormData();
    body.append("way", way);
    const waits = setTimeout(() => slow(true), 4000);
    const answer = await post(`${address}join/`, { body, token }).catch(() => null);
    clearTimeout(waits);
    slow(false);
    if (answer?.status !== 200 || !answer.said) {
      media.stopAll();
      forget();
      show("preview");
      return trouble(answer?.said?.problem || (answer ? words.over : words.offline));
    }
    remember();
    begin(answer.said);
  };

  const begin = (state) => {
    const exchange = new Exchange({
      ref: state.ref, token, look: () => ({ way, muted: isMuted }),
      onState: hear, onSignal: take, onOver: lost, onSlow: slow,
    });
    call = { ref: state.ref, number: state.call, exchange, weak: 0, deaf: new Map() };
    hear(state);
    exchange.wake();
  };

  // Let in: from here on there are connections and keys.
  const enter = (state) => {
    const worker = new Worker(root.dataset.worker);
    const { exchange, ref } = call;
    const keys = new Keys({
      me: ref, worker, tell: (to, body) => exchange.tell(to, "key", body), sent: () => exchange.sent(),
      onCode: (other, code) => people.of(other)?.code(code),
      onBroken: (other) => people.of(other)?.say("trouble", words.keysBroken),
    });
    const Transport = state.transport === "janus" ? Janus : Mesh;
    const transport = new Transport({
      me: ref, ice: state.ice, worker, tracks: { ...media.tracks }, limits: limits(form.elements.saves.checked),
      tell: (...what) => exchange.tell(...what), ask: settle, renew,
      onTrack: (other, track) => people.of(other)?.play(track).catch(() => { find("hear").hidden = false; }),
      onState: (other, line) => lineChanged(other, line),
    });
    Object.assign(call, { worker, keys, transport, since: state.since, timer: setInterval(round, ROUND) });
    media.mute(isMuted);
    showOwn();
    show("inside");
  };

  // Whose line falls silent may have gone, or be back under another ref, without our having heard of it.
  const lineChanged = (other, line) => {
    people.of(other)?.say("line", { connected: "", closed: "" }[line] ?? words.connecting);
    if (line === "disconnected") call?.exchange.wake();
  };

  const renew = async () => {
    const answer = await post(`/calls/mine/${call.ref}/renew/`, { token });
    if (!answer.said?.ice) throw new Error("no relay");
    return answer.said.ice;
  };

  // In a larger call: settle something with the media server.
  const settle = async (json) => {
    const answer = await post(`/calls/mine/${call.ref}/media/`, { json, token });
    if (answer.status !== 200 || !answer.said) throw new Error("not settled");
    return answer.said;
  };

  const hear = (state) => {
    if (!call) return;
    if (state.waits) return show("door");
    if (!call.transport) {
      if (!state.ice) return renew().then((ice) => call && !call.transport && hear({ ...state, ice })).catch(() => {});
      try {
        enter(state);
      } catch { // what would not be as it has to be does not begin
        goOut();
        return trouble(words.noWay);
      }
    }
    const { came, gone } = people.update(state.there);
    for (const ref of gone) {
      call.transport.part(ref);
      call.keys.part(ref);
    }
    for (const { ref, since } of came) {
      call.transport.meet(ref, { offers: since < call.since || (since === call.since && ref < call.ref) });
      call.keys.meet(ref);
    }
    call.transport.look(state.there);
    if (came.length) say(words.came.replace("{}", came.map(({ name }) => name).join(", ")));
    else if (gone.length) say(words.went);
    find("alone").hidden = state.there.length > 0;
    find("choose-way").querySelector("[value=camera]").disabled = !state.pictures;
    if (!state.pictures && way === "camera") choose("voice").then(() => note(words.manyHere));
    if (find("host")) showHost(state);
  };

  const goOut = () => {
    forget();
    leave();
    show("preview");
  };

  const take = (from, kind, body) => {
    if (!call?.transport) return null;
    return kind === "key" ? call.keys.take(from, body) : call.transport.take(from, kind, body);
  };

  // ---- in the call -----------------------------------------------------------------------------------------------

  const askWorker = (worker, order) => new Promise((answer) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => answer(data);
    worker.postMessage({ order }, [port2]);
  });

  const round = async () => {
    if (!call?.transport || call.busy) return;
    call.busy = true;
    const here = call;
    const [measured, counts] = [await here.transport.measured(), await askWorker(here.worker, "counts")];
    here.busy = false;
    if (call !== here) return;
    let isWeak = false;
    for (const [ref, reports] of Object.entries(measured)) {
      const tile = people.of(ref);
      if (!tile) continue;
      tile.voice(reports.find(({ type, kind }) => type === "inbound-rtp" && kind === "audio")?.audioLevel ?? 0);
      isWeak ||= reports.some((one) => one.type === "remote-inbound-rtp" && one.fractionLost > 0.12);
      isWeak ||= reports.some((one) => one.type === "candidate-pair" && one.nominated && one.availableOutgoingBitrate < 70000);
      lookForSealed(ref, tile, counts.from[ref]);
    }
    giveWay(isWeak);
  };

  // What arrives and does not open is neither heard nor seen, and the page says so.
  const lookForSealed = (ref, tile, counts) => {
    if (!counts) return;
    const before = call.deaf.get(ref) ?? { opened: 0, closed: 0, rounds: 0 };
    const closed = counts.broken + counts.keyless;
    const isDeaf = counts.opened === before.opened && closed > before.closed;
    const rounds = isDeaf ? before.rounds + 1 : counts.opened > before.opened ? 0 : before.rounds;
    call.deaf.set(ref, { opened: counts.opened, closed, rounds });
    tile.say("trouble", rounds >= MUTE_ROUNDS ? words.cannotOpen : "");
  };

  // On a weak line the picture gets coarser, then goes, before the voice does; it is as it was once the line is well.
  const giveWay = (isWeak) => {
    call.weak = isWeak ? Math.max(call.weak, 0) + 1 : Math.min(call.weak, 0) - 1;
    if (call.weak === -WELL_ROUNDS) return coarsen(false);
    if (call.weak < WEAK_ROUNDS) return;
    call.weak = 0;
    if (!call.isCoarse) return coarsen(true);
    if (way !== "camera") return;
    choose("voice");
    note(words.weak);
  };

  const coarsen = (isCoarse) => {
    if (Boolean(call.isCoarse) === isCoarse) return;
    call.isCoarse = isCoarse;
    call.transport.limit("video", limits(isCoarse || form.elements.saves.checked).video);
    note(!isCoarse ? "" : way === "camera" ? words.coarse : words.weakVoice);
  };

  const choose = async (wanted) => {
    const before = way;
    try {
      await media.want(wanted);
      way = wanted;
    } catch (problem) {
      trouble(refusal(problem));
      way = problem.name === "NotBlurred" ? "avatar" : before;
      await media.want(way).catch(() => {});
    }
    media.mute(isMuted);
    await call?.transport?.put("audio", media.tracks.audio);
    await call?.transport?.put("video", media.tracks.video);
    remember();
    showOwn();
    call?.exchange.wake();
  };

  const blur = () => {
    media.blurs = !media.blurs;
    media.stop("video");
    return choose(way);
  };

  // The room behind can no longer be blurred, and is not shown instead.
  const giveUpPicture = () => {
    media.stop("video");
    choose("avatar").then(() => note(words.notBlurred));
  };

  const showOwn = () => {
    find("choose-way").value = way;
    find("blurs")?.setAttribute("aria-pressed", String(media.blurs));
    find("mute").setAttribute("aria-pressed", String(isMuted));
    find("mute").disabled = way === "listen";
    const picture = find("self");
    picture.hidden = !media.tracks.video;
    picture.srcObject = media.tracks.video ? new MediaStream([media.tracks.video]) : null;
    if (media.tracks.video) picture.play().catch(() => {});
  };

  const mute = () => {
    isMuted = !isMuted;
    media.mute(isMuted);
    remember();
    showOwn();
    call?.exchange.wake();
  };

  // ---- for whoever holds the room --------------------------------------------------------------------------------

  const showHost = ({ door = [], locked, asked_to_wait: isAsked }) => {
    find("lock").setAttribute("aria-pressed", String(Boolean(locked)));
    find("wait")?.setAttribute("aria-pressed", String(Boolean(isAsked)));
    const list = find("waiting");
    list.replaceChildren(...door.map((person) => {
      const line = find("waiting-line").content.firstElementChild.cloneNode(true);
      line.querySelector("[data-part=name]").textContent = person.name;
      for (const button of line.querySelectorAll("button")) button.dataset.ref = person.ref;
      return line;
    }));
    find("nobody-waits").hidden = door.length > 0;
  };

  const host = (deed, ref = "") => {
    const body = new FormData();
    body.append("deed", deed);
    body.append("ref", ref);
    return post(`/calls/mine/${call.ref}/host/`, { body, token }).then(() => call?.exchange.wake()).catch(() => trouble(words.offline));
  };

  // ---- going, and coming back ------------------------------------------------------------------------------------

  const end = () => {
    const { ref, exchange, transport, worker, timer } = call;
    call = null;
    clearInterval(timer);
    exchange.stop();
    slow(false);
    note("");
    transport?.close();
    worker?.terminate();
    people.clear();
    return ref;
  };

  const leave = () => {
    if (!call) return;
    media.stopAll();
    post(`/calls/mine/${end()}/leave/`, { token, keepalive: true }).catch(() => {});
  };

  // Our place is gone: the server forgot us during a cut, we went on in another tab, or we were put out.
  const lost = async () => {
    end();
    if (remembered()) await join();
  };

  const KEY = "call";
  const remember = () => sessionStorage.setItem(KEY, JSON.stringify({ address, way, isMuted, blurs: media.blurs, saves: form.elements.saves.checked }));
  const forget = () => sessionStorage.removeItem(KEY);
  const remembered = () => {
    const kept = JSON.parse(sessionStorage.getItem(KEY) ?? "null");
    return kept?.address === address ? kept : null;
  };

  document.addEventListener("live:calls.call_changed", ({ detail }) => {
    if (call && detail.call === call.number) call.exchange.wake();
  });
  document.addEventListener("leave", leave);
  addEventListener("pagehide", leave);
  addEventListener("pageshow", ({ persisted }) => persisted && location.reload());
  addEventListener("online", () => call?.transport?.restart());

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    way = form.elements.way.value;
    media.blurs = Boolean(form.elements.blurs?.checked);
    join();
  });
  root.addEventListener("click", ({ target }) => {
    const button = target.closest("button");
    if (!button) return;
    const { deed, ref } = button.dataset;
    if (deed === "remove-here") host("remove", button.closest("[data-ref]").dataset.ref);
    else if (deed) host(deed, ref);
    else if ("testSound" in button.dataset) playTones();
    else if ("testMic" in button.dataset) testMicrophone();
    else if ("mute" in button.dataset) mute();
    else if ("blurs" in button.dataset) blur();
    else if ("wait" in button.dataset) host(button.getAttribute("aria-pressed") === "true" ? "no_wait" : "wait");
    else if ("lock" in button.dataset) host(button.getAttribute("aria-pressed") === "true" ? "unlock" : "lock");
    else if ("hear" in button.dataset) {
      for (const element of root.querySelectorAll("audio, video")) if (element.srcObject) element.play().catch(() => {});
      button.hidden = true;
    } else if ("goes" in button.dataset) {
      goOut();
      say(words.left);
    }
  });
  find("choose-way").addEventListener("change", ({ target }) => {
    trouble("");
    note("");
    choose(target.value);
  });

  if (!canSeal) {
    trouble(words.cannotSeal);
    form.querySelector("[type=submit]").disabled = true;
    return;
  }
  if (navigator.connection?.saveData) form.elements.saves.checked = true;
  const kept = remembered();
  if (kept && !form.querySelector("[type=submit]").disabled) {
    ({ way, isMuted } = kept);
    form.elements.way.value = way;
    form.elements.saves.checked = kept.saves;
    media.blurs = Boolean(kept.blurs && form.elements.blurs);
    if (form.elements.blurs) form.elements.blurs.checked = media.blurs;
    join();
  }
})();
