// Agrees on keys between the browsers of a call, so that nobody between them, our own server included, can open what
// is said. For each two: both first send a promise of a key (its hash), then the key, so that whoever sits between
// them cannot look for a key that makes the codes alike. The code the two read to each other comes from both keys.
// Through what they then share each tells the others the secret that seals their own sound and picture.
(() => {
  "use strict";
  const HearthsideCall = (window.HearthsideCall ??= {});
  const CURVE = { name: "ECDH", namedCurve: "P-256" };
  const encoder = new TextEncoder();
  const toText = (bytes) => btoa(String.fromCharCode(...new Uint8Array(bytes)));
  const toBytes = (text) => Uint8Array.from(atob(text), (one) => one.charCodeAt(0));
  const hash = (...parts) => new Blob(parts).arrayBuffer().then((whole) => crypto.subtle.digest("SHA-256", whole));
  const sameBytes = (one, other) => toText(one) === toText(other);

  // What two browsers agree on. `tell(body)` sends a step to the other; `agreed()` is called once both have the same.
  class Link {
    constructor({ me, other, tell, agreed, failed }) {
      Object.assign(this, { me, other, tell, agreed, failed });
      this.ready = this.begin();
    }

    async begin() {
      this.pair = await crypto.subtle.generateKey(CURVE, false, ["deriveBits"]);
      this.open = await crypto.subtle.exportKey("raw", this.pair.publicKey);
      this.tell({ step: "commit", value: toText(await hash(this.open)) });
    }

    async take({ step, value, nonce, id }) {
      await this.ready;
      if (step === "commit" && !this.promised) {
        this.promised = toBytes(value);
        this.tell({ step: "open", value: toText(this.open) });
      } else if (step === "open" && this.promised && !this.shared) {
        const key = toBytes(value);
        if (!sameBytes(await hash(key), this.promised)) {
          this.failed();
          return null;
        }
        await this.share(key);
        this.agreed();
      } else if (step === "give" && this.shared) {
        const how = { name: "AES-GCM", iv: toBytes(nonce), additionalData: this.about(this.other, this.me, id) };
        return { number: id, secret: await crypto.subtle.decrypt(how, this.shared, toBytes(value)) };
      }
      return null;
    }

    async share(key) {
      const other = await crypto.subtle.importKey("raw", key, CURVE, false, []);
      const bits = await crypto.subtle.deriveBits({ name: "ECDH", public: other }, this.pair.privateKey, 256);
      const base = await crypto.subtle.importKey("raw", bits, "HKDF", false, ["deriveKey"]);
      const [first, second] = [this.me, this.other].sort();
      const info = encoder.encode(`hearthside call keys v1|${first}|${second}`);
      const how = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(32), info };
      this.shared = await crypto.subtle.deriveKey(how, base, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
      const keys = this.me === first ? [this.open, key] : [key, this.open];
      const drawn = new DataView(await hash(encoder.encode("hearthside call code v1|"), ...keys)).getUint32(0) % 100000000;
      this.code = String(drawn).padStart(8, "0").replace(/^(....)/, "$1 ");
    }

    about(from, to, id) {
      return encoder.encode(`hearthside call secret v1|${from}|${to}|${id}`);
    }

    async give(number, secret) {
      const iv = crypto.getRandomValues(new Uint8Array(12));
      const how = { name: "AES-GCM", iv, additionalData: this.about(this.me, this.other, number) };
      this.tell({ step: "give", id: number, nonce: toText(iv), value: toText(await crypto.subtle.encrypt(how, this.shared, secret)) });
    }
  }

  // All links of one browser in one call, and its own secret, drawn anew whenever somebody comes or goes.
  class Keys {
    constructor({ me, worker, tell, sent, onCode, onBroken }) {
      Object.assign(this, { me, worker, tell, sent, onCode, onBroken });
      this.links = new Map();
      this.number = -1;
      this.turn = Promise.resolve();
    }

    meet(other) {
      if (this.links.has(other)) return;
      const link = new Link({
        me: this.me,
        other,
        tell: (body) => this.tell(other, body),
        agreed: () => { this.onCode(other, link.code); this.renew(); },
        failed: () => this.onBroken(other),
      });
      this.links.set(other, link);
    }

    async take(other, body) {
      try {
        const given = await this.links.get(other)?.take(body);
        if (given) this.worker.postMessage({ order: "theirs", sender: other, ...given });
      } catch {
        this.onBroken(other);
      }
    }

    part(other) {
      if (!this.links.delete(other)) return;
      this.worker.postMessage({ order: "forget", sender: other });
      this.renew();
    }

    // The others have the new secret before the first frame is sealed with it. One that is about to be drawn serves
    // all who agree meanwhile.
    renew() {
      if (this.isDue) return this.turn;
      this.isDue = true;
      this.turn = this.turn.then(async () => {
        this.isDue = false;
        const agreed = [...this.links.values()].filter((link) => link.shared);
        if (!agreed.length) return;
        const secret = crypto.getRandomValues(new Uint8Array(32)).buffer;
        this.number = (this.number + 1) % 256;
        await Promise.all(agreed.map((link) => link.give(this.number, secret)));
        await this.sent();
        this.worker.postMessage({ order: "own", number: this.number, secret, ref: this.me });
      });
      return this.turn;
    }
  }

  Object.assign(HearthsideCall, { Keys });
})();
