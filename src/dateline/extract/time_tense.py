"""Whether the clause of a time tells of what is to come: by its verb, or by the words just before the time."""

from __future__ import annotations

import re

from dateline.extract.raw import RawTime
from dateline.text.sentence import Sentence, Token

# Verbs and adjectives whose "to ..." is still to come when the report tells of it.
_PLANS = frozenset({"plan", "schedule", "expect", "intend", "hope", "due", "set", "slate", "agree", "vow", "promise"})
_PLANS |= {"threaten", "want", "wait", "prepare", "pledge"}
_OBLIGED = frozenset({"would", "should", "must"})  # "said they would meet on Thursday"
_MAY = frozenset({"may", "can"})  # "may plead guilty on Friday", where "could" is also the past of "can"
# Verbs whose present tells of what stands in the calendar: "the talks open on Monday".
_SCHEDULED = frozenset("arrive begin close convene depart end expire leave meet open reopen resume".split())
_SCHEDULED |= {"start", "vote", "plan", "intend", "expect", "hope"}
_AWAITED = ("due", "scheduled", "slated", "expected")
_OPEN = frozenset({"would", "could", "should", "may", "might", "must", "can"})  # tell no tense by themselves
_PAST_HELPERS = frozenset({"was", "were", "had", "has", "have", "been", "did"})
_FUTURE = re.compile(
    r"\b(?:will|shall|won['’]t|going\s+to|due|scheduled|expected\s+to|set\s+(?:to|for)|planned?\s+(?:to|for)|plans\s+to|"
    r"expires?|upcoming|effective|slated|hopes?\s+to|intends?\s+to|is\s+to|are\s+to|ahead\s+of|payable|"
    r"as\s+(?:soon|early)\s+as|'ll|’ll)\b",
    re.IGNORECASE,
)
# What stands right before a time to come, whatever the tense of the verb: "signed a pact effective on 1 June".
_COMING = re.compile(
    r"\b(?:as\s+(?:soon|early)\s+as|effective(?:\s+as\s+of)?|payable|"
    r"(?:planned|scheduled|slated|called|set|summoned|booked)\s+for)\s+(?:on\s+|in\s+)?(?:the\s+)?(?:early\s+|late\s+|mid-?)?$",
    re.IGNORECASE,
)
# Verbs that move a day, and verbs whose "until Friday" lies ahead of the report.
_MOVED = frozenset("adjourn defer delay extend postpone prolong reschedule".split())
_DEFERRED = _MOVED | frozenset("ban cancel close give have remand renew shut suspend".split())
_TO = re.compile(r"\bto\s+(?:the\s+)?(?:early\s+|late\s+|mid-?)?$", re.IGNORECASE)
_UNTIL = re.compile(r"\b(?:until|till|through)\s+(?:the\s+)?(?:early\s+|late\s+|mid-?)?$", re.IGNORECASE)
_ENDS = re.compile(r"(?:by|no\s+later\s+than|until|till|through)\b", re.IGNORECASE)
_OF_DAYS = ("time.weekday.", "time.monthday.", "time.holiday.")
_CONDITIONS = frozenset({"when", "if", "once", "until", "unless"})


def is_future(sentence: Sentence, raw: RawTime) -> bool | None:
    """Say whether the clause of a time tells of what is to come; None where neither tense nor words say.

    Where the sentence is parsed, the nearest verb above the time decides: "will meet on Thursday" and "is due to
    end on 9 May" are to come, "met on Thursday" is past. Unparsed sentences tell by a cue just before the time.
    """
    before = sentence.text[: raw.span.start - sentence.span.start]
    if raw.token is None or not sentence.is_parsed:
        return True if _FUTURE.search(re.split(r"[,;:]\s", before)[-1][-60:]) else None
    if _COMING.search(before):
        return True
    above = list(sentence.ancestors(raw.token))
    verb = next((t for t in above if t.is_verb), None)
    if verb is None:
        return None
    is_apart = any(t.pos not in ("ADP", "ADV", "PART", "SCONJ") for t in above[: above.index(verb)])
    if raw.span.start > verb.end and _lies_ahead(sentence, raw, verb, before):
        return True
    if not is_apart and _is_condition(sentence, verb):
        return True
    return _by_tense(sentence, _finite(sentence, verb), is_apart=is_apart)


