"""Who works on a ledger together: roles, accounts, sessions, tokens. No HTTP, no HTML."""
