"""Measure Dateline: on the example reports, then on the coded sets of a folder, if one is named.

Usage: python eval [BENCH]
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
OF_A_FOLDER = ("modern", "timex", "geo", "tolls", "polnear", "gva", "linking", "counting")


def main() -> int:
    """Run each measure in a process of its own, so that a crash of one stops no other; return 1 if one failed."""
    folders = sys.argv[1:2]
    failed = []
    for measure in ("examples", *(OF_A_FOLDER if folders else ())):
        print(f"== {measure}", flush=True)
        arguments = folders if measure in OF_A_FOLDER else []
        if subprocess.run([sys.executable, HERE / f"{measure}.py", *arguments], check=False).returncode:
            failed.append(measure)
    if failed:
        print(f"failed: {', '.join(failed)}", file=sys.stderr)
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main())
