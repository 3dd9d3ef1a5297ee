"""What browsers tell each other, taken apart and put together again without a trace of where anybody is.

Of candidates only those pass that lie on our own relay, or, in what our media server says, on that server; of a
description only lines that are known to carry no
address. What a browser adds some day stays out until somebody has looked at it.
"""

import re
from collections.abc import Container
from ipaddress import ip_address

NOWHERE = "0.0.0.0"  # noqa: S104 nobody listens there; it stands for "not told"
# Firefox refuses a relayed candidate without these, so they are overwritten and never left out.
HIDDEN = f"raddr {NOWHERE} rport 0"
CANDIDATE = re.compile(
    r"candidate:(?P<foundation>[\w+/]{1,32}) (?P<component>[12]) (?P<protocol>\w{3,4}) (?P<priority>\d{1,10}) "
    r"(?P<address>[0-9A-Fa-f.:]{2,45}) (?P<port>\d{1,5}) typ (?P<type>relay|host)(?P<rest>(?: .*)?)"
)
MEDIA = re.compile(r"m=(?:audio|video|application) \d{1,5} [A-Z/]{3,24}[\d A-Za-z-]{0,400}")
FRAGMENT = re.compile(r" ufrag ([\w+/]{1,256})(?: |$)")
# The loudness of a voice travels beside the sound where the relay can read it.
LOUDNESS = "ssrc-audio-level"
HARMLESS = frozenset(
    """
    group msid-semantic msid mid extmap extmap-allow-mixed ice-ufrag ice-pwd ice-options fingerprint setup
    sendonly recvonly sendrecv inactive rtcp-mux rtcp-mux-only rtcp-rsize rtpmap rtcp-fb fmtp ssrc ssrc-group
    bundle-only end-of-candidates ptime maxptime
    """.split()
)


def clean_candidate(line: str, relays: Container[str], servers: Container[str] = ()) -> str | None:
    """Return a candidate with nothing in it but an address of ours; None for any other. An empty one ends the list.

    `servers` are where our media server takes media. Only what it says itself may name them.
    """
    if not line:
        return ""
    found = CANDIDATE.fullmatch(line.removeprefix("a="))
    if not found or not _is_ours(found["address"], relays if found["type"] == "relay" else servers):
        return None
    parts = [found[name] for name in ("component", "protocol", "priority", "address", "port")]
    fragment = FRAGMENT.search(found["rest"])
    whose = f" ufrag {fragment[1]}" if fragment else ""
    origin = f"typ relay {HIDDEN}" if found["type"] == "relay" else "typ host"
    return f"candidate:{found['foundation']} {' '.join(parts)} {origin}{whose}"


def clean_description(text: str, relays: Container[str], servers: Container[str] = ()) -> str:
    """Return a session description in which only our relay, or our media server, has an address."""
    lines = (_clean_line(line, relays, servers) for line in text.replace("\r\n", "\n").split("\n"))
    return "".join(f"{line}\r\n" for line in lines if line)


def _clean_line(line: str, relays: Container[str], servers: Container[str]) -> str:
    kind, _, rest = line.partition("=")
    if kind == "o":
        number, version = (_digits(part) for part in [*rest.split(), "", "", ""][1:3])
        return f"o=- {number} {version} IN IP4 {NOWHERE}"
    if kind == "c":
        return f"c=IN IP4 {NOWHERE}"
    if kind == "s":
        return "s=-"
    if kind == "m":
        return line if MEDIA.fullmatch(line) else ""
    if kind in {"v", "t"}:
        return line
    return _clean_attribute(rest, relays, servers) if kind == "a" else ""


def _clean_attribute(rest: str, relays: Container[str], servers: Container[str]) -> str:
    name = rest.partition(":")[0]
    if name == "candidate":
        candidate = clean_candidate(rest, relays, servers)
        return f"a={candidate}" if candidate else ""
    if name == "rtcp":
        return f"a=rtcp:9 IN IP4 {NOWHERE}"
    return f"a={rest}" if name in HARMLESS and LOUDNESS not in rest else ""


def _digits(text: str) -> str:
    return text if text.isascii() and text.isdecimal() and len(text) < 20 else "0"


def _is_ours(address: str, relays: Container[str]) -> bool:
    try:
        return str(ip_address(address)) in relays
    except ValueError:
        return False
