"""From statements to mentions, incidents and groups."""
