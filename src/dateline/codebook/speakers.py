"""The section ``speakers`` of the coding scheme: who may be credited, and the words that credit them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from types import MappingProxyType
from typing import Literal

from dateline.codebook.entry import Entry

Stance = Literal["says", "claims", "denies", "suspects", "believes", "confirms", "predicts", "threatens", "orders"]
Frame = Literal["clause", "quote", "object", "infinitive", "about", "toll"]


class SpeechVerbs(Entry):
    """Verbs of one stance and the frames in which they say something.

    ``clause``: "said that ..."; ``quote``: with quoted words; ``object``: "confirmed the deaths";
    ``infinitive``: "vowed to ..."; ``about``: "blamed the group for ...", the whole phrase after the verb
    is what is said; ``toll``: "put the toll at 12". ``attitude`` marks verbs of will and judgement
    ("condemned the attack"): they tell what someone thinks of an act, not that it happened, and are used
    only where asked for.
    """

    id: str
    stance: Stance
    frames: tuple[Frame, ...]
    attitude: bool = False
    words: tuple[str, ...]


class SpeechNouns(Entry):
    """Nouns that name an act of saying ("the claim by X that ..."; with ``of`` also "reports of ..."), or
    adjectives that do ("is confident that ...").
    """

    id: str
    stance: Stance
    of: bool = False
    attitude: bool = False
    words: tuple[str, ...]


class SpeechPhrases(Entry):
    """Phrases that credit, ``before`` a speaker ("according to X") or alone ("reportedly")."""

    id: str
    stance: Stance
    before: bool
    attitude: bool = False
    words: tuple[str, ...]


class SpeakerKind(Entry):
    """A kind of speaker with the nouns that make it, alone ("doctor") or beside a role ("hospital chief")."""

    id: str
    words: tuple[str, ...]


class KnownSpeaker(Entry):
    """A monitor, agency, outlet or body that reports credit by name. ``id`` is the name to be recorded."""

    id: str
    kind: str
    aliases: tuple[str, ...] = ()


class VerbUse(Entry):
    """What one verb can do: its stance, its frames, and those of them that only tell an attitude."""

    stance: Stance
    frames: frozenset[Frame]
    attitudes: frozenset[Frame]


class Speakers(Entry):
    """The section ``speakers``.

    ``roles`` are neutral head nouns ("official", "spokesman", "source") with the kind they make when
    nothing beside them says more; ``titles`` stand before a person's name and are no part of it;
    ``refusals`` are verbs under which a verb of speech says nothing ("declined to say"); ``irregular``
    gives the lemma of irregular forms, needed where a sentence is not parsed.
    """

    verbs: tuple[SpeechVerbs, ...] = ()
    nouns: tuple[SpeechNouns, ...] = ()
    adjectives: tuple[SpeechNouns, ...] = ()
    phrases: tuple[SpeechPhrases, ...] = ()
    kinds: tuple[SpeakerKind, ...] = ()
    roles: Mapping[str, str] = {}
    titles: tuple[str, ...] = ()
    refusals: tuple[str, ...] = ()
    irregular: Mapping[str, str] = {}
    names: tuple[KnownSpeaker, ...] = ()

    @cached_property
    def verb_uses(self) -> Mapping[str, VerbUse]:
        """Each verb's lemma with its uses joined; the first group that has it gives the stance."""
        uses: dict[str, VerbUse] = {}
        for group in self.verbs:
            for word in group.words:
                known = uses.get(word)
                new = frozenset(group.frames)
                frames = known.frames if known else frozenset()
                attitudes = known.attitudes if known else frozenset()
                uses[word] = VerbUse(
                    stance=known.stance if known else group.stance,
                    frames=frames | new,
                    attitudes=attitudes | (new - frames) if group.attitude else attitudes - new,
                )
        return MappingProxyType(uses)

    @cached_property
    def verb_forms(self) -> Mapping[str, str]:
        """The finite forms and the present participle of each verb, with its lemma."""
        forms: dict[str, str] = {}
        for lemma in self.verb_uses:
            stem = lemma[:-1] if lemma.endswith("e") else lemma
            if lemma.endswith("y") and lemma[-2:-1] not in "aeiou":
                forms |= dict.fromkeys((lemma[:-1] + "ies", lemma[:-1] + "ied"), lemma)
            else:
                ending = "es" if lemma.endswith(("s", "sh", "ch", "x")) else "s"
                forms |= dict.fromkeys((lemma + ending, stem + "ed"), lemma)
            forms |= dict.fromkeys((lemma, stem + "ing"), lemma)
        irregular = {form: lemma for form, lemma in self.irregular.items() if lemma in self.verb_uses}
        return MappingProxyType(forms | irregular)

    @cached_property
    def noun_uses(self) -> Mapping[str, SpeechNouns]:
        """Each noun of speech (lemma) with its group."""
        return MappingProxyType({word: group for group in self.nouns for word in group.words})

    @cached_property
    def adjective_uses(self) -> Mapping[str, SpeechNouns]:
        """Each adjective of speech (lemma) with its group."""
        return MappingProxyType({word: group for group in self.adjectives for word in group.words})

    @cached_property
    def phrase_uses(self) -> Mapping[str, SpeechPhrases]:
        """Each phrase in lower case with its group."""
        return MappingProxyType({word: group for group in self.phrases for word in group.words})

    @cached_property
    def phrases_by_first_word(self) -> Mapping[str, tuple[tuple[str, ...], ...]]:
        """The phrases, cut into words, by their first word."""
        found: dict[str, tuple[tuple[str, ...], ...]] = {}
        for phrase in self.phrase_uses:
            words = tuple(phrase.split())
            found[words[0]] = (*found.get(words[0], ()), words)
        return MappingProxyType(found)

    @cached_property
    def kind_of_word(self) -> Mapping[str, str]:
        """Each noun (or pair of words) in lower case with the kind it makes."""
        return MappingProxyType({word: kind.id for kind in self.kinds for word in kind.words})

    @cached_property
    def known_names(self) -> Mapping[str, KnownSpeaker]:
        """Each name and alias, as written, with its entry."""
        return MappingProxyType({alias: name for name in self.names for alias in (name.id, *name.aliases)})

    @cached_property
    def title_words(self) -> frozenset[str]:
        """The titles in lower case."""
        return frozenset(title.lower() for title in self.titles)
