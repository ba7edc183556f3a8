"""From parsed text to raw statements: one module a kind."""
