"""The commands: people at a terminal call the library through them."""

from __future__ import annotations

import sys


def main() -> None:
    """Run ``dateline`` with the arguments of this process and exit with its status: the console script."""
    try:
        from dateline.cli.app import run  # here, so that importing a part of the room loads no command

        sys.exit(run(sys.argv[1:]))
    except KeyboardInterrupt:  # while still starting
        sys.exit(130)
