"""The command with a coder made by hand, for tests of real processes: ``fake_dateline.py code ...``."""

from __future__ import annotations

import sys
from functools import partial

import dateline.run.loop
import dateline.run.pool
from dateline.cli import main
from handmade import code_fully


def put_in_place() -> None:
    dateline.run.loop.default_coder = lambda: code_fully
    if "--workers" not in sys.argv:  # other processes have the real one
        dateline.run.loop.pipeline_version = lambda name: f"{name}@0"
    dateline.run.pool.run_pool = partial(dateline.run.pool.run_pool, coder=code_fully)


if __name__ == "__main__":
    put_in_place()
    main()
