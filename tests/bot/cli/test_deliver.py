"""``paperboy deliver``: every subscription, each page once, and an account of what was done."""

from __future__ import annotations

import asyncio
import os
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bot import config, patience
from bot.cli import deliver
from bot.cli.deliver import deliver_all
from bot.clock import SystemClock
from bot.messages import Destination, State
from bot.papers import Paper
from bot.store import Store
from bot.subscriptions import Subscription
from bot.wishes import Wishes
from tests.bot.cli.conftest import CATEGORIES, Ask, Paperboy, finish, one_sentence, settings, start
from tests.doubles.arxiv import ArxivDouble
from tests.doubles.clock import MovedClock
from tests.doubles.telegram.server import TOKEN, TelegramDouble

TWO = """
[[subscriptions]]
platform = "console"
[[subscriptions]]
platform = "console"
chat = "second"
categories = ["cs.AI"]
on_unknown = "skip"
"""
FIRST, SECOND = Destination("console", ""), Destination("console", "second")


async def test_every_subscription_gets_its_pages_once_and_an_account(
    arxiv: ArxivDouble, ask: Ask, day: date, papers: list[Paper], tmp_path: Path
) -> None:
    path = settings(tmp_path, arxiv, TWO)
    first = await ask("deliver", "--config", path, "--day", day)
    assert first.status == 0
    assert first.err.splitlines()[-2:] == [
        f"console, {day}: 3 pages delivered",
        f"console:second, {day}: 2 pages delivered",
    ]
    assert [first.out.count(paper.url) for paper in papers] == [1, 1, 1, 1, 2, 2]
    assert "6 announced" in first.out
    assert "2 announced" in first.out
    asked = len(arxiv.requests)
    again = await ask("deliver", "--config", path, "--day", day)
    assert (again.status, again.out) == (0, "")
    assert again.err.splitlines() == [
        f"console, {day}: 0 pages delivered, 3 were there already",
        f"console:second, {day}: 0 pages delivered, 2 were there already",
    ]
    assert asked == len(arxiv.requests) == len(CATEGORIES)


async def test_what_was_under_way_is_settled_as_wished_and_said(
    arxiv: ArxivDouble, ask: Ask, day: date, tmp_path: Path
) -> None:
    path = settings(tmp_path, arxiv, TWO)
    before = await ask("deliver", "--config", path, "--day", day)
    async with await Store.open(tmp_path / "paperboy.db") as store:
        for destination in (FIRST, SECOND):
            await store.mark((await store.deliveries(destination, day))[1], State.SENDING)
    ran = await ask("deliver", "--config", path, "--day", day)
    assert ran.status == 0
    doubt = "page 2 may have arrived when its answer was lost, and was"
    assert ran.err.splitlines() == [
        f"console, {day}: 1 page delivered, 2 were there already; {doubt} sent again",
        f"console:second, {day}: 0 pages delivered, 1 was there already; {doubt} left out",
    ]
    assert ran.out
    assert ran.out in before.out


async def test_a_terminal_that_is_gone_is_a_failure_and_the_next_run_goes_on(
    arxiv: ArxivDouble, ask: Ask, day: date, papers: list[Paper], tmp_path: Path
) -> None:
    path = settings(tmp_path, arxiv, TWO)
    read, write = os.pipe()
    os.close(read)
    process = await start("deliver", "--config", path, "--day", day, stdout=write)
    os.close(write)
    ran = await finish(process)
    assert ran.status == 1
    assert "Traceback" not in ran.err
    assert ran.err.splitlines()[-1] == (
        "paperboy: Page 1 could not be written (Broken pipe); run this again to go on from there."
    )
    again = await ask("deliver", "--config", path, "--day", day)
    assert again.status == 0
    assert [again.out.count(paper.url) for paper in papers] == [1, 1, 1, 1, 2, 2]


