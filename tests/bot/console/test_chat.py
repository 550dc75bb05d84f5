"""The conversation itself, with a desk of our own: what is shown when, what numbers mean, what is completed."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Sequence
from dataclasses import dataclass, field
from io import StringIO

import pytest
from prompt_toolkit.completion import CompleteEvent
from prompt_toolkit.document import Document
from rich.console import Console

from bot.console.chat import Chat, Completions, given_up_by_ctrl_c
from bot.messages import Asker, Button, Choice, Command, Reply
from bot.words import speak

ASKER = Asker(platform="console", user="local", chat="local")


async def nothing(asker: Asker, text: str) -> Reply:
    return Reply()


async def whole() -> Reply:
    return Reply(text="the whole", buttons=((Button("Again", "again"),),))


@dataclass
class EchoDesk:
    """Says what it was asked; promises more to whoever writes "later"."""

    commands: Sequence[Command] = (
        Command(name="paper", handler=nothing, argument="argument-command"),
        Command(name="about", handler=nothing),
    )
    pressed: list[str] = field(default_factory=list)

    async def answer(self, asker: Asker, text: str) -> Reply:
        if text == "later":
            return Reply(text="so far", later=whole)
        return Reply(text=f"heard {text}", buttons=((Button("One", "one"), Button("Two", "two 2")),))

    async def press(self, asker: Asker, command: str) -> Reply:
        self.pressed.append(command)
        return Reply(text=f"pressed {command}")

    async def complete(self, asker: Asker, name: str, typed: str) -> Sequence[Choice]:
        return [Choice(f"{name} of {typed}", f"{typed}!")]


@pytest.fixture
def desk() -> EchoDesk:
    return EchoDesk()


def chat(desk: EchoDesk, *, terminal: bool = False) -> tuple[Chat, StringIO]:
    stream = StringIO()
    return Chat(desk, ASKER, Console(file=stream, width=80, force_terminal=terminal, color_system=None)), stream


async def test_each_line_of_a_file_is_answered_and_blank_ones_are_passed_over(desk: EchoDesk) -> None:
    talk, stream = chat(desk)
    await talk.read(StringIO("boats\n\n  kites  "))
    assert stream.getvalue() == (
        "heard boats\n\n  1 One    2 Two\n\n\n"  # the blank line's own line end follows
        "heard kites\n\n  1 One    2 Two\n\n"
    )


async def test_a_number_presses_the_button_of_the_last_answer_only(desk: EchoDesk) -> None:
    talk, stream = chat(desk)
    await talk.read(StringIO("1\nboats\n2\n2\n0\n"))
    assert desk.pressed == ["two 2"]
    assert [line for line in stream.getvalue().splitlines() if line.startswith(("heard", "pressed"))] == [
        *("heard 1", "heard boats", "pressed two 2", "heard 2", "heard 0"),
    ]


async def test_a_file_gets_the_whole_answer_alone(desk: EchoDesk) -> None:
    talk, stream = chat(desk)
    await talk.read(StringIO("later\n1\n"))
    assert stream.getvalue() == "the whole\n\n  1 Again\n\npressed again\n\n"


async def test_a_terminal_shows_what_is_known_until_the_whole_takes_its_place(desk: EchoDesk) -> None:
    talk, stream = chat(desk, terminal=True)
    await talk.say("later")
    shown = stream.getvalue()
    assert 0 <= shown.index("so far") < shown.index("the whole")
    assert shown.count("the whole") == 1
    # What was known is erased: the cursor goes up and clears its lines before the whole is printed.
    assert "\x1b[1A\x1b[2K" in shown[shown.index("so far") : shown.index("the whole")]


async def completed(desk: EchoDesk, typed: str) -> list[tuple[str, str]]:
    completer = Completions(desk, ASKER)
    document = Document(typed)
    assert list(completer.get_completions(document, CompleteEvent())) == []
    return [
        (typed[: len(typed) + one.start_position] + one.text, one.display_text)
        async for one in completer.get_completions_async(document, CompleteEvent())
    ]


@pytest.mark.parametrize(
    ("typed", "completions"),
    [
        ("/", [("/paper ", "/paper"), ("/about", "/about")]),
        ("/a", [("/about", "/about")]),
        ("  /a", [("  /about", "/about")]),
        ("/x", []),
        ("/paper bo", [("/paper bo!", "paper of bo")]),
        ("/paper two words", [("/paper two words!", "paper of two words")]),
        ("boats", []),
        ("", []),
    ],
)
async def test_names_and_arguments_are_completed(
    desk: EchoDesk, typed: str, completions: list[tuple[str, str]]
) -> None:
    assert await completed(desk, typed) == completions


async def test_a_command_is_completed_with_what_it_does(desk: EchoDesk) -> None:
    (one,) = [one async for one in Completions(desk, ASKER).get_completions_async(Document("/ab"), CompleteEvent())]
    assert one.display_meta_text == speak("en")("command-about")


async def test_ctrl_c_gives_up_the_wait_and_nothing_else() -> None:
    answer = asyncio.ensure_future(asyncio.sleep(60))
    with given_up_by_ctrl_c(answer):
        signal.raise_signal(signal.SIGINT)
        await asyncio.wait([answer])
    assert answer.cancelled()
    with pytest.raises(KeyboardInterrupt):
        signal.raise_signal(signal.SIGINT)
