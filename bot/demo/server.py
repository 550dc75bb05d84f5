"""The web server behind ``paperboy demo``: it plays arXiv for one day, with papers that we made up.

Feed, listing page and query answer have the shapes of the real ones (arXiv's RSS specification, the markup of its
"new" pages, the API user's manual), down to their oddities. Nothing here knows how Paperboy reads them.
"""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, date, datetime, time, timedelta
from email.utils import format_datetime
from importlib import resources
from types import TracebackType
from typing import Any, Self

from aiohttp import web
from jinja2 import Environment, PackageLoader, StrictUndefined

from bot.clock import NEW_YORK
from bot.papers import Announced, Kind, Paper

DAY = date(2026, 11, 18)
"""The announcement day that the demo plays: an ordinary Wednesday."""

SECTIONS = (
    ("New submissions", {Kind.NEW}),
    ("Cross submissions", {Kind.CROSS}),
    ("Replacement submissions", {Kind.REPLACE, Kind.REPLACE_CROSS}),
)
"""The headings of arXiv's listing page, in its order, and the announcement types that stand under each."""

REPLACED_AFTER = timedelta(days=40)
"""How long before the day a replaced paper first came out, so that its id is of an earlier month."""


class SampleDay:
    """arXiv on ``day``, on a free port of this machine, for as long as the ``async with`` block runs.

    Ids end in 99001 and up, numbers that arXiv's own counter does not reach in a month. The papers whose ids are in
    ``stragglers`` stand on the listing page and not in the feed, as when a feed was built a moment too early.
    """

    rss_url: str
    """What to set ``arxiv.rss_url`` to; like the other two addresses, known once the block is entered."""
    site_url: str
    api_url: str

    def __init__(self, day: date = DAY) -> None:
        sample = json.loads(resources.files("bot.demo").joinpath("papers.json").read_text(encoding="utf-8"))
        late = {record["number"] for record in sample["papers"] if record["straggler"]}
        self.day = day
        self.papers = tuple(_paper(record, day, sample["licence"]) for record in sample["papers"])
        self.stragglers = frozenset(paper.id for paper in self.papers if paper.id.partition(".")[2] in late)
        self._names: dict[str, str] = sample["categories"]
        self._midnight = datetime.combine(day, time(), NEW_YORK)
        self._templates = Environment(
            loader=PackageLoader("bot.demo", "."),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        app = web.Application()
        app.router.add_get("/rss/{category}", self._feed)
        app.router.add_get("/list/{category}/new", self._listing)
        app.router.add_get("/api/query", self._query)
        self._runner = web.AppRunner(app, access_log=None)

    async def __aenter__(self) -> Self:
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        host, port = self._runner.addresses[0]
        self.rss_url = self.site_url = f"http://{host}:{port}"
        self.api_url = f"{self.site_url}/api/query"
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._runner.cleanup()

    def announced(self, category: str) -> tuple[Announced, ...]:
        """All that the day brings for ``category``: new papers, then cross-lists, then replacements."""
        entries = (Announced(paper, _kind(paper, category)) for paper in self.papers if category in paper.categories)
        order = list(Kind)
        return tuple(sorted(entries, key=lambda entry: order.index(entry.kind)))

    async def _feed(self, request: web.Request) -> web.Response:
        category = self._category(request)
        body = self._templates.get_template("feed.xml.j2").render(
            category=category,
            url=f"{self.rss_url}/rss/{category}",
            midnight=format_datetime(self._midnight),
            built=format_datetime(self._midnight.astimezone(UTC) + timedelta(seconds=7)),
            entries=[entry for entry in self.announced(category) if entry.paper.id not in self.stragglers],
        )
        return _answer(request, body, "application/rss+xml")

    async def _listing(self, request: web.Request) -> web.Response:
        category = self._category(request)
        entries = self.announced(category)
        body = self._templates.get_template("listing.html.j2").render(
            category=category,
            names=self._names,
            heading=f"{self.day:%A}, {self.day.day} {self.day:%B %Y}",
            total=len(entries),
            sections=[(title, [entry for entry in entries if entry.kind in kinds]) for title, kinds in SECTIONS],
        )
        return _answer(request, body, "text/html")

    async def _query(self, request: web.Request) -> web.Response:
        wanted = [given.partition("v")[0] for given in request.query.get("id_list", "").split(",")]
        body = self._templates.get_template("query.xml.j2").render(
            url=self.api_url,
            query=request.query_string,
            submitted=f"{self._midnight.astimezone(UTC) - timedelta(days=1):%Y-%m-%dT%H:%M:%SZ}",
            papers=[paper for paper in self.papers if paper.id in wanted],
        )
        return _answer(request, body, "application/atom+xml")

    def _category(self, request: web.Request) -> str:
        category = request.match_info["category"]
        if category not in self._names:
            known = ", ".join(self._names)
            raise web.HTTPNotFound(text=f"The sample day has no papers in {category}, only in {known}.\n")
        return category


def _paper(record: dict[str, Any], day: date, licence: str) -> Paper:
    first_seen = day if record["version"] == 1 else day - REPLACED_AFTER
    return Paper(
        id=f"{first_seen:%y%m}.{record['number']}",
        version=record["version"],
        title=record["title"],
        abstract=record["abstract"],
        authors=tuple(record["authors"]),
        categories=tuple(record["categories"]),
        comment=record["comment"],
        licence=licence,
    )


def _kind(paper: Paper, category: str) -> Kind:
    at_home = paper.primary == category
    if paper.version > 1:
        return Kind.REPLACE if at_home else Kind.REPLACE_CROSS
    return Kind.NEW if at_home else Kind.CROSS


def _answer(request: web.Request, body: str, content_type: str) -> web.Response:
    """The body with its ETag, or 304 to a client that has it already."""
    tag = hashlib.sha256(body.encode()).hexdigest()
    if any(given.value == tag for given in request.if_none_match or ()):
        response = web.Response(status=304)
    else:
        response = web.Response(text=body, content_type=content_type, charset="utf-8")
    response.etag = tag
    return response
