"""The terminal as a platform: a cover, a page for each category with papers, the same wherever it is sent."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from rich.cells import cell_len

from bot.adapter import Post
from bot.console.adapter import WIDTH, ConsoleAdapter
from bot.digest import Digest
from bot.errors import PaperboyError
from bot.messages import Destination, Page
from bot.subscriptions import Look
from bot.text import readable
from tests.doubles.digests import build, digests

ROW = ("Owl Maps", "Owls see.", "Ilse Ink", "", "They see.", "Dark.", "Fly.", "Well.", "Good.", "a-model")
LOOK = Look()


def post(page: Page) -> Post:
    return Post(destination=Destination("console", ""), page=page, delivery=1)


class BrokenStream(io.StringIO):
    """A terminal that is gone."""

    def write(self, text: str) -> int:
        raise BrokenPipeError(32, "Broken pipe")


def test_first_the_cover_then_a_page_for_each_category_that_has_papers() -> None:
    both = ConsoleAdapter().pages(build([ROW, ROW, ROW]), LOOK)
    assert [page.number for page in both] == [1, 2, 3]
    assert [page.papers for page in both] == [(), ("2611.90001", "2611.90003"), ("2611.90002",)]
    assert both[0].text.startswith("Monday, 23 November 2026\n")
    assert "Receipt: 3 announced" in both[0].text
    one = ConsoleAdapter().pages(build([ROW]), LOOK)
    assert [page.papers for page in one] == [(), ("2611.90001",)]


@given(digests(hostile=["\x1b[31mred", "[bold]x[/bold]", "多模态大语言模型。" * 9, "\ud83d"]))
@settings(max_examples=50)
def test_every_paper_stands_on_one_page_as_plain_text_in_80_columns(digest: Digest) -> None:
    pages = ConsoleAdapter().pages(digest, LOOK)
    assert [paper for page in pages for paper in page.papers] == [entry.announced.paper.id for entry in digest.entries]
    for page in pages:
        assert "\x1b" not in page.text
        assert max(map(cell_len, page.text.splitlines())) <= WIDTH
    for entry in digest.entries:
        (page,) = [page for page in pages if entry.announced.paper.id in page.papers]
        assert "".join(readable(entry.announced.paper.title).split()) in "".join(page.text.split())


def test_a_page_does_not_depend_on_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    digest = build([ROW])
    pages = ConsoleAdapter().pages(digest, LOOK)
    monkeypatch.setenv("COLUMNS", "40")
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert ConsoleAdapter().pages(digest, LOOK) == pages


async def test_what_is_sent_is_the_page_to_the_letter() -> None:
    stream = io.StringIO()
    adapter = ConsoleAdapter(stream)
    pages = adapter.pages(build([ROW]), LOOK)
    for page in pages:
        await adapter.send(post(page))
    assert stream.getvalue() == "".join(page.text for page in pages)


async def test_a_terminal_that_is_gone_is_told_in_one_sentence() -> None:
    with pytest.raises(PaperboyError) as error:
        await ConsoleAdapter(BrokenStream()).send(post(Page(number=7, text="x")))
    assert str(error.value) == "Page 7 could not be written (Broken pipe); run this again to go on from there."


def test_the_receipt_with_a_loss_is_on_the_cover() -> None:
    digest = build([ROW])
    lost = replace(digest, receipt=replace(digest.receipt, announced=3))
    assert "2 announced papers are missing from this edition." in ConsoleAdapter().pages(lost, LOOK)[0].text


def test_a_line_is_a_paragraph_and_a_late_edition_says_so() -> None:
    page = ConsoleAdapter().line("Nothing [bold]today[/bold].")
    assert (page.text, page.is_line, page.papers) == ("Nothing [bold]today[/bold].\n\n", True, ())
    digest = build([ROW])
    cover = ConsoleAdapter().pages(replace(digest, since=date(2026, 11, 20)), LOOK)[0]
    assert cover.text.startswith("Friday, 20 November 2026 to Monday, 23 November 2026\n\nThis edition comes late")
    assert "late" not in ConsoleAdapter().pages(digest, LOOK)[0].text


@pytest.mark.parametrize(
    ("first", "said"),
    [(19, "Thursday, 19 November 2026 to Friday, 20 November 2026"), (20, "Friday, 20 November 2026")],
)
def test_a_cover_says_which_days_were_skipped(first: int, said: str) -> None:
    digest = build([ROW])
    skipped = tuple(date(2026, 11, day) for day in range(first, 21))
    cover = ConsoleAdapter().pages(replace(digest, skipped=skipped), LOOK)[0]
    assert f"Skipped, as only the newest edition is wanted: {said}. " in " ".join(cover.text.split())
    assert "Skipped" not in ConsoleAdapter().pages(digest, LOOK)[0].text
