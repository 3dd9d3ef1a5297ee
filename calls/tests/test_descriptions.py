"""What passes from one browser to another holds no address but the relay's."""

import re

from hypothesis import given
from hypothesis import strategies as st

from calls.descriptions import clean_candidate, clean_description

RELAYS = frozenset({"198.51.100.7", "2001:db8::7"})
RELAYED = (
    "candidate:1 1 udp 58597375 198.51.100.7 50001 typ relay raddr 192.0.2.44 rport 4711 "
    "generation 0 ufrag aB+/ network-id 3"
)
OFFER = f"""v=0
o=mallory 4611731400430051336 2 IN IP4 192.0.2.44
s=My laptop in the kitchen
i=192.0.2.44
c=IN IP4 192.0.2.44
t=0 0
a=group:BUNDLE 0
a=tool:192.0.2.44
m=audio 50001 UDP/TLS/RTP/SAVPF 111
c=IN IP4 192.0.2.44
a=rtcp:4711 IN IP4 192.0.2.44
a=candidate:1 1 udp 2122260223 192.0.2.44 4711 typ host generation 0
a=candidate:2 1 udp 1686052607 203.0.113.9 4711 typ srflx raddr 192.0.2.44 rport 4711
a=candidate:3 1 udp 58597375 203.0.113.9 50001 typ relay raddr 192.0.2.44 rport 4711
a=candidate:4 1 udp 2122260223 0a1b2c3d.local 4711 typ host
a={RELAYED}
a=remote-candidates:1 192.0.2.44 4711
a=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level
a=extmap:4 urn:ietf:params:rtp-hdrext:sdes:mid
a=ice-ufrag:aB+/
a=sendonly
a=rtpmap:111 opus/48000/2
"""
ADDRESS = re.compile(r"\b\d{1,3}(?:\.\d{1,3}){3}\b|\.local|\b[0-9a-f]{1,4}::")


def test_of_a_description_only_the_relays_address_is_left() -> None:
    cleaned = clean_description(OFFER, RELAYS)

    assert set(ADDRESS.findall(cleaned)) == {"198.51.100.7", "0.0.0.0"}
    assert "kitchen" not in cleaned and "mallory" not in cleaned and "audio-level" not in cleaned
    for kept in (
        "a=group:BUNDLE 0",
        "a=ice-ufrag:aB+/",
        "a=sendonly",
        "a=rtpmap:111 opus/48000/2",
        "sdes:mid",
    ):
        assert kept in cleaned
    assert "typ relay raddr 0.0.0.0 rport 0 ufrag aB+/" in cleaned


def test_a_candidate_passes_only_on_our_own_relay_and_tells_nothing_else() -> None:
    cleaned = clean_candidate(RELAYED, RELAYS)

    assert (
        cleaned == "candidate:1 1 udp 58597375 198.51.100.7 50001 typ relay raddr 0.0.0.0 rport 0 ufrag aB+/"
    )
    assert clean_candidate("", RELAYS) == ""
    assert clean_candidate(RELAYED.replace("198.51.100.7", "2001:DB8:0::7"), RELAYS)
    for refused in (
        RELAYED.replace("typ relay", "typ host"),
        RELAYED.replace("198.51.100.7", "203.0.113.9"),
        RELAYED.replace("198.51.100.7 50001 typ relay", "192.0.2.44 50001 typ srflx typ relay"),
        f"{RELAYED}\r\na=candidate:1 1 udp 1 192.0.2.44 1 typ host",
    ):
        assert clean_candidate(refused, RELAYS) is None


@given(st.text(alphabet="abcmo=:. 0129\r\n\tIPN4", max_size=60), st.sampled_from("vosictmabekz"))
def test_nothing_anybody_writes_into_a_description_brings_another_address_through(
    noise: str, kind: str
) -> None:
    cleaned = clean_description(
        f"{kind}={noise} 192.0.2.44\nc=IN IP4 192.0.2.44\n{noise}", frozenset({"198.51.100.7"})
    )

    lines = [line for line in cleaned.split("\r\n") if not line.startswith(("v=", "t="))]
    assert all("192.0.2.44" not in line for line in lines)
