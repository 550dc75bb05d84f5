"""People, and what each chose and keeps."""

from __future__ import annotations

from datetime import datetime

from bot.messages import Destination
from bot.store import people
from bot.store.facade.part import Part
from bot.store.people import Kept, Person, Shelf


class People(Part):
    """What is held about anybody, until they have it forgotten."""

    async def person(self, platform: str, user: str) -> Person:
        """What a person chose for themselves; of a stranger, nothing."""
        return await self._database.read(people.load, platform, user)

    async def save_person(self, platform: str, user: str, person: Person) -> None:
        """Write what a person chose; who chose nothing is not kept."""
        await self._database.write(people.save, platform, user, person)

    async def save_paper(self, platform: str, user: str, paper_id: str, *, at: datetime, most: int) -> bool:
        """Put a paper on a person's shelf, which holds ``most``; whether it stands there now."""
        return await self._database.write(people.save_paper, platform, user, paper_id, at, most)

    async def unsave_paper(self, platform: str, user: str, paper_id: str) -> bool:
        """Take a paper off a person's shelf; whether it stood there."""
        return await self._database.write(people.unsave_paper, platform, user, paper_id)

    async def saved(self, platform: str, user: str, *, offset: int = 0, limit: int = 8) -> Shelf:
        """A page of a person's saved papers, the last saved first."""
        return await self._database.read(people.shelf, platform, user, offset, limit)

    async def everything_about(self, platform: str, user: str, chat: Destination) -> Kept:
        """All that is held about a person, and about their own chat with the bot."""
        return await self._database.read(people.everything, platform, user, chat)

    async def forget(self, platform: str, user: str, chat: Destination) -> Kept:
        """Delete all that is held about a person, and about their own chat; returns what it was."""
        return await self._database.write(people.forget, platform, user, chat)
