"""The message files and the code that speaks with them: nothing untranslated, nothing unused, nothing misnamed."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path

import pytest
from fluent.syntax import FluentParser, FluentSerializer
from fluent.syntax import ast as fluent
from fluent.syntax.visitor import Visitor

import bot.words
from bot.announcements import HOLIDAYS
from bot.words import SOURCE, languages, speak
from handlers.status import holiday_message

ROOT = Path(__file__).parent.parent.parent
WORDS = Path(bot.words.__file__).parent
CHINESE = re.compile(r"[\u4e00-\u9fff]")
NAMES = ("BibTeX", "Paperboy", "arXiv")
"""Written alike in every language."""
PLURAL_FORMS = {"zero", "one", "two", "few", "many", "other"}


@dataclass(slots=True)
class Places(Visitor):
    """What a message leaves open: its places, and what it says of each."""

    names: set[str] = field(default_factory=set)
    numbers: set[str] = field(default_factory=set)
    dates: set[str] = field(default_factory=set)
    keys: dict[str, list[str]] = field(default_factory=dict)
    without_one: set[str] = field(default_factory=set)
    """Numbers that are said without a form for one."""
    references: set[str] = field(default_factory=set)
    """Other messages that stand in this one."""

    def visit_MessageReference(self, node: fluent.MessageReference) -> None:  # noqa: N802 -- the library's name
        self.references.add(node.id.name)

    def visit_VariableReference(self, node: fluent.VariableReference) -> None:  # noqa: N802 -- the library's name
        self.names.add(node.id.name)

    def visit_FunctionReference(self, node: fluent.FunctionReference) -> None:  # noqa: N802 -- the library's name
        kinds = {"DATETIME": self.dates, "NUMBER": self.numbers}
        places = [one.id.name for one in node.arguments.positional if isinstance(one, fluent.VariableReference)]
        kinds[node.id.name].update(places)
        self.generic_visit(node)

    def visit_SelectExpression(self, node: fluent.SelectExpression) -> None:  # noqa: N802 -- the library's name
        if isinstance(node.selector, fluent.VariableReference):
            keys = [key.name if isinstance(key := one.key, fluent.Identifier) else key.value for one in node.variants]
            self.keys[node.selector.id.name] = keys
            if all(key in PLURAL_FORMS or key.isdecimal() for key in keys):
                self.numbers.add(node.selector.id.name)
                (default,) = (variant for variant in node.variants if variant.default)
                said = Places()
                said.visit(default.value)
                if node.selector.id.name in said.names and not {"one", "1"} & set(keys):
                    self.without_one.add(node.selector.id.name)
        self.generic_visit(node)


@dataclass(frozen=True, slots=True)
class Message:
    file: str
    pattern: str
    places: Places

    @property
    def has_words(self) -> bool:
        """Whether there is anything to translate outside its places."""
        return bool(re.search(r"[a-z]{2}", re.sub("|".join([r"\{[^{}]*\}", *NAMES]), "", self.pattern)))


@lru_cache
def entries(language: str) -> tuple[tuple[str, fluent.EntryType], ...]:
    """Everything that stands in a language's files, each with the file's name."""
    return tuple(
        (path.name, entry)
        for path in sorted((WORDS / language).glob("*.ftl"))
        for entry in FluentParser().parse(path.read_text(encoding="utf-8")).body
    )


@lru_cache
def messages(language: str) -> dict[str, Message]:
    """Every message of a language; its places are also those of the messages that stand in it."""
    found = {}
    parsed = {entry.id.name: (file, entry) for file, entry in entries(language) if isinstance(entry, fluent.Message)}
    for name, (file, entry) in parsed.items():
        places = Places()
        places.visit(entry)
        for other in sorted(places.references):
            places.visit(parsed[other][1])
        pattern = FluentSerializer().serialize_entry(entry).partition("=")[2].strip()
        found[name] = Message(file, pattern, places)
    return found


TRANSLATIONS = [language for language in languages() if language != SOURCE]
EVERY = [(language, name) for language in languages() for name in messages(language)]


@dataclass(slots=True)
class Spoken(ast.NodeVisitor):
    """What one source file says of message names."""

    path: str
    constants: set[str] = field(default_factory=set)
    families: set[str] = field(default_factory=set)
    """Names with something to fill in, as patterns: ``command-.+``."""
    calls: list[tuple[str, str, set[str] | None]] = field(default_factory=list)
    """Where, which message, and with which places (None: not written out)."""

    def visit_Constant(self, node: ast.Constant) -> None:
        if isinstance(node.value, str):
            self.constants.add(node.value)

    def visit_JoinedStr(self, node: ast.JoinedStr) -> None:
        texts = [part.value if isinstance(part, ast.Constant) else None for part in node.values]
        if texts and isinstance(texts[0], str) and re.fullmatch(r"[a-z]+(-[a-z]+)*-", texts[0]):
            self.families.add("".join(".+" if text is None else re.escape(str(text)) for text in texts))
        self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> None:
        first = node.args[0] if node.args else None
        if _says(node.func) and isinstance(first, ast.Constant) and isinstance(first.value, str):
            given = {keyword.arg for keyword in node.keywords if keyword.arg}
            written_out = all(keyword.arg for keyword in node.keywords)
            self.calls.append((f"{self.path}:{node.lineno}", first.value, given if written_out else None))
        self.generic_visit(node)


def _says(function: ast.expr) -> bool:
    """Whether what is called are somebody's words: ``words(...)``, ``self._words(...)``, ``speak(locale)(...)``."""
    match function:
        case ast.Name(id="words" | "WordedError") | ast.Attribute(attr="_words" | "words"):
            return True
        case ast.Call(func=ast.Name(id="speak")):
            return True
    return False


