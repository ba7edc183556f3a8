"""What a command says when it will not start: one line with cause, place and next step."""

from __future__ import annotations


class Refused(Exception):  # noqa: N818 - not an error of the program but its answer
    """A request refused before any work starts; the message names the place, the cause and the next step."""
