"""What the program must know of itself: its tokens, its stops, its causes to worry, its file's condition."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from bot.store import chats, condition, course, housekeeping, ledger
from bot.store.condition import Condition
from bot.store.facade.part import Part


class Upkeep(Part):
    """The program's own books, and the order of its file."""

    async def kept(self, name: str) -> str | None:
        """What the program remembers of itself under this name."""
        return await self._database.read(course.kept, name)

    async def keep(self, name: str, value: str) -> None:
        """Remember it, in the place of what was there."""
        await self._database.write(course.keep, name, value)

    async def note_cause(self, cause: str, sentence: str, *, at: datetime) -> bool:
        """Record what the people who run the bot must know, until one of them has heard it; whether that is new."""
        return await self._database.write(chats.note_cause, cause, sentence, at)

    async def untold(self) -> list[tuple[str, str]]:
        """Causes that nobody could be told of yet, each with its sentence, the oldest first."""
        return await self._database.read(chats.untold)

    async def told(self, cause: str) -> None:
        """Record that somebody has heard of a cause."""
        await self._database.write(chats.told, cause)

    async def settle(self, cause: str) -> bool:
        """Forget a cause, so that it is told again should it come back; whether it was known."""
        if not await self._database.read(chats.is_known, cause):
            return False  # as nearly always
        return await self._database.write(chats.settle, cause)

    async def add_tokens(self, day: date, tokens: int) -> int:
        """Count tokens that were paid for; returns the day's sum."""
        return await self._database.write(ledger.add_tokens, day, tokens)

    async def tokens(self, day: date) -> int:
        """The day's sum of tokens."""
        return await self._database.read(ledger.load_tokens, day)

    async def stops(self) -> dict[str, datetime]:
        """Hosts that answered 403, and until when each is left alone."""
        return await self._database.read(ledger.load_stops)

    async def save_stops(self, stops: Mapping[str, datetime]) -> None:
        """Replace the hosts that are left alone."""
        await self._database.write(ledger.save_stops, stops)

    async def condition(self, *, attempts: int) -> Condition:
        """How the database is doing; a summary is owed while it was asked for fewer than ``attempts`` times."""
        return await self._database.read(condition.load, attempts)

    async def tidy(self, *, at: datetime) -> int:
        """Throw away what nobody will ask for again, and put the file in order; returns how many rows went."""
        gone = await self._database.write(housekeeping.tidy, at)
        await self._database.alone(housekeeping.settle)
        return gone
