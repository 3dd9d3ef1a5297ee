"""As much of TURN (RFC 8656) as it takes to see whether a relay does its work: two allocations that reach each other.

For the doctor alone; what browsers do is theirs.
"""

import hashlib
import hmac
import secrets
import socket
import ssl
import struct
from ipaddress import ip_address
from types import TracebackType

COOKIE = 0x2112A442
ALLOCATE, REFRESH, SEND, DATA, PERMIT = 0x003, 0x004, 0x016, 0x017, 0x008
REQUEST_FAILED, REQUEST_DONE = 0x110, 0x100
USERNAME, INTEGRITY, ERROR, LIFETIME, PEER, CONTENT, REALM, NONCE, RELAYED, TRANSPORT = (
    0x06, 0x08, 0x09, 0x0D, 0x12, 0x13, 0x14, 0x15, 0x16, 0x19,
)  # fmt: skip
OVER_UDP = b"\x11\0\0\0"
PATIENCE = 4.0

Attributes = dict[int, bytes]


class NoRelay(Exception):
    """The relay does not do what it should; the message says what happened."""


class Allocation:
    """One place on the relay, as a browser would take it; given back at the end."""

    def __init__(self, url: str, username: str, password: str) -> None:
        self._line, self._is_stream = _connect(url)
        self._username, self._password = username, password
        self._signed: Attributes = {}
        asked = {TRANSPORT: OVER_UDP}
        kind, found = self._ask(ALLOCATE, asked)
        if kind == ALLOCATE | REQUEST_FAILED and {REALM, NONCE} <= found.keys():
            self._signed = {USERNAME: username.encode(), REALM: found[REALM], NONCE: found[NONCE]}
            kind, found = self._ask(ALLOCATE, asked)
        if kind != ALLOCATE | REQUEST_DONE:
            raise NoRelay(f"it refused a place ({_reason(found)})")
        self.address = found[RELAYED]

    def __enter__(self) -> "Allocation":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._line.sendall(self._packed(REFRESH, {LIFETIME: bytes(4)}))
        self._line.close()

    @property
    def relay(self) -> str:
        """The address others would see."""
        family, value = self.address[1], self.address[4:]
        mask = struct.pack(">I", COOKIE)
        plain = bytes(one ^ other for one, other in zip(value, mask, strict=False))
        return str(ip_address(plain)) if family == 1 else "an IPv6 address"

    def permit(self, other: "Allocation") -> None:
        """Let what the other sends come through."""
        kind, found = self._ask(PERMIT, {PEER: other.address})
        if kind != PERMIT | REQUEST_DONE:
            raise NoRelay(f"it does not relay to itself ({_reason(found)})")

    def send(self, words: bytes, *, to: "Allocation") -> None:
        """Send something to the other by way of the relay."""
        self._line.sendall(_framed(SEND, secrets.token_bytes(12), {PEER: to.address, CONTENT: words}))

    def receive(self) -> bytes:
        """Return what came through the relay."""
        kind, found = self._read()
        return found.get(CONTENT, b"") if kind == DATA else b""

    def _ask(self, method: int, attributes: Attributes) -> tuple[int, Attributes]:
        self._line.sendall(self._packed(method, attributes))
        return self._read()

    def _packed(self, method: int, attributes: Attributes) -> bytes:
        mark = secrets.token_bytes(12)
        if not self._signed:
            return _framed(method, mark, attributes)
        whole = attributes | self._signed
        parts = (self._username.encode(), self._signed[REALM], self._password.encode())
        key = hashlib.md5(b":".join(parts), usedforsecurity=False).digest()
        # The length already counts the signature that is to come.
        unsigned = _framed(method, mark, whole, more=24)
        return unsigned + _attribute(INTEGRITY, hmac.new(key, unsigned, hashlib.sha1).digest())

    def _read(self) -> tuple[int, Attributes]:
        try:
            if self._is_stream:
                head = self._exactly(20)
                body = self._exactly(struct.unpack(">H", head[2:4])[0])
            else:
                packet = self._line.recv(2048)
                head, body = packet[:20], packet[20:]
        except TimeoutError:
            raise NoRelay(f"it did not answer within {PATIENCE:.0f} seconds") from None
        except OSError as problem:
            raise NoRelay(f"it cannot be reached ({problem.strerror or problem})") from None
        return struct.unpack(">H", head[:2])[0], _attributes(body)

    def _exactly(self, size: int) -> bytes:
        read = b""
        while len(read) < size:
            if not (more := self._line.recv(size - len(read))):
                raise ConnectionResetError("it hung up")
            read += more
        return read


def try_relay(url: str, credential: tuple[str, str]) -> str:
    """Send a few bytes from one place on the relay to another; return the address it relays from, or raise NoRelay."""
    with Allocation(url, *credential) as one, Allocation(url, *credential) as other:
        one.permit(other)
        other.permit(one)
        words = secrets.token_bytes(16)
        one.send(words, to=other)
        if other.receive() != words:
            raise NoRelay("what was sent through it did not arrive")
        return one.relay


def _connect(url: str) -> tuple[socket.socket, bool]:
    scheme, _, rest = url.partition(":")
    place, _, query = rest.partition("?")
    host, _, port = place.rpartition(":") if place.rpartition(":")[2].isdecimal() else (place, "", "")
    number = int(port) if port else 5349 if scheme == "turns" else 3478
    is_stream = scheme == "turns" or "transport=tcp" in query
    try:
        if is_stream:
            line = socket.create_connection((host.strip("[]"), number), PATIENCE)
            if scheme == "turns":
                line = ssl.create_default_context().wrap_socket(line, server_hostname=host)
            return line, True
        found = socket.getaddrinfo(host.strip("[]"), number, type=socket.SOCK_DGRAM)[0]
        line = socket.socket(found[0], socket.SOCK_DGRAM)
        line.settimeout(PATIENCE)
        line.connect(found[4])
    except OSError as problem:
        raise NoRelay(f"it cannot be reached ({problem.strerror or problem})") from None
    return line, False


def _framed(kind: int, mark: bytes, attributes: Attributes, *, more: int = 0) -> bytes:
    body = b"".join(_attribute(name, value) for name, value in attributes.items())
    return struct.pack(">HHI", kind, len(body) + more, COOKIE) + mark + body


def _attribute(name: int, value: bytes) -> bytes:
    return struct.pack(">HH", name, len(value)) + value + bytes(-len(value) % 4)


def _attributes(body: bytes) -> Attributes:
    found, at = {}, 0
    while at + 4 <= len(body):
        name, size = struct.unpack(">HH", body[at : at + 4])
        found[name] = body[at + 4 : at + 4 + size]
        at += 4 + size + -size % 4
    return found


def _reason(found: Attributes) -> str:
    error = found.get(ERROR, b"")
    return (
        f"{error[2] * 100 + error[3]} {error[4:].decode(errors='replace')}"
        if len(error) >= 4
        else "no reason"
    )
