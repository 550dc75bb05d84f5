"""Editions to Telegram: which page goes where, how it is sent, and how it is found again.

The cover stands in the chat itself. In a forum each category has its topic. In a channel with a linked group the pages
are comments on the cover; in every other chat a category's first page stands alone and the others reply to it.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Coroutine, Iterator
from contextlib import asynccontextmanager, contextmanager, nullcontext
from dataclasses import replace
from functools import partial
from weakref import WeakValueDictionary

from telegram.constants import ParseMode
from telegram.error import TelegramError
from telegram.ext import ExtBot

from bot.adapter import Barred, Fault, Gone, Moved, Notes, Post, Refused, Unknown, Unreachable
from bot.clock import Clock
from bot.digest import Digest
from bot.errors import PaperboyError
from bot.messages import Destination, Page
from bot.subscriptions import Look
from bot.telegram import edition, places
from bot.telegram.chats import Chat, Chats, Kind
from bot.telegram.comments import Comments, Report
from bot.telegram.faults import NoForum, NoMessage, NoTopic, Unchanged, Uneditable, fault
from bot.telegram.limiter import Hold, Pass
from bot.telegram.links import resolved
from bot.telegram.looking import Looker, insisting
from bot.telegram.markup import NO_PREVIEW
from bot.telegram.pacing import Pacer, Priority
from bot.telegram.places import Anchor, Place
from bot.telegram.recognition import Recognition, standing
from bot.telegram.sending import RICH, Sender, Target, Turn, rich_message
from bot.telegram.settling import Settler, Sought
from bot.telegram.topics import Topics
from bot.telegram.trail import Trail, has_own_ids

log = logging.getLogger(__name__)

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
        self._looker = Looker(bot, notes)
        self._topics = Topics(bot, self._looker, notes, trail, clock)
        self._comments = Comments(notes, clock, report)
        self._sender = Sender(bot, self._topics)
        self._turns: dict[str, Turn] = {}
        self._recognition = Recognition(self._topics)
        self._looking: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()
        self._tasks: set[asyncio.Task[None]] = set()
        self._tidied = False

    def pages(self, digest: Digest, look: Look) -> list[Page]:
        """The edition as messages, all in the look's layout."""
        return edition.pages(digest, look)

    def rewrite(self, page: Page, digest: Digest, look: Look) -> Page | None:
        """The same page with what ``digest`` now says; None where it has none of its papers."""
        return edition.rewrite(page, digest, look)

    def line(self, text: str) -> Page:
        """A message of its own, as every chat can show it."""
        return edition.line(text)

    def name(self, destination: Destination) -> str:
        """How people call the chat: its title and its address, as far as they are known."""
        return self._chats.called(destination.chat)

    async def identity(self, destination: Destination) -> str:
        """The chat's number, also where it goes by its public name."""
        name = destination.chat
        return name if name.removeprefix("-").isdecimal() else str((await self._look_up(destination)).id)

    def has_address(self, place: str) -> bool:
        """Whether messages there have links: those in private chats and basic groups have none."""
        at = places.read(place)
        return at is not None and has_own_ids(at.chat)

    async def forwarded(self, channel: int, post: int, group: int, message: int) -> None:
        """An automatic forward was seen: ``post`` of the channel stands in its group as ``message``."""
        self.saw(group, message)
        await self._comments.forwarded(channel, post, group, message)

    def saw(self, chat: int, message: int) -> None:
        """Somebody else's message was seen in a chat."""
        self._trail.saw(chat, message, no_page=True)
        if self._trail.lags(chat):
            self._spawn(self._trail.keep(chat))

    def changed(self, chat: int) -> None:
        """Something about a chat is not what it was: its kind, its name, what the bot may do there."""
        self._chats.forget(chat)
        if self._looker.changed(chat):
            self._spawn(self._looker.tidy(chat))

    @asynccontextmanager
    async def turn(self, post: Post) -> AsyncIterator[str]:
        """Hold the chat where the page goes, once it may go there; makes its topic."""
        target = await self._target(post)
        if target.chat.kind is Kind.CHANNEL and target.id == target.chat.id:
            self._trail.list_others(target.id)
            if target.chat.unjoined and not post.page.thread:
                await self._comments.miss(target.chat)
        if not self._tidied:
            self._tidied = True
            self._spawn(self._looker.tidy())
        await self._looker.tidy(target.id)
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
        with self._minding(target), self._comments.posting(target.id) if _has_comments(post, target) else nullcontext():
            try:
                message = await self._sender.send(post, turn)
            except (*_CLOSED, NoMessage) as error:
                if not target.post:
                    raise
                # The channel itself may well be open to us.
                await self._comments.give_up(
                    target.chat.id,
                    target.post,
                    f"Comments on a post in {target.chat.name} are not possible, so the edition goes on in the "
                    f"channel. {error}",
                )
                raise Unreachable("The page goes into the channel itself, when it is tried again.") from error
            place = Place(chat=target.id, message=message, topic=turn.target.topic, post=target.post)
            return await self._arrived(post, place, target)

    async def find(self, post: Post) -> str | None:
        """Look for the page above its anchor (see ``settling``). Others may write to the chat meanwhile."""
        turn = self._turns[post.key]
        anchor = places.read_anchor(post.anchor)
        if anchor is None:
            raise ValueError("a page without an anchor was never attempted")
        if (sent := self._recognition.place(post, anchor)) is not None:
            return sent.written()
        # Where the page goes somewhere else by now, nothing is left to compare its place with.
        same = anchor.chat == turn.target.id
        sought = Sought(
            anchor=anchor,
            text=resolved(post, chat=turn.target.chat, bot=self._bot.username),
            others=self._recognition.others(post, anchor.chat),
            shared=turn.target.chat.kind is Kind.CHANNEL and anchor.chat == turn.target.chat.id,
            belongs=partial(self._recognition.belongs, post, turn.target) if same else None,
        )
        try:
            async with turn.hold.let_go(), self._lock(anchor.chat):
                found = await Settler(self._looker, self._trail, self._clock, sought).find()
        except (Unknown, Unreachable):
            raise
        except Fault as error:
            if anchor.chat == turn.target.chat.id and isinstance(error, _CLOSED):
                raise
            raise Unknown(f"No answer came, and the chat can't be looked into. {error}") from error
        if found is None:
            if turn.target.topic:  # it may have turned out to be somebody else's meanwhile
                with self._minding(turn.target):
                    topic = await self._topics.topic(turn.target.id, post.page.thread, turn.hold)
                turn.target = replace(turn.target, topic=topic)
            return None
        self._trail.saw(anchor.chat, found)
        at = turn.target if same else Target(chat=turn.target.chat, id=anchor.chat)
        return await self._arrived(post, Place(chat=anchor.chat, message=found, topic=at.topic, post=at.post), at)

    async def edit(self, post: Post, place: str) -> None:
        """Make the message at ``place`` say what the page says."""
        at = places.read(place)
        if at is None:
            raise ValueError("a page without a place was never sent")
        chat = await self._look_up(post.destination)
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
            if isinstance(failed, Uneditable):
                raise Barred(str(failed)) from error
            if isinstance(failed, NoMessage):
                raise Refused(str(failed)) from error
            if at.chat != chat.id and isinstance(failed, _CLOSED):
                raise _elsewhere(failed) from error
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
        chat = await self._look_up(post.destination, anew=not post.page.thread)
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

    async def _look_up(self, destination: Destination, *, anew: bool = False) -> Chat:
        try:
            return await insisting(lambda: self._chats.look_up(destination.chat, anew=anew))
        except TelegramError as error:
            failed = fault(error)
            # No word on the page itself, and it is not to be left out for it.
            raise (Unreachable(str(failed)) if isinstance(failed, Refused) else failed) from error

    async def _above(self, post: Post, target: Target) -> int | None:
        """The highest message id that is known where the page goes."""
        ids = [target.topic, target.reply, target.copy, target.chat.pinned if target.id == target.chat.id else 0]
        ids += [place.message for place in standing(post) if place.chat == target.id]
        ids.append(await self._trail.highest(target.id) or 0)
        return max(ids) or None

    async def _arrived(self, post: Post, place: Place, target: Target) -> str:
        """What must be remembered of a page before anything else happens."""
        self._recognition.remember(post, place)
        if _has_comments(post, target):
            await self._comments.expect(place.chat, place.message)
        await self._trail.keep(place.chat)
        return place.written()

    def _lock(self, chat: int) -> asyncio.Lock:
        """Held by whoever looks for a page in a chat."""
        return self._looking.setdefault(chat, asyncio.Lock())

    def _spawn(self, work: Coroutine[None, None, None]) -> None:
        """Do something beside all else that is not missed if it fails."""

        async def done() -> None:
            try:
                await work
            except PaperboyError as error:
                log.warning("Something is not kept of what was seen on Telegram: %s", error)

        task = asyncio.create_task(done())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

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


def _has_comments(post: Post, target: Target) -> bool:
    """Whether the page is a post in a channel on which others will comment."""
    return not post.page.thread and target.id == target.chat.id and target.chat.linked is not None


def _elsewhere(failed: Fault) -> Fault:
    """What follows for a destination from what is said by another chat where a page of its stands."""
    if isinstance(failed, Moved):  # a group from before its move, which nobody can write to any more
        return Refused(str(failed))
    return Barred(f"Comments can't be edited: the bot must be in the group linked to the channel. {failed}")
