// A call without a media server: one connection to each of the others, through the relay alone.
// Both directions are separate one-way tracks: browsers do not open what comes over a two-way one.
// "Perfect negotiation": when both offer at once, the polite one takes its offer back.
(() => {
  "use strict";
  const HearthsideCall = (window.HearthsideCall ??= {});
  const { limitSender, relayOnly, sendOver } = HearthsideCall;

  class Connection {
    constructor(mesh, other, { offers }) {
      Object.assign(this, { mesh, other, makesOffer: false, ignores: false });
      this.isPolite = mesh.me > other;
      this.line = new RTCPeerConnection(mesh.ice);
      this.senders = {};
      this.line.ontrack = ({ receiver, track }) => {
        receiver.transform = new RTCRtpScriptTransform(mesh.worker, { kind: track.kind, sender: other });
        mesh.onTrack(other, track);
      };
      this.line.onicecandidate = ({ candidate }) => candidate && this.tell("candidate", candidate.toJSON());
      this.line.onnegotiationneeded = () => this.offer();
      this.line.onconnectionstatechange = () => this.stateChanged();
      if (offers) this.addTracks();
    }

    addTracks() {
      if (this.senders.audio) return;
      for (const kind of ["audio", "video"]) this.senders[kind] = sendOver(this.line, kind, this.mesh);
    }

    tell(kind, body) {
      this.mesh.tell(this.other, kind, body);
    }

    async offer() {
      try {
        this.makesOffer = true;
        await this.line.setLocalDescription();
        this.tell("description", this.line.localDescription.toJSON());
      } finally {
        this.makesOffer = false;
      }
    }

    async take(kind, body) {
      if (kind === "candidate") {
        try {
          await this.line.addIceCandidate(body);
        } catch (problem) {
          if (!this.ignores) throw problem;
        }
        return;
      }
      const collides = body.type === "offer" && (this.makesOffer || this.line.signalingState !== "stable");
      this.ignores = !this.isPolite && collides;
      if (this.ignores) return;
      await this.line.setRemoteDescription(body);
      if (body.type !== "offer") return;
      await this.line.setLocalDescription();
      this.tell("description", this.line.localDescription.toJSON());
      this.addTracks();
    }

    stateChanged() {
      const state = this.line.connectionState;
      this.mesh.onState(this.other, state);
      if (state === "failed") this.restart();
    }

    // A changed network: the same connection over a new way, with a credential that is still good.
    async restart() {
      if (this.restarting) return;
      this.restarting = true;
      try {
        this.mesh.ice = relayOnly(await this.mesh.renew());
        this.line.setConfiguration(this.mesh.ice);
        this.line.restartIce();
      } catch {
        setTimeout(() => this.line.connectionState === "failed" && this.restart(), 2000);
      } finally {
        this.restarting = false;
      }
    }
  }

  class Mesh {
    // tell(ref, kind, body), renew(), onTrack(ref, track), onState(ref, state)
    constructor({ me, ice, worker, tracks, limits, ...calls }) {
      Object.assign(this, { me, ice: relayOnly(ice), worker, tracks, limits }, calls);
      this.connections = new Map();
    }

    meet(other, { offers }) {
      if (!this.connections.has(other)) this.connections.set(other, new Connection(this, other, { offers }));
    }

    // Whom there is to hear is known from the meeting; a media server has more to look at.
    look() {}

    take(other, kind, body) {
      return this.connections.get(other)?.take(kind, body);
    }

    part(other) {
      this.connections.get(other)?.line.close();
      this.connections.delete(other);
    }

    // Show or silence: a track can be exchanged or taken away without anybody agreeing on anything anew.
    async put(kind, track) {
      this.tracks[kind] = track;
      await Promise.all([...this.connections.values()].map(({ senders }) => senders[kind]?.replaceTrack(track)));
    }

    limit(kind, limits) {
      Object.assign(this.limits[kind], limits);
      for (const { senders } of this.connections.values()) limitSender(senders[kind], limits);
    }

    restart() {
      return Promise.all([...this.connections.values()].map((connection) => connection.restart()));
    }

    // What the browser measured, by the other's ref.
    async measured() {
      const found = {};
      for (const [other, { line }] of this.connections) found[other] = [...(await line.getStats()).values()];
      return found;
    }

    close() {
      for (const other of [...this.connections.keys()]) this.part(other);
    }
  }

  Object.assign(HearthsideCall, { Mesh });
})();