def _finite(sentence: Sentence, verb: Token) -> Token:
    """Return the verb whose tense a bare "-ing" shares: "will fly out, with the last leaving in August"."""
    if verb.tag != "VBG" or sentence.child(verb.i, "aux", "auxpass") is not None:
        return verb
    return next((t for t in sentence.ancestors(verb.i) if t.is_verb and t.tag != "VBG"), verb)


def _lies_ahead(sentence: Sentence, raw: RawTime, verb: Token, before: str) -> bool:
    """Say whether a verb puts the time after it ahead: "due on Friday", "postponed until Monday"."""
    helpers = {t.lower for t in sentence.children(verb.i, "aux", "auxpass")}
    if "had" not in helpers and (verb.lower in _AWAITED or _is_set(sentence, raw, verb)):
        return True
    planned = sentence.child(verb.i, "dobj") if verb.lemma == "plan" and verb.tag == "VBD" else None
    if planned is not None and raw.rule.startswith(_OF_DAYS):
        return True  # "planned a rally for Saturday"
    is_end = _ENDS.match(raw.text) is not None
    if verb.lemma in _DEFERRED and verb.tag != "VBG" and (is_end or _UNTIL.search(before)):
        return True
    if verb.lemma in _MOVED and _TO.search(before):
        return True
    return is_end and "to" in helpers  # "to repay the loan by February"


def _is_set(sentence: Sentence, raw: RawTime, verb: Token) -> bool:
    """Say whether a day is set: "set Friday as the deadline", "set for Friday", but not "a record set on Friday"."""
    if verb.lower != "set":
        return False
    is_object = raw.token is not None and sentence.tokens[raw.token].dep == "dobj"
    is_object = is_object or sentence.text[raw.span.end - sentence.span.start :].startswith(" as ")
    return is_object or any(t.lower == "for" for t in sentence.children(verb.i, "prep"))


def _is_condition(sentence: Sentence, verb: Token) -> bool:
    """Say whether a clause speaks of what may come to be: "when the case is heard in May"."""
    mark = {t.lower for t in sentence.children(verb.i, "mark", "advmod")}
    helpers = {t.lower for t in sentence.children(verb.i, "aux", "auxpass")}
    is_present = verb.tag in ("VBZ", "VBP") or (verb.tag == "VBN" and bool(helpers & {"is", "are"}))
    return bool(mark & _CONDITIONS) and is_present and not helpers & _PAST_HELPERS


def _by_tense(sentence: Sentence, verb: Token, *, is_apart: bool) -> bool | None:
    # "Bombings since 1 May killed two on Monday": the month is no helper, whatever the parser takes it for.
    helpers = [t.lower for t in sentence.children(verb.i, "aux", "auxpass") if t.text != "May"]
    if any(word in ("will", "shall", "'ll", "’ll", "wo") for word in helpers):
        return True
    if "to" in helpers and (verb.tag == "VB" or "be" in helpers):
        return True if _is_planned(sentence, verb, helpers) else None
    if any(word in _OPEN for word in helpers):
        is_ahead = bool(_OBLIGED & set(helpers)) or (not is_apart and bool(_MAY & set(helpers)))
        return True if is_ahead and "have" not in helpers else None
    if verb.tag in ("VBZ", "VBP") and not is_apart and not helpers and verb.lemma in _SCHEDULED:
        return True
    if verb.tag == "VBD" or any(word in _PAST_HELPERS for word in helpers):
        return None if is_apart else False
    return False if verb.tag == "VBN" and not is_apart else None


def _is_planned(sentence: Sentence, verb: Token, helpers: list[str]) -> bool:
    """Say whether "to ..." is still to come: "plans to meet", "is to meet", but not "had been due to meet"."""
    above = sentence.head(verb.i)
    helped = [above, *([sentence.head(above.i)] if above.lemma in ("due", "set") else [])]
    if any(t.lower == "had" for one in helped for t in sentence.children(one.i, "aux", "auxpass")):
        return False
    return "be" in helpers or above.lemma in _PLANS or (above.lemma == "be" and above.tag in ("VBZ", "VBP"))
