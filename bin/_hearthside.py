"""Runs an operator's command inside the installation's own environment."""

import os
import sys

from _setup import PRODUCT, hand_over, prepare

if __name__ == "__main__":
    os.umask(0o077)
    try:
        prepare(PRODUCT)
    except KeyboardInterrupt:
        raise SystemExit(130) from None
    hand_over("-m", "config.cli", *sys.argv[1:])
