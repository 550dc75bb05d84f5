"""The highest message id known in each chat: whatever is sent there next has a higher one."""

from __future__ import annotations

from collections import deque

from bot.adapter import Notes
from bot.messages import Destination
from bot.telegram.places import CHANNELS, NAME

_NOTE = "last"
_STRIDE = 10
"""How far the note of a chat's highest id may lag behind, which saves a write for every message."""
_REMEMBERED = 200
"""Of so many messages of others in a chat it is known that they are theirs."""


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

    def saw(self, chat: int, message: int, *, others: bool = False) -> None:
        """A message stands there; ``others``: somebody else wrote it."""
        sequence = _sequence(chat)
        self._highest[sequence] = max(message, self._highest.get(sequence, 0))
        if others:
            self._others.setdefault(sequence, deque(maxlen=_REMEMBERED)).append(message)

    def is_others(self, chat: int, message: int) -> bool:
        """Whether somebody else is known to have written it."""
        return message in self._others.get(_sequence(chat), ())

    async def highest(self, chat: int) -> int | None:
        """The highest id known there; None for none."""
        sequence = _sequence(chat)
        if sequence and sequence not in self._noted:
            note = await self._notes.note(_destination(chat), _NOTE)
            self._noted[sequence] = int(note or 0)
        return max(self._highest.get(sequence, 0), self._noted.get(sequence, 0)) or None

    async def keep(self, chat: int) -> None:
        """Let what is known of a channel or supergroup outlive this process, roughly."""
        sequence = _sequence(chat)
        highest = await self.highest(chat)
        if not sequence or highest is None:
            return
        noted = self._noted[sequence]
        if not noted or highest - noted >= _STRIDE:
            await self._notes.keep_note(_destination(chat), _NOTE, str(highest))
            self._noted[sequence] = highest


def has_own_ids(chat: int) -> bool:
    """Whether the ids of a chat's messages are its own: those of all others follow one common sequence."""
    return chat < CHANNELS


def _sequence(chat: int) -> int:
    return chat if has_own_ids(chat) else 0


def _destination(chat: int) -> Destination:
    return Destination(NAME, str(chat))
