"""What an edition looked like when it was last gone through, so that only those are gone through that have changed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection
from datetime import date
from functools import lru_cache

from bot.digest import Digest
from bot.store import Store
from bot.wishes import Wishes

_NAME = "looks"


class Looks:
    """Marks of editions by day and wishes. They outlive a restart: else every start would go through all of them."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._marks: dict[str, str] = {}
        self._kept = ""

    async def load(self) -> None:
        """Take up what an earlier run kept."""
        self._kept = await self._store.kept(_NAME) or ""
        self._marks = json.loads(self._kept or "{}") | self._marks

    def begin(self, day: date, wishes: Wishes, digest: Digest) -> None:
        """An edition has gone out as it is in ``digest``, or newer; what was marked before stays."""
        self._marks.setdefault(_key(day, wishes), _mark(digest))

    def is_other(self, day: date, wishes: Wishes, digest: Digest) -> bool:
        """Whether an edition has changed since it was marked; from now on it is marked as it is."""
        mark, key = _mark(digest), _key(day, wishes)
        before, self._marks[key] = self._marks.get(key), mark
        return mark != before

    async def keep(self, since: date, *, but: Collection[date]) -> None:
        """Let marks from a day on outlive a restart, but for days whose pages are not all mended yet."""
        left_out = set(map(str, but))
        self._marks = {key: mark for key, mark in self._marks.items() if key[:10] >= str(since)}
        kept = json.dumps({key: mark for key, mark in self._marks.items() if key[:10] not in left_out})
        if kept != self._kept:
            await self._store.keep(_NAME, kept)
            self._kept = kept


@lru_cache(4096)
def _key(day: date, wishes: Wishes) -> str:
    return f"{day} {hashlib.blake2b(repr(wishes).encode('utf-8', 'replace'), digest_size=9).hexdigest()}"


def _mark(digest: Digest) -> str:
    """Of everything on its pages that can change: which papers there are, and whose words they are in since when."""
    papers = [(one.announced.paper.id, one.announced.paper.version) for one in digest.entries]
    words = [(one.summary.origin, str(one.summary.made)) if one.summary else None for one in digest.entries]
    told = repr((papers, words, digest.receipt.unaudited, digest.receipt.lost))
    return hashlib.blake2b(told.encode("utf-8", "replace"), digest_size=9).hexdigest()
