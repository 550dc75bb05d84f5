"""``/start`` and ``/help``, written from the table of commands itself."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Sequence

from bot.commandline import spelled
from bot.messages import Asker, Button, Choice, Command, Option, Reply
from bot.words import speak

FIRST_STEPS = ("today", "subscribe", "help")


class Help:
    """Explains ``others``; ``commands`` is the whole table: the two that explain, and those."""

    def __init__(self, others: Iterable[Command]) -> None:
        self.commands = (
            Command(name="start", handler=self.start, examples=("start",)),
            Command(
                name="help",
                handler=self.help,
                aliases=("commands",),
                argument="argument-command",
                examples=("help", "help status"),
                complete=self.complete,
                options=(Option(name="command", last=True, complete=self.complete),),
                personal=True,
            ),
            *others,
        )
        self._by_name = by_name(self.commands)

    async def start(self, asker: Asker, text: str) -> Reply:
        """A greeting, and the first things to try."""
        del text
        words = speak(asker.locale)
        steps = tuple(Button(words(f"start-{name}"), name, apart=True) for name in FIRST_STEPS if name in self._by_name)
        return Reply(text=words("start-text"), buttons=(steps,))

    async def help(self, asker: Asker, text: str) -> Reply:
        """Every command with a line of its own; or one command in full, with its examples."""
        if name := text.strip().removeprefix("/").lower():
            command = self._by_name.get(name)
            return usage(asker, command) if command else unknown(asker, name, self._by_name)
        words = speak(asker.locale)
        lines = [words("help-line", usage=signature(asker, one), does=describe(asker, one)) for one in self.commands]
        return Reply(
            text="\n".join([words("help-intro"), "", *lines, "", words("help-outro")]), private=not asker.direct
        )

    async def complete(self, asker: Asker, typed: str) -> Sequence[Choice]:
        """The commands whose name begins so."""
        begun = typed.strip().removeprefix("/").lower()
        found = [command for command in self.commands if command.name.startswith(begun)]
        return [Choice(f"/{command.name} · {describe(asker, command)}", command.name) for command in found]


def by_name(commands: Iterable[Command]) -> dict[str, Command]:
    """Every command under its name and each of its aliases."""
    return {name: command for command in commands for name in (command.name, *command.aliases)}


def describe(asker: Asker, command: Command) -> str:
    """What a command does, in a few words."""
    return speak(asker.locale)(f"command-{command.name}")


def signature(asker: Asker, command: Command) -> str:
    """How a command is written: ``/paper ID or words``, with brackets around what may be left out.

    Where it is filled in, its name is all: the platform asks for the rest.
    """
    if command.argument is None or asker.fills_in:
        return f"/{command.name}"
    argument = speak(asker.locale)(command.argument)
    return f"/{command.name} {argument if command.required else f'[{argument}]'}"


def usage(asker: Asker, command: Command) -> Reply:
    """How one command is used: what it does, what it takes or its other names, and examples to press."""
    words = speak(asker.locale)
    lines = [signature(asker, command), describe(asker, command)]
    if command.aliases and not asker.fills_in:
        lines.append(words("help-aliases", names=words("list-comma").join(f"/{alias}" for alias in command.aliases)))
    if command.changes:
        lines.append(words("help-changes", platform=asker.platform))
    if command.options and asker.fills_in:
        told = [words("help-option", name=one.name, means=words(f"option-{one.name}")) for one in command.options]
        lines += ["", words("help-options"), *told]
    if command.examples:
        lines += ["", words("help-examples")]
    return Reply(
        text="\n".join(lines),
        buttons=tuple((Button(_shown(asker, command, one), one, apart=True),) for one in command.examples),
        private=not asker.direct,
    )


def _shown(asker: Asker, command: Command, example: str) -> str:
    return spelled(command, example.partition(" ")[2]) if asker.fills_in else f"/{example}"


def unknown(asker: Asker, name: str, commands: Mapping[str, Command]) -> Reply:
    """There is no such command; where one is near, it is a press away."""
    words = speak(asker.locale)
    near = difflib.get_close_matches(name, commands, n=1)
    if not near:
        return Reply(text=words("no-such-command", name=name), private=True)
    meant = commands[near[0]].name
    return Reply(
        text=words("no-such-command-but", name=name, meant=meant),
        buttons=((Button(f"/{meant}", meant),),),
        private=True,
    )
