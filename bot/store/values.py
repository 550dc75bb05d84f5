"""How our values look inside SQLite, and back."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import overload

from bot.papers import Paper


@overload
def text(value: str) -> str: ...
@overload
def text(value: None) -> None: ...
def text(value: str | None) -> str | None:
    """Make text fit to be stored: every lone surrogate, which no UTF-8 can hold, becomes U+FFFD."""
    if value is None or value.isascii():
        return value
    return value.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def moment(value: datetime | None) -> str | None:
    """An aware datetime as ISO 8601 in UTC."""
    return value.astimezone(UTC).isoformat() if value else None


def as_moment(value: str | None) -> datetime | None:
    """The aware datetime behind ``moment``."""
    return datetime.fromisoformat(value) if value else None


def array(values: Iterable[str]) -> str:
    """Strings as a JSON array that a person can read."""
    return text(json.dumps(list(values), ensure_ascii=False, separators=(",", ":")))


def as_tuple(value: str) -> tuple[str, ...]:
    """The strings behind ``array``."""
    return tuple(json.loads(value))


def as_paper(
    paper_id: str,
    version: int,
    title: str,
    abstract: str,
    authors: str,
    categories: str,
    comment: str | None,
    journal_ref: str | None,
    doi: str | None,
    licence: str | None,
    submitted: str | None,
    updated: str | None,
) -> Paper:
    """A row of ``papers`` and ``versions``, its columns in this order, as a ``Paper``."""
    return Paper(
        id=paper_id,
        version=version,
        title=title,
        abstract=abstract,
        authors=as_tuple(authors),
        categories=as_tuple(categories),
        comment=comment,
        journal_ref=journal_ref,
        doi=doi,
        licence=licence,
        submitted=as_moment(submitted),
        updated=as_moment(updated),
    )
