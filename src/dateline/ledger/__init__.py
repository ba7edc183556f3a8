"""The ledger: every statement kept, and views of what was known when."""

from dateline.ledger.engine import LedgerError
from dateline.ledger.ledger import Ledger

__all__ = ["Ledger", "LedgerError"]
