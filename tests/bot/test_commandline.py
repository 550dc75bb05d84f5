"""Options become one line, and every value stays what its option makes of it, whatever it holds."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.commandline import Value, line, spelled
from bot.messages import Asker, Command, Option, Reply
from bot.query import Query, parse


async def nothing(asker: Asker, text: str) -> Reply:
    return Reply()


SEARCH = Command(
    name="search",
    handler=nothing,
    options=(
        Option(name="words", last=True, required=True),
        Option(name="author", form='author:"{}"', many=True),
        Option(name="without", form='-"{}"', many=True),
        Option(name="after", form='after:"{}"'),
        Option(name="day", form="day:{}"),
        Option(name="pages", kind="number", form="pages:{}"),
        Option(name="silent", kind="switch", form="silent:{}"),
        Option(name="mention", kind="role", form="mention:{}"),
    ),
)
TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("written", "filled"),
    [
        ("", "/search"),
        ("paper boats", "/search words: paper boats"),
        ('author:"Ada Brook" author:Ink after:7d boats', "/search author: Ada Brook, Ink after: 7d words: boats"),
        ('"paper boats" -survey', '/search words: "paper boats" without: survey'),
        ('"never closed', '/search words: "never closed'),
    ],
)
def test_an_example_is_spelled_as_it_is_filled_in(written: str, filled: str) -> None:
    assert spelled(SEARCH, written) == filled


def test_in_an_example_bare_words_belong_to_the_first_option_that_takes_any() -> None:
    menu, categories = (
        Option(name="menu", form="menu:{}", choices=("time",)),
        Option(name="categories", form='cat:"{}"'),
    )
    wishes = Command(name="settings", handler=nothing, options=(menu, categories, SEARCH.options[2]))
    assert (
        spelled(wishes, "cs.CV cs.AI -survey menu:time")
        == "/settings categories: cs.CV cs.AI without: survey menu: time"
    )
    assert spelled(Command(name="today", handler=nothing), "") == "/today"


@pytest.mark.parametrize(
    ("values", "written"),
    [
        ({}, ""),
        ({"words": "paper boats"}, "paper boats"),
        ({"words": "boats", "author": "Brook", "after": "7d"}, "author:Brook after:7d boats"),
        ({"author": "Ada Brook, Bo Ink，欧阳锋;,"}, 'author:"Ada Brook" author:"Bo Ink" author:"欧阳锋"'),
        ({"author": 'Wilhelmina "Bill" “O’Ink”'}, 'author:"Wilhelmina Bill O’Ink"'),
        ({"without": "cat:cs.CV"}, '-"cat:cs.CV"'),
        ({"day": " 3 d\n"}, "day:3d"),
        (
            {"pages": 0, "silent": False, "mention": "123456789012345678"},
            "pages:0 silent:no mention:123456789012345678",
        ),
        ({"silent": True}, "silent:yes"),
        ({"author": ' "" ', "without": ",", "after": "\n", "words": "\0"}, ""),
        ({"words": 'an "open quote', "author": "{}"}, 'author:"{}" an "open quote'),
        ({"colour": "red"}, ""),
    ],
)
def test_what_was_given_stands_in_the_line_in_the_words_of_the_command(values: dict[str, Value], written: str) -> None:
    assert line(SEARCH, values) == written


SIGNS = st.sampled_from(
    [*'"“”„«»「」＂:-+,. \n\0{}()', "author:", "cat:", " before: ", "ﷺ", "´", "ﬁ", "纸", "Ada", "\ud800"]
)
NAMES = ("words", "author", "without", "after")
TYPED = st.lists(SIGNS, max_size=8).map("".join) | st.text(max_size=20)


@given(st.fixed_dictionaries(dict.fromkeys(NAMES, TYPED)))
@example({"words": "author:", "author": '" cat:cs.CV "', "without": "-", "after": "7d"})
@example({"words": '"', "author": "author:", "without": "in: x", "after": '7d" boats "'})
def test_no_value_of_a_search_touches_another(values: dict[str, Value]) -> None:
    whole = parse(line(SEARCH, values), today=TODAY)
    alone = {name: parse(line(SEARCH, {name: value}), today=TODAY) for name, value in values.items()}
    words, author, without, after = (alone[name] for name in NAMES)
    assert set(whole.authors) == {*author.authors, *words.authors}
    assert set(whole.excluded) == {*without.excluded, *words.excluded}
    assert set(whole.words) == {*after.words, *words.words}
    assert set(whole.phrases) == {*after.phrases, *words.phrases}
    assert whole.categories == words.categories
    assert author == Query(authors=author.authors)
    assert without == Query(excluded=without.excluded)
    assert after in (Query(after=after.after), Query(words=after.words), Query(phrases=after.phrases))


@given(TYPED)
def test_a_name_keeps_all_its_letters(author: str) -> None:
    found = parse(line(SEARCH, {"author": author}), today=TODAY).authors
    assert {_letters(name) for name in found} == {_letters(part) for part in re.split("[,，、;；\n]", author)} - {""}


def _letters(text: str) -> str:
    return "".join(sign for sign in unicodedata.normalize("NFKC", text) if unicodedata.category(sign)[0] in "LN")
