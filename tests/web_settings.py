"""How workbenches run in tests."""

from dateline.web.settings import Settings

SETTINGS = Settings("ann", secret=b"a secret of these tests")
