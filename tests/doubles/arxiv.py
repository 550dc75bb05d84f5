"""A stand-in for arXiv: feeds, listing pages, catch-up pages and the query API, strict, over real loopback sockets.

    async with ArxivDouble(clock) as arxiv:
        arxiv.announce(day, "cs.CV", [("new", paper), ("cross", other)])
        arxiv.fail("/rss/cs.CV", status=429, times=3, retry_after=120)
        ...  # point the program at arxiv.rss_url, arxiv.site_url and arxiv.api_url
        assert [request.path for request in arxiv.requests] == [...]

What it serves follows its clock: the feed holds the day that it is in New York, the listing pages turn to the next
day at 20:00 the evening before. Give it a ``MovedClock`` in tests within one process, a ``SystemClock`` where a real
process talks to it.
"""

from __future__ import annotations

import asyncio
import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from types import TracebackType
from typing import Literal, Self

from aiohttp import web
from aiohttp.typedefs import Handler

from bot.clock import NEW_YORK, Clock
from bot.papers import Announced, Kind, Paper
from tests.doubles import arxiv_markup as markup
from tests.doubles.arxiv_answers import BOMB, Breakage, broken_off, endless, failure, half, hang_up, html, xml

ALIASES = {
    "math.MP": "math-ph",
    "stat.TH": "math.ST",
    "math.IT": "cs.IT",
    "q-fin.EC": "econ.GN",
    "cs.SY": "eess.SY",
    "cs.NA": "math.NA",
}

