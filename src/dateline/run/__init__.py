"""The stages put together, and the runners that drive them."""
