"""/start and /help are written from the table, so they cannot tell of anything that is not there."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.messages import Asker, Button, Command, Option, Reply
from bot.words import speak
from handlers.help import Help, describe, signature, usage

ASKER = Asker(platform="console", user="local", chat="local")


async def nothing(asker: Asker, text: str) -> Reply:
    return Reply()


PAPER = Command(
    name="paper",
    handler=nothing,
    argument="argument-command",
    required=True,
    aliases=("p",),
    examples=("paper 2512.10935", "paper boats"),
)
TODAY = Command(name="today", handler=nothing, argument="argument-command")
SUBSCRIBE = Command(name="subscribe", handler=nothing, changes=True)
HELP = Help((PAPER, TODAY, SUBSCRIBE))


@pytest.mark.parametrize("locale", ["en", "zh"])
async def test_help_has_a_line_for_every_command(locale: str) -> None:
    asker = replace(ASKER, locale=locale)
    lines = (await HELP.help(asker, "")).text.splitlines()
    assert [command.name for command in HELP.commands] == ["start", "help", "paper", "today", "subscribe"]
    for command in HELP.commands:
        (line,) = [line for line in lines if line.startswith(f"{signature(asker, command)} ")]
        assert line.endswith(speak(locale)(f"command-{command.name}"))


def test_brackets_stand_around_what_may_be_left_out() -> None:
    assert signature(ASKER, PAPER) == "/paper command"
    assert signature(ASKER, TODAY) == "/today [command]"
    assert signature(ASKER, SUBSCRIBE) == "/subscribe"


@pytest.mark.parametrize("written", ["paper", "/paper", " PAPER ", "p"])
async def test_help_of_one_command_shows_its_examples_as_buttons(written: str) -> None:
    reply = await HELP.help(ASKER, written)
    assert reply == usage(ASKER, PAPER)
    assert reply.text.splitlines()[:3] == ["/paper command", describe(ASKER, PAPER), "Also: /p"]
    assert reply.buttons == (
        (Button("/paper 2512.10935", "paper 2512.10935", apart=True),),
        (Button("/paper boats", "paper boats", apart=True),),
    )


async def test_where_options_are_filled_in_help_names_them_and_no_line_syntax() -> None:
    search = Command(
        name="search",
        handler=nothing,
        aliases=("find",),
        argument="argument-command",
        examples=("search author:Brook boats",),
        options=(Option(name="words", last=True), Option(name="author", form='author:"{}"', many=True)),
    )
    asker, found = replace(ASKER, fills_in=True), Help((search,))
    listed = (await found.help(asker, "")).text.splitlines()
    assert f"/search – {describe(asker, search)}" in listed
    reply = await found.help(asker, "search")
    words = speak("en")
    assert reply.text.splitlines()[:5] == [
        "/search",
        describe(asker, search),
        "",
        words("help-options"),
        f"words: {words('option-words')}",
    ]
    assert reply.buttons == ((Button("/search author: Brook words: boats", "search author:Brook boats", apart=True),),)


async def test_help_says_who_may_use_a_command() -> None:
    assert "only administrators" in (await HELP.help(ASKER, "subscribe")).text
    assert "administrators" not in (await HELP.help(ASKER, "today")).text


async def test_help_of_no_command_offers_the_nearest_one() -> None:
    assert (await HELP.help(ASKER, "papper")).buttons == ((Button("/paper", "paper"),),)


async def test_help_does_not_flood_a_group() -> None:
    group = replace(ASKER, direct=False)
    assert (await HELP.help(group, "")).private
    assert (await HELP.help(group, "paper")).private
    assert not (await HELP.help(ASKER, "")).private


async def test_start_offers_only_what_there_is() -> None:
    (row,) = (await HELP.start(ASKER, "")).buttons
    assert [button.command for button in row] == ["today", "subscribe", "help"]
    (row,) = (await Help((PAPER,)).start(ASKER, "")).buttons
    assert [button.command for button in row] == ["help"]


@pytest.mark.parametrize(("typed", "values"), [("", 5), ("s", 2), ("/pa", 1), ("PA", 1), ("x", 0)])
async def test_names_are_completed_as_they_are_typed(typed: str, values: int) -> None:
    assert len(await HELP.complete(ASKER, typed)) == values