Host = Literal["rss", "site", "api"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One request as it arrived."""

    host: Host
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    at: datetime


@dataclass(slots=True, kw_only=True)
class _Fault:
    times: int | None
    status: int | None = None
    retry_after: int | str | None = None
    how: Breakage | None = None


@dataclass(slots=True)
class _Category:
    """What is odd about one category until further notice."""

    stale: date | None = None
    redated: bool = True
    lagging_feed: bool = False
    late_page: bool = False
    stragglers: set[str] = field(default_factory=set)
    extra: int = 0


class ArxivDouble:
    """The server; an async context manager.

    ``interval`` and ``page_interval`` (seconds by the clock) are watched: a request that starts closer to the one
    before, or a page closer to the page before, is a breach and gets 429. ``etags``: feeds carry one, and 304 follows.
    """

    def __init__(self, clock: Clock, *, interval: float = 0.0, page_interval: float = 0.0, etags: bool = True) -> None:
        self.clock = clock
        self.interval = interval
        self.page_interval = page_interval
        self.etags = etags
        self.requests: list[Request] = []
        self.breaches: list[str] = []
        """What the client did that arXiv forbids, in words. Empty at the end of every well-behaved story."""
        self.rss_url = self.site_url = self.api_url = ""
        self._days: dict[date, dict[str, list[Announced]]] = {}
        self._papers: dict[str, Paper] = {}
        self._faults: dict[str, list[_Fault]] = {}
        self._odd: dict[str, _Category] = {}
        self._busy = 0
        self._hosts: dict[int | None, Host] = {}
        self._runner: web.AppRunner | None = None

    @property
    def addresses(self) -> str:
        """The lines of the ``[arxiv]`` block that lead here."""
        return f'rss_url = "{self.rss_url}"\nsite_url = "{self.site_url}"\napi_url = "{self.api_url}"\n'

    # -- what is announced

    def announce(self, day: date, category: str, entries: Iterable[tuple[str, Paper]] = ()) -> None:
        """Announce papers in a category on a day; without entries the day exists and is quiet there."""
        announced = [Announced(paper, Kind(kind)) for kind, paper in entries]
        self._days.setdefault(day, {}).setdefault(category, []).extend(announced)
        self.keep(entry.paper for entry in announced)

    def keep(self, papers: Iterable[Paper]) -> None:
        """Let the query API know papers that nobody announces."""
        self._papers |= {paper.id: paper for paper in papers}

    # -- what goes wrong

    def fail(self, path: str, *, status: int, times: int | None = 1, retry_after: int | str | None = None) -> None:
        """Answer the next requests of this path (all of them: ``times=None``) with an error status."""
        self._faults.setdefault(path, []).append(_Fault(times=times, status=status, retry_after=retry_after))

    def spoil(self, path: str, how: Breakage, *, times: int | None = 1) -> None:
        """Break the next answers of this path."""
        self._faults.setdefault(path, []).append(_Fault(times=times, how=how))

    def stale_feed(self, category: str, day: date, *, redated: bool = True) -> None:
        """The category's feed holds the items of ``day``, built this morning; ``redated``: with today's pubDate too."""
        self._of(category).stale, self._of(category).redated = day, redated

    def lagging_feed(self, category: str) -> None:
        """The category's feed is still yesterday's in every respect."""
        self._of(category).lagging_feed = True

    def late_page(self, category: str) -> None:
        """The category's listing page still shows the announcement before the latest."""
        self._of(category).late_page = True

    def stragglers(self, category: str, ids: Iterable[str]) -> None:
        """These papers are on the page and not in the feed."""
        self._of(category).stragglers |= set(ids)

    def miscount(self, category: str, extra: int = 1) -> None:
        """The category's pages state more entries than they show."""
        self._of(category).extra = extra

    def mend(self, target: str | None = None) -> None:
        """End what goes wrong: of one path or category, or of all."""
        if target is None:
            self._faults.clear()
            self._odd.clear()
        self._faults.pop(target or "", None)
        self._odd.pop(target or "", None)

    def asked(self, path: str) -> list[Request]:
        """The requests of one path so far."""
        return [request for request in self.requests if request.path == path]

    def _of(self, category: str) -> _Category:
        return self._odd.setdefault(category, _Category())

    # -- the server

    async def __aenter__(self) -> Self:
        app = web.Application(middlewares=[self._etag, self._gate])
        app.router.add_get("/rss/{category}", self._rss)
        app.router.add_get("/list/{category}/new", self._new)
        app.router.add_get("/catchup/{category}/{day}", self._catchup)
        app.router.add_get("/api/query", self._query)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1, handler_cancellation=True)
        await self._runner.setup()
        # Three ports for three hosts, because what befalls one host must leave the others alone.
        self.rss_url, self.site_url, api = (
            await self._listen("rss"),
            await self._listen("site"),
            await self._listen("api"),
        )
        self.api_url = f"{api}/api/query"
        return self

    async def _listen(self, host: Host) -> str:
        assert self._runner is not None
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        port = self._runner.addresses[-1][1]
        self._hosts[port] = host
        return f"http://127.0.0.1:{port}"

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._runner is not None
        await self._runner.cleanup()

    @web.middleware
    async def _etag(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        response = await handler(request)
        if self.etags and response.status == 200 and isinstance(response, web.Response) and request.path[:5] == "/rss/":
            assert isinstance(response.body, bytes)
            etag = f'"{hashlib.sha256(response.body).hexdigest()}"'
            if request.headers.get("If-None-Match") == etag:
                return web.Response(status=304, headers={"ETag": etag})
            response.headers["ETag"] = etag
        return response

    @web.middleware
    async def _gate(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        refusal = self._admit(request)
        if refusal is not None:
            return refusal
        fault = self._fault(request.path)
        if fault is not None and fault.how == "hang":
            await asyncio.sleep(3600)  # ends when the client hangs up; does not count as busy
        self._busy += 1
        try:
            if fault is not None and fault.status is not None:
                return failure(fault.status, fault.retry_after)
            if fault is not None and fault.how is not None:
                return await self._broken(fault.how, request, handler)
            return await handler(request)
        finally:
            self._busy -= 1

    def _admit(self, request: web.Request) -> web.Response | None:
        now, host = self.clock.now(), self._hosts[request.url.port]
        earlier = self.requests[-1].at if self.requests else None
        pages = [seen.at for seen in self.requests if seen.host == "site"]
        self.requests.append(
            Request(host=host, path=request.path, query=dict(request.query), headers=dict(request.headers), at=now)
        )
        agent = request.headers.get("User-Agent", "")
        if not agent or re.match(r"python|curl|wget|java|go-http|okhttp|mozilla", agent, re.IGNORECASE):
            return self._breach(403, f"came as {agent!r}")
        if "Accept" not in request.headers:
            return self._breach(406, "sent no Accept header")
        if self._busy:
            return self._breach(429, "sent two requests at once")
        if earlier and now - earlier < timedelta(seconds=self.interval):
            return self._breach(429, f"sent {request.path} only {now - earlier} after the request before")
        if host == "site" and pages and now - pages[-1] < timedelta(seconds=self.page_interval):
            return self._breach(429, f"sent {request.path} only {now - pages[-1]} after the page before")
        return None

    def _breach(self, status: int, words: str) -> web.Response:
        self.breaches.append(words)
        return failure(status, None)

    def _fault(self, path: str) -> _Fault | None:
        for fault in self._faults.get(path, ()):
            if fault.times is None:
                return fault
            if fault.times > 0:
                fault.times -= 1
                return fault
        return None

    async def _broken(self, how: Breakage, request: web.Request, handler: Handler) -> web.StreamResponse:
        if how == "elsewhere":
            return web.Response(status=302, headers={"Location": "https://example.org/feed"})
        if how == "not XML":
            return html(markup.page("Down for maintenance", "<h1>We will be back soon</h1>"))
        if how == "bomb":
            return xml(BOMB)
        if how == "empty feed":
            return xml(markup.feed(request.match_info["category"], (), day=self._today()))
        if how == "other day":
            yesterday = self._today() - timedelta(days=1)
            return html(markup.catchup(request.match_info["category"], (), day=yesterday))
        if how == "reset":
            return hang_up(request)
        if how == "endless":
            return await endless(request)
        whole = await handler(request)
        assert isinstance(whole, web.Response)
        return half(whole) if how == "truncated" else await broken_off(whole, request)

    # -- what each address answers

    def _today(self) -> date:
        return self.clock.now().astimezone(NEW_YORK).date()

    def _entries(self, day: date, category: str) -> list[Announced]:
        """What a feed or page holds: replacements beyond version 5 are never announced."""
        entries = self._days.get(day, {}).get(category, [])
        return [entry for entry in entries if not (entry.kind.is_replacement and entry.paper.version > 5)]

    async def _rss(self, request: web.Request) -> web.Response:
        category, today = request.match_info["category"], self._today()
        if not _is_category(category):
            reason = f"Bad archive '{category}'. Valid archive names are: {', '.join(ARCHIVES)}."
            return xml(markup.feed_error(str(request.url), reason, day=today), status=400)
        odd = self._of(category)
        if odd.lagging_feed:
            yesterday = today - timedelta(days=1)
            return xml(markup.feed(category, self._entries(yesterday, category), day=yesterday))
        if odd.stale is not None:
            day = today if odd.redated else odd.stale
            return xml(markup.feed(category, self._entries(odd.stale, category), day=day, built=today))
        entries = [entry for entry in self._entries(today, category) if entry.paper.id not in odd.stragglers]
        return xml(markup.feed(category, entries, day=today))

    async def _new(self, request: web.Request) -> web.Response:
        category = request.match_info["category"]
        if not _is_category(category):
            return html(markup.refusal(f"Invalid archive or category: {category}"), status=400)
        query = dict(request.query)
        skip, show = query.pop("skip", "0"), query.pop("show", "2000")
        if query or not skip.isdigit() or show not in {"25", "50", "100", "250", "500", "1000", "2000"}:
            return html(markup.refusal("Invalid parameters"), status=400)
        odd = self._of(category)
        out = [day for day in sorted(self._days) if _evening_before(day) <= self.clock.now()]
        if odd.late_page:
            out = out[:-1]
        if not out:
            return failure(503, 300)
        entries = self._entries(out[-1], category)
        return html(markup.listing(category, entries, day=out[-1], skip=int(skip), show=int(show), extra=odd.extra))

    async def _catchup(self, request: web.Request) -> web.Response:
        category, day, reason = request.match_info["category"], self._today(), ""
        query = dict(request.query)
        abstracts, number = query.pop("abs", "False"), query.pop("page", "1")
        try:
            day = date.fromisoformat(request.match_info["day"])
        except ValueError:
            reason = "Invalid date format. Use format: YYYY-MM-DD"
        if query:
            reason = "Unexpected parameters. Only accepted parameters are: 'page', and 'abs'"
        elif not _is_category(category):
            reason = "Invalid subject. Subject must be an archive, category or 'grp_physics'"
        elif day > self._today():
            reason = f"Invalid date: {day}. Can't request date later than today"
        elif day < self._today() - timedelta(days=91):
            reason = f"Invalid date: {day}. Catchup only allowed for past 90 days"
        elif abstracts not in {"True", "False"}:
            reason = "Invalid abs value. Use ?abs=True to include abstracts or ?abs=False to not"
        elif not number.isdigit() or int(number) < 1:
            reason = "Invalid page value. Page value should be a positive integer like ?page=3"
        if reason:
            return html(markup.refusal(reason), status=400)
        if category in ALIASES:
            location = f"/catchup/{ALIASES[category]}/{day}?page={number}&abs={abstracts}"
            return web.Response(status=301, headers={"Location": location})
        entries = self._entries(day, category)
        if _evening_before(day) > self.clock.now() or (day == self._today() and day not in self._days):
            # arXiv may then serve the empty page for a week.
            self.breaches.append(f"asked for the catch-up page of {day} before its announcement")
            entries = []
        extra = self._of(category).extra
        return html(
            markup.catchup(category, entries, day=day, number=int(number), abstracts=abstracts == "True", extra=extra)
        )

    async def _query(self, request: web.Request) -> web.Response:
        now = self.clock.now()
        ids = [part for part in request.query.get("id_list", "").split(",") if part]
        limit = request.query.get("max_results", "10")
        if not limit.isdigit() or int(limit) > 2000:
            return xml(markup.answer_error("max_results must be a non-negative integer", now=now), status=400)
        for asked in ids:
            if not re.fullmatch(r"(\d{4}\.\d{4,5}|[a-z-]+(\.[A-Z]{2})?/\d{7})(v\d+)?", asked):
                return xml(markup.answer_error(f"incorrect id format for {asked}", now=now), status=400)
        found = [paper for asked in ids if (paper := self._known(asked)) is not None]
        shown = found[: int(limit)]
        return xml(markup.answer(request.query_string, shown, limit=int(limit), total=len(found), now=now))

    def _known(self, asked: str) -> Paper | None:
        bare, _, version = asked.partition("v")
        paper = self._papers.get(bare)
        if paper is None or (version and int(version) > paper.version):
            return None
        return replace(paper, version=int(version)) if version else paper


ARCHIVES = (
    *(
        "astro-ph",
        "cond-mat",
        "cs",
        "econ",
        "eess",
        "gr-qc",
        "hep-ex",
        "hep-lat",
        "hep-ph",
        "hep-th",
        "math",
        "math-ph",
    ),
    *("nlin", "nucl-ex", "nucl-th", "physics", "q-bio", "q-fin", "quant-ph", "stat"),
)


def _is_category(code: str) -> bool:
    return code.partition(".")[0] in ARCHIVES


def _evening_before(day: date) -> datetime:
    """When the listing pages turn to ``day``."""
    return datetime.combine(day - timedelta(days=1), time(20), NEW_YORK).astimezone(UTC)
