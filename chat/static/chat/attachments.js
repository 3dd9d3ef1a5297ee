// Records voice notes, and sends messages with files while the page stays. Files wait in this page alone: they are
// sent only while there is a connection, and stay in the form until they are. Every form works without it.
(() => {
  "use strict";
  const list = document.querySelector("[data-conversation]");
  const form = document.querySelector("[data-write]");
  if (!list || !form) return;
  const files = [...form.querySelectorAll("input[type=file]")];
  const voice = form.elements.voice;

  // ---- Recording -----------------------------------------------------------------------------------------------

  const LONGEST = 120;
  const recorder = form.querySelector("[data-recorder]");
  const kind = ["audio/webm;codecs=opus", "audio/mp4", "audio/ogg;codecs=opus"].find((one) => window.MediaRecorder?.isTypeSupported(one));
  const part = (name) => recorder.querySelector(`[data-${name}]`);
  let stop = () => {};
  let discard = () => {};

  const prepare = () => {
    const said = recorder.querySelector("[role=status]");
    const audio = recorder.querySelector("audio");
    const say = (name) => { said.textContent = said.dataset[name]; };
    const clock = (seconds) => { part("clock").textContent = `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")} / 2:00`; };
    const show = (state) => {
      part("record").hidden = state !== "idle";
      part("stop").hidden = state !== "recording";
      part("clock").hidden = state !== "recording";
      part("heard").hidden = state !== "recorded";
    };
    let running = null;

    const forget = () => {
      if (audio.src) URL.revokeObjectURL(audio.src);
      audio.removeAttribute("src");
      audio.load();
      voice.value = "";
      show("idle");
    };

    const keep = (blob) => {
      const held = new DataTransfer();
      held.items.add(new File([blob], "voice", { type: blob.type }));
      voice.files = held.files;
      audio.src = URL.createObjectURL(blob);
      show("recorded");
      say("recorded");
      part("discard").focus();
    };

    const record = async () => {
      let stream;
      try {
        stream = await navigator.mediaDevices.getUserMedia({ audio: true });
      } catch {
        return say("noMicrophone");
      }
      const machine = new MediaRecorder(stream, { mimeType: kind, audioBitsPerSecond: 32000 });
      const pieces = [];
      const began = performance.now();
      const tick = setInterval(() => {
        const seconds = (performance.now() - began) / 1000;
        clock(Math.min(seconds, LONGEST));
        if (seconds >= LONGEST) stop();
      }, 250);
      const end = () => {
        clearInterval(tick);
        for (const track of stream.getTracks()) track.stop();
        running = null;
      };
      running = machine;
      machine.ondataavailable = ({ data }) => pieces.push(data);
      machine.onstop = () => { if (running) { end(); keep(new Blob(pieces, { type: kind })); } };
      machine.start();
      discard = () => { const was = running; end(); if (was?.state === "recording") was.stop(); forget(); };
      clock(0);
      show("recording");
      say("recording");
      part("stop").focus();
    };

    stop = () => { if (running?.state === "recording") running.stop(); };
    discard = forget;
    part("record").addEventListener("click", record);
    part("stop").addEventListener("click", () => stop());
    part("discard").addEventListener("click", () => { discard(); discard = forget; say("discarded"); part("record").focus(); });
    addEventListener("pagehide", () => discard());
    document.addEventListener("leave", () => discard());
    voice.closest(".field").hidden = true;
    recorder.hidden = false;
    show("idle");
  };
  if (recorder && kind && navigator.mediaDevices?.getUserMedia) prepare();

  // ---- Sending -------------------------------------------------------------------------------------------------

  const bar = form.querySelector("[data-sends]");
  const button = form.querySelector("button[type=submit]");

  const tell = (words) => {
    form.querySelector(".notice.danger")?.remove();
    if (!words) return;
    const notice = document.createElement("div");
    notice.className = "notice danger";
    notice.setAttribute("role", "alert");
    notice.textContent = words;
    form.prepend(notice);
  };

  // fetch does not say how far it is.
  const post = (body) => new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open("POST", form.action);
    request.setRequestHeader("HX-Request", "true");
    request.upload.onprogress = ({ loaded, total }) => { bar.querySelector("progress").value = total ? loaded / total : 0; };
    request.onloadend = () => resolve(request);
    request.send(body);
  });

  const clear = () => {
    discard();
    form.reset();
    for (const field of form.querySelectorAll("input[type=text], textarea, input[type=file]")) field.value = "";
    for (const tick of form.querySelectorAll("[name=notes]")) tick.checked = false;
    for (const extra of form.querySelectorAll("details")) extra.removeAttribute("open");
    form.querySelector("[data-answered]")?.remove();
    form.elements.nonce.value = [...crypto.getRandomValues(new Uint8Array(16))].map((one) => one.toString(16).padStart(2, "0")).join("");
  };

  // Words that still wait for a connection were written before these files, so they go first.
  const wordsAreSent = () => new Promise((resolve) => {
    const waiting = () => list.querySelector("[data-pending]");
    const watcher = new MutationObserver(() => { if (!waiting()) settle(!form.querySelector(".notice.danger")); });
    const patience = setTimeout(() => settle(false), 10000);
    const settle = (isSent) => { watcher.disconnect(); clearTimeout(patience); resolve(isSent); };
    if (!waiting()) return settle(true);
    watcher.observe(list, { childList: true });
    dispatchEvent(new Event("online")); // has the page try at once
  });

  const unsent = { status: 0, getResponseHeader: () => null };
  const send = async () => {
    tell("");
    bar.hidden = false;
    button.disabled = true;
    const answer = await wordsAreSent() ? await post(new FormData(form)) : unsent;
    bar.hidden = true;
    button.disabled = false;
    const isPlain = answer.getResponseHeader("content-type")?.startsWith("text/plain");
    if (answer.status === 204) {
      clear();
      document.dispatchEvent(new CustomEvent("live:chat.message_sent", { detail: { conversation: list.dataset.conversation } }));
      form.elements.body.focus();
    } else if (answer.status === 404) location.replace("/conversations/");
    else if (isPlain) tell(answer.responseText);
    else if (!form.querySelector(".notice.danger")) tell(bar.dataset.unsent);
  };

  form.addEventListener("submit", (event) => {
    if ("earlierPage" in list.dataset || !files.some((one) => one.files.length)) return;
    event.preventDefault();
    if (!button.disabled) send();
  });
})();
