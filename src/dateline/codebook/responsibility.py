"""The section ``responsibility``: words by which a report tells who did it and how sure that is."""

from __future__ import annotations

from dateline.codebook.entry import Entry


class Responsibility(Entry):
    """Cue words (lemmas) of responsibility, by what they tell.

    ``claim_objects`` are what one claims or takes ("responsibility"); ``blame_verbs`` take the blamed as their
    object, ``suspect_verbs`` as object or clause; ``suspect_words`` are adjectives, nouns and adverbs
    ("suspected", "blame", "alleged"), ``suspects`` the nouns for the one sought or held; ``link_verbs`` tie an
    attacker to a group ("linked to", "inspired by"). ``attackers`` are the nouns for those who carry out an attack,
    ``police`` those for whoever stops them: what these do to those is the answer to the attack, no part of it.
    ``followers`` are the nouns, of which a plural may be had by "s", for people and parts of a group.
    ``armed_looks`` are the words beside a noun that show people to be armed or hiding ("masked youths").
    ``no_side`` is the code for the side of attackers of whose side the words tell nothing.
    """

    armed_looks: tuple[str, ...] = ()
    attackers: tuple[str, ...] = ()
    police: tuple[str, ...] = ()

    claim_verbs: tuple[str, ...] = ()
    claim_objects: tuple[str, ...] = ()
    claim_nouns: tuple[str, ...] = ()
    deny_verbs: tuple[str, ...] = ()
    deny_objects: tuple[str, ...] = ()
    blame_verbs: tuple[str, ...] = ()
    blame_words: tuple[str, ...] = ()
    suspect_verbs: tuple[str, ...] = ()
    suspects: tuple[str, ...] = ()
    suspect_words: tuple[str, ...] = ()
    link_verbs: tuple[str, ...] = ()
    channel_nouns: tuple[str, ...] = ()
    followers: tuple[str, ...] = ()
    no_side: str = "unknown"
