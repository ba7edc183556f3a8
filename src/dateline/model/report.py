"""A report: one published text with a publication date; and what is set aside instead."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from dateline.model.ids import content_id, text_sha256


@dataclass(frozen=True, slots=True)
class Report:
    """One published text with a publication date.

    ``text`` is a verbatim slice of the decoded input, or, for inputs with a headline of their own, the
    headline, an empty line and the body. Offsets of evidence count its code points.
    """

    id: str
    text: str
    published: date
    outlet: str | None = None
    title: str | None = None
    url: str | None = None
    language: str = "en"
    sha256: str = ""

    @classmethod
    def of(
        cls,
        text: str,
        published: date,
        *,
        outlet: str | None = None,
        title: str | None = None,
        url: str | None = None,
        language: str = "en",
    ) -> Report:
        """Make a report whose id is a hash of its text, outlet and publication date."""
        sha = text_sha256(text)
        rid = content_id("r", sha, outlet, published.isoformat())
        return cls(rid, text, published, outlet, title, url, language, sha)

    def to_json(self) -> dict[str, object]:
        """Return the contract's form."""
        return {
            "id": self.id,
            "published": self.published.isoformat(),
            "outlet": self.outlet,
            "title": self.title,
            "url": self.url,
            "language": self.language,
            "sha256": self.sha256,
            "text": self.text,
        }


@dataclass(frozen=True, slots=True)
class SetAside:
    """An input that could not be read or coded, with the reason and what to do about it.

    ``input`` names the place: a path, and ``#n`` for the n-th record (1-based) of a file of many.
    """

    input: str
    reason: str

    def to_json(self) -> dict[str, object]:
        """Return the contract's form."""
        return {"input": self.input, "reason": self.reason}
