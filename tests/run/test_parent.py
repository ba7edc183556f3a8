"""Workers do not outlive who started them, however that one ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

STARTS_ONE = """
import multiprocessing, os, time
from dateline.run.parent import end_with_parent

if __name__ == "__main__":
    with multiprocessing.get_context("{start}").Pool(1, end_with_parent) as pool:
        print(pool.apply(os.getpid), flush=True)
        time.sleep(60)
"""
STARTS_CODERS = """
import itertools
from datetime import date
from dateline.codebook import load_codebook
from dateline.model import Report
from dateline.run.pool import run_pool
from tellers import telling

if __name__ == "__main__":
    reports = (Report.of(f"Nothing happened, {n}.", date(2017, 6, 7)) for n in itertools.count())
    for coding in run_pool(reports, load_codebook(), workers=1, chunk=1, coder=telling):
        pass
"""
TELLER = """
import os
from dateline.model import Coding

def telling(report, codebook, *, pipeline):
    print(os.getpid(), flush=True)
    return Coding((report,))
"""


def is_running(process: int) -> bool:
    """Say whether a process runs; one that ended and that nobody has asked for yet does not."""
    try:
        return "\nState:\tZ" not in Path(f"/proc/{process}/status").read_text(encoding="utf-8")
    except (FileNotFoundError, ProcessLookupError):
        return False


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="looks processes up in /proc")
@pytest.mark.parametrize(
    "script", [STARTS_ONE.format(start="spawn"), STARTS_ONE.format(start="forkserver"), STARTS_CODERS],
    ids=["spawn", "forkserver", "coders"],
)  # fmt: skip
def test_a_worker_ends_when_its_parent_is_killed(script: str, tmp_path: Path) -> None:
    (tmp_path / "tellers.py").write_text(TELLER, encoding="utf-8")
    (tmp_path / "starts.py").write_text(script, encoding="utf-8")
    paths = os.pathsep.join((str(tmp_path), *filter(None, sys.path)))
    with subprocess.Popen(
        [sys.executable, str(tmp_path / "starts.py")], stdout=subprocess.PIPE, text=True,
        env={**os.environ, "PYTHONPATH": paths},
    ) as parent:  # fmt: skip
        assert parent.stdout is not None
        worker = int(parent.stdout.readline())
        assert is_running(worker)
        parent.send_signal(signal.SIGKILL)
        parent.wait()
        until = time.monotonic() + 30
        while is_running(worker) and time.monotonic() < until:
            time.sleep(0.05)
        assert not is_running(worker)
