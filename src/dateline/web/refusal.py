"""Requests that are refused: what every room of the workbench raises, whoever asked."""

from __future__ import annotations


class Refusal(Exception):  # noqa: N818 - an answer, not a fault of the program
    """A request that is refused: its status, the cause and the next step."""

    def __init__(self, status: int, detail: str) -> None:
        super().__init__(detail)
        self.status = status


class SignInNeeded(Refusal):
    """Nobody is signed in: a page leads to the form, a program is told so."""

    def __init__(self, detail: str) -> None:
        super().__init__(401, detail)


class PasswordNeeded(Refusal):
    """A password of one's own is to be chosen before anything else."""

    def __init__(self, detail: str) -> None:
        super().__init__(403, detail)
