"""What a person has typed and not sent, kept by page, so that nothing is lost between two visits."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, delete, insert, select

from dateline.ledger.working import drafts

LONGEST = 100_000  # characters: a page's fields hold far less


def save(connection: Connection, author: str, page: str, content: str, moment: datetime) -> None:
    """Keep what a page holds in place of what was kept; raises ValueError where it is too long to be typed."""
    if len(content) > LONGEST:
        raise ValueError(f"a draft of {len(content):,} characters is longer than {LONGEST:,}; send it, or shorten it")
    drop(connection, author, page)
    connection.execute(insert(drafts), {"author": author, "page": page, "content": content, "saved": moment})


def kept(connection: Connection, author: str, page: str) -> str | None:
    """Return what a page held when it was last left, None where nothing is kept."""
    found: str | None = connection.scalar(
        select(drafts.c.content).where(drafts.c.author == author, drafts.c.page == page)
    )
    return found


def drop(connection: Connection, author: str, page: str) -> None:
    """Forget what a page held: it was sent, or left on purpose."""
    connection.execute(delete(drafts).where(drafts.c.author == author, drafts.c.page == page))
