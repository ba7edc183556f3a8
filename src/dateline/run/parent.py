"""Ends a worker whose parent is gone: nobody would give it work any more, or take its results."""

from __future__ import annotations

import multiprocessing
import os
from multiprocessing.process import BaseProcess
from threading import Thread


def end_with_parent() -> None:
    """Have this process end when the one that started it does, killed or not; called first in a worker."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        Thread(target=_end_after, args=(parent,), daemon=True).start()


def _end_after(parent: BaseProcess) -> None:
    parent.join()
    os._exit(1)  # nothing of it is to be kept: what it was making nobody asks for
