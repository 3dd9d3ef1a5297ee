"""Sets up, then gathers the sentences of the source into every catalogue and says what still waits for words."""

import sys

from _setup import DEVELOPMENT, hand_over, prepare

HELP = """\
bin/translate            bring every catalogue in locale/ up to the source; say what is missing
bin/translate pt fr      the same for these languages; a new one gets its catalogue"""

if __name__ == "__main__":
    if {"--help", "-h"} & set(sys.argv):
        print(HELP)
        raise SystemExit
    prepare(DEVELOPMENT)
    hand_over("-m", "core.catalogues", *sys.argv[1:])
