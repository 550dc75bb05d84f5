"""The front desk: what is written finds its handler, and what goes wrong is a sentence."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import SourceError, UsageError
from bot.messages import Asker, Button, Choice, Command, Handler, Reply
from bot.words import WordedError, speak
from handlers.desk import Desk

ASKER = Asker(platform="console", user="local", chat="local")


def echo(name: str) -> Handler:
    """A handler that says which command it is and what it was given."""

    async def handler(asker: Asker, text: str) -> Reply:
        del asker
        return Reply(text=f"{name}({text})")

    return handler


def failing(error: Exception) -> Handler:
    async def handler(asker: Asker, text: str) -> Reply:
        raise error

    return handler


def promising(later: Callable[[], Awaitable[Reply]]) -> Handler:
    async def handler(asker: Asker, text: str) -> Reply:
        return Reply(text="soon", later=later)

    return handler


async def colours(asker: Asker, typed: str) -> list[Choice]:
    return [Choice(colour, colour) for colour in ("red", "rust", "blue") if colour.startswith(typed)]


DESK = Desk(
    (
        Command(name="paper", handler=echo("paper"), argument="argument-command", required=True, examples=("paper 1",)),
        Command(name="search", handler=echo("search"), aliases=("find",), complete=colours),
        Command(name="about", handler=echo("about")),
        Command(name="subscribe", handler=echo("subscribe"), changes=True),
        Command(name="digest", handler=failing(UsageError("Write a day like 2026-11-20."))),
        Command(name="similar", handler=failing(RuntimeError("a bug"))),
    )
)


@pytest.mark.parametrize(
    ("written", "answered"),
    [
        ("/about", "about()"),
        ("  /about  ", "about()"),
        ("/ABOUT", "about()"),
        ("/about@paperboy_bot", "about()"),
        ("/search@paperboy_bot  folded boats ", "search(folded boats)"),
        ("/search\nfolded\nboats", "search(folded\nboats)"),
        ("/find boats", "search(boats)"),
        ("folded boats", "search(folded boats)"),
        ("折纸船", "search(折纸船)"),
        ("", "search()"),
        ("/", "search(/)"),
        ("/ about", "search(/ about)"),
        ("/折纸", "search(/折纸)"),
        ("and/or", "search(and/or)"),
        ("see 2512.10935v2 and hep-th/9901001", "paper(see 2512.10935v2 and hep-th/9901001)"),
        (" https://arxiv.org/pdf/2512.10935 ", "paper(https://arxiv.org/pdf/2512.10935)"),
        ("2512.10935 in Chinese", "paper(2512.10935 in Chinese)"),
        ("2513.10935", "paper(2513.10935)"),
        ("https://arxiv.org/abs/2513.10935", "paper(https://arxiv.org/abs/2513.10935)"),
    ],
)
async def test_what_is_written_finds_its_handler(written: str, answered: str) -> None:
    assert await DESK.answer(ASKER, written) == Reply(text=answered)


@pytest.mark.parametrize(
    ("pressed", "answered"),
    [("about", "about()"), ("paper 2512.10935", "paper(2512.10935)"), ("search  two  blanks", "search( two  blanks)")],
)
async def test_a_button_is_its_command(pressed: str, answered: str) -> None:
    assert await DESK.press(ASKER, pressed) == Reply(text=answered)


async def test_a_slip_in_a_command_has_the_right_one_a_tap_away() -> None:
    reply = await DESK.answer(ASKER, "/serach boats")
    assert reply.text == "There is no command /serach. Did you mean /search?"
    assert reply.buttons == ((Button("/search", "search"),),)
    assert reply.private


async def test_a_slip_in_an_alias_leads_to_the_command_itself() -> None:
    assert (await DESK.answer(ASKER, "/fnid")).buttons == ((Button("/search", "search"),),)


@pytest.mark.parametrize("locale", ["en", "zh"])
async def test_an_unknown_command_is_named_and_help_offered(locale: str) -> None:
    reply = await DESK.answer(replace(ASKER, locale=locale), "/xyzzy")
    assert reply == Reply(text=speak(locale)("no-such-command", name="xyzzy"), private=True)
    assert "/help" in reply.text


async def test_a_command_without_the_argument_that_it_needs_is_explained() -> None:
    reply = await DESK.answer(ASKER, "/paper")
    assert reply.text.startswith("/paper command\n")
    assert reply.buttons == ((Button("/paper 1", "paper 1", apart=True),),)


@pytest.mark.parametrize(("may_change", "answered"), [(True, "subscribe("), (False, "Only administrators")])
async def test_only_who_may_change_a_chat_changes_it(may_change: bool, answered: str) -> None:
    asker = replace(ASKER, direct=False, may_change=may_change)
    for reply in (await DESK.answer(asker, "/subscribe cs.CV"), await DESK.press(asker, "subscribe")):
        assert reply.text.startswith(answered)
        assert reply.private is not may_change


async def test_everybody_may_ask_what_a_chat_gets_but_not_in_the_place_of_what_others_see() -> None:
    asker = replace(ASKER, direct=False, may_change=False)
    assert (await DESK.answer(asker, "/subscribe")).text == "subscribe()"
    assert (await DESK.press(asker, "subscribe")).private


@pytest.mark.parametrize(
    ("written", "answered"),
    [
        ("about", "about()"),
        (" About! ", "about()"),
        ("who are you?", "about()"),
        ("你是谁？", "about()"),
        ("subscribe", "subscribe()"),
        ("subscribe me", "subscribe()"),
        ("订阅", "subscribe()"),
        ("paper", "search(paper)"),
        ("about boats", "search(about boats)"),
        ("subscribe cs.CV", "search(subscribe cs.CV)"),
        ("hello", "search(hello)"),  # this desk knows no such command
    ],
)
async def test_a_commands_name_alone_or_another_word_for_it_is_that_command(written: str, answered: str) -> None:
    assert await DESK.answer(ASKER, written) == Reply(text=answered)


async def test_what_a_person_must_mend_is_said() -> None:
    assert await DESK.answer(ASKER, "/digest 42") == Reply(text="Write a day like 2026-11-20.", private=True)


async def test_a_bug_is_not_taken_for_an_answer() -> None:
    with pytest.raises(RuntimeError, match="a bug"):
        await DESK.answer(ASKER, "/similar 2512.10935")


async def test_what_goes_wrong_later_is_said_as_well() -> None:
    async def fails() -> Reply:
        raise SourceError("arXiv is away.")

    async def at_last() -> Reply:
        return Reply(text="still", later=fails)

    desk = Desk((Command(name="paper", handler=promising(at_last)),))
    reply = await desk.answer(ASKER, "/paper 2512.10935")
    assert reply.text == "soon"
    assert reply.later is not None
    reply = await reply.later()
    assert reply.text == "still"
    assert reply.later is not None
    assert await reply.later() == Reply(text="arXiv is away.", private=True)


@pytest.mark.parametrize(
    ("name", "typed", "values"),
    [("search", "r", ["red", "rust"]), ("find", "b", ["blue"]), ("about", "r", []), ("nothing", "r", [])],
)
async def test_an_argument_is_completed_by_whoever_knows_it(name: str, typed: str, values: list[str]) -> None:
    assert [choice.value for choice in await DESK.complete(ASKER, name, typed)] == values


async def test_people_are_spoken_to_in_the_language_that_they_chose() -> None:
    async def recognize(asker: Asker) -> Asker:
        return replace(asker, locale="zh")

    async def locale(asker: Asker, text: str) -> Reply:
        return Reply(text=asker.locale)

    async def locales(asker: Asker, typed: str) -> list[Choice]:
        return [Choice(asker.locale, typed)]

    desk = Desk((Command(name="search", handler=locale, complete=locales),), recognize=recognize)
    assert (await desk.answer(ASKER, "boats")).text == "zh"
    assert [choice.label for choice in await desk.complete(ASKER, "search", "b")] == ["zh"]
    assert (await desk.answer(ASKER, "/xyzzy")).text == speak("zh")("no-such-command", name="xyzzy")


@given(st.text() | st.text("/abeinoprst @_\n\t 0129.v:é中"))
async def test_any_text_is_answered(text: str) -> None:
    desk = Desk([replace(command, handler=echo(command.name)) for command in DESK.commands])
    assert isinstance(await desk.answer(ASKER, text), Reply)


@pytest.mark.parametrize(("locale", "sentence"), [("en", "13 is no month"), ("zh-CN", "13 不是月份")])
async def test_a_refusal_is_said_in_the_readers_language(locale: str, sentence: str) -> None:
    desk = Desk([Command(name="paper", handler=failing(WordedError("id-month", id="2513.00001", month="13")))])
    reply = await desk.run(replace(ASKER, locale=locale), "paper", "2513.00001")
    assert sentence in reply.text
