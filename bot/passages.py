"""A passage of an edition that was sent, as a command names it: the papers that a page had no room for. Pure.

    digest of:17.9f2c41d08a6b 52 96-120 page:2

is, of the page that the delivery 17 brought, what it carries from its 52nd paper on, with the edition's numbers 96 to
120, on the list's second page. While the page is being made and has no record yet, ``edition:52:96-120`` stands in the
place of the line. Whoever made up a line would have to know the page's papers already: the check is made
of them.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Self

_LINE: Final = re.compile(
    r"of:(?P<delivery>[1-9][0-9]{0,14})\.(?P<check>[0-9a-f]{12}) (?P<at>[1-9][0-9]{0,3}) "
    r"(?P<first>[1-9][0-9]{0,3})-(?P<last>[1-9][0-9]{0,3})(?: page:(?P<page>[1-9][0-9]{0,3}))?"
)
_PLACEHOLDER: Final = re.compile(r"edition:([0-9]+):([0-9]+)-([0-9]+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """Papers of one page of an edition."""

    delivery: int
    """The record of the page."""
    check: str
    """``check`` of the papers that the page carries."""
    at: int
    """Place of the first among those papers, from 1."""
    first: int
    """The edition's number of the first."""
    last: int
    page: int = 1
    """Of the list in which they are read."""

    @classmethod
    def read(cls, text: str) -> Self | None:
        """What stands behind the command's name; None for anything else."""
        match = _LINE.fullmatch(" ".join(text.split()))
        if match is None or int(match["first"]) > int(match["last"]):
            return None
        numbers = {name: int(match[name] or 1) for name in ("delivery", "at", "first", "last", "page")}
        return cls(check=match["check"], **numbers)

    @classmethod
    def behind(cls, placeholder: str, *, delivery: int, papers: Sequence[str]) -> Self:
        """What a ``placeholder`` stands for on the page that this record brought, with these papers."""
        match = _PLACEHOLDER.fullmatch(placeholder)
        if match is None:
            message = f"no way to more papers: {placeholder!r}"
            raise ValueError(message)
        at, first, last = map(int, match.groups())
        return cls(delivery=delivery, check=check(papers), at=at, first=first, last=last)

    @property
    def line(self) -> str:
        """The command line, which is what a button carries."""
        page = f" page:{self.page}" if self.page > 1 else ""
        return f"digest of:{self.delivery}.{self.check} {self.at} {self.first}-{self.last}{page}"


def placeholder(*, at: int, first: int, last: int) -> str:
    """The way to papers of a page that is still to be sent: from its ``at``-th on, the edition's numbers."""
    return f"edition:{at}:{first}-{last}"


def check(papers: Sequence[str]) -> str:
    """Twelve letters that tell these papers, in this order, from all others."""
    return hashlib.blake2b("\n".join(papers).encode(), digest_size=6).hexdigest()
