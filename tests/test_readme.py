"""What a newcomer reads is true: command blocks run, settings have the defaults that are told, links lead on.

Every block is looked at. What is a command of ours is run, in a home of its own, against a stand-in for arXiv; what is
the system's is not, and ``NOT_RUN`` says why.
"""

from __future__ import annotations

import asyncio
import json
import re
import shlex
import subprocess
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from bot import announcements, config
from bot.cli import VERBS, main
from bot.clock import SystemClock
from bot.discord import permissions
from bot.discord.kinds import Kind
from tests.bot.cli.conftest import settings
from tests.doubles.arxiv import ArxivDouble
from tests.doubles.papers import invent
from tests.test_project import settings_of

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
PAGES = [README, *(ROOT / name for name in ("CONTRIBUTING.md", "SECURITY.md", "docs/running.md"))]

NOT_RUN = {
    "python3": "makes an environment, as `make` did for these tests",
    "pip": "needs a package index; that what it installs is pinned, tests/test_project.py sees",
    "pip-audit": "needs the internet",
    "git": "asks the repository's server",
    "make": "is what runs these tests; that there is such a verb is looked up",
    "export": "sets a variable of the reader's shell",
    "install": "writes into the system's folders; that what it takes is there is looked up",
    "systemctl": "needs a running systemd; tests/deploy checks the unit",
    "journalctl": "needs a running systemd",
    "podman": "needs a container builder; tests/deploy checks what can be checked without one",
}
"""Programs that blocks name and these tests don't start, and why."""
RUNS_ON = {"run": "works until it is stopped; tests/bot/cli/test_run.py runs it", "chat": "talks with a person"}
"""Verbs of ours whose lines are only checked for being understood, and why."""
STATUS = {"check": {0, 1}, "status": {0, 1}}
"""Exit statuses of verbs that say how something is."""


@dataclass(frozen=True)
class Block:
    """A block of text that is to be taken literally."""

    page: Path
    number: int
    text: str
    fenced: bool

    def __str__(self) -> str:
        return f"{self.page.name}-{self.number}"

    @property
    def is_settings(self) -> bool:
        return bool(re.match(r"\[|\w+ = ", self.text))

    @property
    def is_commands(self) -> bool:
        return not (self.fenced or self.is_settings or self.text.startswith("Receipt: "))

    @property
    def lines(self) -> list[str]:
        """Its commands, each whole."""
        return self.text.replace("\\\n", " ").splitlines()


