"""From bytes to reports: one module a format; what cannot be read is set aside."""

from dateline.read.datelines import Dateline, find_dateline
from dateline.read.inputs import InputError, count_inputs, read_inputs
from dateline.read.limits import Limits
from dateline.read.text import read_text

__all__ = ["Dateline", "InputError", "Limits", "count_inputs", "find_dateline", "read_inputs", "read_text"]
