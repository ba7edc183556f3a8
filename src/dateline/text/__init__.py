"""From a report to parsed sentences: splitting, parsing, quotations and reported speech, numbers."""
