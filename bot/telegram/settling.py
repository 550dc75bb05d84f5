"""Whether a page arrived whose answer was lost.

Telegram knows no key by which a repeated request would be recognized. But ids grow by one with every message of a
chat, and ``looking`` tells what stands under an id. So the page is looked for above the highest id that was known
before it was sent. What is known to be something else is left alone: what others were heard to write, answers of ours,
other pages. The rest is read, as far as the bot may edit it, and compared.

The chat is not held meanwhile: what is sent there in between is known to be something else.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass
from typing import Any

from telegram import Message

from bot.adapter import Unknown
from bot.clock import Clock
from bot.telegram import markup
from bot.telegram.looking import Look, Looker
from bot.telegram.places import Anchor
from bot.telegram.trail import Trail, has_own_ids

WINDOW = 100
"""Ids that are asked about, at most."""
NEAR = 6
"""Ids that are asked about in private chats and basic groups: there a page may be found, but never be known to be
missing."""
END = 25
"""So many ids in a row under which nothing stands are the end of a chat: deleted messages leave gaps, too."""
LATE = 5.0
"""Seconds after which a request that was under way when nobody waited any more has arrived or never will."""
_ALIKE = 0.8
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """A page, and how it is told from everything else."""

    anchor: Anchor
    text: str
    others: Collection[int]
    """Ids of our other pages there."""
    shared: bool
    """Whether the bot may edit what others write there, as in channels."""
    belongs: Callable[[Message], Awaitable[bool]] | None
    """Whether a message that says the same stands where this page was sent; None where that can't be told."""


class Settler:
    """Looks for one page."""

    def __init__(self, looker: Looker, trail: Trail, clock: Clock, sought: Sought) -> None:
        self._looker = looker
        self._trail = trail
        self._clock = clock
        self._sought = sought
        self._chat = sought.anchor.chat
        self._words = markup.plain(sought.text)

    async def find(self) -> int | None:
        """The page's message id, or None where it never arrived.

        :raises Unknown: it can't be told
        :raises Fault: Telegram could not be asked
        """
        above = self._sought.anchor.above
        if not has_own_ids(self._chat):
            return await self._find_among_all_chats(above)
        known = await self._trail.highest(self._chat) or 0
        first = max(0, known - WINDOW) if above is None else above
        # What others have posted in a channel is heard within the first wait, and need not be touched then.
        for wait in (LATE if self._sought.shared else 0.0, LATE):
            await self._clock.sleep(wait)
            found, first = await self._scan(first)
            if found is not None:
                return found
        if above is None:
            raise Unknown("No answer came, and too little is known of the chat to tell whether the page arrived.")
        return None

    async def _scan(self, above: int) -> tuple[int | None, int]:
        """Where the page stands, if it does; and the highest id under which anything does."""
        number = above
        last = max(above, await self._trail.highest(self._chat) or 0)
        asked = 0
        while number < last + END:
            number += 1
            if self._is_known(number):
                last = max(last, number)
                continue
            if asked == WINDOW:
                raise Unknown("No answer came, and too much was written since to tell whether the page arrived.")
            asked += 1
            there = await self._looker.look(self._chat, number)
            if there is Look.EDITABLE and await self._is_it(number):
                return number, number
            if there is not Look.NOTHING:
                last = max(last, number)
        return None, last

    async def _find_among_all_chats(self, above: int | None) -> int:
        """In private chats and basic groups, whose ids are counted together, what is missing here may stand elsewhere:
        a page may be found, but never be known to be missing.
        """
        for number in range(above + 1, above + 1 + NEAR) if above is not None else ():
            if self._is_known(number) or await self._looker.look(self._chat, number) is not Look.EDITABLE:
                continue
            if await self._is_it(number):
                return number
        raise Unknown("No answer came, and in this kind of chat it can't be told whether the page arrived.")

    def _is_known(self, number: int) -> bool:
        """Whether something else is known to stand there."""
        return number in self._sought.others or self._trail.is_no_page(self._chat, number)

    async def _is_it(self, number: int) -> bool:
        message = await self._looker.read(self._chat, number)
        if message is None or not self._says_the_same(message):
            return False
        return self._sought.belongs is None or await self._sought.belongs(message)

    def _says_the_same(self, message: Message) -> bool:
        if message.text is not None:
            return _letters(message.text) == _letters(self._words)
        if "rich_message" not in message.api_kwargs:
            return False
        # Formulas and lists come back in other words than they were sent in; papers differ in far more of theirs.
        there, sent = _words(_text(message.api_kwargs["rich_message"])), _words(self._words)
        return len(there & sent) >= _ALIKE * len(there | sent)


def _letters(text: str) -> str:
    """What is left of a text wherever Telegram trims it, or takes out signs that can't be seen."""
    return "".join(filter(str.isalnum, text))


def _words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(text.casefold()))


def _text(block: Any) -> str:
    """What a rich message says."""
    if isinstance(block, str):
        return block
    if isinstance(block, list):
        return "".join(map(_text, block))
    if isinstance(block, dict):
        return " ".join(_text(value) for name, value in block.items() if name not in ("type", "url", "name"))
    return ""
