// Those who are in the call, one tile each: name, shape or picture, how they take part, and the safety code.
(() => {
  "use strict";
  const HearthsideCall = (window.HearthsideCall ??= {});

  class Tile {
    constructor(template, person) {
      this.element = template.content.firstElementChild.cloneNode(true);
      this.element.dataset.ref = person.ref;
      this.part("shape").innerHTML = person.avatar; // our own server drew it
      this.part("name").textContent = person.name;
      this.tracks = {};
    }

    part(name) {
      return this.element.querySelector(`[data-part="${name}"]`);
    }

    show({ way, muted }) {
      this.way = way;
      this.element.dataset.way = way;
      const { words } = this.part("state").dataset;
      this.part("state").textContent = JSON.parse(words)[muted && way !== "listen" ? "muted" : way];
      this.part("picture").hidden = way !== "camera" || !this.tracks.video;
    }

    play(track) {
      this.tracks[track.kind] = track;
      const element = this.part(track.kind === "audio" ? "sound" : "picture");
      element.srcObject = new MediaStream([track]);
      this.show({ way: this.way, muted: false });
      return element.play();
    }

    say(part, words) {
      const element = this.part(part);
      if (element.textContent !== words) element.textContent = words;
      element.hidden = !words;
    }

    code(words) {
      this.part("code").textContent = words;
      this.part("code-line").hidden = !words;
    }

    voice(level) {
      const moves = this.way === "avatar" ? Math.min(1, level * 4) : 0;
      this.element.style.setProperty("--voice", moves.toFixed(2));
      this.element.toggleAttribute("data-speaks", level > 0.02);
    }
  }

  class People {
    constructor(list, template) {
      Object.assign(this, { list, template });
      this.tiles = new Map();
    }

    // Make the tiles what `there` says; return who came and who went.
    update(there) {
      const refs = new Set(there.map(({ ref }) => ref));
      const gone = [...this.tiles.keys()].filter((ref) => !refs.has(ref));
      const came = there.filter(({ ref }) => !this.tiles.has(ref));
      for (const ref of gone) {
        this.tiles.get(ref).element.remove();
        this.tiles.delete(ref);
      }
      for (const person of came) {
        const tile = new Tile(this.template, person);
        this.tiles.set(person.ref, tile);
        this.list.append(tile.element);
      }
      for (const person of there) this.tiles.get(person.ref).show(person);
      return { came, gone };
    }

    of(ref) {
      return this.tiles.get(ref);
    }

    clear() {
      this.update([]);
    }
  }

  Object.assign(HearthsideCall, { People });
})();
