// A larger call: one line up and one line down, through the relay to a media server that passes sealed frames on.
// Nothing is said to that server but through our own, which also says which of the lines that come down is whose.
(() => {
  "use strict";
  const HearthsideCall = (window.HearthsideCall ??= {});
  const { limitSender, relayOnly, sendOver } = HearthsideCall;
  const GATHERS = 200; // how long we wait for another way through the relay once there is one
  const LONGEST_PAUSE = 8000;
  const HAVE_ANOTHER_LOOK = 500;
  const STAYS_AWAY = 4000;

  // Settles once this side of a line is described with a way to reach it.
  const described = (line) => new Promise((done, failed) => {
    const isKnown = () => line.localDescription?.sdp.includes("a=candidate:");
    const finish = () => done({ type: line.localDescription.type, sdp: line.localDescription.sdp });
    if (isKnown()) return finish();
    setTimeout(() => failed(new Error("no way through the relay")), LONGEST_PAUSE);
    line.addEventListener("icecandidate", ({ candidate }) => (candidate ? setTimeout(finish, GATHERS) : isKnown() && finish()));
  });

  const connected = (line) => new Promise((done, failed) => {
    const look = () => {
      if (line.connectionState === "connected") done();
      if (["failed", "closed"].includes(line.connectionState)) failed(new Error("no way to the media server"));
    };
    line.addEventListener("connectionstatechange", look);
    look();
  });

  class Janus {
    // ask(step): settle something with the media server; renew(), onTrack(ref, track), onState(ref, state)
    constructor({ ice, worker, tracks, limits, ...calls }) {
      Object.assign(this, { ice: relayOnly(ice), worker, tracks, limits, senders: {}, pause: 500 }, calls);
      this.reset();
      this.turn = Promise.resolve();
      this.inTurn(() => this.open());
    }

    reset() {
      this.up?.close();
      this.down?.close();
      this.down = null;
      this.whose = {};
      this.played = {};
      this.heard = "";
      this.isOpen = false;
    }

    // One thing after the other; what goes wrong is begun anew, and then everything is.
    inTurn(work) {
      this.turn = this.turn.then(async () => {
        try {
          if (!this.isClosed) await work();
          this.pause = 500;
        } catch {
          if (!this.isClosed) this.beginAnew();
        }
      });
      return this.turn;
    }

    beginAnew() {
      if (this.again) return;
      this.again = setTimeout(() => {
        this.again = null;
        this.inTurn(async () => {
          this.ice = relayOnly(await this.renew());
          await this.open();
        });
      }, this.pause);
      this.pause = Math.min(this.pause * 2, LONGEST_PAUSE);
    }

    async open() {
      this.reset();
      this.up = this.line(() => {});
      for (const kind of ["audio", "video"]) this.senders[kind] = sendOver(this.up, kind, this);
      await this.up.setLocalDescription();
      const { description } = await this.ask({ step: "send", description: await described(this.up) });
      await this.up.setRemoteDescription(description);
      await connected(this.up);
      await this.ask({ step: "show" });
      this.isOpen = true;
      await this.listen();
    }

    line(stateChanged) {
      const line = new RTCPeerConnection(this.ice);
      line.onconnectionstatechange = () => {
        stateChanged(line.connectionState);
        // Before a line was up for the first time, whoever opens it sees to that.
        if (line.connectionState === "connected") line.wasUp = true;
        if (line.wasUp) this.mind(line);
      };
      return line;
    }

    // A line that is down, or stays away for a moment, gets another way.
    mind(line) {
      clearTimeout(line.minded);
      const isOurs = () => !this.isClosed && [this.up, this.down].includes(line);
      if (line.connectionState === "failed" && isOurs()) this.restart();
      if (line.connectionState !== "disconnected") return;
      line.minded = setTimeout(() => { if (isOurs() && line.connectionState === "disconnected") this.restart(); }, STAYS_AWAY);
    }

    // Who is there to hear, and by which name the server has what they send: when it changed, we ask for it.
    look(there) {
      this.wanted = there.filter(({ feed }) => feed).map(({ feed }) => feed).sort().join(" ");
      if (this.wanted !== this.heard) this.inTurn(() => this.listen());
    }

    async listen() {
      const wanted = this.wanted ?? "";
      if (!this.isOpen || wanted === this.heard) return;
      const told = await this.ask({ step: "listen" });
      await this.answer(told);
      if (told.missing) setTimeout(() => this.inTurn(() => this.listen()), HAVE_ANOTHER_LOOK);
      else this.heard = wanted;
    }

    async answer({ description, whose = this.whose }) {
      if (!description) return;
      this.down ??= this.newDown();
      this.whose = whose;
      this.worker.postMessage({ order: "whose", lines: whose });
      await this.down.setRemoteDescription(description);
      await this.down.setLocalDescription();
      await this.ask({ step: "accept", description: await described(this.down) });
      this.play();
    }

    newDown() {
      const down = this.line((state) => {
        for (const ref of new Set(Object.values(this.whose))) this.onState(ref, state);
      });
      const opens = new WeakSet();
      down.ontrack = ({ receiver, transceiver, track }) => {
        if (opens.has(receiver)) return;
        opens.add(receiver);
        receiver.transform = new RTCRtpScriptTransform(this.worker, { kind: track.kind, line: transceiver.mid });
      };
      return down;
    }

    // A line that was one person's may be another's now.
    play() {
      for (const { mid, receiver } of this.down.getTransceivers()) {
        const ref = this.whose[mid];
        if (ref && this.played[mid] !== ref) this.onTrack(ref, receiver.track);
        this.played[mid] = ref;
      }
      for (const ref of new Set(Object.values(this.whose))) this.onState(ref, this.down.connectionState);
    }

    meet() {}
    take() {}
    part() {}

    async put(kind, track) {
      this.tracks[kind] = track;
      await this.senders[kind]?.replaceTrack(track);
    }

    limit(kind, limits) {
      Object.assign(this.limits[kind], limits);
      limitSender(this.senders[kind], limits);
    }

    // A changed network: the same lines over a new way, with a credential that is still good.
    restart() {
      return this.inTurn(async () => {
        this.ice = relayOnly(await this.renew());
        this.up.setConfiguration(this.ice);
        await this.up.setLocalDescription(await this.up.createOffer({ iceRestart: true }));
        const { description } = await this.ask({ step: "reconnect-up", description: await described(this.up) });
        await this.up.setRemoteDescription(description);
        if (!this.down) return;
        this.down.setConfiguration(this.ice);
        await this.answer(await this.ask({ step: "reconnect-down" }));
      });
    }

    // What the browser measured, by the other's ref: what comes of each, and how our own way is.
    async measured() {
      const [up, down] = await Promise.all([this.up, this.down].map(async (line) => [...((await line?.getStats())?.values() ?? [])]));
      const found = {};
      for (const ref of new Set(Object.values(this.whose))) found[ref] = [...up];
      for (const one of down) if (one.type === "inbound-rtp") found[this.whose[one.mid]]?.push(one);
      return found;
    }

    close() {
      this.isClosed = true;
      clearTimeout(this.again);
      this.reset();
    }
  }

  Object.assign(HearthsideCall, { Janus });
})();
