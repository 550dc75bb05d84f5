"""Every paper there is and ten thousand invented ones: no page that Telegram would not take, none over a limit."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import pytest

from bot.digest import Digest
from bot.messages import Button, Reply
from bot.subscriptions import Look
from bot.telegram import answers
from bot.telegram.edition import pages
from bot.words import speak
from handlers import cards
from tests.doubles.pages import DAYS, check, real_day, strange_day
from tests.doubles.telegram import classic, keyboards

LOOKS = [Look(layout=layout, detail=detail) for layout in ("classic", "rich") for detail in ("full", "brief", "titles")]


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: f"{look.layout}-{look.detail}")
@pytest.mark.parametrize("path", sorted(DAYS.glob("*.jsonl")) or [DAYS], ids=lambda path: path.stem)
def test_every_real_paper_stands_once_on_a_page_that_telegram_takes(path: Path, look: Look) -> None:
    if not path.is_file():
        pytest.skip(f"no real days beside this checkout ({DAYS})")
    digest = real_day(path, language="Chinese" if path.stem.endswith("1") else "English")
    check(pages(digest, look), digest)


@pytest.mark.parametrize("seed", range(20))
def test_whatever_a_paper_says_it_stands_once_on_a_page_that_telegram_takes(seed: int) -> None:
    digest = strange_day(seed, 500)
    for look in LOOKS:
        check(pages(digest, look), digest)


@pytest.mark.parametrize("layout", ["classic", "rich"])
@pytest.mark.parametrize("most", [1, 2, 4, 12])
def test_a_real_day_within_few_pages_is_taken_too(most: int, layout: Literal["classic", "rich"]) -> None:
    days = sorted(DAYS.glob("*.jsonl"), key=lambda path: path.stat().st_size)
    if not days:
        pytest.skip(f"no real days beside this checkout ({DAYS})")
    digest = real_day(days[-1], language="Chinese")
    made = pages(digest, Look(layout=layout, max_pages=most))
    assert len(made) <= most
    check(made, digest)


PER_PAGE = 8
"""Papers on a page of a list."""


def check_answers(of: Digest, locale: str) -> None:
    """Whether every paper's card, and every page of a list of them, is one message that Telegram takes."""
    words = speak(locale)
    papers = [(entry.announced.paper, entry.summary) for entry in of.entries]
    for paper, summary in papers:
        taken(Reply(cards=(cards.card(paper, summary, words, other_language="Chinese"),)))
    turn = (Button(words("list-previous"), "search 1"), Button(words("list-next"), "search 3"))
    for first in range(0, len(papers), PER_PAGE):
        items = tuple(cards.item(*one, words, note="new") for one in papers[first : first + PER_PAGE])
        taken(Reply(text="Best matches", items=items, buttons=(turn,)))


def taken(reply: Reply) -> None:
    (message,) = answers.messages(reply)
    parsed = classic.message(message.text, "HTML")
    assert classic.breaches(message.text, parsed, "HTML") == []
    assert message.keyboard is not None
    assert keyboards.check(message.keyboard.to_dict(), chat_type="private") == []


@pytest.mark.parametrize("locale", ["en", "zh"])
@pytest.mark.parametrize("path", sorted(DAYS.glob("*.jsonl")) or [DAYS], ids=lambda path: path.stem)
def test_every_real_paper_has_a_card_and_a_line_in_a_list_that_telegram_takes(path: Path, locale: str) -> None:
    if not path.is_file():
        pytest.skip(f"no real days beside this checkout ({DAYS})")
    check_answers(real_day(path), locale)


@pytest.mark.parametrize("seed", range(20))
def test_whatever_a_paper_says_its_card_and_its_line_in_a_list_are_taken(seed: int) -> None:
    check_answers(strange_day(seed, 500), "zh" if seed % 2 else "en")
