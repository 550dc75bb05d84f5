"""The front desk, where every platform brings its people: whatever they write becomes one handler's call."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace

from bot import identifiers
from bot.errors import PaperboyError, UsageError
from bot.messages import Asker, Choice, Command, Completer, Offer, Reply
from bot.text import shorten
from bot.words import Words, phrases, speak
from handlers.help import by_name, unknown, usage

_COMMAND = re.compile(r"/(?P<name>[a-z_]+)(?:@\w+)?(?:\s+(?P<rest>.*))?\Z", re.IGNORECASE | re.DOTALL)

MOST_CHOICES = 25
LONGEST_TYPED = 500
"""Characters that are looked at; more come only from a clipboard."""
LONGEST_CHOICE = 100
"""Characters of a completion; an author's name or a title that is longer is shown cut, and an id never is."""


class Desk:
    """Knows all commands; answers and completes what is written."""

    def __init__(
        self,
        commands: Sequence[Command],
        *,
        recognize: Callable[[Asker], Awaitable[Asker]] | None = None,
        offers: Callable[[Asker, str, str], Awaitable[Offer]] | None = None,
    ) -> None:
        """``recognize`` returns the asker as the bot knows them: in the language that they chose, not their client.

        ``offers`` finds papers for what is being typed in another chat.
        """
        self.commands = tuple(commands)
        self._by_name = by_name(commands)
        self._recognize = recognize
        self._offers = offers

    async def answer(self, asker: Asker, text: str) -> Reply:
        """The reply to a message written to the bot: a command, ids or links of papers, or words to look for."""
        if match := _COMMAND.match(text.strip()):
            return await self.run(asker, match["name"].lower(), (match["rest"] or "").strip())
        if name := self._meant(text):
            return await self.run(asker, name, "")
        return await self.run(asker, "paper" if _names_papers(text) else "search", text.strip())

    async def press(self, asker: Asker, command: str) -> Reply:
        """The reply to a button: ``command`` is what the button was made with."""
        name, _, rest = command.partition(" ")
        return await self.run(asker, name, rest, pressed=True)

    async def run(self, asker: Asker, name: str, rest: str, *, pressed: bool = False) -> Reply:
        """The reply of one command. What a person or the outside world must mend is said, not raised.

        The same holds for the reply's ``later``. ``pressed``: the reply may take the place of what others see.
        """
        try:
            asker = await self._known(asker)
        except PaperboyError as error:
            return Reply(text=speak(asker.locale).told(error), private=True)
        return await _said(self._run(asker, name, rest, pressed=pressed), speak(asker.locale))

    async def complete(self, asker: Asker, name: str, typed: str, option: str = "") -> Sequence[Choice]:
        """Completions of a command's argument as it is typed, or of one option of it; none where it offers none.

        At most 25, each label and value of 1 to 100 characters: more is what no menu takes.
        """
        complete = self._completer(name, option)
        if complete is None:
            return ()
        try:
            found = await complete(await self._known(asker), typed[:LONGEST_TYPED])
        except PaperboyError:
            return ()  # there is no place to say why; asked directly, the bot says it
        fitting: dict[str, Choice] = {}
        for one in found:
            if one.label.strip() and one.value.strip() and len(one.value) <= LONGEST_CHOICE:
                fitting.setdefault(one.value, Choice(shorten(one.label, LONGEST_CHOICE), one.value))
        return list(fitting.values())[:MOST_CHOICES]

    async def offer(self, asker: Asker, typed: str, start: str) -> Offer:
        """Papers for what is being typed in another chat, from ``start`` (an ``Offer.next``, or empty)."""
        try:
            return await self._offers(await self._known(asker), typed, start) if self._offers else Offer(cards=())
        except PaperboyError:
            return Offer(cards=())  # there is no place to say why; asked directly, the bot says it

    def _completer(self, name: str, option: str) -> Completer | None:
        command = self._by_name.get(name)
        if command is None or not option:
            return command.complete if command else None
        return next((one.complete for one in command.options if one.name == option), None)

    def _meant(self, text: str) -> str | None:
        """The command that a message without a slash stands for, if it is that and nothing else: ``help``, ``你好``."""
        command = self._by_name.get(phrases.command(text) or phrases.plain(text))
        return command.name if command and not command.required else None

    async def _run(self, asker: Asker, name: str, rest: str, *, pressed: bool) -> Reply:
        command = self._by_name.get(name)
        if command is None:
            return unknown(asker, name, self._by_name)
        # With nothing behind its name, a command that changes something has something to show to everybody.
        if command.changes and not asker.may_change and (rest or pressed):
            return Reply(text=speak(asker.locale)("not-allowed", platform=asker.platform), private=True)
        if command.required and not rest:
            return usage(asker, command)
        return await command.handler(asker, rest)

    async def _known(self, asker: Asker) -> Asker:
        return await self._recognize(asker) if self._recognize else asker


def _names_papers(text: str) -> bool:
    """Whether there are identifiers or links in it, or it is meant as one and the reason why it is none is due."""
    try:
        return bool(identifiers.find(text)) or identifiers.parse(text) is not None
    except UsageError:
        return True


async def _said(reply: Awaitable[Reply], words: Words) -> Reply:
    """The reply, or in its place the sentence of the error that ended it."""
    try:
        answered = await reply
    except PaperboyError as error:
        return Reply(text=words.told(error), private=True)
    return replace(answered, later=_saying(answered.later, words)) if answered.later else answered


def _saying(later: Callable[[], Awaitable[Reply]], words: Words) -> Callable[[], Awaitable[Reply]]:
    return lambda: _said(later(), words)
