"""One instance per database: said in a sentence, and never a reason to be stuck."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.errors import StoreError
from bot.store import exclusive

HOLDER = """
import sys, pathlib
from bot.store import exclusive
with exclusive(pathlib.Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def holder(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process that holds the lock."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, tmp_path / "p.db"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


def test_a_second_process_is_told_in_one_sentence_and_a_killed_one_holds_nothing(
    holder: subprocess.Popen[str], tmp_path: Path
) -> None:
    with pytest.raises(StoreError) as error, exclusive(tmp_path / "p.db"):
        pytest.fail("two hold it at once")
    assert str(error.value) == f"Another Paperboy is delivering from {tmp_path / 'p.db'}; let it finish, or stop it."
    holder.kill()
    holder.wait()
    with exclusive(tmp_path / "p.db"):
        pass


def test_another_database_is_another_lock(holder: subprocess.Popen[str], tmp_path: Path) -> None:
    with exclusive(tmp_path / "q.db"):
        pass


def test_it_is_free_again_after_an_error(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), exclusive(tmp_path / "p.db"):
        raise ZeroDivisionError
    with exclusive(tmp_path / "p.db"):
        pass


def test_a_missing_folder_is_said_and_not_made(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="does not exist"), exclusive(tmp_path / "typo" / "p.db"):
        pytest.fail("nothing to hold there")
    assert not (tmp_path / "typo").exists()


def test_a_lock_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "p.db.lock").mkdir()
    with (
        pytest.raises(StoreError, match=r"p\.db\.lock cannot be made \(Is a directory\)"),
        exclusive(tmp_path / "p.db"),
    ):
        pytest.fail("nothing to hold there")
