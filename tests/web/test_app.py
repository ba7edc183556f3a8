"""The server as a whole, on a ledger of either engine."""

from __future__ import annotations

import gc
import time

from starlette.testclient import TestClient

from dateline.ledger import Ledger
from dateline.web.app import make_app
from made_codings import coding
from web_settings import SETTINGS

HERE = "http://127.0.0.1:8417"
PATIENCE_S = 30.0


def test_what_lives_as_long_as_the_server_is_not_looked_through_for_garbage(ledger: Ledger) -> None:
    ledger.add(coding(12))
    gc.unfreeze()
    with TestClient(make_app(ledger, SETTINGS), base_url=HERE) as client:
        end = time.monotonic() + PATIENCE_S
        while not gc.get_freeze_count() and time.monotonic() < end:
            time.sleep(0.01)
        assert gc.get_freeze_count() > 0
        assert "12" in client.get("/explore", headers={"accept": "text/html"}).text
    assert gc.get_freeze_count() == 0
