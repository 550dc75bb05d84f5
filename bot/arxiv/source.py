"""arXiv as the source: one category's announcement of one day, and single papers.

The day's announcement comes from the category's feed and is audited against its listing page, because each has failed
without a word: feeds show the day before under the new date, or lack the last papers; pages come late. Days before
today come from the catch-up pages, which arXiv keeps for 90 days.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection
from datetime import date, datetime, timedelta
from functools import partial
from math import ceil
from types import TracebackType
from typing import Self

from yarl import URL

from bot import categories
from bot.arxiv import api, rss
from bot.arxiv.audit import doubt, from_feed, from_listing, is_of
from bot.arxiv.client import Client
from bot.arxiv.faults import Damaged, HostStopped, NotYet, Refused
from bot.arxiv.listing import PER_PAGE, Listing, joined
from bot.arxiv.listing import parse as parse_listing
from bot.arxiv.rss import Feed
from bot.clock import NEW_YORK, Clock
from bot.errors import SettingsError, SourceError, UsageError
from bot.identifiers import Reference
from bot.papers import Announcement, Paper

log = logging.getLogger(__name__)

REACH = 90
"""Days for which arXiv keeps catch-up pages."""
POLL = timedelta(minutes=15)
"""After this time it makes sense to look again for an announcement that is not out."""
AUDIT_PATIENCE = 60.0
"""Seconds of trying for a page that only confirms what the feed says: an audit must not hold up the day."""
READER_PATIENCE = 20.0
"""Seconds of trying for a single paper: somebody is waiting for the answer."""

_XML = "application/rss+xml, application/xml;q=0.9, text/xml;q=0.9"
_ATOM = "application/atom+xml, application/xml;q=0.9, text/xml;q=0.9"
_HTML = "text/html"


class Arxiv:
    """The source; an async context manager. One per process, because the limiter inside must see every request.

    Addresses and intervals (seconds) are the settings of the same names. ``contact`` goes into the User-Agent, as
    arXiv asks. ``patience`` is for how many seconds a failing host is tried again, by all requests together.
    ``stopped`` says until when which host must be left alone after a 403; it is kept up to date, to be saved over
    restarts. ``on_wait`` gets one readable sentence whenever the source backs off.
    """

    def __init__(
        self,
        *,
        rss_url: str,
        site_url: str,
        api_url: str,
        request_interval: float = 3.0,
        page_interval: float = 15.0,
        contact: str,
        clock: Clock,
        patience: float = 3600.0,
        stopped: dict[str, datetime] | None = None,
        on_wait: Callable[[str], None] | None = None,
    ) -> None:
        self._rss, self._site, self._api = (_base(rss_url), _base(site_url), _base(api_url))
        self._clock = clock
        self._patience = patience
        self._client = Client(
            bases=(self._rss, self._site, self._api),
            contact=contact,
            clock=clock,
            request_interval=request_interval,
            page_interval=page_interval,
            patience=patience,
            stopped=stopped,
            on_wait=on_wait,
        )

    @property
    def stopped(self) -> dict[str, datetime]:
        """Until when (aware, UTC) which host must be left alone."""
        return self._client.stopped

    async def __aenter__(self) -> Self:
        await self._client.__aenter__()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._client.__aexit__(kind, error, trace)

    async def announcement(self, category: str, day: date, *, known: Collection[str] = ()) -> Announcement:
        """Return what arXiv announced for ``category`` on ``day`` (New York).

        ``known`` are ids already held from earlier days' announcements of this category; they unmask a feed that shows
        an earlier day again. ``stated`` of the result is None where the listing page could not be had: such a feed is
        delivered unaudited rather than late. Raises ``UsageError`` for a day that cannot be asked for, ``NotYet``
        while today's is not out, ``SourceError`` where arXiv fails.
        """
        category = categories.resolve(category)
        today = self._clock.now().astimezone(NEW_YORK).date()
        if day > today:
            raise UsageError(f"{day} has not come yet in New York, where arXiv is; ask for {today} or earlier.")
        if day < today - timedelta(days=REACH):
            earliest = today - timedelta(days=REACH)
            raise UsageError(f"arXiv keeps a day's announcement for {REACH} days, so {earliest} is the earliest now.")
        if day < today:
            found = await self._catchup(category, day, self._patience)
            return from_listing(category, day, found, "catchup", in_place_of_feed=False)
        return await self._today(category, day, known)

    async def look(self, category: str) -> timedelta | None:
        """Ask once for a category's feed; returns how far arXiv's clock is ahead of ours, None where it does not say.

        Raises ``SourceError`` where it can't be had.
        """
        await self._client.get(self._feed_url(category), accept=_XML, read=rss.parse, patience=0.0)
        return self._client.ahead

    async def paper(self, reference: Reference) -> Paper | None:
        """Return one paper from the query API; None if arXiv knows no such paper or version.

        Raises ``UsageError`` for an id that arXiv refuses, ``SourceError`` while the API does not answer.
        """
        asked = reference.id if reference.version is None else f"{reference.id}v{reference.version}"
        url = URL(self._api).update_query(id_list=asked, max_results="1")
        try:
            papers = await self._client.get(
                url, accept=_ATOM, read=api.parse, patience=min(self._patience, READER_PATIENCE)
            )
        except Refused as refusal:
            raise UsageError(str(refusal)) from refusal
        # By id, not by place: the API leaves out what it does not know.
        return next((paper for paper in papers if paper.id == reference.id), None)

    async def _today(self, category: str, day: date, known: Collection[str]) -> Announcement:
        feed, why, fault = await self._feed(category, day, known)
        try:
            page, source = await self._page(category, day)
        except SourceError as error:
            if feed is None or not feed.entries:
                raise fault or self._not_yet(day, f"{why}, and its page does not answer") from error
            log.warning("The feed of %s stays without its audit: %s", category, error)
            return from_feed(category, day, feed)
        if page.day == day:
            if feed is not None and (feed.entries or not page.entries) and is_of(feed, page):
                return from_feed(category, day, feed, page)
            log.warning("The feed of %s is not used (%s); the page is.", category, why)
            return from_listing(category, day, page, source, in_place_of_feed=True)
        if feed is None or not feed.entries or is_of(feed, page):
            raise self._not_yet(day, f"{why}, and its page shows {page.day}")
        log.warning("The feed of %s stays without its audit: the page still shows %s.", category, page.day)
        return from_feed(category, day, feed)

    def _feed_url(self, category: str) -> URL:
        return URL(f"{self._rss}/rss/{category}")

    async def _feed(
        self, category: str, day: date, known: Collection[str]
    ) -> tuple[Feed | None, str, SourceError | None]:
        """The feed if it can be believed so far; else why it cannot, and the fault if there was one."""
        try:
            feed = await self._client.get(self._feed_url(category), accept=_XML, read=rss.parse)
        except (HostStopped, Refused):
            raise
        except SourceError as error:
            log.warning("The feed of %s could not be had: %s", category, error)
            return None, "its feed does not answer", error
        why = doubt(feed, day, known)
        if why is not None:
            return None, f"its feed is an old one: {why}", None
        return feed, "its feed is that of an earlier day" if feed.entries else "its feed is empty", None

    def _not_yet(self, day: date, why: str) -> NotYet:
        again = self._clock.now() + POLL
        return NotYet(
            f"arXiv's announcement of {day} is not out: {why}. Asking again makes sense at {again:%H:%M} UTC.",
            retry_at=again,
        )

    async def _page(self, category: str, day: date) -> tuple[Listing, str]:
        """The listing page, or the catch-up page of ``day`` where the listing page has moved on to the day after."""
        patience = min(self._patience, AUDIT_PATIENCE)
        latest = URL(f"{self._site}/list/{category}/new")
        page = await self._listing(
            lambda seen: latest.with_query(skip=seen, show=PER_PAGE) if seen else latest,
            read=partial(parse_listing, category=category),
            patience=patience,
        )
        if page.day > day:
            return await self._catchup(category, day, patience), "catchup"
        return page, "listing"

    async def _catchup(self, category: str, day: date, patience: float) -> Listing:
        first = URL(f"{self._site}/catchup/{category}/{day}").with_query(abs="True")

        def read(body: bytes) -> Listing:
            page = parse_listing(body, category)
            if page.day != day:
                raise Damaged(f"the catch-up page of {page.day} for that of {day}")
            return page

        return await self._listing(
            lambda seen: first.update_query(page=1 + ceil(seen / PER_PAGE)) if seen else first,
            read=read,
            patience=patience,
        )

    async def _listing(
        self, address: Callable[[int], URL], *, read: Callable[[bytes], Listing], patience: float
    ) -> Listing:
        """All pages of a listing; ``address`` of the page after so many entries."""
        whole = await self._client.get(address(0), accept=_HTML, read=read, page=True, patience=patience)
        while (seen := len(whole.entries)) < whole.stated:
            more = await self._client.get(address(seen), accept=_HTML, read=read, page=True, patience=patience)
            whole = joined(whole, more)
            if len(whole.entries) == seen:
                log.warning("arXiv states %d entries and shows %d.", whole.stated, seen)
                break
        return whole


def _base(url: str) -> str:
    try:
        parsed = URL(url)
    except ValueError:
        parsed = URL()
    if parsed.scheme not in ("http", "https") or not parsed.host:
        raise SettingsError(f"{url!r} is no address of arXiv's; it should look like https://rss.arxiv.org.")
    return url.rstrip("/")
