"""What the commands about papers are answered with, and what several of them need."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Hashable, Sequence
from dataclasses import dataclass, field
from datetime import date
from weakref import WeakValueDictionary

from bot.errors import SourceError
from bot.messages import Asker
from bot.papers import Paper, Summary
from bot.summarize.summarizer import Extractor
from bot.wishes import Wishes
from handlers.daily import Parts
from handlers.limits import Limits

ENGLISH = "English"
"""The language of arXiv's abstracts, and so of every summary in the authors' words."""


class Turns:
    """One at a time for each key: whoever waited for a turn finds the work done, and the model paid once."""

    def __init__(self) -> None:
        self._locks: WeakValueDictionary[Hashable, asyncio.Lock] = WeakValueDictionary()

    def of(self, key: Hashable) -> asyncio.Lock:
        """The lock of this key; it is forgotten when nobody holds it or waits for it."""
        return self._locks.setdefault(key, asyncio.Lock())


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """The parts, and what is known of whoever asks."""

    parts: Parts
    wishes: Callable[[Asker], Awaitable[Wishes]]
    """What the asker's chat subscribed to; where it did not, the categories of the settings in the asker's language."""
    limits: Limits
    """How much work that costs something each person may cause."""
    turns: Turns = field(default_factory=Turns)
    held_up: dict[tuple[str, date], SourceError] = field(default_factory=dict)
    """Categories of a day that arXiv did not have when somebody last asked."""

    async def summaries(self, papers: Sequence[Paper], language: str) -> dict[str, Summary]:
        """What can be said of each paper at once and for nothing, by its id.

        A summary in the language, else one in English, else the abstract's own words; every paper has one.
        """
        found: dict[str, Summary] = {}
        for wanted in dict.fromkeys((language, ENGLISH)):
            poor = [paper for paper in papers if paper.id not in found or found[paper.id].is_extract]
            found |= await self.parts.store.summaries(poor, wanted)
        extractor = Extractor(clock=self.parts.clock)
        for paper in papers:
            if paper.id not in found:
                found[paper.id] = await extractor.summary(paper)
        return found
