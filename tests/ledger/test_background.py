"""What a report tells in passing of an act of last week is linked to the reports of that week."""

from __future__ import annotations

import pytest

import dateline
from dateline.ledger import Ledger
from dateline.ledger.filters import Filters

pytestmark = pytest.mark.linked

THEN = (
    "KABUL - A truck bomb exploded near the German embassy in Kabul on Wednesday morning, killing at least 80 people "
    "and wounding more than 300, the public health ministry said."
)
LATER = (
    "HERAT - A bomb outside the Great Mosque in Herat killed seven people on Tuesday, police said. {} bombing in "
    "Kabul killed more than 150 people and wounded 300, officials said."
)


@pytest.mark.parametrize(("when", "incidents"), [("Last week's", 2), ("Last year's", 3)])
def test_an_act_told_in_passing_is_linked_to_its_week(ledger: Ledger, when: str, incidents: int) -> None:
    ledger.add(dateline.code(THEN, published="2017-05-31", outlet="Harbour Wire"))
    ledger.add(dateline.code(LATER.format(when), published="2017-06-07", outlet="Meridian Post"))
    assert ledger.count().low == incidents
    assert len(ledger.count(filters=Filters(place="Kabul")).reports) == 2
    assert ledger.count(filters=Filters(place="Herat")).low == 1
