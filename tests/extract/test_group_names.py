import pytest

from dateline.codebook import load_codebook
from dateline.extract.group_names import learn_short_names, read_names

BOOK = load_codebook()


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("the Revolutionary Front of Ruritania (RFR) struck", {"RFR": ((), "Revolutionary Front of Ruritania")}),
        ("THE REVOLUTIONARY FRONT OF RURITANIA [RFR] STRUCK", {"RFR": ((), "REVOLUTIONARY FRONT OF RURITANIA")}),
        ("Boko Haram (BH) struck", {"BH": (("boko-haram",), "Boko Haram")}),
        ("Hayat Tahrir al-Sham (HTS) struck", {"HTS": (("hayat-tahrir-al-sham",), "Hayat Tahrir al-Sham")}),
        ("Reporters Without Borders (RSF) said", {"RSF": ((), "")}),
        ("Médecins Sans Frontières (MSF) said", {"MSF": ((), "")}),
        ("the leader (who died) said", {}),
        ("he was born there (Ruritania)", {}),
    ],
)
def test_short_names_are_learned_from_brackets(text: str, wanted: dict[str, tuple[tuple[str, ...], str]]) -> None:
    assert learn_short_names(text, BOOK) == wanted


def test_a_reports_names_hold_its_words_without_particles() -> None:
    assert " qaeda struck kabul " in read_names("Al-Qa'ida struck Kabul", BOOK).keys
