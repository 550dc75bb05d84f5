"""Editions to Telegram: which page goes where, how it is sent, and how it is found again.

The cover stands in the chat itself. In a forum each category has its topic. In a channel with a linked group the pages
are comments on the cover; in every other chat a category's first page stands alone and the others reply to it.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import replace

from telegram.constants import ParseMode
from telegram.error import TelegramError
from telegram.ext import ExtBot

from bot.adapter import Barred, Fault, Gone, Moved, Notes, Post, Refused, Unknown, Unreachable
from bot.clock import Clock
from bot.digest import Digest
from bot.messages import Destination, Page
from bot.subscriptions import Look
from bot.telegram import edition, places
from bot.telegram.chats import Chat, Chats, Kind
from bot.telegram.comments import Comments, Report
from bot.telegram.faults import NoForum, NoMessage, NoTopic, Unchanged, fault
from bot.telegram.limiter import Hold, Pass
from bot.telegram.links import resolved
from bot.telegram.pacing import Pacer, Priority
from bot.telegram.places import Anchor, Place
from bot.telegram.sending import NO_PREVIEW, RICH, Sender, Target, Turn, rich_message
from bot.telegram.settling import Settler, insisting
from bot.telegram.topics import Topics
from bot.telegram.trail import Trail

_CLOSED = (Gone, Barred, Moved)
"""What a chat may say of itself. Where that is a linked group, or a group before its move, it is not said of the
destination."""


class TelegramAdapter:
    """``bot.adapter.Adapter`` over the Bot API.

    The bot must have been initialized, and have a ``Limiter`` of the same pacer and trail.
    """

    def __init__(
        self, bot: ExtBot[Pass], *, trail: Trail, pacer: Pacer, notes: Notes, clock: Clock, report: Report
    ) -> None:
        self._bot = bot
        self._chats = Chats(bot)
        self._trail = trail
        self._pacer = pacer
        self._clock = clock
        self._topics = Topics(bot, notes, trail, clock)
        self._comments = Comments(notes, clock, report)
        self._sender = Sender(bot, self._topics)
        self._turns: dict[str, Turn] = {}

    def pages(self, digest: Digest, look: Look) -> list[Page]:
        """The edition as messages, all in the look's layout."""
        return edition.pages(digest, look)

    def rewrite(self, page: Page, digest: Digest, look: Look) -> Page | None:
        """The same page with what ``digest`` now says; None where it has none of its papers."""
        return edition.rewrite(page, digest, look)

    async def forwarded(self, channel: int, post: int, group: int, message: int) -> None:
        """An automatic forward was seen: ``post`` of the channel stands in its group as ``message``."""
        self._trail.saw(group, message, others=True)
        await self._comments.forwarded(channel, post, group, message)

    def saw(self, chat: int, message: int) -> None:
        """Somebody else's message was seen in a chat."""
        self._trail.saw(chat, message, others=True)

    def changed(self, chat: int) -> None:
        """Something about a chat is not what it was: its kind, its name, what the bot may do there."""
        self._chats.forget(chat)

    @asynccontextmanager
    async def turn(self, post: Post) -> AsyncIterator[str]:
        """Hold the chat where the page goes, once it may go there; makes its topic."""
        target = await self._target(post)
        async with Hold(self._pacer, target.id, Priority.EDITION, following=post.following) as hold:
            if target.chat.kind is Kind.FORUM and post.page.thread:
                with self._minding(target):
                    target = replace(target, topic=await self._topics.topic(target.id, post.page.thread, hold))
            self._turns[post.key] = Turn(hold, target)
            try:
                yield Anchor(target.id, await self._above(post, target)).written()
            finally:
                del self._turns[post.key]

    async def send(self, post: Post) -> str:
        """Send the page, within its turn."""
        turn = self._turns[post.key]
        target = turn.target
        with self._minding(target):
            try:
                message = await self._sender.send(post, turn)
            except (*_CLOSED, NoMessage) as error:
                if not target.post:
                    raise
                # The channel itself may well be open to us.
                await self._comments.give_up(
                    target.chat.id,
                    target.post,
                    f"Comments on a post in {post.destination.chat} are not possible, so the edition goes on in the "
                    f"channel. {error}",
                )
                raise Unreachable("The page goes into the channel itself, when it is tried again.") from error
        place = Place(chat=target.id, message=message.message_id, topic=turn.target.topic, post=target.post)
        await self._trail.keep(target.id)
        return place.written()

    async def find(self, post: Post) -> str | None:
        """Look for the page above its anchor (see ``settling``)."""
        turn = self._turns[post.key]
        anchor = places.read_anchor(post.anchor)
        if anchor is None:
            raise ValueError("a page without an anchor was never attempted")
        how: Pass = turn.hold if anchor.chat == turn.hold.chat else Priority.EDITION
        text = resolved(post, chat=turn.target.chat, bot=self._bot.username)
        try:
            found = await Settler(self._bot, self._trail, self._clock, anchor, text, how).find()
        except (Unknown, Unreachable):
            raise
        except Fault as error:
            if anchor.chat == turn.target.chat.id and isinstance(error, _CLOSED):
                raise
            raise Unknown(f"No answer came, and the chat can't be looked into. {error}") from error
        if found is None:
            return None
        self._trail.saw(anchor.chat, found)
        await self._trail.keep(anchor.chat)
        at = turn.target if anchor.chat == turn.target.id else Target(chat=turn.target.chat, id=anchor.chat)
        return Place(chat=anchor.chat, message=found, topic=at.topic, post=at.post).written()

    async def edit(self, post: Post, place: str) -> None:
        """Make the message at ``place`` say what the page says."""
        at = places.read(place)
        if at is None:
            raise ValueError("a page without a place was never sent")
        chat = await self._look_up(post)
        text = resolved(post, chat=chat, bot=self._bot.username)
        rich = post.page.form == RICH
        try:
            await self._bot.edit_message_text(
                text,
                at.chat,
                at.message,
                parse_mode=None if rich else ParseMode.HTML,
                link_preview_options=None if rich else NO_PREVIEW,
                # The library has no parameter for it yet, and insists on a text, which must not go with it.
                api_kwargs={"text": None, "rich_message": rich_message(text)} if rich else None,
                rate_limit_args=Priority.EDITION,
            )
        except TelegramError as error:
            failed = fault(error, rich=rich)
            if isinstance(failed, Unchanged):
                return
            if isinstance(failed, NoMessage) or (at.chat != chat.id and isinstance(failed, _CLOSED)):
                raise Refused(str(failed)) from error
            raise failed from error

    async def say(self, destination: Destination, text: str) -> None:
        """Send a plain line."""
        try:
            await self._bot.send_message(
                destination.chat,
                text,
                link_preview_options=NO_PREVIEW,
                rate_limit_args=Priority.ANSWER,
            )
        except TelegramError as error:
            raise fault(error) from error

    async def _target(self, post: Post) -> Target:
        """Where the page goes, but for the topic, which is made while the forum is held."""
        chat = await self._look_up(post, anew=not post.page.thread)
        if not post.page.thread or chat.kind is Kind.FORUM:
            return Target(chat=chat, id=chat.id)
        opener, cover = places.read(post.opener), places.read(post.cover)
        if chat.linked is not None and cover is not None and cover.chat == chat.id:
            copy = await self._comments.copy(chat, cover.message)
            if copy is not None:
                group, message = copy
                follows = opener is not None and opener.chat == group
                reply = opener.message if opener is not None and follows else message
                return Target(chat=chat, id=group, reply=reply, post=cover.message, copy=message)
        follows = opener is not None and opener.chat == chat.id
        return Target(chat=chat, id=chat.id, reply=opener.message if opener is not None and follows else 0)

    async def _look_up(self, post: Post, *, anew: bool = False) -> Chat:
        name = post.destination.chat
        try:
            return await insisting(lambda: self._chats.look_up(name, anew=anew))
        except TelegramError as error:
            failed = fault(error)
            # No word on the page itself, and it is not to be left out for it.
            raise (Unreachable(str(failed)) if isinstance(failed, Refused) else failed) from error

    async def _above(self, post: Post, target: Target) -> int | None:
        """The highest message id that is known where the page goes."""
        standing = map(places.read, (post.cover, post.opener, *post.threads.values()))
        ids = [place.message for place in standing if place is not None and place.chat == target.id]
        if (seen := await self._trail.highest(target.id)) is not None:
            ids.append(seen)
        return max(ids, default=None)

    @contextmanager
    def _minding(self, target: Target) -> Iterator[None]:
        """Ask about the chat anew, next time, where it turns out not to be what it was."""
        try:
            yield
        except (NoForum, NoTopic) as error:
            self._chats.forget(target.chat.id)
            raise Unreachable(str(error)) from error
        except _CLOSED:
            self._chats.forget(target.chat.id)
            raise
