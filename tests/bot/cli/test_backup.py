"""``paperboy backup``: a copy that restores."""

from __future__ import annotations

from pathlib import Path

from tests.bot.cli.conftest import Paperboy, one_sentence


def test_a_backup_answers_like_the_database_that_it_was_made_of(paperboy: Paperboy, tmp_path: Path) -> None:
    assert paperboy("demo").status == 0
    where = tmp_path / "paperboy.toml"
    where.write_text('database = "demo/paperboy.db"\n', encoding="utf-8")
    before = paperboy("search", "the")
    ran = paperboy("backup", "copy.db")
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.startswith("demo/paperboy.db is backed up to copy.db (")
    Path("copy.db").replace("demo/paperboy.db")
    after = paperboy("search", "the")
    assert after == before
    assert before.status == 0


def test_nothing_to_copy_is_one_sentence(paperboy: Paperboy) -> None:
    ran = paperboy("backup", "copy.db")
    assert ran.status == 1
    assert "There is no database at paperboy.db yet" in one_sentence(ran)
