"""What a ledger knows, in the forms its readers already use: exports, releases, imports, comparison."""
