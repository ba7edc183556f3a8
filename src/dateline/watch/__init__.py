"""Watching feeds: what outlets publish is asked for politely, read, coded, and kept in the ledger."""
