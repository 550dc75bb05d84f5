"""The sample day says that it is invented, and looks like arXiv in everything else."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date, datetime, time
from email.utils import parsedate_to_datetime

import aiohttp
import pytest
from lxml import etree, html

from bot.arxiv import Arxiv
from bot.clock import NEW_YORK
from bot.demo.server import DAY, SampleDay
from bot.papers import Kind, Paper
from tests.doubles.clock import MovedClock

CATEGORIES = ("cs.CV", "cs.AI", "cs.LG")
ARXIV = "{http://arxiv.org/schemas/atom}"
DC = "{http://purl.org/dc/elements/1.1/}"
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
async def sample() -> AsyncIterator[SampleDay]:
    async with SampleDay() as served:
        yield served


@pytest.fixture
async def client() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(raise_for_status=True) as session:
        yield session


async def read(client: aiohttp.ClientSession, url: str) -> bytes:
    async with client.get(url) as response:
        return await response.read()


def words(node: etree._Element | None) -> str:
    """What a reader sees of it."""
    assert node is not None
    return " ".join(etree.tostring(node, method="text", encoding="unicode", with_tail=False).split())


@pytest.mark.parametrize("paper", SampleDay().papers, ids=lambda paper: paper.id)
def test_every_paper_is_marked_as_invented_and_reads_like_a_real_one(paper: Paper) -> None:
    month, _, number = paper.id.partition(".")
    assert int(number) > 99_000, "arXiv could give this id out"
    assert paper.comment is not None
    assert paper.comment.endswith("Invented for Paperboy's sample day")
    assert paper.licence == "http://creativecommons.org/publicdomain/zero/1.0/"
    assert 120 <= len(paper.abstract.split()) <= 200
    assert len(paper.abstract) <= 1920, "arXiv takes no longer abstracts"
    assert paper.abstract.isascii(), "the feed writes accents in TeX"
    assert list(paper.categories[1:]) == sorted(set(paper.categories[1:]) - {paper.primary})
    assert (month < f"{DAY:%y%m}") == (paper.version > 1), "only a replaced paper has an id of an earlier month"


def test_the_day_holds_every_quirk_that_it_is_there_to_show() -> None:
    sample = SampleDay()
    kinds = [entry.kind for category in CATEGORIES for entry in sample.announced(category)]
    assert set(kinds) == set(Kind)
    assert len(kinds) > len(sample.papers) >= 16, "some papers stand in several feeds"
    assert max(len(paper.authors) for paper in sample.papers) == 40
    assert any(paper.authors[1] == ":" for paper in sample.papers)
    assert any("<think>" in paper.title for paper in sample.papers)
    assert any(r"$\alpha_i$" in paper.title and r"P\'olya" in paper.title for paper in sample.papers)
    assert any(r"1.4\%" in paper.abstract and "``mailbox lemma''" in paper.abstract for paper in sample.papers)
    assert any(author.startswith(r"{\L}") for paper in sample.papers for author in paper.authors)
    assert len(sample.stragglers) == 1


@pytest.mark.parametrize("category", CATEGORIES)
async def test_feed_tells_each_paper_as_it_is(category: str, sample: SampleDay, client: aiohttp.ClientSession) -> None:
    expected = [entry for entry in sample.announced(category) if entry.paper.id not in sample.stragglers]
    channel = etree.fromstring(await read(client, f"{sample.rss_url}/rss/{category}"))[0]
    midnight = parsedate_to_datetime(channel.findtext("pubDate", ""))
    assert midnight.isoformat() == f"{DAY}T00:00:00-05:00"
    assert parsedate_to_datetime(channel.findtext("lastBuildDate", "")) > midnight
    assert [node.text for node in channel.iterfind("skipDays/day")] == ["Saturday", "Sunday"]
    items = channel.findall("item")
    assert len(items) == len(expected)
    for item, (paper, kind) in zip(items, ((entry.paper, entry.kind) for entry in expected), strict=True):
        assert item.findtext("title") == paper.title
        assert item.findtext("link") == paper.url
        assert item.findtext("description") == (
            f"arXiv:{paper.id}v{paper.version} Announce Type: {kind} \nAbstract: {paper.abstract}"
        )
        assert item.findtext("guid") == f"oai:arXiv.org:{paper.id}v{paper.version}"
        assert tuple(node.text for node in item.iterfind("category")) == paper.categories
        assert item.findtext("pubDate") == channel.findtext("pubDate")
        assert item.findtext(f"{ARXIV}announce_type") == kind
        assert item.findtext(f"{DC}rights") == paper.licence
        assert item.findtext(f"{DC}creator") == ", ".join(paper.authors)


@pytest.mark.parametrize("category", CATEGORIES)
async def test_listing_page_has_them_all_and_counts_them(
    category: str, sample: SampleDay, client: aiohttp.ClientSession
) -> None:
    expected = sample.announced(category)
    page = html.fromstring(await read(client, f"{sample.site_url}/list/{category}/new"))
    replaced = sum(entry.kind.is_replacement for entry in expected)
    crossed = sum(entry.kind is Kind.CROSS for entry in expected)
    counts = {"New": len(expected) - crossed - replaced, "Cross": crossed, "Replacement": replaced}
    assert [words(heading) for heading in page.iter("h3")] == [
        "Showing new listings for Wednesday, 18 November 2026",
        *(f"{name} submissions (showing {n} of {n} entries)" for name, n in counts.items() if n),
    ]
    terms, details = list(page.iter("dt")), list(page.iter("dd"))
    assert len(terms) == len(details) == len(expected)
    for number, (term, detail, entry) in enumerate(zip(terms, details, expected, strict=True), start=1):
        paper = entry.paper
        assert words(term.find("a")) == f"[{number}]"
        assert words(term.find("a[@title='Abstract']")) == f"arXiv:{paper.id}"
        assert (f"(cross-list from {paper.primary})" in words(term)) == (entry.kind is Kind.CROSS)
        assert ("(replaced)" in words(term)) == entry.kind.is_replacement
        assert words(detail.find(".//div[@class='list-title mathjax']")) == f"Title: {paper.title}"
        assert words(detail.find(".//div[@class='list-authors']")) == ", ".join(paper.authors)
        assert words(detail.find(".//div[@class='list-comments mathjax']")) == f"Comments: {paper.comment}"
        assert words(detail.find(".//span[@class='primary-subject']")).endswith(f"({paper.primary})")
        assert words(detail.find(".//p[@class='mathjax']")) == paper.abstract


async def test_a_client_that_has_the_answer_is_told_so(sample: SampleDay, client: aiohttp.ClientSession) -> None:
    url = f"{sample.rss_url}/rss/cs.CV"
    async with client.get(url) as first:
        assert first.content_type == "application/rss+xml"
        tag = first.headers["ETag"]
    async with client.get(url, headers={"If-None-Match": tag}) as again:
        assert (again.status, await again.read()) == (304, b"")
    async with client.get(url, headers={"If-None-Match": '"of yesterday"'}) as other:
        assert other.status == 200


@pytest.mark.parametrize("path", ["/rss/hep-th", "/list/hep-th/new"])
async def test_a_category_without_papers_is_refused_and_not_an_empty_day(path: str, sample: SampleDay) -> None:
    async with aiohttp.ClientSession() as client, client.get(sample.site_url + path) as response:
        assert response.status == 404
        assert "no papers in hep-th, only in cs.AI" in await response.text()


async def test_a_paper_can_be_asked_for_by_id(sample: SampleDay, client: aiohttp.ClientSession) -> None:
    feed = etree.fromstring(await read(client, f"{sample.api_url}?id_list=2611.99008v1,2611.00001&max_results=2"))
    [entry] = feed.findall(f"{ATOM}entry")
    [paper] = [paper for paper in sample.papers if paper.id == "2611.99008"]
    assert entry.findtext(f"{ATOM}id") == "http://arxiv.org/abs/2611.99008v1"
    assert entry.findtext(f"{ATOM}title") == paper.title
    assert entry.findtext(f"{ATOM}summary") == paper.abstract
    assert [node.text for node in entry.iterfind(f"{ATOM}author/{ATOM}name")] == list(paper.authors)


def test_another_day_has_ids_of_its_own_month() -> None:
    new_year = SampleDay(date(2027, 1, 4))
    months = {paper.version: paper.id.partition(".")[0] for paper in new_year.papers}
    assert months == {1: "2701", 3: "2611"}
    assert all(paper_id.startswith("2701.") for paper_id in new_year.stragglers)


async def test_summer_time_is_new_yorks(client: aiohttp.ClientSession) -> None:
    async with SampleDay(date(2026, 7, 15)) as summer:
        feed = etree.fromstring(await read(client, f"{summer.rss_url}/rss/cs.LG"))
    assert feed.findtext("channel/pubDate") == "Wed, 15 Jul 2026 00:00:00 -0400"


async def test_the_source_gets_every_paper_and_adds_the_straggler(sample: SampleDay) -> None:
    async with Arxiv(
        rss_url=sample.rss_url,
        site_url=sample.site_url,
        api_url=sample.api_url,
        contact="tests@example.org",
        clock=MovedClock(datetime.combine(DAY, time(6), NEW_YORK)),
    ) as source:
        announcements = [await source.announcement(category, DAY) for category in CATEGORIES]
    delivered: dict[str, Paper] = {}
    for announcement in announcements:
        expected = {entry.paper.id: entry.kind for entry in sample.announced(announcement.category)}
        assert (announcement.day, announcement.source, announcement.missing) == (DAY, "rss", 0)
        assert announcement.stated == len(announcement.entries) == len(expected)
        assert {entry.paper.id: entry.kind for entry in announcement.entries} == expected
        assert set(announcement.added) == sample.stragglers & set(expected)
        delivered |= {entry.paper.id: entry.paper for entry in announcement.entries}
    assert {paper_id for announcement in announcements for paper_id in announcement.added} == sample.stragglers
    for paper in sample.papers:
        got = delivered.pop(paper.id)
        assert (got.title, got.abstract, got.comment) == (paper.title, paper.abstract, paper.comment)
        assert (got.version, got.categories) == (paper.version, paper.categories)
        assert len(got.authors) == len(paper.authors) - paper.authors.count(":")
        if paper.id == "2611.99008":
            assert got.authors == ("Zoë Müller-Briefträger", "Łucja Poczta", "Søren Postbud", "René Garçon-Facteur")
    assert not delivered
