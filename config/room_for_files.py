"""How much each member may keep in files, as the operator says."""

from collections.abc import Mapping

MEGABYTE = 1024 * 1024
MOST = 200


def files_per_member(environment: Mapping[str, str]) -> int:
    """Return how many bytes one member may keep, 0 for as many as they like; refuse what is no number."""
    said = environment.get("HEARTHSIDE_FILES_PER_MEMBER") or str(MOST)
    if not (said.isascii() and said.isdecimal()):
        raise SystemExit("HEARTHSIDE_FILES_PER_MEMBER is a number of megabytes; 0 sets no limit.")
    return int(said) * MEGABYTE
