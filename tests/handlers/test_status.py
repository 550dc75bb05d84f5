"""What /status says of the day, of the calendar and, to operators, of the bot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.announcements import HOLIDAYS, Quiet, Reason
from bot.messages import Asker, Destination, Page, State
from bot.papers import EXTRACT, Announced, Announcement, Kind, Paper, Summary
from bot.subscriptions import Subscription
from bot.words import speak
from handlers import status
from handlers.daily import Parts
from tests.doubles.clock import MovedClock
from tests.stories.conftest import SIX_IN_NEW_YORK, TUESDAY, WISHES, Assemble

OPERATOR = Asker(platform="console", user="local", chat="local", operator=True)
READER = replace(OPERATOR, operator=False)


async def said(parts: Parts, asker: Asker = READER, *, budget: int = 0) -> str:
    (command,) = status.commands(parts, categories=WISHES.categories, budget=budget)
    return (await command.handler(asker, "")).text


def announcement(category: str, papers: Sequence[Paper], day: date = TUESDAY) -> Announcement:
    entries = tuple(Announced(paper, Kind.NEW) for paper in papers)
    return Announcement(day=day, category=category, entries=entries, source="rss", stated=len(entries))


def extract(paper: Paper, made: datetime) -> Summary:
    return Summary(
        paper_id=paper.id,
        version=paper.version,
        language="English",
        tldr="Boats fold.",
        motivation="",
        method="",
        result="",
        conclusion="",
        origin=EXTRACT,
        made=made,
    )


async def test_each_category_says_whether_it_is_in(assemble: Assemble, papers: list[Paper]) -> None:
    async with assemble() as parts:
        await parts.store.save_announcement(announcement("cs.CV", papers[:1]), at=parts.clock.now())
        text = await said(parts)
    assert "Tuesday, November 24, 2026." in text
    assert "cs.CV: in, 1 entry" in text
    assert "cs.AI: not here yet" in text
    assert "was expected from 00:00 New York time (05:00 UTC) on and is not complete here yet" in text


async def test_a_category_whose_count_is_not_confirmed_yet_is_in_and_says_so(
    assemble: Assemble, papers: list[Paper]
) -> None:
    uncounted = replace(announcement("cs.CV", papers[:2]), stated=None)
    async with assemble() as parts:
        await parts.store.save_announcement(uncounted, at=parts.clock.now())
        await parts.store.save_announcement(announcement("cs.AI", papers[2:4]), at=parts.clock.now())
        text = await said(parts)
    assert "cs.CV: in, 2 entries" in text
    assert "Not counted against arXiv's page yet: cs.CV." in text
    assert "not complete" not in text


async def test_a_complete_day_is_awaited_no_more_and_the_next_one_is_named(
    assemble: Assemble, papers: list[Paper]
) -> None:
    async with assemble() as parts:
        for category in WISHES.categories:
            await parts.store.save_announcement(announcement(category, papers[:2]), at=parts.clock.now())
        text = await said(parts)
    assert "not complete" not in text
    assert "The next announcement is expected on Wednesday, November 25, 2026 at 00:00 New York time" in text


@pytest.mark.parametrize(
    ("now", "reason", "following"),
    [
        (datetime(2026, 11, 28, 15, tzinfo=UTC), "nothing at weekends", "Monday, November 30, 2026"),
        (datetime(2026, 11, 27, 15, tzinfo=UTC), "because of Thanksgiving", "Monday, November 30, 2026"),
    ],
)
async def test_a_quiet_day_has_its_reason(
    assemble: Assemble, clock: MovedClock, now: datetime, reason: str, following: str
) -> None:
    clock.advance(seconds=(now - clock.now()).total_seconds())
    async with assemble() as parts:
        text = await said(parts)
    assert reason in text
    assert f"expected on {following}" in text


async def test_holidays_that_nobody_knows_yet_are_a_warning(assemble: Assemble, clock: MovedClock) -> None:
    clock.advance(seconds=(datetime(2026, 12, 31, 15, tzinfo=UTC) - clock.now()).total_seconds())
    year = max(HOLIDAYS).year + 1
    clock.advance(days=(date(year, 1, 18) - clock.now().date()).days)  # Martin Luther King Day, a Monday
    async with assemble() as parts:
        assert f"arXiv's holidays of {year} are not known to this version" in await said(parts)


async def test_what_is_being_repaired_is_counted_until_it_is_given_up(
    assemble: Assemble, papers: list[Paper], clock: MovedClock
) -> None:
    async with assemble() as parts:
        await parts.store.save_announcement(announcement("cs.CV", papers), at=clock.now())
        assert "No summary is waiting for repair." in await said(parts)
        told = []
        for _ in range(3):
            await parts.store.save_summary(extract(papers[0], clock.now()), defect="silence")
            await parts.store.save_summary(extract(papers[1], clock.now()), defect="silence", wanted="Chinese")
            told.append((await said(parts)).splitlines()[-1])
        await parts.store.save_summary(extract(papers[2], clock.now()), defect="silence")
        told.append((await said(parts)).splitlines()[-1])
    assert [line.partition(" being")[0] for line in told] == [
        *("2 summaries are", "2 summaries are", "No summary is waiting for repair.", "1 summary is"),
    ]


async def test_only_operators_see_how_the_bot_is_doing(assemble: Assemble, clock: MovedClock) -> None:
    async with assemble() as parts:
        await parts.store.add_tokens(clock.now().date(), 12345)
        await parts.store.plan(
            Destination("console", "local"), TUESDAY, [Page(number=1, text="a"), Page(number=2, text="b")]
        )
        parts.source.stopped["export.arxiv.org"] = clock.now() + timedelta(hours=3)
        parts.source.stopped["rss.arxiv.org"] = clock.now() - timedelta(hours=3)
        full, unlimited, brief = [
            await said(parts, OPERATOR, budget=1_000_000),
            await said(parts, OPERATOR),
            await said(parts, READER),
        ]
    assert "Tokens used today (UTC): 12,345 of 1,000,000" in full
    assert "Tokens used today (UTC): 12,345, without a limit" in unlimited
    assert "export.arxiv.org is left alone until 2026-11-24 14:00 UTC" in full
    assert "rss.arxiv.org" not in full
    assert "2 pages are planned and not delivered yet." in full
    assert " MB" in full
    assert full.startswith(brief)
    assert not {"Tokens", "MB", "export.arxiv.org"} & set(brief.split())


@pytest.mark.parametrize(
    ("locale", "waits", "closed", "more"),
    [
        (
            "en",
            "- telegram:-1001: 2 pages wait of the edition of November 24, 2026",
            "- telegram:-1002: closed since November 24, 2026. The bot was removed.",
            "- and others",
        ),
        (
            "zh",
            "- telegram:-1001：2026年11月24日的一期还有 2 页待送",
            "- telegram:-1002：自2026年11月24日起无法送达。The bot was removed.",
            "- 以及其他聊天",
        ),
    ],
)
async def test_operators_see_which_chats_wait_or_are_closed_and_why(
    locale: str, waits: str, closed: str, more: str, assemble: Assemble, clock: MovedClock
) -> None:
    waiting, gone, stranger, served = (Destination("telegram", f"-100{n}") for n in range(1, 5))
    pages = [Page(number=1, text="a"), Page(number=2, text="b")]
    async with assemble() as parts:
        for where in (waiting, gone, served):
            await parts.store.save_subscription(Subscription(destination=where, wishes=WISHES), at=clock.now())
            await parts.store.plan(where, TUESDAY, pages)
        for page in await parts.store.deliveries(served, TUESDAY):
            await parts.store.mark(page, State.SENT, place="1")
        for where in (gone, stranger):
            await parts.store.close_chat(where, "The bot was removed.", at=clock.now())
        operator = replace(OPERATOR, locale=locale)
        assert (await said(parts, operator)).splitlines()[-2:] == [closed, waits]
        assert "telegram:" not in await said(parts, READER)
        for n in range(10, 30):
            await parts.store.plan(Destination("telegram", str(n)), TUESDAY, pages)
        lines = (await said(parts, operator)).splitlines()
        assert (lines[-1], sum("telegram:" in line for line in lines)) == (more, 10)


async def test_an_operator_in_a_group_is_told_in_private(assemble: Assemble) -> None:
    async with assemble() as parts:
        (command,) = status.commands(parts, categories=WISHES.categories, budget=0)
        assert (await command.handler(replace(OPERATOR, direct=False), "")).private
        assert not (await command.handler(replace(READER, direct=False), "")).private


@pytest.mark.parametrize("locale", ["en", "zh"])
@pytest.mark.parametrize("reason", Reason)
def test_every_reason_for_quiet_has_its_sentence(locale: str, reason: Reason) -> None:
    quiet = Quiet(
        reason=reason, day=TUESDAY, now=SIX_IN_NEW_YORK, holiday="Thanksgiving", failing_since=SIX_IN_NEW_YORK
    )
    sentence = status.why(speak(locale), quiet)
    assert sentence.endswith("." if locale == "en" else "。")
    others = {status.why(speak(locale), replace(quiet, reason=other)) for other in Reason if other is not reason}
    assert sentence not in others
