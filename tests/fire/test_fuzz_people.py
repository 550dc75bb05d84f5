"""Hostile people: everything that can be asked, with every kind of text, from every kind of chat, in every language."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.arxiv import Arxiv
from bot.config import ArxivSettings, LimitSettings, Settings
from bot.discord import buttons
from bot.messages import Asker, Reply
from bot.store import Store
from bot.telegram import deeplinks
from bot.words import speak
from handlers.desk import Desk
from handlers.table import commands, desk
from tests.doubles.arxiv import ArxivDouble
from tests.doubles.chats import offline
from tests.doubles.clock import MovedClock
from tests.doubles.hostile import SHORT, texts
from tests.doubles.judges import judge
from tests.doubles.model import ModelServer
from tests.doubles.pages import MADE
from tests.doubles.papers import invent
from tests.stories.conftest import Assemble

NOWHERE = "http://127.0.0.1:9"
CATEGORIES = ("cs.CV", "cs.AI")
SETTINGS = Settings(arxiv=ArxivSettings(categories=CATEGORIES))
LOCALES = ("en", "zh-CN", "", "x" * 300, "../../etc", "zh_\ud800")
CHATS: dict[str, dict[str, Any]] = {
    "their own": {"direct": True, "may_change": True},
    "a group": {"direct": False, "may_change": False, "chat": "-100200"},
    "a group that they run": {"direct": False, "may_change": True, "chat": "-100300"},
    "a chat of a strange name": {"direct": False, "may_change": True, "chat": "a b/c'\"", "chat_name": "@x\u202e"},
}
ASKERS = [
    Asker(**{"platform": platform, "user": "7", "chat": "7", "locale": locale, **kind})
    for platform in ("telegram", "discord")
    for locale in LOCALES
    for kind in CHATS.values()
]
MORE = {
    "numbers": "99999999999999999999999 -1 1e999 ٣ ² NaN",
    "dates": "2026-02-30 0000-00-00 9999-12-31 昨天 tomorrow 1e3d",
    "options": 'lang:"" cat: author:" sort:x page:.. last:-5 more:1 field:x=y in at on off',
    "ids": "2512.10935v999999 9999.99999 math/0000000 hep-th/9901001v0 2512.10935,,,2512.10935;",
    "links": "https://arxiv.org/abs/../../etc/passwd?x=1#y http://arxiv.org@evil.example/abs/2512.10935",
    "slashes": "/ // /paper /search /@paperboy_bot /PAPER@x y",
    "a time": "at 25:99 in Europe/Nowhere every -1 days",
    "quotes": '"' * 301 + "“”„«»'",
    "a bibliography": " ".join(f"2512.{number:05}" for number in range(800)),
    "operators": "AND OR NOT NEAR ( ) * - + : ^ { } cat:* title:(a author:*",
}
"""What means something to one command or another."""
LINES = {**SHORT, **MORE}
NAMES = tuple(command.name for command in commands(offline(None, MovedClock(MADE)), SETTINGS))  # type: ignore[arg-type]  # only names


@pytest.fixture
async def counter(tmp_path: Path) -> AsyncIterator[Desk]:
    clock = MovedClock(MADE)
    async with await Store.open(tmp_path / "paperboy.db") as store:
        await store.save_papers(invent(20), at=MADE)
        async with Arxiv(
            rss_url=NOWHERE, site_url=NOWHERE, api_url=NOWHERE, contact="", clock=clock, patience=1
        ) as source:
            yield desk(replace(offline(store, clock), source=source), SETTINGS)


async def answered(reply: Reply, asker: Asker) -> Reply:
    """The whole of an answer, which both platforms take, and which has words."""
    for _ in range(5):
        assert reply.text.strip() or reply.cards or reply.items
        judge(reply, speak(asker.locale))
        if reply.later is None:
            return reply
        reply = await reply.later()
    raise AssertionError("an answer that is never ready")


@pytest.mark.parametrize("name", NAMES)
async def test_every_command_has_words_for_every_text(name: str, counter: Desk) -> None:
    askers = cycle(ASKERS[len(name) % 5 :])
    for text in LINES.values():
        asker = next(askers)
        await answered(await counter.answer(asker, f"/{name} {text}"), asker)
        asker = next(askers)
        await answered(await counter.run(asker, name, text), asker)
        await answered(await counter.press(asker, f"{name} {text[:60]}"), asker)


@pytest.mark.parametrize("line", LINES)
async def test_every_text_without_a_command_is_answered(line: str, counter: Desk) -> None:
    for asker in ASKERS[::7]:
        await answered(await counter.answer(asker, LINES[line]), asker)
        await answered(await counter.press(asker, LINES[line][:60]), asker)


@pytest.mark.parametrize("name", NAMES)
async def test_whatever_is_typed_completions_fit_into_a_menu(name: str, counter: Desk) -> None:
    (command,) = (one for one in counter.commands if one.name == name)
    for text, asker in zip(LINES.values(), cycle(ASKERS[::5]), strict=False):
        for option in ("", *(one.name for one in command.options)):
            choices = await counter.complete(asker, name, text, option)
            assert len(choices) <= 25
            assert all(0 < len(one.label) <= 100 and 0 < len(one.value) <= 100 for one in choices)
        offer = await counter.offer(asker, text, text[:64])
        judge(Reply(text="-", cards=offer.cards), speak(asker.locale))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.sampled_from(NAMES), text=texts(), asker=st.sampled_from(ASKERS), pressed=st.booleans())
async def test_anything_at_all_is_answered(name: str, text: str, asker: Asker, pressed: bool, counter: Desk) -> None:
    reply = await counter.run(asker, name, text, pressed=pressed)
    await answered(reply, asker)
    await answered(await counter.answer(asker, text), asker)


@given(texts())
def test_whatever_stands_in_a_link_or_behind_a_button_is_a_command_line(text: str) -> None:
    assert isinstance(buttons.pressed(text).command, str)
    assert isinstance(deeplinks.command(text), str | None)


async def test_nobody_has_more_written_than_their_share_whatever_they_ask(
    assemble: Assemble, arxiv: ArxivDouble, model: ModelServer
) -> None:
    papers = invent(24)
    arxiv.keep(papers)
    wishes = SETTINGS.model_copy(update={"limits": LimitSettings(per_person=3)})
    async with assemble(with_model=True, patience=60.0) as parts:
        counter = desk(parts, wishes)
        for at, user in enumerate(("7", "8")):
            for chat in ("7", "-100", "-200"):  # the share is a person's, wherever they ask
                asker = Asker(platform="telegram", user=user, chat=chat, direct=chat == user)
                theirs = papers[12 * at : 12 * at + 12]
                lines = [
                    " ".join(one.id for one in theirs[:6]),
                    *(f"/paper {one.id} in {language}" for one in theirs[6:9] for language in ("Chinese", "Korean")),
                    *(f"/paper https://arxiv.org/abs/{one.id}" for one in theirs[9:]),
                ]
                for line in lines:
                    await answered(await counter.answer(asker, line), asker)
            assert sum(model.answered.values()) == 3 * (at + 1)
