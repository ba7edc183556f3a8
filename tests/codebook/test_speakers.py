from __future__ import annotations

from dateline.codebook.speakers import KnownSpeaker, SpeakerKind, Speakers, SpeechPhrases, SpeechVerbs


def _verbs(*groups: tuple[str, tuple[str, ...], bool]) -> Speakers:
    return Speakers(
        verbs=tuple(
            SpeechVerbs(id=str(k), stance=stance, frames=frames, attitude=attitude, words=("claim", "deny"))
            for k, (stance, frames, attitude) in enumerate(groups)
        ),
        irregular={"clomb": "claim", "went": "go"},
    )


def test_uses_of_a_verb_are_joined():
    use = _verbs(("claims", ("clause",), False), ("says", ("object", "clause"), True)).verb_uses["claim"]
    assert use.stance == "claims"
    assert use.frames == {"clause", "object"}
    assert use.attitudes == {"object"}


def test_an_asserting_use_wins_over_an_attitude():
    use = _verbs(("claims", ("object",), True), ("says", ("object",), False)).verb_uses["claim"]
    assert use.attitudes == frozenset()


def test_forms_of_verbs():
    forms = _verbs(("claims", ("clause",), False)).verb_forms
    assert {form for form, lemma in forms.items() if lemma == "deny"} == {"deny", "denies", "denied", "denying"}
    assert forms["clomb"] == "claim"
    assert "went" not in forms


def test_phrases_are_found_by_their_first_word():
    book = Speakers(phrases=(SpeechPhrases(id="p", stance="says", before=True, words=("as told by", "per")),))
    assert book.phrases_by_first_word["as"] == (("as", "told", "by"),)
    assert book.phrases_by_first_word["per"] == (("per",),)


def test_names_and_kinds_are_found_by_their_words():
    book = Speakers(
        names=(KnownSpeaker(id="The Example Wire", kind="media", aliases=("TEW",)),),
        kinds=(SpeakerKind(id="police", words=("sheriff",)),),
    )
    assert book.known_names["TEW"].id == "The Example Wire"
    assert book.kind_of_word["sheriff"] == "police"


def test_default_lists_are_sorted_and_kinds_agree():
    from dateline.codebook import load_codebook

    book = load_codebook().speakers
    for group in (*book.verbs, *book.nouns, *book.phrases, *book.kinds):
        assert list(group.words) == sorted(group.words), group.id
    names = [name.id.lower() for name in book.names]
    assert names == sorted(names)
    assert len(set(names)) == len(names)
    kinds = {kind.id for kind in book.kinds} | {"person", "anonymous"}
    assert {name.kind for name in book.names} <= kinds
    assert set(book.roles.values()) <= kinds
