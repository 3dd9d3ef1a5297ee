// A worker that seals each frame of sound and picture before it leaves the browser and opens each that comes.
// Whoever passes them on, relay or media server, holds sealed bytes. Without a key nothing leaves; what does not open
// never reaches a decoder.
//
// A sealed frame: [clear head][sealed body and tag][key number: 1 byte][counter: 8 bytes]. AES-256-GCM; head and
// trailer are authenticated. A key belongs to one sender and is drawn anew each time somebody comes or goes, so that
// no pair of key and counter is ever used twice.
"use strict";

const TAG = 16;
const TRAILER = 9;
const OLD_KEY_STAYS = 5000; // frames on their way when a key changed
// What VP8's packetiser has to see of a picture; of sound, nothing.
const HEAD = { key: 10, delta: 3 };

let own = null; // { number, key, salt, counter }
const theirs = new Map(); // sender → Map(key number → { key, salt })
const counts = { sealed: 0, held: 0, from: {} };

const lines = new Map(); // line of a connection to the media server → whose frames come on it
const countsOf = (sender) => (counts.from[sender] ??= { opened: 0, broken: 0, keyless: 0 });

async function derive(secret, sender) {
  const base = await crypto.subtle.importKey("raw", secret, "HKDF", false, ["deriveBits"]);
  const info = new TextEncoder().encode(`hearthside call frames v1|${sender}`);
  const bits = await crypto.subtle.deriveBits({ name: "HKDF", hash: "SHA-256", salt: new Uint8Array(32), info }, base, 352);
  const key = await crypto.subtle.importKey("raw", bits.slice(0, 32), "AES-GCM", false, ["encrypt", "decrypt"]);
  return { key, salt: new Uint8Array(bits.slice(32)) };
}

function nonce(salt, counter) {
  const bytes = salt.slice();
  const view = new DataView(bytes.buffer);
  view.setBigUint64(4, view.getBigUint64(4) ^ counter);
  return bytes;
}

function joined(...parts) {
  const whole = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

async function sealed(bytes, headSize, { number, key, salt }, counter) {
  const head = bytes.subarray(0, headSize);
  const trailer = new Uint8Array(TRAILER);
  trailer[0] = number;
  new DataView(trailer.buffer).setBigUint64(1, counter);
  const how = { name: "AES-GCM", iv: nonce(salt, counter), additionalData: joined(head, trailer) };
  return joined(head, new Uint8Array(await crypto.subtle.encrypt(how, key, bytes.subarray(headSize))), trailer);
}

// Returns null for what does not open: another key, another sender, or a single bit changed.
async function opened(bytes, headSize, { key, salt }) {
  const end = bytes.length - TRAILER;
  const [head, trailer] = [bytes.subarray(0, headSize), bytes.subarray(end)];
  const counter = new DataView(trailer.buffer, trailer.byteOffset).getBigUint64(1);
  const how = { name: "AES-GCM", iv: nonce(salt, counter), additionalData: joined(head, trailer) };
  try {
    return joined(head, new Uint8Array(await crypto.subtle.decrypt(how, key, bytes.subarray(headSize, end))));
  } catch {
    return null;
  }
}

const headSize = (frame, kind) => (kind === "video" ? HEAD[frame.type] ?? HEAD.delta : 0);

async function sealFrame(frame, kind, controller) {
  const mine = own;
  if (!mine) {
    counts.held++;
    return;
  }
  const counter = mine.counter++;
  const bytes = new Uint8Array(frame.data);
  frame.data = (await sealed(bytes, Math.min(headSize(frame, kind), bytes.length), mine, counter)).buffer;
  counts.sealed++;
  controller.enqueue(frame);
}

async function openFrame(frame, kind, sender, controller) {
  const bytes = new Uint8Array(frame.data);
  const size = headSize(frame, kind);
  const counted = countsOf(sender);
  const key = bytes.length >= size + TAG + TRAILER && theirs.get(sender)?.get(bytes[bytes.length - TRAILER]);
  if (!key) {
    counted.keyless++;
    return;
  }
  const plain = await opened(bytes, size, key);
  if (!plain) {
    counted.broken++;
    return;
  }
  frame.data = plain.buffer;
  counted.opened++;
  controller.enqueue(frame);
}

const orders = {
  async own({ number, secret, ref }) {
    own = { number, counter: 0n, ...(await derive(secret, ref)) };
  },
  async theirs({ number, secret, sender }) {
    const key = await derive(secret, sender);
    const ring = theirs.get(sender) ?? new Map();
    theirs.set(sender, ring);
    for (const old of ring.keys()) setTimeout(() => { if (old !== number) ring.delete(old); }, OLD_KEY_STAYS);
    ring.set(number, key);
  },
  whose({ lines: now }) {
    lines.clear();
    for (const [line, sender] of Object.entries(now)) lines.set(line, sender);
  },
  forget({ sender }) {
    theirs.delete(sender);
    delete counts.from[sender];
  },
  counts() {
    return { ...counts, own: own?.number };
  },
};

// Orders are carried out in the order in which they came, though making a key takes a moment.
let before = Promise.resolve();
self.onmessage = ({ data, ports }) => {
  before = before.then(async () => {
    const answer = await orders[data.order](data);
    ports[0]?.postMessage(answer ?? null);
  });
};

self.onrtctransform = ({ transformer }) => {
  const { kind, sender, line } = transformer.options;
  const isOurs = sender === undefined && line === undefined;
  const transform = (frame, controller) =>
    isOurs ? sealFrame(frame, kind, controller) : openFrame(frame, kind, sender ?? lines.get(line), controller);
  transformer.readable.pipeThrough(new TransformStream({ transform })).pipeTo(transformer.writable).catch(() => {});
};
