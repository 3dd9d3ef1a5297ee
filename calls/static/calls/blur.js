// One's own picture with the room behind blurred. Nothing but the blurred picture leaves this file: where the person cannot
// be found, or not quickly enough, there is no picture.
(() => {
  "use strict";
  const HearthsideCall = (window.HearthsideCall ??= {});
  const RATE = 15;
  const COARSE = 16; // what is behind is drawn from one point in so many, each way
  const blurring = { fewest: 3, seconds: 5 }; // with fewer pictures a second than these, over this long, there is none

  const load = (address) => new Promise((done, failed) => {
    if (window.SelfieSegmentation) return done();
    const script = document.createElement("script");
    Object.assign(script, { src: address, onload: done, onerror: () => failed(new Error("no package")) });
    document.head.append(script);
  });

  const canvasOf = (width, height) => Object.assign(document.createElement("canvas"), { width, height });

  // Draw the person as they are, and behind them a picture of a few points.
  const drawsOn = (canvas) => {
    const brush = canvas.getContext("2d");
    const coarse = canvasOf(Math.ceil(canvas.width / COARSE), Math.ceil(canvas.height / COARSE));
    return ({ image, segmentationMask }) => {
      const [width, height] = [canvas.width, canvas.height];
      coarse.getContext("2d").drawImage(image, 0, 0, coarse.width, coarse.height);
      brush.clearRect(0, 0, width, height);
      brush.drawImage(segmentationMask, 0, 0, width, height);
      brush.globalCompositeOperation = "source-in";
      brush.drawImage(image, 0, 0, width, height);
      brush.globalCompositeOperation = "destination-over";
      brush.drawImage(coarse, 0, 0, width, height);
      brush.globalCompositeOperation = "source-over";
    };
  };

  // Return a track with the room behind blurred, once it has a picture. Stopping it switches the camera off.
  const blurred = async (camera, files, onSlow) => {
    await load(files["selfie_segmentation.js"]);
    const finder = new window.SelfieSegmentation({ locateFile: (name) => files[name] });
    finder.setOptions({ modelSelection: 0 });
    const eye = Object.assign(document.createElement("video"), { muted: true, playsInline: true, srcObject: new MediaStream([camera]) });
    await eye.play();
    const canvas = canvasOf(eye.videoWidth, eye.videoHeight);
    const draw = drawsOn(canvas);
    let drawn = 0;
    finder.onResults((found) => { draw(found); drawn++; });
    await finder.send({ image: eye });
    if (!drawn) throw new Error("nothing drawn");

    const [track] = canvas.captureStream(RATE).getVideoTracks();
    const stop = track.stop.bind(track);
    let isOn = true;
    track.stop = () => {
      isOn = false;
      camera.stop();
      stop();
    };
    const go = async () => {
      let since = performance.now();
      while (isOn && camera.readyState === "live") {
        const begun = performance.now();
        await finder.send({ image: eye });
        if (document.hidden) [since, drawn] = [begun, 0]; // browsers slow down what nobody looks at
        if (begun - since > blurring.seconds * 1000) {
          if (drawn < blurring.fewest * blurring.seconds) throw new Error("too slow");
          [since, drawn] = [begun, 0];
        }
        await new Promise((next) => { setTimeout(next, Math.max(0, 1000 / RATE - (performance.now() - begun))); });
      }
    };
    go().catch(() => isOn && onSlow()).finally(() => finder.close());
    return track;
  };

  Object.assign(HearthsideCall, { blurred, blurring });
})();
