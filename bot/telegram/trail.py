"""The highest message id known in each chat: whatever is sent there next has a higher one."""

from __future__ import annotations

import json
from collections import deque

from bot.adapter import Notes
from bot.messages import Destination
from bot.telegram.places import CHANNELS, NAME

_NOTE = "last"
_STRIDE = 10
"""How far the note of a chat's highest id may lag behind, which saves a write for every message."""
_REMEMBERED = 200
"""Of so many messages in a chat it is known that they are no pages."""
_LISTED = 100
"""So many of them outlive the process, in channels."""


class Trail:
    """Remembers what was seen.

    Ids grow by one with every message, whoever writes it: in each channel and supergroup on their own, in all private
    chats and basic groups of the bot together. What is known is a lower bound: bots do not see everything.
    """

    def __init__(self, notes: Notes) -> None:
        self._notes = notes
        self._highest: dict[int, int] = {}
        self._noted: dict[int, int] = {}
        self._others: dict[int, deque[int]] = {}
        self._listing: set[int] = set()
        self._unlisted: set[int] = set()

    def saw(self, chat: int, message: int, *, no_page: bool = False) -> None:
        """A message stands there; ``no_page``: somebody else wrote it, or it answers somebody."""
        sequence = _sequence(chat)
        self._highest[sequence] = max(message, self._highest.get(sequence, 0))
        if no_page:
            self._others.setdefault(sequence, deque(maxlen=_REMEMBERED)).append(message)
            self._unlisted.add(sequence)

    def is_no_page(self, chat: int, message: int) -> bool:
        """Whether it is known to be none of our pages."""
        return message in self._others.get(_sequence(chat), ())

    def list_others(self, chat: int) -> None:
        """Let it outlive the process, too, which messages of this chat are no pages: it is a channel, where the right
        to edit reaches to what others have posted.
        """
        self._listing.add(chat)

    async def highest(self, chat: int) -> int | None:
        """The highest id known there; None for none."""
        sequence = _sequence(chat)
        if sequence and sequence not in self._noted:
            await self._recall(chat)
        return max(self._highest.get(sequence, 0), self._noted.get(sequence, 0)) or None

    def lags(self, chat: int) -> bool:
        """Whether ``keep`` would have anything to write, as far as is known without looking."""
        sequence = _sequence(chat)
        if not sequence:
            return False
        noted = self._noted.get(sequence, 0)
        far = not noted or self._highest.get(sequence, 0) - noted >= _STRIDE
        return far or (sequence in self._listing and sequence in self._unlisted)

    async def keep(self, chat: int) -> None:
        """Let what is known of a channel or supergroup outlive this process, roughly."""
        sequence = _sequence(chat)
        highest = await self.highest(chat)
        if highest is None or not self.lags(chat):
            return
        before, self._noted[sequence] = self._noted[sequence], highest  # nobody else need write it meanwhile
        self._unlisted.discard(sequence)
        value: object = highest
        if sequence in self._listing:
            value = {"last": highest, "others": [*self._others.get(sequence, ())][-_LISTED:]}
        try:
            await self._notes.keep_note(_destination(chat), _NOTE, json.dumps(value))
        except BaseException:
            self._noted[sequence] = before
            self._unlisted.add(sequence)
            raise

    async def _recall(self, chat: int) -> None:
        note = await self._notes.note(_destination(chat), _NOTE)
        if chat in self._noted:
            return  # somebody else was quicker
        kept = json.loads(note or "0")
        if isinstance(kept, dict):
            self._listing.add(chat)
            self._others[chat] = deque([*kept["others"], *self._others.get(chat, ())], maxlen=_REMEMBERED)
            kept = kept["last"]
        self._noted[chat] = int(kept)


def has_own_ids(chat: int) -> bool:
    """Whether the ids of a chat's messages are its own: those of all others follow one common sequence."""
    return chat < CHANNELS


def _sequence(chat: int) -> int:
    return chat if has_own_ids(chat) else 0


def _destination(chat: int) -> Destination:
    return Destination(NAME, str(chat))
