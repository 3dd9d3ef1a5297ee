"""Asks a public vulnerability service about every locked dependency; one it cannot answer for is a failure.

Needs the internet.
"""

import sys

from _setup import DEVELOPMENT, ROOT, hand_over, prepare

if __name__ == "__main__":
    prepare(DEVELOPMENT)
    hand_over(
        "-m",
        "pip_audit",
        "--require-hashes",
        "--disable-pip",
        "--strict",
        "-r",
        str(ROOT / DEVELOPMENT),
        *sys.argv[1:],
    )
