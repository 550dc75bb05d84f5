"""``paperboy check``: everything that works and everything that does not, beside a bot that may be running."""

from __future__ import annotations

import logging
import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from bot import config
from bot.adapter import Finding
from bot.cli import check, examining
from bot.cli.examining import STEPS, Examination
from bot.clock import SystemClock
from bot.messages import Destination
from bot.store import Store, exclusive
from bot.subscriptions import Subscription
from bot.wishes import Wishes
from tests.bot.cli.conftest import Ask, Paperboy, Ran, one_sentence, settings
from tests.doubles.arxiv import ArxivDouble
from tests.doubles.clock import MovedClock
from tests.doubles.discord.server import DiscordDouble
from tests.doubles.model import KEY, NAME, ModelServer
from tests.doubles.telegram.server import TOKEN, TelegramDouble


@pytest.fixture
async def telegram() -> AsyncIterator[TelegramDouble]:
    async with TelegramDouble() as double:
        yield double
    assert double.breaches == []


def lines(ran: Ran) -> dict[str, str]:
    """What is said of each subject, after its mark; of the last where there are several."""
    found = [re.fullmatch(r"(ok   |to do)  ((?:https?:|[^:])+): (.*)", line) for line in ran.out.splitlines()]
    assert all(found), ran.out
    return {one[2]: f"{one[1].strip()}: {one[3]}" for one in found if one}


def on_telegram(base_url: str, *chats: int) -> tuple[str, str]:
    blocks = "".join(f'[[subscriptions]]\nplatform = "telegram"\nchat = {chat}\n' for chat in chats)
    return f'[telegram]\ntoken = "{TOKEN}"\nbase_url = "{base_url}"\n{blocks}', 'admins = ["telegram:77"]\n'


def written(folder: Path, arxiv: ArxivDouble, more: str = "", top: str = "") -> Path:
    path = settings(folder, arxiv, more)
    path.write_text(top + path.read_text(encoding="utf-8"), encoding="utf-8")
    return path


async def test_a_fresh_installation_is_sound_and_nothing_is_made(arxiv: ArxivDouble, ask: Ask, tmp_path: Path) -> None:
    path = written(tmp_path, arxiv)
    ran = await ask("check", "--config", path)
    assert ran.status == 0, ran.out
    assert ran.err == ""
    said = lines(ran)
    assert list(said) == ["Settings", "Database", "Disk", "arXiv", "Clock", "Model", "Telegram", "Discord"]
    assert said["Settings"] == f"ok: Read from {path}."
    assert said["Database"].endswith(f"the first start makes {tmp_path / 'paperboy.db'}.")
    assert said["Clock"].startswith("ok: It agrees with arXiv's to")
    assert not (tmp_path / "paperboy.db").exists()
    assert [request.path for request in arxiv.requests] == ["/rss/cs.CV"]


async def test_a_whole_bot_is_looked_at_while_it_runs_with_the_chats_that_subscribed_by_command(
    arxiv: ArxivDouble, telegram: TelegramDouble, ask: Ask, tmp_path: Path
) -> None:
    ada = telegram.user("Ada")
    ours, theirs = telegram.channel("Ours"), telegram.supergroup("Theirs")
    more, top = on_telegram(telegram.base_url, ours.id)
    async with ModelServer() as model:
        more = f'[summarizer]\nprovider="openai"\nbase_url="{model.base_url}"\napi_key="{KEY}"\nmodel="{NAME}"\n' + more
        path = written(tmp_path, arxiv, more, top)
        with exclusive(tmp_path / "paperboy.db"):
            async with await Store.open(tmp_path / "paperboy.db") as store:
                for chat in (theirs.id, ada.id):
                    where = Destination("telegram", str(chat))
                    wish = Subscription(destination=where, wishes=Wishes(categories=("cs.CV",)))
                    await store.save_subscription(wish, at=SystemClock().now())
                ran = await ask("check", "--config", path)
    assert ran.status == 0, ran.out
    said = lines(ran)
    assert "sound" in said["Database"]
    assert re.fullmatch(r"ok: double-1 has summarized a paper of two sentences, for \d+ tokens\.", said["Model"])
    assert said["Telegram"] == "ok: Logged in as @paperboy_bot; one person gets editions directly."
    assert said[f"Ours ({ours.id})"] == said[f"Theirs ({theirs.id})"] == "ok: Pages go out."
    assert telegram.called("getUpdates") == telegram.called("deleteWebhook") == telegram.called("sendMessage") == []
    assert TOKEN not in ran.out + ran.err
    assert KEY not in ran.out + ran.err


