"""Which message is which page, where several editions of ours may say the same in one chat."""

from __future__ import annotations

from collections.abc import Iterator

from telegram import Message

from bot.adapter import Post
from bot.telegram import places
from bot.telegram.chats import Kind
from bot.telegram.places import Anchor, Place
from bot.telegram.sending import Target
from bot.telegram.topics import Topics

_REMEMBERED = 10_000
"""Pages of which it is known where they were sent, beside what the store has."""


class Recognition:
    """Remembers what was sent, and tells pages by where they stand."""

    def __init__(self, topics: Topics) -> None:
        self._topics = topics
        self._sent: dict[str, Place] = {}

    def remember(self, post: Post, place: Place) -> None:
        """The page stands there."""
        self._sent[post.key] = place
        while len(self._sent) > _REMEMBERED:
            del self._sent[next(iter(self._sent))]

    def place(self, post: Post, anchor: Anchor) -> Place | None:
        """Where the page was sent since ``anchor``, if its answer came and only could not be recorded."""
        sent = self._sent.get(post.key)
        return sent if sent is not None and sent.chat == anchor.chat and sent.message > (anchor.above or 0) else None

    def others(self, post: Post, chat: int) -> frozenset[int]:
        """Ids of our other pages in a chat, as far as they are known."""
        sent = {place.message for key, place in self._sent.items() if place.chat == chat and key != post.key}
        return frozenset(sent | {place.message for place in standing(post) if place.chat == chat})

    async def belongs(self, post: Post, target: Target, message: Message) -> bool:
        """Whether a message that says what the page says stands where it is sent."""
        if target.topic:
            if message.message_thread_id != target.topic or await self._topics.is_stray(target.id, message.message_id):
                return False
            if await self._topics.on_trial(target.id, post.page.thread):
                return await self._topics.is_ours(target.id, post.page.thread, message)
            return True
        if target.chat.kind is Kind.FORUM:
            return not message.is_topic_message
        replied = message.reply_to_message.message_id if message.reply_to_message else 0
        if target.post:
            return message.message_thread_id == target.copy or replied in (target.copy, target.reply)
        # What it replied to may have been deleted.
        return replied in (0, target.reply)


def standing(post: Post) -> Iterator[Place]:
    """What stands of its edition."""
    return filter(None, map(places.read, (post.cover, post.opener, *post.threads.values())))
