"""The project's own promises: what its files say of each other is true."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import AsyncIterator
from importlib.metadata import requires
from pathlib import Path
from types import UnionType
from typing import Any, get_args

import pytest
from pydantic import BaseModel

from bot import config
from bot.arxiv import Arxiv
from bot.cli import VERBS, main
from bot.clock import SystemClock
from bot.messages import Command
from bot.store import Store
from bot.summarize.summarizer import Extractor
from bot.words import languages, speak
from handlers.daily import Parts
from handlers.table import commands

ROOT = Path(__file__).parent.parent


def settings_of(model: type[BaseModel], prefix: str = "") -> dict[str, Any]:
    """Every setting's full name with its default, blocks opened."""
    found: dict[str, Any] = {}
    for name, field in model.model_fields.items():
        block = next((kind for kind in (field.annotation, *get_args(field.annotation)) if is_block(kind)), None)
        if block:
            found |= settings_of(block, f"{prefix}{name}.")
        else:
            found[prefix + name] = field.get_default(call_default_factory=True)
    return found


def is_block(kind: object) -> bool:
    return not isinstance(kind, UnionType) and isinstance(kind, type) and issubclass(kind, BaseModel)


def keys_of(values: dict[str, Any], prefix: str = "") -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in values.items():
        for block in value if isinstance(value, list) and value and isinstance(value[0], dict) else [value]:
            found |= keys_of(block, f"{prefix}{name}.") if isinstance(block, dict) else {prefix + name: block}
    return found


def test_the_example_settings_name_every_setting_with_its_default_and_load() -> None:
    example = ROOT / "config.example.toml"
    written = keys_of(tomllib.loads(example.read_text(encoding="utf-8")))
    declared = settings_of(config.Settings)
    assert sorted(written) == sorted(declared)
    loaded = config.load(example)
    assert len(loaded.subscriptions) == 1
    assert loaded.arxiv == config.ArxivSettings()
    assert loaded.summarizer == config.SummarizerSettings()
    assert (loaded.telegram, loaded.discord) == (config.TelegramSettings(), config.DiscordSettings())
    assert (loaded.limits, loaded.health, loaded.log) == (
        config.LimitSettings(),
        config.HealthSettings(),
        config.LogSettings(),
    )
    assert (loaded.admins, loaded.daily_line) == ((), False)
    assert loaded.subscriptions[0] == config.SubscriptionSettings(platform="console")


def test_every_setting_of_the_example_file_has_an_example() -> None:
    text = (ROOT / "config.example.toml").read_text(encoding="utf-8")
    settings = [line for line in text.splitlines() if re.match(r"[a-z_]+ = ", line)]
    bare = [line for line in settings if "# " not in line]
    assert not bare


def test_the_readme_tells_of_every_verb_and_of_no_other() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^\| `paperboy (\w+)", readme, re.MULTILINE)) == set(VERBS)


@pytest.fixture
async def table(tmp_path: Path) -> AsyncIterator[tuple[Command, ...]]:
    """Everything that can be asked, on an empty database."""
    settings, clock = config.Settings(), SystemClock()
    urls = settings.arxiv.model_dump(include={"rss_url", "site_url", "api_url"})
    async with await Store.open(tmp_path / "paperboy.db") as store, Arxiv(**urls, contact="", clock=clock) as source:
        yield commands(Parts(source=source, store=store, summarizer=Extractor(clock=clock), clock=clock), settings)


def test_the_readme_tells_of_everything_that_can_be_asked_and_of_nothing_else(table: tuple[Command, ...]) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (`/.+?) \|", readme, re.MULTILINE)
    told = [name for row in rows for name in re.findall(r"`/(\w+)", row)]
    assert sorted(told) == sorted(command.name for command in table)


def test_no_two_commands_answer_to_the_same_name(table: tuple[Command, ...]) -> None:
    names = Counter(name for command in table for name in (command.name, *command.aliases))
    assert {name for name, times in names.items() if times > 1} == set()
    # What every platform takes for a command: Telegram and Discord allow 32 letters, digits and low lines.
    assert all(re.fullmatch(r"[a-z_]{1,32}", name) for name in names)


def test_every_command_is_described_in_every_language_and_has_an_example_of_its_own(table: tuple[Command, ...]) -> None:
    for command in table:
        assert command.examples, command.name
        for example in command.examples:
            assert example.split()[0] == command.name
            assert len(example.encode()) <= 64, example
        for language in languages():
            assert speak(language)(f"command-{command.name}")
            assert command.argument is None or speak(language)(command.argument)


def test_no_command_is_described_that_does_not_exist(table: tuple[Command, ...]) -> None:
    described: set[str] = set()
    for path in (ROOT / "bot" / "words").rglob("*.ftl"):
        described.update(re.findall(r"^command-(\w+) =", path.read_text(encoding="utf-8"), re.MULTILINE))
    assert described == {command.name for command in table}


def test_the_readme_begins_with_what_to_do_with_internet_and_gives_two_commands_for_a_fresh_machine() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert 0 < readme.index("paperboy digest") < readme.index("make demo") < readme.index("make test")


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_a_help_page_that_fits_80_columns(verb: str) -> None:
    command = main.get_command(main.make_context("paperboy", ["demo"], resilient_parsing=True), verb)
    assert command is not None
    with command.make_context(verb, [], resilient_parsing=True, terminal_width=80) as context:
        page = command.get_help(context)
    assert page.splitlines()[0].startswith("Usage:")
    assert max(map(len, page.splitlines())) <= 80


def test_every_dependency_is_pinned() -> None:
    def normalized(name: str) -> str:  # as PEP 503 compares names
        return re.sub(r"[-_.]+", "-", name).lower()

    pinned = {normalized(line.partition("==")[0]) for line in (ROOT / "constraints.txt").read_text().splitlines()}
    declared = {normalized(re.split(r"[\s<>=;\[!~]", line)[0]) for line in requires("paperboy") or []}
    assert declared
    assert declared <= pinned


def test_no_file_names_a_package_index() -> None:
    for name in ("constraints.txt", "pyproject.toml", "Makefile"):
        assert not re.search(r"https?://|index-url|find-links", (ROOT / name).read_text(encoding="utf-8")), name