async def test_while_a_category_is_missing_nothing_is_delivered_and_the_status_is_1(
    arxiv: ArxivDouble, ask: Ask, day: date, tmp_path: Path
) -> None:
    path = settings(tmp_path, arxiv, TWO)
    arxiv.fail(f"/catchup/cs.CV/{day}", status=404, times=None)
    ran = await ask("deliver", "--config", path, "--day", day)
    assert ran.status == 1
    # Whoever wants cs.AI alone need not wait for cs.CV.
    assert "2 announced" in ran.out
    assert "6 announced" not in ran.out
    assert ran.err.splitlines()[-1] == (
        f"paperboy: The edition of {day} is not complete yet: cs.CV can't be had. Run this again later."
    )
    arxiv.mend()
    again = await ask("deliver", "--config", path, "--day", day)
    assert again.status == 0
    assert "6 announced" in again.out


@pytest.mark.parametrize(
    ("subscriptions", "says"),
    [
        (
            "",
            "There is no subscription. Add a [[subscriptions]] block to the settings file",
        ),
        (TWO.replace("second", ""), "2 subscriptions go to console; give each a `chat` of its own."),
    ],
)
def test_subscriptions_that_cannot_work_are_told_before_anything_is_asked(
    subscriptions: str, says: str, paperboy: Paperboy, tmp_path: Path
) -> None:
    (tmp_path / "paperboy.toml").write_text(subscriptions, encoding="utf-8")
    ran = paperboy("deliver")
    assert ran.status == 1
    assert one_sentence(ran).startswith(says)


async def test_two_at_once_are_one_and_a_sentence(arxiv: ArxivDouble, ask: Ask, day: date, tmp_path: Path) -> None:
    path = settings(tmp_path, arxiv, TWO)
    arxiv.spoil(f"/catchup/cs.CV/{day}", "hang")
    first = await start("deliver", "--config", path, "--day", day)
    while not arxiv.asked(f"/catchup/cs.CV/{day}"):
        assert first.returncode is None
        await asyncio.sleep(0.02)
    second = await ask("deliver", "--config", path, "--day", day)
    assert second.status == 1
    assert "Another Paperboy is delivering from" in one_sentence(second)
    first.kill()
    await finish(first)
    third = await ask("deliver", "--config", path, "--day", day)
    assert third.status == 0
    assert "6 announced" in third.out


