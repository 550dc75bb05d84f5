"""The bot on Telegram, from login to logout: what comes in goes to its place, each chat in order, all side by side."""

from __future__ import annotations

import asyncio
import hashlib
import logging
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from functools import partial
from types import TracebackType
from typing import Final, Self

from telegram import Message, Update
from telegram.error import TimedOut
from telegram.ext import ExtBot
from yarl import URL

from bot import secrets
from bot.adapter import Desk, IsOperator, Notes, Residence
from bot.clock import Clock
from bot.telegram import menu, polling, webhook
from bot.telegram.adapter import TelegramAdapter
from bot.telegram.arrivals import Arrivals
from bot.telegram.comments import Report
from bot.telegram.conversation import Conversation
from bot.telegram.inline import Inline
from bot.telegram.limiter import Limiter, Pass
from bot.telegram.pacing import Pacer
from bot.telegram.people import People
from bot.telegram.trail import Trail
from bot.telegram.transport import AiohttpRequest
from bot.telegram.voice import Voice
from bot.turns import Turns

log = logging.getLogger(__name__)

ALLOWED: Final = ("message", "channel_post", "callback_query", "inline_query", "my_chat_member")
"""The kinds of updates that are asked for; without naming them, those of an earlier program would stay."""
AT_ONCE: Final = 64
"""Updates that are worked on at the same time."""
HOLDING: Final = 10.0
"""Seconds for which a question makes the next ones of its chat wait."""
LOGIN: Final = 10.0
"""Seconds for an answer while logging in: whoever has started the bot is to hear why nothing happens."""
FAREWELL: Final = 5.0
"""Seconds for what is being said when the bot is stopped."""


@dataclass(frozen=True, slots=True)
class Webhook:
    """Where Telegram brings updates instead of having them fetched."""

    url: str
    """The public address, with ``https://``; a balancer there passes requests on, their path unchanged."""
    listen: str
    """The host and port that the bot listens on: ``127.0.0.1:8080``."""


class Telegram:
    """An async context manager: inside of it people are answered, and ``adapter`` brings editions.

    Where only a person can help (the token is refused, another program uses it), entering raises ``SettingsError``;
    should that turn out later, the task that entered is cancelled, and leaving raises it.
    """

    def __init__(
        self,
        *,
        token: str,
        base_url: str,
        desk: Desk,
        residence: Residence,
        notes: Notes,
        report: Report,
        is_operator: IsOperator,
        clock: Clock,
        webhook: Webhook | None = None,
        proxy: str | None = None,
        on_trouble: Callable[[str], object] | None = None,
        on_wait: Callable[[float], object] | None = None,
    ) -> None:
        """``on_trouble`` is told when Telegram stops to answer and when it answers again; else the log is.

        ``on_wait`` is told for how many seconds a request had to wait for its turn.
        """
        secrets.install(token)
        self._token = token
        self._webhook = webhook
        self._desk = desk
        pacer, trail = Pacer(clock, on_wait=on_wait), Trail(notes)
        self._bot: ExtBot[Pass] = ExtBot(
            token,
            base_url=base_url,
            request=AiohttpRequest(proxy=proxy or ""),
            get_updates_request=AiohttpRequest(proxy=proxy or ""),
            rate_limiter=Limiter(pacer, trail),
        )
        self.adapter = TelegramAdapter(self._bot, trail=trail, pacer=pacer, notes=notes, clock=clock, report=report)
        self._turns = Turns(AT_ONCE)
        self._tasks = self._turns.tasks
        people = People(self._bot, is_operator=is_operator, clock=clock)
        voice = Voice(self._bot)
        self._arrivals = Arrivals(residence, people, voice, self.adapter)
        self._conversation = Conversation(self._bot, desk, people, voice, spawn=self._turns.spawn)
        self._inline = Inline(self._bot, desk, people)
        self._stubborn = polling.stubborn(on_trouble)
        self._stack = AsyncExitStack()
        self._owner: asyncio.Task[object] | None = None
        self._failure: Exception | None = None

    @property
    def name(self) -> str:
        """The bot's public name, without the ``@``."""
        return self._bot.username

    async def __aenter__(self) -> Self:
        self._owner = asyncio.current_task()
        try:
            self._stack.push_async_callback(self._bot.shutdown)
            await self._stubborn(self._log_in)
            self._stack.push_async_callback(self._finish)
            await self._listen()
        except BaseException:
            await self._stack.aclose()
            raise
        self._turns.spawn(menu.publish(self._bot, self._desk.commands))
        log.info("Logged in to Telegram as @%s", self.name)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        owner, self._owner = self._owner, None
        await self._stack.aclose()
        if self._failure is not None and isinstance(error, asyncio.CancelledError) and owner is not None:
            owner.uncancel()
            raise self._failure

    async def _log_in(self) -> None:
        try:
            async with asyncio.timeout(LOGIN):
                await self._bot.initialize()
        except TimeoutError:
            raise TimedOut(f"No answer within {LOGIN:g} s") from None

    async def _listen(self) -> None:
        if self._webhook is None:
            # What waits there is not dropped: it was written while the bot was away.
            await self._stubborn(partial(self._bot.delete_webhook, read_timeout=LOGIN))
            await self._stack.enter_async_context(_running(self._poll()))
            return
        url, (host, _, port) = URL(self._webhook.url), self._webhook.listen.rpartition(":")
        # The same after every start, and nothing that the token could be learned from.
        secret = hashlib.sha256(f"webhook {self._token}".encode()).hexdigest()
        server = webhook.Webhook(
            self._taken, bot=self._bot, secret=secret, host=host.strip("[]"), port=int(port), path=url.path
        )
        await self._stack.enter_async_context(server)
        await self._stubborn(
            partial(self._bot.set_webhook, self._webhook.url, secret_token=secret, allowed_updates=ALLOWED)
        )

    async def _poll(self) -> None:
        try:
            await polling.poll(self._bot, self._take, allowed=ALLOWED, stubborn=self._stubborn)
        except Exception as error:  # deaf, the bot had better stop, and say why
            self._failure = error
            if self._owner is not None:
                self._owner.cancel()

    async def _taken(self, update: Update) -> None:
        self._take(update)

    def _take(self, update: Update) -> None:
        """Begin to work on an update. What was seen is known before anything waits."""
        message = update.effective_message
        if message is not None and update.callback_query is None:
            self.adapter.saw(message.chat.id, message.message_id)
        chat = update.effective_chat
        self._turns.take(chat.id if chat else None, partial(self._work, update), holding=HOLDING)

    async def _work(self, update: Update) -> None:
        if update.callback_query:
            await self._conversation.pressed(update.callback_query)
        elif update.inline_query:
            await self._inline.asked(update.inline_query)
        elif update.my_chat_member:
            self.adapter.changed(update.my_chat_member.chat.id)
            await self._arrivals.standing(update.my_chat_member)
        elif message := update.message or update.channel_post:
            await self._read(message)

    async def _read(self, message: Message) -> None:
        if not await self._arrivals.message(message):
            await self._conversation.message(message)

    async def _finish(self) -> None:
        await self._turns.finish(FAREWELL)


@asynccontextmanager
async def _running(work: Coroutine[object, object, None]) -> AsyncIterator[None]:
    """Work in the background until the end of the block."""
    task = asyncio.create_task(work)
    try:
        yield
    finally:
        task.cancel()
        await asyncio.wait([task])
