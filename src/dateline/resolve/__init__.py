"""From raw to normal values: calendar, gazetteer, actors, counts."""
