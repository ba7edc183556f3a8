"""Ctrl-C that never cuts a line, a document or a file in two."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType, TracebackType


class Stop:
    """Within ``with``: Ctrl-C raises KeyboardInterrupt at once while waiting, and only after a held part.

    A second Ctrl-C within a held part raises at once, so a person is never locked in.
    """

    def __init__(self) -> None:
        self._is_held = False
        self._is_asked = False

    def __enter__(self) -> Stop:
        # Only the main thread of a process may set a handler; elsewhere Ctrl-C never arrives.
        self._is_set = threading.current_thread() is threading.main_thread()
        if self._is_set:
            self._before = signal.signal(signal.SIGINT, self._handle)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._is_set:
            signal.signal(signal.SIGINT, self._before)

    def _handle(self, _number: int, _frame: FrameType | None) -> None:
        if self._is_held and not self._is_asked:
            self._is_asked = True
            return
        raise KeyboardInterrupt

    @contextmanager
    def held(self) -> Iterator[None]:
        """Finish what is inside before a Ctrl-C counts."""
        self._is_held = True
        try:
            yield
        finally:
            self._is_held = False
        if self._is_asked:
            self._is_asked = False
            raise KeyboardInterrupt
