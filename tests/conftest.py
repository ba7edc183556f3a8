from __future__ import annotations

import signal
from collections.abc import Iterator

import pytest


@pytest.fixture
def hearing_ctrl_c() -> Iterator[None]:
    """Where the tests were started in the background Ctrl-C is ignored."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)
