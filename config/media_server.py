"""A media server of one's own beside the server, for trying larger calls on one machine: Janus.

It is asked on the loopback address only, shares a secret with us that nobody keeps, and writes no log. Of its plug-ins
and transports it finds the one of each that calls need, so nothing in it can record.
"""

import secrets
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from config.relay import HOME, PATIENCE, end_with_parent, free_port

PLUGIN = "libjanus_videoroom.so"
TRANSPORT = "libjanus_http.so"
LIBRARIES = ("/usr/lib/*/janus", "/usr/lib/janus", "/usr/local/lib/janus", "/opt/janus/lib/janus")
CORE = """\
general: {{
  configs_folder = "{folder}"
  plugins_folder = "{folder}/plugins"
  transports_folder = "{folder}/transports"
  events_folder = "{folder}/none"
  loggers_folder = "{folder}/none"
  debug_level = 0
  log_to_stdout = false
  token_auth = true
  token_auth_secret = "{secret}"
  admin_secret = "{secret}"
  session_timeout = 300
  hide_dependencies = true
}}
nat: {{
  full_trickle = false
  ice_enforce_list = "{address}"
}}
media: {{
  rtp_port_range = "59161-60960"
}}
"""
ROOMS = """\
general: {{
  admin_key = "{secret}"
  lock_rtp_forward = true
  string_ids = true
}}
"""
HTTP = """\
general: {{
  http = true
  https = false
  ip = "{home}"
  port = {port}
}}
admin: {{
  admin_http = true
  admin_https = false
  admin_ip = "{home}"
  admin_port = {admin_port}
}}
"""


@contextmanager
def own_media_server(address: str | None) -> Iterator[dict[str, Any] | None]:
    """Run Janus for as long as the block lasts; yield what settings.CALLS["janus"] holds.

    `address` is where media come in, no loopback address: Janus takes none. None is yielded without one, and where
    Janus is not installed.
    """
    program, library = shutil.which("janus"), _library()
    if program is None or library is None or address is None:
        yield None
        return
    secret, port, admin_port = secrets.token_urlsafe(32), free_port(), free_port()
    with tempfile.TemporaryDirectory(prefix="hearthside-janus-") as name:
        folder = Path(name)
        facts = {"folder": folder, "secret": secret, "address": address, "home": HOME}
        _furnish(folder, library, facts | {"port": port, "admin_port": admin_port})
        running = subprocess.Popen(
            [program, "-C", str(folder / "janus.jcfg"), "-F", name],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=name,
            preexec_fn=end_with_parent,
        )
        try:
            _wait_for(port, running)
            yield {
                "api": f"http://{HOME}:{port}/janus",
                "admin": f"http://{HOME}:{admin_port}/admin",
                "secret": secret,
                "addresses": frozenset([address]),
            }
        finally:
            running.terminate()
            running.wait(PATIENCE)


def own_address() -> str | None:
    """Return the address by which this machine would reach others, None for one that is by itself. Nothing is sent."""
    with socket.socket(type=socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return None
        found: str = probe.getsockname()[0]
        return None if found.startswith("127.") else found


def _library() -> Path | None:
    found = [path for pattern in LIBRARIES for path in Path("/").glob(pattern.removeprefix("/"))]
    return next((path for path in found if (path / "plugins" / PLUGIN).exists()), None)


def _furnish(folder: Path, library: Path, facts: dict[str, Any]) -> None:
    """Write what Janus reads, and lay out what it may load: one plug-in, one transport, and nothing else."""
    files = {"janus": CORE, "janus.plugin.videoroom": ROOMS, "janus.transport.http": HTTP}
    for name, words in files.items():
        file = folder / f"{name}.jcfg"
        file.touch(mode=0o600)
        file.write_text(words.format(**facts))
    for kind, name in (("plugins", PLUGIN), ("transports", TRANSPORT)):
        (folder / kind).mkdir()
        (folder / kind / name).symlink_to(library / kind / name)
    (folder / "none").mkdir()


def _wait_for(port: int, running: "subprocess.Popen[bytes]") -> None:
    """Return once it answers; where it does not come up, larger calls go as the small ones do."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and running.poll() is None:
        try:
            socket.create_connection((HOME, port), 0.2).close()
        except OSError:
            time.sleep(0.02)
        else:
            return
