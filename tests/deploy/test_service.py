"""The unit file: systemd understands it, it starts what there is, and it leaves the program few rights."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bot.cli import VERBS, main
from bot.config import credentials

UNIT = Path(__file__).parents[2] / "deploy" / "paperboy.service"
INSTALLED = "/opt/paperboy/bin/paperboy"
MOST_EXPOSED = 15
"""Tenths of the scale of `systemd-analyze security`, on which 100 is no protection at all."""

needs_systemd = pytest.mark.skipif(
    shutil.which("systemd-analyze") is None, reason="systemd-analyze is not here (Debian has it in the package systemd)"
)


def values(name: str) -> list[str]:
    """Every value that the unit gives a setting."""
    pairs = (line.partition("=") for line in UNIT.read_text(encoding="utf-8").splitlines())
    return [value for key, _, value in pairs if key == name]


@pytest.fixture
def unit(tmp_path: Path) -> Path:
    """The unit as if Paperboy were installed where it says."""
    text = UNIT.read_text(encoding="utf-8").replace(INSTALLED, str(Path(sys.executable).with_name("paperboy")))
    (tmp_path / UNIT.name).write_text(text, encoding="utf-8")
    return tmp_path / UNIT.name


def analyze(*arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["systemd-analyze", *map(str, arguments)], capture_output=True, text=True, check=False, timeout=60
    )


@needs_systemd
def test_systemd_finds_nothing_wrong_with_the_unit(unit: Path) -> None:
    verified = analyze("verify", "--man=no", unit)
    assert (verified.returncode, verified.stdout, verified.stderr) == (0, "", "")


@needs_systemd
def test_the_unit_gives_the_program_few_rights(unit: Path) -> None:
    looked = analyze("security", "--offline=true", f"--threshold={MOST_EXPOSED}", "--no-pager", unit)
    assert looked.returncode == 0, looked.stdout[-200:] + looked.stderr


def test_what_the_unit_starts_is_a_command_that_there_is() -> None:
    (command,) = values("ExecStart")
    program, *options, verb = command.split()
    assert program == INSTALLED
    assert verb in VERBS
    main.make_context("paperboy", [*options, verb], resilient_parsing=True)


def test_the_unit_hands_over_every_secret_under_the_name_that_the_settings_look_for() -> None:
    assert set(values("LoadCredential")) == {name.removeprefix("PAPERBOY_").lower() for name in credentials.SECRETS}


def test_a_stop_leaves_time_for_the_page_in_flight() -> None:
    (seconds,) = values("TimeoutStopSec")
    assert int(seconds) >= 20
