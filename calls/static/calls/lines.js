// What every way through a call does alike: the relay and nothing else, sealed before anything leaves, within its limits.
(() => {
  "use strict";
  const HearthsideCall = (window.HearthsideCall ??= {});
  const onlyCodecs = (kind) => {
    const wanted = kind === "audio" ? ["audio/opus"] : ["video/VP8", "video/rtx"];
    return RTCRtpReceiver.getCapabilities(kind).codecs.filter(({ mimeType }) => wanted.includes(mimeType));
  };

  const relayOnly = (ice) => {
    if (ice.iceTransportPolicy !== "relay") throw new Error("A call goes through the relay or not at all.");
    return ice;
  };

  // One-way: browsers do not open what comes over a two-way track.
  const sendOver = (line, kind, { worker, tracks, limits }) => {
    const transceiver = line.addTransceiver(kind, { direction: "sendonly", sendEncodings: [limits[kind]] });
    transceiver.setCodecPreferences(onlyCodecs(kind));
    transceiver.sender.transform = new RTCRtpScriptTransform(worker, { kind });
    transceiver.sender.replaceTrack(tracks[kind] ?? null);
    return transceiver.sender;
  };

  const limitSender = (sender, limits) => {
    const parameters = sender?.getParameters();
    if (!parameters?.encodings?.length) return;
    Object.assign(parameters.encodings[0], limits);
    sender.setParameters(parameters).catch(() => {});
  };

  Object.assign(HearthsideCall, { limitSender, relayOnly, sendOver });
})();
