"""The table of commands, as platforms with typed options show it: everything has its words, fits and does something."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

import bot.words
from bot.messages import Asker, Command, Destination, Option
from bot.subscriptions import Subscription
from bot.words import languages, speak
from handlers.table import commands, desk
from tests.conversations.conftest import SETTINGS
from tests.doubles.arxiv import ArxivDouble
from tests.doubles.clock import MovedClock
from tests.doubles.papers import invent
from tests.stories.conftest import TUESDAY, WISHES, Assemble, announce

ADA = Asker(platform="discord", user="7", chat="7")
GROUP = replace(ADA, chat="-100", direct=False)
NAME = re.compile(r"[a-z][a-z_]{0,31}")
MOST_OPTIONS = 25
MOST_CHOICES = 25
MOST_CHARACTERS = 8000
"""Of all names, descriptions and choices of one command together, as Discord counts them."""


@pytest.fixture
async def table(assemble: Assemble) -> tuple[Command, ...]:
    async with assemble() as parts:
        return commands(parts, SETTINGS)


def options(table: tuple[Command, ...]) -> list[tuple[Command, Option]]:
    return [(command, option) for command in table for option in command.options]


async def test_every_command_with_an_argument_has_options_and_no_other(table: tuple[Command, ...]) -> None:
    assert {one.name for one in table if one.options} == {one.name for one in table if one.argument}
    assert {one.name for one in table if one.required} == {
        one.name for one in table if one.options[:1] and one.options[0].required
    }


async def test_options_come_as_menus_want_them(table: tuple[Command, ...]) -> None:
    for command in table:
        names = [option.name for option in command.options]
        assert len(set(names)) == len(names) <= MOST_OPTIONS
        needed = [option.required for option in command.options]
        assert needed == sorted(needed, reverse=True), command.name
        assert sum(option.last for option in command.options) <= 1
    for command, option in options(table):
        assert NAME.fullmatch(option.name)
        assert option.form.count("{}") == 1
        assert len(option.choices) <= MOST_CHOICES
        assert not (option.choices and option.complete), option.name
        assert not (option.choices or option.complete) or option.kind == "text", option.name
        assert (option.least, option.most) == (None, None) or option.kind == "number"
        assert not option.last or option.form in {"{}"}, option.name
        assert command.changes or option.kind != "role"


@pytest.mark.parametrize("language", languages())
async def test_every_option_and_choice_has_words_that_fit(table: tuple[Command, ...], language: str) -> None:
    words = speak(language)
    for command in table:
        said = [words(f"command-{command.name}"), command.name]
        for option in command.options:
            description = words(f"option-{option.name}")
            choices = [words(f"choice-{choice}") for choice in option.choices]
            assert 3 <= len(description) <= 100
            assert not description.endswith((".", "。"))
            assert all(1 <= len(choice) <= 100 for choice in choices)
            assert len(set(choices)) == len(choices)
            said += [option.name, description, *choices, *option.choices]
        assert sum(map(len, said)) <= MOST_CHARACTERS


async def test_no_option_or_choice_has_words_that_does_not_exist(table: tuple[Command, ...]) -> None:
    there = {f"option-{option.name}" for _, option in options(table)}
    there |= {f"choice-{choice}" for _, option in options(table) for choice in option.choices}
    written = (Path(bot.words.__file__).parent / "en" / "options.ftl").read_text(encoding="utf-8")
    assert set(re.findall(r"^((?:option|choice)-\S+) =", written, re.MULTILINE)) == there


async def test_what_answers_the_asker_alone_says_so_beforehand(
    assemble: Assemble, arxiv: ArxivDouble, clock: MovedClock
) -> None:
    papers = invent(3)
    announce(arxiv, TUESDAY, papers)
    async with assemble() as parts:
        counter = desk(parts, SETTINGS)
        await parts.store.save_papers(papers, at=clock.now())
        served = Subscription(destination=Destination(GROUP.platform, GROUP.chat), wishes=WISHES)
        await parts.store.save_subscription(served, at=clock.now())
        for command in counter.commands:
            for example in command.examples:
                asked = re.sub(r"\d{4}\.\d{4,5}|https\S+|math/\d+", papers[0].id, example)
                reply = await counter.run(GROUP, *asked.partition(" ")[::2])
                assert reply.private == command.personal, example


async def test_status_is_for_everybody_unless_an_operator_asks(assemble: Assemble) -> None:
    async with assemble() as parts:
        counter = desk(parts, SETTINGS)
        assert (await counter.run(replace(GROUP, operator=True), "status", "")).private


async def test_completions_fit_menus_whatever_is_typed(assemble: Assemble, clock: MovedClock) -> None:
    async with assemble() as parts:
        await parts.store.save_papers(
            [replace(one, title=f"{'Very ' * 40}long", authors=("A" * 120, "Ada " + "Bo " * 40)) for one in invent(30)],
            at=clock.now(),
        )
        counter = desk(parts, SETTINGS)
        for command, option in options(counter.commands):
            for locale in ("en", "zh"):
                asker = replace(ADA, locale=locale)
                for typed in (
                    "",
                    " ",
                    "a",
                    "very",
                    "2611",
                    "c",
                    "cs.CV ",
                    "cs.CV cs",
                    "A, b",
                    '"',
                    "\0",
                    "\ud800",
                    "x" * 200,
                ):
                    found = await counter.complete(asker, command.name, typed, option.name)
                    assert len(found) <= MOST_CHOICES
                    assert all(1 <= len(one.label) <= 100 and 1 <= len(one.value) <= 100 for one in found)
                    assert len({one.value for one in found}) == len(found), (command.name, option.name, typed)


async def test_options_that_offer_nothing_complete_to_nothing(assemble: Assemble) -> None:
    async with assemble() as parts:
        counter = desk(parts, SETTINGS)
        for name, option in (("subscribe", "only"), ("subscribe", "colour"), ("nonsense", "words"), ("status", "")):
            assert list(await counter.complete(ADA, name, "a", option)) == []
