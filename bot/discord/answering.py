"""Answers where they belong: to an interaction, within its three seconds and fifteen minutes, or to a message."""

from __future__ import annotations

import asyncio
import io
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from functools import partial
from typing import Final, Protocol, TypeVar

import discord

from bot.adapter import Fault, Unknown, Unreachable
from bot.discord.answers import Message
from bot.discord.attempts import attempt
from bot.discord.faults import Answered, Expired, Later, NoMessage, NoMoreFollowUps, NoPermission
from bot.discord.native import Native
from bot.discord.people import Room

log = logging.getLogger(__name__)

SOON: Final = 2.0
"""Seconds after which an answer is promised. Discord gives three; the way there and back takes some of them."""
SIGN_AFTER: Final = 1.0
"""Seconds that nobody minds to wait; after them, the sign that the bot is writing."""
SIGN: Final = 8.0
"""Discord shows it for ten seconds."""
PATIENCE: Final = 20.0
PAUSES: Final = (0.5, 2.0)
"""Seconds before the next attempts where no answer came. To somebody who waits, twice does less harm than never."""

T = TypeVar("T")
_NO_PING: Final = discord.AllowedMentions.none()


class Answering(Protocol):
    """One question's answer."""

    @property
    def hides(self) -> bool:
        """Whether it can be for the asker alone."""

    async def show(self, messages: Sequence[Message], *, private: bool = False) -> None:
        """Let the answer be this, also in the place of what was shown of it before.

        ``private``: for the asker's eyes only, which takes ``hides``.

        :raises Fault: it can't be brought there
        """


class ToInteraction:
    """The answer to a command or a pressed button."""

    hides = True

    def __init__(self, interaction: discord.Interaction, room: Room, *, alone: bool, in_place: bool = False) -> None:
        """``alone``: only the asker is to see it; ``in_place``: it takes the place of the message with the button."""
        self._interaction = interaction
        self._room = room
        self._hidden = alone and not room.alone
        self._in_place = in_place
        self._standing: list[int | None] = []
        """The messages of the answer, as far as there are any; None is the first response."""
        self._promised = False
        self._begun = asyncio.Event()
        self._busy = asyncio.Lock()

    async def promise(self) -> None:
        """Unless the answer is there soon, say that it is being made: without either, Discord gives the bot up."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._begun.wait(), SOON)
        async with self._busy:
            if self._begun.is_set():
                return
            with suppress(Answered):
                async with attempt(PATIENCE):
                    # Without "thinking", the message with the button waits for its change.
                    await self._interaction.response.defer(ephemeral=self._hidden, thinking=not self._in_place)
            self._promised = True
            self._standing = [None]

    async def show(self, messages: Sequence[Message], *, private: bool = False) -> None:
        """Show it; what was shown of it before is changed."""
        self._begun.set()
        async with self._busy:
            if private and not (self._hidden or self._room.alone):
                await self._withdraw()
            try:
                await self._put(messages)
            except Expired:
                await self._late(messages)

    async def _withdraw(self) -> None:
        """Take back from everybody's sight what is to be for the asker alone. A pressed message stays as it is."""
        self._hidden = True
        if self._standing and not self._in_place:
            with suppress(Fault):  # then an empty promise stays there, which is no reason not to answer
                async with attempt(PATIENCE):
                    await self._interaction.delete_original_response()
        if self._standing:
            self._promised = True
        self._in_place = False
        self._standing = []

    async def _put(self, messages: Sequence[Message]) -> None:
        standing = self._standing
        self._standing = []
        for at, message in enumerate(messages):
            if at < len(standing):
                self._standing.append(await self._change(standing[at], message))
            elif at == 0 and not self._promised:
                self._standing.append(await self._first(message))
            else:
                try:
                    self._standing.append(await self._follow(message))
                except NoMoreFollowUps:
                    log.info("An answer was cut: only five messages may follow where the bot is not itself")
                    break
        for surplus in standing[len(messages) :]:
            if surplus is not None:
                with suppress(Fault):
                    async with attempt(PATIENCE):
                        await self._interaction.followup.delete_message(surplus)

    async def _first(self, message: Message) -> int | None:
        """The first response; made before, as far as that is known from Discord alone, it is changed."""
        view, response = Native(message.components), self._interaction.response

        async def respond() -> None:
            if self._in_place:
                await response.edit_message(view=view, attachments=_files(message), allowed_mentions=_NO_PING)
            else:
                await response.send_message(
                    view=view, files=_files(message), ephemeral=self._hidden, allowed_mentions=_NO_PING
                )

        try:
            await _insisting(respond)
        except Answered:
            self._promised = True
            return await self._change(None, message)
        except Unknown:
            self._promised = True
            raise
        self._promised = True
        return None

    async def _change(self, there: int | None, message: Message) -> int | None:
        view = Native(message.components)

        async def change() -> None:
            if there is None:
                await self._interaction.edit_original_response(
                    view=view, attachments=_files(message), allowed_mentions=_NO_PING
                )
            else:
                await self._interaction.followup.edit_message(
                    there, view=view, attachments=_files(message), allowed_mentions=_NO_PING
                )

        try:
            await _insisting(change)
        except NoMessage:  # the reader has dismissed it
            return await self._follow(message)
        return there

    async def _follow(self, message: Message) -> int:
        async def follow() -> discord.Message:
            return await self._interaction.followup.send(
                view=Native(message.components),
                files=_files(message),
                ephemeral=self._hidden,
                allowed_mentions=_NO_PING,
                wait=True,
            )

        return (await _insisting(follow)).id

    async def _late(self, messages: Sequence[Message]) -> None:
        """The interaction is over: what may be seen by all is said by a message, where the bot itself is there."""
        if self._hidden or not self._room.ours or not self._room.channel:
            log.info("An answer came too late to be shown; it was for one person alone, or the bot is not there itself")
            return
        channel = self._interaction.client.get_partial_messageable(self._room.channel)
        for at, message in enumerate(messages):
            await _insisting(partial(_send, channel, message, nonce=f"i{self._interaction.id}-{at}"))


