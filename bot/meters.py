"""What is counted while the bot runs, as Prometheus reads it (its own client library).

Names and units follow Prometheus' conventions: seconds, counters that end in ``_total``. No label names a chat or a
person: whoever may read these learns how much goes where, and nothing of whom.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, Info, ProcessCollector
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest

SAMPLED: Final = 1.0
"""Seconds between two looks at how late the event loop is."""
_LAGS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0)


class Meters:
    """Counts of this process; everything starts with nothing."""

    content_type = CONTENT_TYPE_LATEST

    def __init__(self, *, version: str, platforms: Iterable[str]) -> None:
        """``platforms``: those that there may be, so that their counters stand at 0 before anything happens."""
        self._registry = registry = CollectorRegistry()
        ProcessCollector(registry=registry)
        Info("paperboy", "Which program this is", registry=registry).info({"version": version})
        self._pages = Counter(
            "paperboy_pages", "Pages by what became of them", ["platform", "state"], registry=registry
        )
        self._waited = Counter(
            "paperboy_rate_limit_wait_seconds",
            "Seconds that requests waited for their platform's limits, summed over all of them",
            ["platform"],
            registry=registry,
        )
        self._edition = Gauge(
            "paperboy_last_edition_timestamp_seconds",
            "When a page of an edition last arrived; 0: not since the start",
            ["platform"],
            registry=registry,
        )
        self._here = Gauge("paperboy_logged_in", "Whether the bot is logged in", ["platform"], registry=registry)
        for platform in platforms:
            for state in ("sent", "edited", "unknown", "failed"):
                self._pages.labels(platform, state)
            self._waited.labels(platform)
            self._edition.labels(platform)
            self._here.labels(platform)
        self._announcement = Gauge(
            "paperboy_last_announcement_timestamp_seconds",
            "The newest announcement day (its midnight, UTC) that is wholly in",
            registry=registry,
        )
        self._repairs = Gauge("paperboy_repairs", "Summaries that a model still owes", registry=registry)
        self._unfinished = Gauge("paperboy_unfinished_pages", "Pages planned and not sent yet", registry=registry)
        self._tokens = Counter("paperboy_model_tokens", "Tokens that the model's server counted", registry=registry)
        self._lag = Histogram(
            "paperboy_loop_lag_seconds", "How late the event loop is", buckets=_LAGS, registry=registry
        )
        self._worst_lag = 0.0
        self._counts = dict.fromkeys(("sent", "edited", "unknown", "failed"), 0)

    def page(self, platform: str, state: str, pages: int = 1) -> None:
        """So many pages were ``sent``, ``edited``, are ``unknown`` or ``failed``."""
        self._pages.labels(platform, state).inc(pages)
        self._counts[state] += pages

    def counts(self) -> dict[str, int]:
        """The same over all platforms, by state."""
        return dict(self._counts)

    def edition(self, platform: str, at: datetime) -> None:
        """A page of an edition has arrived."""
        self._edition.labels(platform).set(at.timestamp())

    def here(self, platform: str, *, logged_in: bool) -> None:
        """Whether a platform is there."""
        self._here.labels(platform).set(logged_in)

    def announcement(self, day: date) -> None:
        """The newest announcement that is wholly in."""
        self._announcement.set(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp())

    def owed(self, *, repairs: int, pages: int) -> None:
        """What waits for the model, and for the platforms."""
        self._repairs.set(repairs)
        self._unfinished.set(pages)

    def tokens(self, tokens: int) -> None:
        """The model's server has counted so many."""
        self._tokens.inc(tokens)

    def waited(self, platform: str, seconds: float) -> None:
        """A request has waited for its turn."""
        self._waited.labels(platform).inc(seconds)

    async def watch_the_loop(self) -> None:
        """Look once a second how late the event loop is, until cancelled."""
        loop = asyncio.get_running_loop()
        while True:
            due = loop.time() + SAMPLED
            await asyncio.sleep(SAMPLED)
            lag = max(0.0, loop.time() - due)
            self._lag.observe(lag)
            self._worst_lag = max(self._worst_lag, lag)

    def worst_lag(self) -> float:
        """Seconds that the loop was late at worst since this was last asked."""
        worst, self._worst_lag = self._worst_lag, 0.0
        return worst

    def text(self) -> bytes:
        """Everything, in Prometheus' own form."""
        return generate_latest(self._registry)
