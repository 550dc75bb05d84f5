from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from bot.messages import Asker, Fold, Link, Offer
from bot.telegram import deeplinks
from bot.telegram.inline import article
from bot.words import speak
from tests.doubles.clock import MovedClock
from tests.doubles.desks import Clerk, one_card
from tests.doubles.logins import logged_in, settled
from tests.doubles.telegram.server import TelegramDouble


@pytest.fixture
async def telegram() -> AsyncIterator[TelegramDouble]:
    async with TelegramDouble(MovedClock(datetime(2026, 11, 24, 11, tzinfo=UTC))) as double:
        yield double


async def test_words_find_papers_page_by_page_and_the_chosen_one_is_posted_as_a_card(telegram: TelegramDouble) -> None:
    ada = telegram.user("Ada", language="zh-hans")
    clerk = Clerk(
        offers={
            ("boats", ""): Offer(cards=(one_card(1), one_card(2), one_card(1)), next="1.2.3"),
            ("boats", "1.2.3"): Offer(cards=(one_card(3),)),
        }
    )
    async with logged_in(telegram, clerk):
        first = telegram.inline(ada, "boats")
        await settled(telegram)
        assert first.answer
        second = telegram.inline(ada, "boats", offset=first.answer["next_offset"])
        await settled(telegram)
        posted = telegram.choose(first, "2611.90002")
    assert [result["id"] for result in first.results] == ["2611.90001", "2611.90002"]
    assert [result["id"] for result in second.results] == ["2611.90003"]
    assert second.answer
    assert second.answer.get("next_offset", "") == ""
    assert (first.answer["cache_time"], first.answer["is_personal"]) == (300, True)
    assert first.results[0]["description"] == "Ada Brook, Emır Čapek · Boats a < b float."
    assert posted.text.startswith("On Paper Boats <2> & Rain\n")
    assert posted.buttons[-1]["url"] == f"https://t.me/{telegram.me.username}?start=p_2611_90002"
    asked = Asker(platform="telegram", user=str(ada.id), chat=str(ada.id), locale="zh-hans")
    assert clerk.typed[0] == (asked, "boats", "")


@pytest.mark.parametrize(
    ("typed", "opens"),
    [
        ("zzzz", "today"),  # the same search would find nothing there, either
        (" 2611.90001 ", "paper 2611.90001"),
        ("", "today"),
        ("字" * 60, "search " + "字" * 15),
        ("paper boats " * 20, "search paper boats paper boats paper boats paper"),
        ("\x00" * 100, "today"),
    ],
)
@pytest.mark.parametrize("language", ["en", "zh"])
async def test_where_nothing_is_found_what_helps_in_the_bots_own_chat_is_a_tap_away(
    telegram: TelegramDouble, typed: str, opens: str, language: str
) -> None:
    ada = telegram.user("Ada", language=language)
    kind = {"today": "today", "paper": "fetch", "search": "search"}[opens.split(maxsplit=1)[0]]
    async with logged_in(telegram):
        asked = telegram.inline(ada, typed)
        await settled(telegram)
    assert asked.results == []
    assert asked.answer
    assert deeplinks.command(asked.answer["button"]["start_parameter"]) == opens
    assert asked.answer["button"]["text"] == speak(language)(f"telegram-{kind}-here")
    assert asked.answer["cache_time"] == 0


async def test_who_types_on_makes_no_fault(telegram: TelegramDouble, caplog: pytest.LogCaptureFixture) -> None:
    ada = telegram.user("Ada")
    clerk = Clerk(offers={("boats", ""): Offer(cards=(one_card(),))})
    async with logged_in(telegram, clerk):
        telegram.fault("answerInlineQuery", "400 query is too old and response timeout expired or query ID is invalid")
        telegram.inline(ada, "boats")
        asked = telegram.inline(ada, "boats")
        await settled(telegram)
    assert asked.results
    assert [record for record in caplog.records if record.levelname in ("WARNING", "ERROR")] == []


@pytest.mark.parametrize("text", ["<b>", "\x00\u202e", "", "字" * 10_000])
def test_whatever_a_paper_says_makes_a_result(text: str) -> None:
    links = tuple(Link(text, f"https://a{at}.example.org") for at in range(6))
    card = one_card(title=text, byline=text, lead=text, folds=(Fold(text, text),), links=links)
    made = article(card, speak("en"), "paperboy_bot").to_dict()
    assert made["title"].strip()
    assert len(made["description"]) <= 240
    assert len(made["reply_markup"]["inline_keyboard"][0]) == 3