async def test_when_nothing_comes_it_says_why(
    papers: list[Paper], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    clock = MovedClock(datetime(2026, 11, 24, 11, tzinfo=UTC))
    async with ArxivDouble(clock) as arxiv:
        for code in CATEGORIES:
            arxiv.announce(date(2026, 11, 24), code)
            arxiv.announce(date(2026, 11, 27), code, [("new", paper) for paper in papers if paper.primary == code])
        chosen = config.load(settings(tmp_path, arxiv, TWO))
        await deliver_all(chosen, None, wait=False, clock=clock)
        quiet = capsys.readouterr()
        clock.advance(days=4)
        await deliver_all(chosen, None, wait=False, clock=clock)
        saturday = capsys.readouterr()
    assert quiet.out == ""
    for name in ("console", "console:second"):
        assert f"{name}: arXiv announced nothing in your categories for Tuesday, 24 November 2026." in quiet.err
    # The newest that the calendar knows is Thursday's: it has no announcement on the day after Thanksgiving.
    assert saturday.err.splitlines()[0].startswith("arXiv announces nothing at weekends. The next announcement is")
    assert saturday.err.splitlines()[0].endswith("The newest edition is that of Thursday, 26 November 2026.")


async def test_a_chat_that_subscribed_by_command_gets_its_edition_beside_the_files(
    arxiv: ArxivDouble, ask: Ask, day: date, tmp_path: Path
) -> None:
    path = settings(tmp_path, arxiv, TWO)
    async with await Store.open(tmp_path / "paperboy.db") as store:
        for chat in ("by command", "second"):  # the second is the file's: what it wished itself waits
            await store.save_subscription(
                Subscription(destination=Destination("console", chat), wishes=Wishes(categories=("cs.CV",))),
                at=SystemClock().now(),
            )
    ran = await ask("deliver", "--config", path, "--day", day)
    assert ran.status == 0
    assert ran.err.splitlines()[-3:] == [
        f"console, {day}: 3 pages delivered",
        f"console:second, {day}: 2 pages delivered",
        f"console:by command, {day}: 2 pages delivered",
    ]


async def test_subscriptions_on_platforms_that_cannot_be_reached_are_said_once_and_fail_after_the_others(
    arxiv: ArxivDouble, ask: Ask, day: date, tmp_path: Path
) -> None:
    elsewhere = """
        [[subscriptions]]
        platform = "telegram"
        chat = "@daily_papers"
        time = "08:30"
        [[subscriptions]]
        platform = "discord"
        chat = 42
    """
    path = settings(tmp_path, arxiv, TWO + elsewhere)
    ran = await ask("deliver", "--config", path, "--day", day)
    waiting = (
        "paperboy: There are subscriptions on Telegram, but no token for it. Get one from @BotFather and set "
        "PAPERBOY_TELEGRAM_TOKEN, or `token` in the [telegram] block. "
        "There are subscriptions on Discord, but no token for it. Make a bot at https://discord.com/developers and set "
        "PAPERBOY_DISCORD_TOKEN, or `token` in the [discord] block."
    )
    assert ran.status == 1
    assert ran.err.splitlines()[-3:] == [
        f"console, {day}: 3 pages delivered",
        f"console:second, {day}: 2 pages delivered",
        waiting,
    ]
    assert ran.err.count("Telegram") == 1


def with_telegram(base_url: str, chat: int) -> str:
    return f"""
        [telegram]
        token = "{TOKEN}"
        base_url = "{base_url}"
        {TWO}
        [[subscriptions]]
        platform = "telegram"
        chat = "{chat}"
    """


async def test_while_telegram_cannot_be_reached_the_console_is_served_and_the_reason_said_before_it_gives_up(
    arxiv: ArxivDouble, ask: Ask, day: date, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deliver, "QUICK", 1.5)
    path = settings(tmp_path, arxiv, with_telegram("http://127.0.0.1:1/bot", -1001))
    ran = await ask("deliver", "--config", path, "--day", day)
    assert ran.status == 1
    assert "6 announced" in ran.out
    one, two, reason, end = ran.err.splitlines()[-4:]
    assert (one, two) == (f"console, {day}: 3 pages delivered", f"console:second, {day}: 2 pages delivered")
    assert reason.startswith("Telegram can't be reached: No connection to 127.0.0.1")
    assert end == (
        "paperboy: Telegram could not be reached for 1.5 s, so what goes there waits. Run this again later, or with "
        "--wait to have it tried until it can."
    )


async def test_with_wait_telegram_is_tried_for_as_long_as_it_takes(
    arxiv: ArxivDouble, ask: Ask, day: date, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deliver, "QUICK", 0.0)
    monkeypatch.setattr(patience, "FIRST_PAUSE", 0.01)
    async with TelegramDouble() as telegram:
        channel = telegram.channel("Papers")
        telegram.fault("getMe", "502 html", times=3)
        path = settings(tmp_path, arxiv, with_telegram(telegram.base_url, channel.id))
        ran = await ask("deliver", "--config", path, "--day", day, "--wait")
    assert ran.status == 0, ran.err
    assert any("6 announced" in text for text in channel.texts)
    said = [line for line in ran.err.splitlines() if line.startswith("Telegram")]
    assert [line.split(":")[0] for line in said] == ["Telegram gives no usable answer", "Telegram answers again."]


async def test_a_token_that_telegram_does_not_know_fails_after_the_console_was_served(
    arxiv: ArxivDouble, ask: Ask, day: date, tmp_path: Path
) -> None:
    async with TelegramDouble() as telegram:
        path = settings(tmp_path, arxiv, with_telegram(telegram.base_url, -1001).replace(TOKEN, "1:" + "B" * 35))
        ran = await ask("deliver", "--config", path, "--day", day)
    assert ran.status == 1
    assert "6 announced" in ran.out
    assert ran.err.splitlines()[-1].startswith("paperboy: Telegram does not know the bot's token")
