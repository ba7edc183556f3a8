"""The text of a piece of HTML (a feed's entry, a field), with its paragraphs. Whole pages are html's work."""

from __future__ import annotations

from html.parser import HTMLParser

_BLOCKS = frozenset(
    {
        "p",
        "div",
        "br",
        "hr",
        "li",
        "ul",
        "ol",
        "dl",
        "dt",
        "dd",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "blockquote",
    }
    | {"section", "article", "header", "footer", "main", "table", "tr", "pre", "figure"}
)
_SILENT = frozenset({"script", "style", "figcaption", "noscript", "template", "iframe", "svg"})


class _Text(HTMLParser):
    """Collects the words of paragraphs."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.paragraphs: list[list[str]] = [[]]
        self.silence = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        if tag in _SILENT:
            self.silence += 1
        elif tag in _BLOCKS:
            self.paragraphs.append([])

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self.silence = max(0, self.silence - 1)
        elif tag in _BLOCKS:
            self.paragraphs.append([])

    def handle_data(self, data: str) -> None:
        if not self.silence:
            self.paragraphs[-1].append(data)


def text_of_markup(markup: str) -> str:
    """Return the text of a piece of HTML, its paragraphs parted by empty lines."""
    parser = _Text()
    parser.feed(markup)
    parser.close()
    found = (" ".join("".join(words).split()) for words in parser.paragraphs)
    return "\n\n".join(p for p in found if p)
