"""Wishes that were filled into options are read as if somebody had written them, whatever a value holds."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.commandline import Value, line
from bot.messages import Asker, Command, Destination, Reply
from bot.subscriptions import Subscription
from bot.wishes import Wishes
from handlers import wish_line, wish_options
from tests.doubles.chats import OFFERED
from tests.stories.conftest import Assemble

HERE = Destination("discord", "7")
PLAIN = Subscription(destination=HERE, wishes=Wishes(categories=OFFERED))


async def nothing(asker: Asker, text: str) -> Reply:
    return Reply()


@pytest.fixture
async def subscribe(assemble: Assemble) -> Command:
    async with assemble() as parts:
        return Command(name="subscribe", handler=nothing, options=wish_options.options(parts, OFFERED))


def test_every_option_is_one_wish(subscribe: Command) -> None:
    values: dict[str, Value] = {
        "categories": "cs.LG cs.cv",
        "language": "Brazilian Portuguese",
        "time": "8:30 pm",
        "timezone": "New York",
        "detail": "brief",
        "max_pages": 3,
        "silent": True,
        "missed": "latest",
        "quiet": True,
        "crosslists": False,
        "replacements": True,
        "only": "diffusion, point cloud",
        "without": "survey",
        "authors": "Ada Brook, Paul Erdős",
        "without_authors": "Prolific",
        "mention": "123456789012345678",
    }
    assert {option.name for option in subscribe.options} == set(values)
    assert wish_line.read(line(subscribe, values), PLAIN, OFFERED).subscription == Subscription(
        destination=HERE,
        wishes=Wishes(
            categories=("cs.LG", "cs.CV"),
            language="Brazilian Portuguese",
            crosslists=False,
            replacements=True,
            wanted_words=("diffusion", "point cloud"),
            unwanted_words=("survey",),
            wanted_authors=("Ada Brook", "Paul Erdős"),
            unwanted_authors=("Prolific",),
        ),
        time=time(20, 30),
        timezone="America/New_York",
        detail="brief",
        max_pages=3,
        silent=True,
        missed="newest",
        quiet=True,
        mention="123456789012345678",
    )
    for name in values:
        without = {other: value for other, value in values.items() if other != name}
        assert wish_line.read(line(subscribe, without), PLAIN, OFFERED) != wish_line.read(
            line(subscribe, values), PLAIN, OFFERED
        ), name


SIGNS = st.sampled_from(
    [*'"“”„«»「」＂:-+−,. \n\0', "time:9am", " pm", "at 8:30", "in Chinese", "cs.AI", "silent", "-x"]
)
TYPED = st.lists(SIGNS, max_size=6).map("".join) | st.text(max_size=20)
LISTS = ("only", "without", "authors", "without_authors")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200)
@given(typed=st.fixed_dictionaries(dict.fromkeys(LISTS, TYPED)))
def test_no_word_or_name_becomes_another_wish(typed: dict[str, Value], subscribe: Command) -> None:
    values: dict[str, Value] = {"categories": "cs.CV cs.AI", "time": "08:30", "language": "German"}
    reading = wish_line.read(line(subscribe, values | typed), PLAIN, OFFERED)
    if reading.mistakes:  # a value without letters, or the same word in two lists: it is told, and nothing changes
        assert {one.message for one in reading.mistakes} <= TOLD
        return
    after = reading.subscription
    assert replace(after, wishes=PLAIN.wishes) == replace(PLAIN, time=time(8, 30))
    assert after.wishes.language == "German"
    assert set(after.wishes.categories) <= {"cs.CV", "cs.AI", "cs.LG"}
    wishes = after.wishes
    kept = (wishes.wanted_words, wishes.unwanted_words, wishes.wanted_authors, wishes.unwanted_authors)
    for name, texts in zip(LISTS, kept, strict=True):
        members = {_letters(part) for part in re.split("[,，、;；\n]", str(typed[name]))}
        assert {_letters(text) for text in texts} <= members
        assert members - {_letters(text) for text in texts} <= {"", "csai"}  # a category is added or taken away


TOLD = {"wish-word-without-letters", "wish-contradiction", "wish-category-not-offered", "wish-no-category-left"}


def _letters(text: str) -> str:
    return "".join(sign for sign in text.casefold() if sign.isalnum())


@pytest.mark.parametrize("name", ["categories", "language", "time", "timezone", "detail", "mention"])
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(typed=TYPED)
def test_a_value_that_makes_no_sense_is_told_and_makes_none_elsewhere(
    name: str, typed: str, subscribe: Command
) -> None:
    reading = wish_line.read(line(subscribe, {"only": "boats", name: typed, "max_pages": 3}), PLAIN, OFFERED)
    if reading.mistakes:
        return
    changed = replace(reading.subscription, max_pages=0)
    own = "wishes" if name in ("categories", "language") else name
    assert reading.subscription.max_pages == 3
    assert replace(changed, **{"wishes": PLAIN.wishes, own: getattr(PLAIN, own)}) == PLAIN
    assert reading.subscription.wishes.wanted_words == ("boats",)
    assert reading.subscription.wishes.unwanted_words == ()


@pytest.mark.parametrize(
    ("written", "categories"),
    [
        ("cat:cs.AI", ("cs.AI",)),
        ('类别:"cs.lg，cs.AI"', ("cs.LG", "cs.AI")),
        ('-cat:"cs.CV cs.AI"', ("cs.LG",)),
        ('cs.AI +category:"cs.CV"', ("cs.AI", "cs.CV")),
    ],
)
def test_categories_may_be_named_as_such_in_one_list(written: str, categories: tuple[str, ...]) -> None:
    assert wish_line.read(written, PLAIN, OFFERED).subscription.wishes.categories == categories


def test_of_a_long_list_of_nonsense_only_the_beginning_is_looked_at() -> None:
    (mistake,) = wish_line.read(f'cat:"{" ".join(f"x{n}" for n in range(400))}"', PLAIN, OFFERED).mistakes
    assert mistake.message == "wish-unknown-words"
    assert str(mistake.places["texts"]).count("“") == wish_line.MOST_MISTAKES
    assert [one.message for one in wish_line.read('cat:","', PLAIN, OFFERED).mistakes] == ["wish-no-value"]