def blocks(page: Path) -> Iterator[Block]:
    """Every indented or fenced block of a page."""
    text = re.sub(r"<table>.*?</table>", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    found: list[list[str]] = []
    fenced, before = False, ""
    for line in text.splitlines():
        if line.startswith("```"):
            fenced = not fenced
            found.append(["```"] if fenced else [])
        elif fenced or (line.startswith("    ") and found and found[-1]) or (line == "" and found):
            found[-1].append(line)
        elif line.startswith("    ") and before == "":
            found.append([line])
        else:
            found.append([])
        before = line
    for number, lines in enumerate((one for one in found if any(one)), 1):
        is_fenced = lines[0] == "```"
        yield Block(page, number, textwrap.dedent("\n".join(lines[is_fenced:])).strip(), is_fenced)


BLOCKS = [block for page in PAGES for block in blocks(page)]


def words(line: str) -> list[str]:
    """A command line as the shell takes it apart, without what is redirected, and the program by its bare name."""
    parts = shlex.split(line, comments=True)
    while re.match(r"[A-Z_]+=", parts[0]):
        del parts[0]
    for mark in (">", "<<<", "<"):
        if mark in parts:
            del parts[parts.index(mark) :]
    return [Path(parts[0]).name, *parts[1:]]


def ours() -> list[tuple[Block, list[str]]]:
    """The arguments of every line that starts Paperboy, in the order in which a reader meets them."""
    lines = [(block, words(line)) for block in BLOCKS if block.is_commands for line in block.lines]
    return [(block, parts[1:]) for block, parts in lines if parts[0] == "paperboy"]


def test_blocks_of_every_kind_are_found() -> None:
    assert len([block for block in BLOCKS if block.is_commands]) >= 8
    assert len([block for block in BLOCKS if block.is_settings]) >= 3
    assert len(ours()) >= 6


@pytest.mark.parametrize("block", [block for block in BLOCKS if block.is_commands], ids=str)
def test_every_line_of_a_command_block_is_a_shell_s_and_is_run_or_has_a_reason(block: Block) -> None:
    parsed = subprocess.run(["bash", "-n"], input=block.text, capture_output=True, text=True, check=False)
    assert parsed.returncode == 0, parsed.stderr
    for line in block.lines:
        program, *arguments = words(line)
        assert program == "paperboy" or program in NOT_RUN, line
        if program == "make":
            assert re.search(rf"^{arguments[0]}:.*##", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M), line
        if program == "install":
            sources = [one for one in arguments[:-1] if not one.startswith(("-", "/dev/")) and not one.isdigit()]
            assert all((ROOT / one).is_file() for one in sources), line


def test_every_reason_for_not_running_something_is_needed() -> None:
    started = {words(line)[0] for block in BLOCKS if block.is_commands for line in block.lines}
    assert set(NOT_RUN) <= started


@pytest.mark.parametrize("block", [block for block in BLOCKS if block.is_settings], ids=str)
def test_every_block_of_settings_can_be_put_into_a_file_as_it_is(block: Block, tmp_path: Path) -> None:
    path = tmp_path / "paperboy.toml"
    path.write_text(block.text, encoding="utf-8")
    config.load(path)


@pytest.fixture
async def arxiv() -> Any:
    """arXiv with papers in every category that a command names, today and on the day that one names."""
    async with ArxivDouble(SystemClock()) as double:
        newest = announcements.newest(SystemClock().now())
        for number, code in enumerate(("cs.CV", "cs.AI", "cs.LG", "math.NT", "quant-ph")):
            for day in (earlier(newest), newest):
                papers = invent(2, category=code, first=90001 + 100 * number + 10 * (day == newest))
                double.announce(day, code, [("new", paper) for paper in papers])
        yield double
    assert double.breaches == []


def earlier(day: date) -> date:
    """The weekday before."""
    return day - timedelta(days=3 if day.weekday() == 0 else 1)


async def test_every_command_line_of_ours_does_what_it_says(
    arxiv: ArxivDouble, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    path = settings(tmp_path, arxiv)
    path.write_text(path.read_text(encoding="utf-8").replace('"cs.AI"]', '"cs.AI", "cs.LG"]'), encoding="utf-8")
    there = {
        "2026-11-20": str(earlier(announcements.newest(SystemClock().now()))),
        "/etc/paperboy/paperboy.toml": str(path),
        "/backups/paperboy.db": str(tmp_path / "backup.db"),
    }
    for _, arguments in ours():
        given = [there.get(one, one) for one in arguments]
        (verb,) = [one for one in given if one in VERBS][:1]
        if verb in RUNS_ON:
            given.append("--help")
        ran = await asyncio.to_thread(CliRunner().invoke, main, given)
        assert ran.exit_code in STATUS.get(verb, {0}), f"{given}: {ran.stderr}"
        assert ran.stdout, given
        assert "Traceback" not in ran.stderr, given


def test_the_receipt_that_is_explained_is_the_one_that_the_demo_prints(tmp_path: Path) -> None:
    ran = CliRunner().invoke(main, ["demo", "--into", str(tmp_path)])
    assert ran.exit_code == 0
    printed = " ".join(re.search(r"Receipt: .*? lost", ran.stdout, re.S)[0].split())  # type: ignore[index]  # or it fails
    told = {block.text for block in BLOCKS if block.text.startswith("Receipt: ")}
    assert told == {printed}
    account = json.loads((tmp_path / "edition.json").read_text(encoding="utf-8"))["receipt"]
    sum_told = re.search(r"\| (\d+) − (\d+) − (\d+) − (\d+) = (\d+) \|", README.read_text(encoding="utf-8"))
    assert sum_told
    kept_away = sum(account["filtered"].values())
    parts = (account["announced"], account["summarized"], account["from_abstract"], kept_away, account["lost"])
    assert tuple(map(int, sum_told.groups())) == parts


def test_the_readme_names_every_setting_with_its_default_and_no_other() -> None:
    rows = re.findall(r"^\| `([a-z_.]+)` \| (.*?) \| ", README.read_text(encoding="utf-8"), re.M)
    told = {name: default.strip("`") for name, default in rows}
    assert len(told) == len(rows)
    declared = settings_of(config.Settings)
    assert set(told) == set(declared)
    for name, default in declared.items():
        assert told[name] == written(default), name


def written(default: Any) -> str:
    """A default as a settings file has it."""
    if isinstance(default, bool | int | float):
        return json.dumps(default)
    if isinstance(default, tuple):
        return json.dumps(list(default))
    text = default.get_secret_value() if hasattr(default, "get_secret_value") else str(default)
    return "*must be given*" if "Undefined" in text else json.dumps(text)


@pytest.mark.parametrize(
    ("where", "kind"),
    [
        ("a text or announcement channel", Kind.TEXT),
        ("a text or announcement channel", Kind.ANNOUNCEMENT),
        ("a forum", Kind.FORUM),
        ("a thread", Kind.THREAD),
        ("the chat of a voice channel", Kind.VOICE),
    ],
)
def test_the_permissions_on_discord_that_are_told_are_those_that_the_bot_asks_for(where: str, kind: Kind) -> None:
    row = re.search(rf"^\| {where} \| (.*) \|$", (ROOT / "SECURITY.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert row
    needed, _, better = row[1].partition("; ")
    assert set(needed.split(", ")) == set(permissions.names(permissions.needed(kind)))
    more = permissions.missing(permissions.needed(kind), permissions.wanted(kind))
    assert [one for one in more if one not in better] == []
    assert bool(more) == bool(better)


ADDRESSES = re.compile(r"\]\(([^)\s]+)\)|(?:src|srcset|href)=\"([^\"]+)\"")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_inside_the_project_leads_somewhere(page: Path) -> None:
    for match in ADDRESSES.finditer(page.read_text(encoding="utf-8")):
        address = match[1] or match[2]
        if "://" in address:
            continue
        path, _, heading = address.partition("#")
        target = page.parent / path if path else page
        assert target.exists(), address
        assert not heading or heading in anchors(target), address


def anchors(page: Path) -> set[str]:
    """What a heading is called in an address."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.M)
    return {re.sub(r"[^\w\- ]", "", heading).strip().lower().replace(" ", "-") for heading in headings}


def test_every_file_that_a_page_names_exists() -> None:
    """In code spans: `bot/digest.py`, `tests/doubles/`."""
    for page in PAGES:
        for name in re.findall(
            r"`((?:bot|handlers|tests|deploy|docs|training|pictures|benchmarks)/[\w./-]*)`",
            page.read_text(encoding="utf-8"),
        ):
            assert (ROOT / name).exists(), f"{page.name}: {name}"