class ToMessage:
    """The answer to a message: a reply to it in servers, a message in direct ones."""

    def __init__(self, message: discord.Message, room: Room) -> None:
        self._message = message
        self._replies = not room.alone
        self.hides = room.alone
        self._standing: list[discord.Message] = []
        self._said = 0

    async def show(self, messages: Sequence[Message], *, private: bool = False) -> None:  # noqa: ARG002 -- where it can be, it is
        """Show it; what was shown of it before is changed."""
        standing, self._standing = self._standing, []
        for at, message in enumerate(messages):
            self._standing.append(
                await self._change(standing[at], message) if at < len(standing) else await self._say(message)
            )
        for surplus in standing[len(messages) :]:
            with suppress(Fault):
                async with attempt(PATIENCE):
                    await surplus.delete()

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[None]:
        """The sign that an answer is being written, from after a second until the end."""
        showing = asyncio.create_task(self._sign())
        try:
            yield
        finally:
            showing.cancel()

    async def _sign(self) -> None:
        await asyncio.sleep(SIGN_AFTER)
        while True:
            with suppress(Fault):
                async with attempt(PATIENCE):
                    await self._message.channel.typing()
            await asyncio.sleep(SIGN)

    async def _say(self, message: Message) -> discord.Message:
        if self._replies:
            try:
                return await self._send(message, self._message.to_reference(fail_if_not_exists=False))
            except NoPermission:
                self._replies = False  # a reply takes the right to read the history; a message of its own does not
        return await self._send(message, None)

    async def _send(self, message: Message, to: discord.MessageReference | None) -> discord.Message:
        self._said += 1
        nonce = f"m{self._message.id}-{self._said}"
        return await _insisting(partial(_send, self._message.channel, message, nonce=nonce, to=to))

    async def _change(self, there: discord.Message, message: Message) -> discord.Message:
        async def change() -> discord.Message:
            return await there.edit(
                view=Native(message.components), attachments=_files(message), allowed_mentions=_NO_PING
            )

        try:
            return await _insisting(change)
        except NoMessage:
            return await self._say(message)


async def _send(
    channel: discord.abc.Messageable, message: Message, *, nonce: str, to: discord.MessageReference | None = None
) -> discord.Message:
    """Say it; with the same nonce, twice is once."""
    view, files = Native(message.components), _files(message)
    if to is None:
        return await channel.send(view=view, files=files, allowed_mentions=_NO_PING, nonce=nonce)
    return await channel.send(view=view, files=files, allowed_mentions=_NO_PING, nonce=nonce, reference=to)


async def _insisting(request: Callable[[], Awaitable[T]]) -> T:
    """What the request gives, made anew a few times where no answer comes: it may then be carried out twice."""
    for pause in (*PAUSES, None):
        try:
            async with attempt(PATIENCE):
                return await request()
        except (Unknown, Unreachable) as error:
            if pause is None or isinstance(error, Later):
                raise
            await asyncio.sleep(pause)
    raise AssertionError("the last attempt returns or raises")


def _files(message: Message) -> list[discord.File]:
    """Made anew for every attempt: the library closes them."""
    if message.file is None:
        return []
    return [discord.File(io.BytesIO(message.file.text.encode(errors="replace")), message.file.name)]