@lru_cache
def sources() -> tuple[Spoken, ...]:
    found = []
    for folder in ("bot", "handlers"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            found.append(spoken := Spoken(str(path.relative_to(ROOT))))
            spoken.visit(ast.parse(path.read_text(encoding="utf-8")))
    return tuple(found)


def samples(places: Places) -> Iterator[dict[str, str | float | date]]:
    """Values for a message's places, so that every variant and every plural form is tried."""
    plain: dict[str, str | float | date] = {name: f"<{name}>" for name in places.names}
    plain |= dict.fromkeys(places.dates, date(2026, 11, 24))
    for number in (0, 1, 2, 3, 5, 11, 21, 100, 1_000_000):
        yield {**plain, **dict.fromkeys(places.numbers, number)}
    for name in places.keys.keys() - places.numbers:
        for key in places.keys[name]:
            yield {**plain, **dict.fromkeys(places.numbers, 2), name: key}


@pytest.mark.parametrize("language", languages())
def test_the_files_can_be_read_and_no_message_stands_there_twice(language: str) -> None:
    assert [(file, entry.content) for file, entry in entries(language) if isinstance(entry, fluent.Junk)] == []
    names = Counter(entry.id.name for _, entry in entries(language) if isinstance(entry, fluent.Message))
    assert {name for name, times in names.items() if times > 1} == set()


def test_english_comes_first_and_chinese_is_spoken() -> None:
    assert languages()[0] == SOURCE
    assert "zh" in TRANSLATIONS


@pytest.mark.parametrize(
    ("locale", "language"),
    [("en", "en"), ("zh-Hans-CN", "zh"), ("zh_CN", "zh"), ("ZH", "zh"), ("tlh", "en"), ("", "en"), ("zhx", "en")],
)
def test_a_reader_is_spoken_to_in_the_language_of_their_locale_else_in_english(locale: str, language: str) -> None:
    assert speak(locale).language == language


@pytest.mark.parametrize("language", TRANSLATIONS)
def test_every_language_has_every_message_in_the_same_file_and_no_other(language: str) -> None:
    where = {name: message.file for name, message in messages(SOURCE).items()}
    assert {name: message.file for name, message in messages(language).items()} == where


@pytest.mark.parametrize("language", TRANSLATIONS)
def test_a_translation_has_the_places_of_the_original(language: str) -> None:
    for name, message in messages(language).items():
        assert message.places.names == messages(SOURCE)[name].places.names, name


@pytest.mark.parametrize("language", TRANSLATIONS)
def test_no_message_is_left_in_english(language: str) -> None:
    original = messages(SOURCE)
    same = {name for name, message in messages(language).items() if message.pattern == original[name].pattern}
    assert {name for name in same if original[name].has_words} == set()


def test_chinese_is_written_in_chinese() -> None:
    foreign = {name for name, message in messages("zh").items() if not CHINESE.search(message.pattern)}
    assert {name for name in foreign if messages("zh")[name].has_words} == set()


@pytest.mark.parametrize(("language", "name"), EVERY)
def test_every_message_can_be_said_with_every_variant_and_number(language: str, name: str) -> None:
    for values in samples(messages(language)[name].places):
        said = speak(language)(name, **values)
        assert said.strip()
        assert "{" not in said
        assert "???" not in said


def test_english_counts_one_thing_in_the_singular() -> None:
    one, many = (speak("en")("status-unfinished", pages=number) for number in (1, 2))
    assert one.startswith("1 page is")
    assert many.startswith("2 pages are")
    assert speak("zh")("status-unfinished", pages=1) == "有 1 页已排定但尚未送达。"


def test_whatever_is_counted_in_english_has_a_form_for_one() -> None:
    assert {name for name, message in messages(SOURCE).items() if message.places.without_one} == set()


def test_no_message_is_unused() -> None:
    constants = {constant for spoken in sources() for constant in spoken.constants}
    families = re.compile("|".join({family for spoken in sources() for family in spoken.families}))
    inside = {name for message in messages(SOURCE).values() for name in message.places.references}
    unused = {name for name in messages(SOURCE) if name not in constants | inside and not families.fullmatch(name)}
    assert unused == set()


def test_no_message_that_is_said_is_missing() -> None:
    missing = [(place, name) for spoken in sources() for place, name, _ in spoken.calls if name not in messages(SOURCE)]
    assert missing == []


def test_every_message_is_given_its_places_and_no_others() -> None:
    wrong = [
        (place, name, given)
        for spoken in sources()
        for place, name, given in spoken.calls
        if given is not None and name in messages(SOURCE) and given != messages(SOURCE)[name].places.names
    ]
    assert wrong == []


@pytest.mark.parametrize("holiday", sorted(set(HOLIDAYS.values())))
def test_every_holiday_of_the_calendar_has_a_name_in_every_language(holiday: str) -> None:
    assert speak(SOURCE)(holiday_message(holiday)) == holiday
    assert holiday_message(holiday) in messages("zh")


def test_no_holiday_is_named_that_the_calendar_does_not_have() -> None:
    named = {name for name in messages(SOURCE) if name.startswith("holiday-")}
    assert named == {holiday_message(holiday) for holiday in HOLIDAYS.values()}


@pytest.mark.parametrize(("language", "name"), [pair for pair in EVERY if pair[1].startswith("command-")])
def test_a_command_is_described_in_what_menus_can_show(language: str, name: str) -> None:
    description = speak(language)(name)
    assert 3 <= len(description) <= 100
    assert not description.endswith((".", "。"))
    assert "\n" not in description


def test_a_name_that_no_language_has_is_an_error_and_not_a_blank() -> None:
    with pytest.raises(LookupError, match="no-such-message"):
        speak("en")("no-such-message")


def test_a_place_that_is_not_filled_is_an_error() -> None:
    with pytest.raises(LookupError, match="no-such-command"):
        speak("zh")("no-such-command")
