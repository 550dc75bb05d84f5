"""The front desk, where every platform brings its people: whatever they write becomes one handler's call."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot import identifiers
from bot.errors import PaperboyError
from bot.messages import Asker, Choice, Command, Reply
from bot.words import speak

_COMMAND = re.compile(r"/(?P<name>[a-z_]+)(?:@\w+)?(?:\s+(?P<rest>.*))?\Z", re.IGNORECASE | re.DOTALL)
MOST_IDS = 10
"""Papers answered for one message: a pasted bibliography must not flood the chat."""


class Desk:
    """Knows all commands; answers and completes what is written."""

    def __init__(self, commands: Sequence[Command]) -> None:
        self.commands = tuple(commands)
        self._by_name = {name: command for command in commands for name in (command.name, *command.aliases)}

    async def answer(self, asker: Asker, text: str) -> Reply:
        """The reply to a message written to the bot: a command, ids or links of papers, or words to look for."""
        if match := _COMMAND.match(text.strip()):
            return await self.run(asker, match["name"].lower(), (match["rest"] or "").strip())
        if named := identifiers.find(text)[:MOST_IDS]:
            return await self.run(asker, "paper", " ".join(map(str, named)))
        return await self.run(asker, "search", text.strip())

    async def press(self, asker: Asker, command: str) -> Reply:
        """The reply to a button: ``command`` is what the button was made with."""
        name, _, rest = command.partition(" ")
        return await self.run(asker, name, rest)

    async def run(self, asker: Asker, name: str, rest: str) -> Reply:
        """The reply of one command. What a person or the outside world must mend is said, not raised."""
        words = speak(asker.locale)
        command = self._by_name.get(name)
        if command is None:
            return Reply(text=words("no-such-command", name=name), private=True)
        if command.changes and not asker.may_change:
            return Reply(text=words("not-allowed"), private=True)
        try:
            return await command.handler(asker, rest)
        except PaperboyError as error:
            return Reply(text=str(error), private=True)

    async def complete(self, asker: Asker, name: str, typed: str) -> Sequence[Choice]:
        """Completions of a command's argument as it is typed; none for a command that offers none."""
        command = self._by_name.get(name)
        return await command.complete(asker, typed) if command and command.complete else ()
