"""What others hold while the settings change: nothing that was begun is lost."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.cli.exchange import Front, Writer
from bot.clock import SystemClock
from bot.config import SummarizerSettings
from bot.errors import SettingsError
from bot.messages import Asker, Reply
from bot.papers import Paper
from bot.store import Store
from bot.summarize.summarizer import Outcome
from handlers.desk import Desk
from tests.doubles.model import KEY, NAME, ModelServer
from tests.doubles.papers import invent

ADA = Asker(platform="telegram", user="1", chat="1")


class Answering(Desk):
    """Answers everything with its name."""

    def __init__(self, name: str) -> None:
        super().__init__(())
        self.name = name

    async def run(self, asker: Asker, name: str, rest: str, *, pressed: bool = False) -> Reply:
        return Reply(text=self.name)


async def test_from_when_another_desk_opens_people_are_brought_to_it() -> None:
    front = Front(Answering("old"))
    assert (await front.answer(ADA, "/help")).text == "old"
    front.open(Answering("new"))
    assert (await front.press(ADA, "help")).text == "new"
    assert (await front.run(ADA, "help", "")).text == "new"
    assert await front.complete(ADA, "paper", "a") == ()
    assert (await front.offer(ADA, "a", "")).cards == ()


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    async with await Store.open(tmp_path / "paperboy.db") as store:
        yield store


async def written(writer: Writer, papers: list[Paper]) -> list[Outcome]:
    found: list[Outcome] = []

    async def save(outcome: Outcome) -> None:
        found.append(outcome)

    await writer.summarize(papers, "English", save=save)
    return found


async def test_another_summarizer_writes_from_when_it_is_chosen_and_tokens_are_counted(store: Store) -> None:
    tokens: list[int] = []
    papers = invent(2)
    async with ModelServer() as model, Writer(
        SummarizerSettings(), store=store, clock=SystemClock(), on_tokens=tokens.append
    ) as writer:  # fmt: skip
        assert not writer.uses_model
        assert all(one.summary.is_extract for one in await written(writer, papers))
        key = SecretStr(KEY)
        writer.choose(SummarizerSettings(provider="openai", base_url=model.base_url, api_key=key, model=NAME))
        assert writer.uses_model
        assert not any(one.summary.is_extract for one in await written(writer, papers))
    assert tokens
    assert sum(tokens) == await store.tokens(SystemClock().now().date())


async def test_a_choice_that_cannot_be_leaves_the_one_before(store: Store) -> None:
    async with Writer(SummarizerSettings(), store=store, clock=SystemClock()) as writer:
        with pytest.raises(SettingsError, match="key"):
            writer.choose(SummarizerSettings(provider="openai", api_key=SecretStr("schlüssel\n")))
        assert not writer.uses_model
