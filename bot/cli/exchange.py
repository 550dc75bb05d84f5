"""What others hold while the settings change behind it: the front desk, and whoever writes summaries."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack
from types import TracebackType
from typing import Self

from bot.adapter import Desk
from bot.clock import Clock
from bot.config import SummarizerSettings
from bot.messages import Asker, Choice, Offer, Reply
from bot.papers import Paper
from bot.store import Store
from bot.summarize.summarizer import Extractor, ModelSummarizer, Patience, Save, Summarizer
from handlers.budget import StoredBudget


class Front:
    """The desk that is open now. What is being answered when another one opens is answered by the old."""

    def __init__(self, desk: Desk) -> None:
        self.commands = desk.commands
        self._desk = desk

    def open(self, desk: Desk) -> None:
        """Bring everybody who comes from now on to another desk, with the same commands."""
        self._desk = desk

    async def answer(self, asker: Asker, text: str) -> Reply:
        """See ``Desk``."""
        return await self._desk.answer(asker, text)

    async def press(self, asker: Asker, command: str) -> Reply:
        """See ``Desk``."""
        return await self._desk.press(asker, command)

    async def run(self, asker: Asker, name: str, rest: str) -> Reply:
        """See ``Desk``."""
        return await self._desk.run(asker, name, rest)

    async def complete(self, asker: Asker, name: str, typed: str, option: str = "") -> Sequence[Choice]:
        """See ``Desk``."""
        return await self._desk.complete(asker, name, typed, option)

    async def offer(self, asker: Asker, typed: str, start: str) -> Offer:
        """See ``Desk``."""
        return await self._desk.offer(asker, typed, start)


class Writer:
    """A ``Summarizer``: the one that the settings wish for now. What an earlier one has begun, it ends."""

    def __init__(
        self,
        wishes: SummarizerSettings,
        *,
        store: Store,
        clock: Clock,
        on_tokens: Callable[[int], object] | None = None,
        on_end: Callable[[str], object] | None = None,
        patience: Patience | None = None,
    ) -> None:
        """``on_tokens`` is told of tokens that were used, ``on_end`` why a model is asked no more for now.

        ``patience`` is that with a model.

        :raises SettingsError: it can't be as is wished
        """
        self._store = store
        self._clock = clock
        self._on_tokens = on_tokens
        self._on_end = on_end
        self._patience = patience
        self._stack = AsyncExitStack()
        self._now = self._made(wishes)

    @property
    def uses_model(self) -> bool:
        """Whether a model writes, so that the abstract's own words are only a stand-in."""
        return self._now.uses_model

    def choose(self, wishes: SummarizerSettings) -> None:
        """Let another one write what is to be written from now on.

        :raises SettingsError: it can't be as is wished, and the one before stays
        """
        self._now = self._made(wishes)

    async def summarize(self, papers: Sequence[Paper], language: str, *, save: Save) -> None:
        """See ``Summarizer``."""
        await self._now.summarize(papers, language, save=save)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._stack.aclose()

    def _made(self, wishes: SummarizerSettings) -> Summarizer:
        if not wishes.uses_model:
            return Extractor(clock=self._clock)
        made = ModelSummarizer(
            base_url=wishes.base_url,
            api_key=wishes.api_key.get_secret_value(),
            model=wishes.model,
            concurrency=wishes.concurrency,
            daily_token_budget=wishes.daily_token_budget,
            budget=StoredBudget(self._store, self._clock, count=self._on_tokens),
            clock=self._clock,
            on_end=self._on_end,
            patience=self._patience,
        )
        self._stack.push_async_exit(made)  # its connections are closed at the end: others may still be using them
        return made