async def test_what_needs_a_person_is_said_of_each_and_the_status_is_1(
    arxiv: ArxivDouble, telegram: TelegramDouble, ask: Ask, tmp_path: Path
) -> None:
    mute = telegram.channel("Mute", rights=["can_edit_messages"])
    more, _ = on_telegram(telegram.base_url, mute.id)
    more += '[[subscriptions]]\nplatform = "discord"\nchat = 5\n[summarizer]\nprovider = "openai"\n'
    (tmp_path / "paperboy.db").write_bytes(b"scribble" * 500)
    arxiv.fail("/rss/cs.CV", status=503, times=None)
    ran = await ask("check", "--config", written(tmp_path, arxiv, more, 'admins = ["discord:5"]\n'))
    assert ran.status == 1
    assert "Traceback" not in ran.out + ran.err
    said = lines(ran)
    for subject, words in {
        "Settings": "The operator discord:5 can't be reached.",
        "Database": "is no database or damaged; restore a backup",
        "arXiv": "arXiv has been failing since",
        f"Mute ({mute.id})": "Make the bot an administrator who may post messages.",
        "Discord": "no token for it. Make a bot at https://discord.com/developers",
    }.items():
        assert said[subject].startswith("to do: ")
        assert words in said[subject]
    assert "Set OPENAI_API_KEY" in ran.out
    assert said["Clock"] == "ok: Not compared: arXiv has not said what time it is."
    assert said["Model"] == "ok: None is asked: papers speak in their authors' words."


async def test_on_discord_the_way_in_is_named_and_what_is_missing_in_each_channel(
    arxiv: ArxivDouble, ask: Ask, tmp_path: Path
) -> None:
    async with DiscordDouble() as discord:
        lab = discord.guild("Lab")
        papers, mute, ada = lab.text("papers"), lab.text("mute", deny=["send_messages"]), discord.user("Ada")
        blocks = "".join(f'[[subscriptions]]\nplatform = "discord"\nchat = {one.id}\n' for one in (papers, mute, ada))
        more = f'[discord]\ntoken = "{discord.token}"\napi_url = "{discord.api_url}"\n{blocks}mention = 5\n'
        ran = await ask("check", "--config", written(tmp_path, arxiv, more, 'admins = ["discord:5"]\n'))
        assert discord.gateway.identified == 0, "a running bot keeps what people ask it"
        assert discord.breaches == []
        assert all(call.method == "GET" for call in discord.calls)
    assert ran.status == 1
    said = lines(ran)
    assert re.search(r"https://discord\.com/oauth2/authorize\?\S+", said["Discord"])
    assert said["#papers (Lab)"].startswith("ok: ")
    assert "Allow the bot “Send Messages”" in said["#mute (Lab)"]
    assert discord.token not in ran.out + ran.err


async def test_a_bot_that_nobody_is_told_of_should_have_an_operator(
    arxiv: ArxivDouble, telegram: TelegramDouble, ask: Ask, tmp_path: Path
) -> None:
    more, _ = on_telegram(telegram.base_url)
    ran = await ask("check", "--config", written(tmp_path, arxiv, more))
    assert ran.status == 1
    assert 'admins = ["telegram:12345"]' in ran.out


