"""``python -m xalias_tui`` is ``xalias``."""

import sys

from xalias_tui.cli import main

if __name__ == "__main__":
    sys.exit(main())
