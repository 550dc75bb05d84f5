"""``paperboy demo``: the whole path without account or internet, and what it leaves behind."""

from __future__ import annotations

import json
from pathlib import Path

from tests.bot.cli.conftest import Paperboy


def test_the_demo_prints_an_edition_and_writes_it_in_three_forms_whose_receipt_balances(
    paperboy: Paperboy, tmp_path: Path
) -> None:
    ran = paperboy("demo", "--into", "shown/here")
    folder = tmp_path / "shown" / "here"
    assert ran.status == 0
    assert {path.name for path in folder.iterdir()} >= {"edition.md", "edition.html", "edition.json", "paperboy.db"}
    edition = json.loads((folder / "edition.json").read_text(encoding="utf-8"))
    receipt = edition["receipt"]
    assert receipt["announced"] > 10
    assert receipt["announced"] == sum(receipt["filtered"].values()) + receipt["summarized"] + receipt["from_abstract"]
    assert (receipt["lost"], receipt["pending"]) == (0, [])
    listed = [paper["id"] for group in edition["groups"] for paper in group["papers"]]
    assert len(listed) == len(set(listed)) == edition["total"]
    for shown in (ran.out, *((folder / name).read_text(encoding="utf-8") for name in ("edition.md", "edition.html"))):
        assert all(paper in shown for paper in listed)
    assert "0 lost" in ran.out
    for name in ("edition.md", "edition.html", "edition.json"):
        assert f"shown/here/{name}" in ran.err
        assert name not in ran.out
    assert "invented" in ran.err


def test_the_demo_a_second_time_is_the_same(paperboy: Paperboy) -> None:
    assert [paperboy("demo").status for _ in range(2)] == [0, 0]


def test_a_folder_that_cannot_be_made_is_told_in_one_sentence(paperboy: Paperboy, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    ran = paperboy("demo", "--into", "file/demo")
    assert (ran.status, ran.out) == (1, "")
    assert ran.err == "paperboy: file/demo could not be written (Not a directory).\n"
