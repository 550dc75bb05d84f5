"""``paperboy chat``: one line in, one answer out; at a terminal with history, completion and numbers to type."""

from __future__ import annotations

import asyncio
import os
import pty
import re
import sys
import termios
from pathlib import Path
from typing import Self

import pytest

from bot.cli.chat import system_locale
from bot.words import speak
from tests.bot.cli.conftest import Paperboy

PROJECT = Path(__file__).parents[3]
ESCAPES = re.compile(r"\x1b(?:\[[0-9;?]*[A-Za-z]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[=>])")


@pytest.mark.parametrize(
    ("environment", "locale"),
    [
        ({}, "en"),
        ({"LANG": "zh_CN.UTF-8"}, "zh-CN"),
        ({"LANG": "zh_CN.UTF-8", "LC_MESSAGES": "en_GB.UTF-8"}, "en-GB"),
        ({"LANG": "zh_CN", "LC_ALL": "de_DE@euro"}, "de-DE"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LC_ALL": "POSIX"}, "en"),
        ({"LC_ALL": "", "LANG": "zh"}, "zh"),
    ],
)
def test_the_bot_speaks_the_language_of_the_system(environment: dict[str, str], locale: str) -> None:
    assert system_locale(environment) == locale


def test_each_piped_line_has_its_answer_without_escape_codes(paperboy: Paperboy) -> None:
    ran = paperboy("chat", "--locale", "en", stdin="/about\n\n2\n/xyzzy")
    assert (ran.status, ran.err) == (0, "")
    about, rest = ran.out.split("  1 How it is doing    2 All commands\n")
    assert about.startswith("Paperboy brings the day's arXiv papers")
    assert rest.index("You can ask:") < rest.index("There is no command /xyzzy.")
    assert "\x1b" not in ran.out


def test_a_number_without_a_choice_is_a_search(paperboy: Paperboy) -> None:
    ran = paperboy("chat", "--locale", "en", stdin="/about\n3\n")
    assert ran.status == 0
    assert "You can ask:" not in ran.out


def test_input_in_no_known_encoding_is_answered(paperboy: Paperboy) -> None:
    assert paperboy("chat", stdin=b"/about\xff\xfe\n/\x00\n").status == 0


def test_the_bot_speaks_chinese_when_asked_to(paperboy: Paperboy) -> None:
    assert speak("zh")("help-intro") in paperboy("chat", "--locale", "zh", stdin="/help\n").out


class Terminal:
    """The program in a terminal of its own, and somebody who types."""

    def __init__(self) -> None:
        self.screen = ""
        self._news = asyncio.Event()
        self._main, self._side = pty.openpty()
        termios.tcsetwinsize(self._side, (40, 80))

    async def __aenter__(self) -> Self:
        os.set_blocking(self._main, False)
        self._process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", "chat", "--locale", "en"),
            stdin=self._side,
            stdout=self._side,
            stderr=self._side,
            env={**os.environ, "PYTHONPATH": str(PROJECT), "TERM": "xterm", "COLUMNS": "80", "LINES": "40"},
            start_new_session=True,
        )
        os.close(self._side)
        asyncio.get_running_loop().add_reader(self._main, self._read)
        return self

    async def __aexit__(self, *_: object) -> None:
        asyncio.get_running_loop().remove_reader(self._main)
        if self._process.returncode is None:
            self._process.kill()
        await self._process.wait()
        os.close(self._main)

    def _read(self) -> None:
        try:
            raw = os.read(self._main, 65536)
        except OSError:  # what a terminal says when the program behind it has ended
            raw = b""
        if not raw:
            asyncio.get_running_loop().remove_reader(self._main)
        # It asks where the cursor is; nobody answers for a real terminal, so the test does.
        if b"\x1b[6n" in raw:
            os.write(self._main, b"\x1b[1;1R")
        self.screen += raw.decode("utf-8", "replace")
        self._news.set()

    def type(self, keys: str) -> None:
        self.screen = ""
        os.write(self._main, keys.encode())

    async def shows(self, text: str) -> str:
        """All that is shown since the last key, once ``text`` is among it."""
        async with asyncio.timeout(60):
            while text not in (screen := ESCAPES.sub("", self.screen)):
                self._news.clear()
                await self._news.wait()
        return screen

    async def ends(self) -> int:
        async with asyncio.timeout(60):
            return await self._process.wait()


async def test_at_a_terminal_commands_are_completed_numbers_pressed_and_lines_remembered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    empty_line = speak("en")("terminal-placeholder")
    async with Terminal() as terminal:
        assert "Ctrl-D leaves." in await terminal.shows(empty_line)
        terminal.type("/abo")
        await terminal.shows(speak("en")("command-about"))
        terminal.type("\t")
        await terminal.shows("ut")
        terminal.type("\r")
        assert "2 All commands" in await terminal.shows(empty_line)
        terminal.type("2\r")
        assert "You can ask:" in await terminal.shows(empty_line)
        terminal.type("not sent\x03")
        await terminal.shows(empty_line)
        terminal.type("\x04")
        assert await terminal.ends() == 0
    history = (tmp_path / "state" / "paperboy" / "chat-history").read_text(encoding="utf-8")
    assert [line for line in history.splitlines() if line.startswith("+")] == ["+/about", "+2"]
    assert (tmp_path / "state" / "paperboy").stat().st_mode & 0o077 == 0