async def test_one_that_is_silent_keeps_nobody_waiting(
    arxiv: ArxivDouble, telegram: TelegramDouble, ask: Ask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(examining, "FOR_ARXIV", 0.3)
    monkeypatch.setattr(examining, "FOR_LOGIN", 0.3)
    arxiv.spoil("/rss/cs.CV", "hang")
    telegram.fault("getMe", "silent before")
    ran = await ask("check", "--config", written(tmp_path, arxiv, *on_telegram(telegram.base_url)))
    assert ran.status == 1
    said = lines(ran)
    for subject in ("arXiv", "Telegram"):
        assert said[subject].startswith("to do: No answer within 0.3 s. See whether it is up")


async def test_a_host_that_wants_to_be_left_alone_is_not_asked(arxiv: ArxivDouble, ask: Ask, tmp_path: Path) -> None:
    host = arxiv.rss_url.removeprefix("http://")
    async with await Store.open(tmp_path / "paperboy.db") as store:
        await store.save_stops({host: datetime(2999, 1, 1, tzinfo=UTC)})
    ran = await ask("check", "--config", written(tmp_path, arxiv))
    assert ran.status == 1
    assert "nothing is asked of it until 2999-01-01" in lines(ran)["arXiv"]
    assert arxiv.requests == []


@pytest.mark.parametrize(("hours", "says"), [(-2, "behind arXiv's"), (3, "ahead of arXiv's")])
async def test_a_clock_that_is_wrong_is_found_by_arxivs(hours: int, says: str, tmp_path: Path) -> None:
    clock = MovedClock(SystemClock().now())
    clock.advance(hours=hours)
    async with ArxivDouble(clock) as arxiv:
        path = settings(tmp_path, arxiv)
        steps: list[None] = []
        found = await Examination(config.load(path), path, clock).findings(lambda: steps.append(None))
    (said,) = [one for one in found if one.subject == "Clock"]
    assert says in said.said
    assert "NTP" in said.advice
    assert len(steps) == STEPS


async def test_a_mistake_of_ours_is_one_line_and_the_others_are_looked_at(
    arxiv: ArxivDouble, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    class Broken(SystemClock):
        def now(self) -> datetime:
            raise ZeroDivisionError

    path = settings(tmp_path, arxiv)
    found = await Examination(config.load(path), path, Broken()).findings(lambda: None)
    by_subject = {one.subject: one for one in found}
    assert by_subject["arXiv"].advice == "Run it with -v, and report what is logged."
    assert by_subject["Model"].advice == ""
    assert all(record.levelno <= logging.INFO for record in caplog.records)


def test_settings_that_cannot_be_read_are_a_sentence_as_everywhere(paperboy: Paperboy, tmp_path: Path) -> None:
    (tmp_path / "paperboy.toml").write_text("databse = 1", encoding="utf-8")
    ran = paperboy("check")
    assert ran.status == 1
    assert "did you mean database?" in one_sentence(ran)


FINDINGS = [
    Finding(subject="Database", said="It is sound, and there is a lot to say about it, more than a line holds."),
    Finding(
        subject="A channel whose name is quite long (-1001234567890)",
        said="The bot can't write.",
        advice="Invite: https://discord.com/oauth2/authorize?client_id=1234567890&permissions=309237763136, and wait.",
    ),
]
ADDRESS = "https://discord.com/oauth2/authorize?client_id=1234567890&permissions=309237763136"


@pytest.mark.parametrize("width", [40, 80, 200])
def test_on_a_terminal_it_is_a_table_whose_addresses_stay_whole(width: int) -> None:
    console = Console(file=StringIO(), width=width, force_terminal=True, color_system=None)
    check.show(FINDINGS, console)
    text = console.file.getvalue()  # type: ignore[attr-defined]  # a StringIO, as it was given
    table, _, address = text.partition("\n\n")
    assert all(len(line) <= width for line in table.splitlines())
    assert address == f"[1] {ADDRESS}\n"
    words = " ".join(table.split())
    assert "to do" in words
    assert "[1]," in words


def test_anywhere_else_each_is_a_line() -> None:
    console = Console(file=StringIO(), width=80)
    check.show(FINDINGS, console)
    first, second = console.file.getvalue().splitlines()  # type: ignore[attr-defined]  # as above
    assert first == f"ok     Database: {FINDINGS[0].said}"
    assert second == f"to do  {FINDINGS[1].subject}: {FINDINGS[1].said} {FINDINGS[1].advice}"
