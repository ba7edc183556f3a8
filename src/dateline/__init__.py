"""Dateline reads dated news reports of attacks and armed conflict and keeps a sourced ledger of incidents."""

__version__ = "0.1.0"
