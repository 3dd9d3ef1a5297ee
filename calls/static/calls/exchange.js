// Carries signals between this browser and the server, each once and in order, over a line that comes and goes.
// One exchange at a time: it hands over what waits to be said, says what was fetched, and brings what others said.
(() => {
  "use strict";
  const HearthsideCall = (window.HearthsideCall ??= {});
  const SIGN_OF_LIFE = 25000;
  const WHOLE_LOOK = 4; // signs of life after which one looks at everything, whatever was heard
  const LONGEST_PAUSE = 8000;
  const MOST_AT_ONCE = 32;
  const SLOW = 4000;

  const post = async (address, { body, json, token, keepalive = false }) => {
    const headers = { "X-CSRFToken": token };
    if (json) headers["Content-Type"] = "application/json";
    const answer = await fetch(address, {
      method: "POST", credentials: "same-origin", keepalive, headers, body: json ? JSON.stringify(json) : body,
    });
    const isJson = answer.headers.get("content-type")?.startsWith("application/json");
    const later = 1000 * Number(answer.headers.get("retry-after"));
    return { status: answer.status, later, said: isJson ? await answer.json() : null };
  };

  class Exchange {
    // onState(state), onSignal(from, kind, body), onOver(): this browser is not in the call any more;
    // onSlow(isSlow): the server is busy, and what is said takes longer
    constructor({ ref, token, look, ...calls }) {
      Object.assign(this, { ref, token, look }, calls);
      this.number = 0;
      this.waiting = [];
      this.fetched = [];
      this.known = new Set();
      this.pause = 500;
      this.sentWaiters = [];
      this.rest();
    }

    // An exchange is a sign of life; the next one is due when there was none for a while.
    rest() {
      clearInterval(this.timer);
      this.timer = setInterval(() => this.live(), SIGN_OF_LIFE);
    }

    // Costs the server next to nothing, so that many can be in calls at once.
    async live() {
      if (this.running) return;
      this.signs = ((this.signs ?? 0) + 1) % WHOLE_LOOK;
      if (this.signs === 0) return this.wake();
      const answer = await post(`/calls/mine/${this.ref}/here/`, { token: this.token }).catch(() => null);
      if (this.isOver) return;
      if (answer?.status === 404) this.over();
      else if (answer?.said?.news) this.wake();
    }

    tell(to, kind, body) {
      this.waiting.push({ number: ++this.number, to, kind, body });
      this.wake();
    }

    // Settles once everything told so far is with the server.
    sent() {
      return new Promise((done) => {
        this.sentWaiters.push({ number: this.number, done });
        this.wake();
      });
    }

    wake() {
      this.again = true;
      if (!this.running && !this.isOver) this.running = this.run().finally(() => { this.running = null; });
    }

    async run() {
      while (this.again && !this.isOver) {
        this.again = false;
        await new Promise((soon) => setTimeout(soon, 15)); // what is said in one breath goes together
        await this.once();
      }
    }

    async once() {
      const slow = setTimeout(() => this.onSlow(true), SLOW);
      try {
        await this.exchange();
      } finally {
        clearTimeout(slow);
      }
    }

    async exchange() {
      const said = this.waiting.slice(0, MOST_AT_ONCE);
      const fetched = [...this.fetched];
      const json = { said, fetched, ...this.look() };
      const answer = await post(`/calls/mine/${this.ref}/exchange/`, { json, token: this.token }).catch(() => null);
      if (this.isOver) return;
      if (answer?.status === 200 && answer.said) return this.took(answer.said, said, fetched);
      if (answer?.status === 404 || (answer?.status === 403 && !answer.said)) return this.over();
      if (answer && [403, 422].includes(answer.status)) this.dropped(said);
      if (answer?.status === 503) this.onSlow(true);
      await new Promise((soon) => setTimeout(soon, answer?.later || this.pause)); // the server says when it has time
      this.pause = Math.min(this.pause * 2, LONGEST_PAUSE);
      this.again = true;
    }

    async took(state, said, fetched) {
      this.pause = 500;
      this.rest();
      this.onSlow(false);
      this.dropped(said);
      this.fetched = this.fetched.filter((id) => !fetched.includes(id));
      for (const id of fetched) this.known.delete(id);
      if (this.waiting.length) this.again = true;
      this.onState(state);
      for (const { id, from, kind, body } of state.signals) {
        if (this.known.has(id)) continue;
        this.known.add(id);
        this.fetched.push(id);
        await this.onSignal(from, kind, JSON.parse(body));
      }
    }

    dropped(said) {
      this.waiting = this.waiting.slice(said.length);
      const reached = said.at(-1)?.number ?? 0;
      this.lastSent = Math.max(this.lastSent ?? 0, reached);
      this.sentWaiters = this.sentWaiters.filter(({ number, done }) => number > this.lastSent || done());
    }

    over() {
      this.stop();
      this.onOver();
    }

    stop() {
      this.isOver = true;
      clearInterval(this.timer);
    }
  }

  Object.assign(HearthsideCall, { Exchange, post });
})();
