// What one gives into a call: nothing, one's voice, or voice and picture. Nothing is switched on before somebody says so,
// and whatever was switched on is off again, its light too, as soon as it is not wanted.
(() => {
  "use strict";
  const HearthsideCall = (window.HearthsideCall ??= {});
  const SOUND = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };
  const PICTURE = { width: { ideal: 320 }, height: { ideal: 240 }, frameRate: { ideal: 15, max: 15 } };

  class Media {
    // `files` are those that blur the room behind somebody, where the operator has them.
    constructor(files, onSlow) {
      Object.assign(this, { files, onSlow, blurs: false, way: "listen" });
      this.tracks = { audio: null, video: null };
    }

    // Have what this way of taking part needs, and nothing else; throws where the browser or its owner says no.
    async want(way) {
      this.way = way;
      const wanted = { audio: way !== "listen", video: way === "camera" };
      for (const kind of ["audio", "video"]) if (!wanted[kind]) this.stop(kind);
      const missing = ["audio", "video"].filter((kind) => wanted[kind] && this.tracks[kind]?.readyState !== "live");
      if (!missing.length) return;
      const stream = await navigator.mediaDevices.getUserMedia({
        audio: missing.includes("audio") && SOUND, video: missing.includes("video") && PICTURE,
      });
      for (const track of stream.getTracks()) this.tracks[track.kind] = track;
      if (missing.includes("video") && this.blurs) await this.blur();
    }

    // From here on there is the blurred picture or none.
    async blur() {
      const camera = this.tracks.video;
      this.tracks.video = null;
      const track = await HearthsideCall.blurred(camera, this.files, this.onSlow).catch((cause) => {
        camera.stop();
        throw Object.assign(new Error("not blurred", { cause }), { name: "NotBlurred" });
      });
      if (this.way === "camera") this.tracks.video = track;
      else track.stop(); // not wanted any more by now
    }

    mute(isMuted) {
      if (this.tracks.audio) this.tracks.audio.enabled = !isMuted;
    }

    stop(kind) {
      this.tracks[kind]?.stop();
      this.tracks[kind] = null;
    }

    stopAll() {
      this.way = "listen";
      this.stop("audio");
      this.stop("video");
    }
  }

  // Three soft tones to hear whether one's own speakers work.
  const playTones = async () => {
    const sound = new AudioContext();
    [392, 494, 587].forEach((pitch, index) => {
      const [tone, loudness] = [sound.createOscillator(), sound.createGain()];
      const at = sound.currentTime + index * 0.35;
      tone.frequency.value = pitch;
      loudness.gain.setValueAtTime(0, at);
      loudness.gain.linearRampToValueAtTime(0.15, at + 0.05);
      loudness.gain.linearRampToValueAtTime(0, at + 0.33);
      tone.connect(loudness).connect(sound.destination);
      tone.start(at);
      tone.stop(at + 0.34);
    });
    setTimeout(() => sound.close(), 1500);
  };

  // How loud a track is right now, from 0 to 1, until `stop()`.
  const listenTo = (track) => {
    const sound = new AudioContext();
    const analyser = sound.createAnalyser();
    sound.createMediaStreamSource(new MediaStream([track])).connect(analyser);
    const wave = new Float32Array(analyser.fftSize);
    return {
      level: () => {
        analyser.getFloatTimeDomainData(wave);
        return Math.sqrt(wave.reduce((sum, one) => sum + one * one, 0) / wave.length);
      },
      stop: () => sound.close(),
    };
  };

  Object.assign(HearthsideCall, { Media, playTones, listenTo });
})();
