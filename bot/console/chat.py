"""A conversation with the bot in the terminal: the same front desk that every platform brings its people to."""

from __future__ import annotations

import asyncio
import re
import signal
from collections.abc import AsyncGenerator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol, TextIO

from prompt_toolkit import PromptSession
from prompt_toolkit.application import get_app
from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document
from prompt_toolkit.formatted_text import FormattedText
from prompt_toolkit.history import FileHistory
from rich.console import Console, RenderableType
from rich.console import Group as Stack
from rich.live import Live
from rich.spinner import Spinner
from rich.text import Text

from bot.console import replies
from bot.messages import Asker, Choice, Command, Reply
from bot.words import speak

_NUMBER = re.compile(r"[0-9]{1,4}")


class Desk(Protocol):
    """Whoever answers what people write."""

    @property
    def commands(self) -> Sequence[Command]:
        """Everything that can be asked."""

    async def answer(self, asker: Asker, text: str) -> Reply:
        """The reply to a message."""

    async def press(self, asker: Asker, command: str) -> Reply:
        """The reply to a button."""

    async def complete(self, asker: Asker, name: str, typed: str) -> Sequence[Choice]:
        """Completions of a command's argument as it is typed."""


class Chat:
    """One person's conversation. Buttons and lines of lists are numbered; a number that is typed presses one."""

    def __init__(self, desk: Desk, asker: Asker, console: Console) -> None:
        self._desk = desk
        self._asker = asker
        self._console = console
        self._words = speak(asker.locale)
        self._commands: dict[int, str] = {}

    async def talk(self, history: Path) -> None:
        """Ask for lines at the terminal until Ctrl-D. Ctrl-C gives up a line, or the wait for its answer."""
        session: PromptSession[str] = PromptSession(
            history=FileHistory(str(history)),
            completer=Completions(self._desk, self._asker),
            placeholder=self._placeholder,
        )
        self._console.print(Text(self._words("terminal-hello"), "dim"))
        while True:
            self._console.print()
            try:
                line = await session.prompt_async("> ")
            except KeyboardInterrupt:
                continue
            except EOFError:
                return
            answer = asyncio.ensure_future(self.say(line))
            with given_up_by_ctrl_c(answer):
                await asyncio.wait([answer])
            if answer.cancelled():
                self._console.print(Text(self._words("terminal-given-up"), "dim"))
            else:
                answer.result()

    async def read(self, lines: TextIO) -> None:
        """Answer the lines of a file or a program, one after the other."""
        while line := await asyncio.to_thread(lines.readline):
            await self.say(line)
            self._console.print()

    async def say(self, line: str) -> None:
        """Answer one line: with what is known at once, and in its place the whole as soon as that is ready."""
        if not line.strip():
            return
        with self._waiting():
            reply = await self._reply(line.strip())
        while reply.later:
            with self._waiting(replies.render(reply), Text()):
                reply = await reply.later()
        self._commands = replies.commands(reply)
        self._console.print(replies.render(reply))

    async def _reply(self, line: str) -> Reply:
        if _NUMBER.fullmatch(line) and (command := self._commands.get(int(line))):
            return await self._desk.press(self._asker, command)
        return await self._desk.answer(self._asker, line)

    def _placeholder(self) -> FormattedText:
        """What an empty line says until it is left."""
        text = "" if get_app().is_done else self._words("terminal-placeholder")
        return FormattedText([("ansibrightblack", text)])

    def _waiting(self, *shown: RenderableType) -> Live:
        """A sign of life under what is known so far; only on a terminal, and gone when the wait is over."""
        sign = Spinner("dots", Text(self._words("terminal-waiting"), "dim"))
        return Live(Stack(*shown, sign) if self._console.is_terminal else "", console=self._console, transient=True)


class Completions(Completer):
    """Completes a command's name, and then what its handler knows of its argument."""

    def __init__(self, desk: Desk, asker: Asker) -> None:
        self._desk = desk
        self._asker = asker
        self._words = speak(asker.locale)

    def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterable[Completion]:
        """Nothing: the desk is only asked asynchronously."""
        del document, complete_event
        return ()

    async def get_completions_async(
        self, document: Document, complete_event: CompleteEvent
    ) -> AsyncGenerator[Completion, None]:
        """The completions of what stands before the cursor; none of text that is no command."""
        del complete_event
        line = document.text_before_cursor.lstrip()
        name, blank, typed = line.removeprefix("/").partition(" ")
        if not line.startswith("/"):
            return
        if blank:
            for choice in await self._desk.complete(self._asker, name, typed):
                yield Completion(choice.value, start_position=-len(typed), display=choice.label)
            return
        for command in self._desk.commands:
            if command.name.startswith(name):
                written = f"/{command.name}" + (" " if command.argument else "")
                does = self._words(f"command-{command.name}")
                yield Completion(written, start_position=-len(line), display=f"/{command.name}", display_meta=does)


@contextmanager
def given_up_by_ctrl_c(answer: asyncio.Future[None]) -> Iterator[None]:
    """Ctrl-C cancels ``answer``, and not the program that waits for it."""
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGINT, answer.cancel)
    try:
        yield
    finally:
        loop.remove_signal_handler(signal.SIGINT)
