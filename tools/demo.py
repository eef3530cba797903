"""`make demo`: everything on this machine, with demo people, until Ctrl-C."""

from __future__ import annotations

import sys

from tools import environment

if __name__ == "__main__":
    environment.enter("-m", "tools.demo")
    from tools.demo_run import main

    sys.exit(main())
