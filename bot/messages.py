"""What goes out to a destination. Pure values."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Destination:
    """Where pages go: a platform, and a chat there by the platform's own name for it."""

    platform: str
    chat: str

    def __str__(self) -> str:
        return f"{self.platform}:{self.chat}" if self.chat else self.platform


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One native message of an edition, ready to be sent."""

    number: int
    """Its place in the edition, from 1."""
    text: str
    papers: tuple[str, ...] = ()
    """Ids of the papers it carries; none on the cover."""


class State(StrEnum):
    """What is known of one page's way to its destination."""

    PLANNED = "planned"
    SENDING = "sending"
    """From just before the request until its answer is stored. Found at a start, nobody knows whether it arrived."""
    SENT = "sent"
    SKIPPED = "skipped"
    """It may have arrived, and its destination would rather miss a page than see one twice."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """The stored record of one page."""

    id: int
    page: Page
    state: State
