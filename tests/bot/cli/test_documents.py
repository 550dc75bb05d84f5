"""``paperboy import`` and ``paperboy export``: records in, a document out, nothing lost on the way."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.bot.cli.conftest import Paperboy, one_sentence

RECORDS: list[dict[str, Any]] = [
    {
        "id": "2611.90001",
        "title": "Folding Owl Maps in $O(n)$ Time",
        "authors": ["Ada Brook", "Hiro F{\\o}rde"],
        "categories": ["cs.CV", "cs.AI"],
        "comment": "7 pages",
        "summary": "How owl maps are folded is poorly understood. We fold them twice. Half of the time is saved.",
        "AI": {
            "tldr": "Owl maps are folded in half the time.",
            "motivation": "Folding maps in the dark is slow.",
            "method": "Each map is folded twice.",
            "result": "Half of the time is saved.",
            "conclusion": "Maps should be folded by owls.",
        },
    },
    {
        "id": "2611.90002",
        "title": "Salt Bridges & <Other> Crossings",
        "authors": ["Ilse Ink"],
        "categories": ["cs.AI"],
        "summary": "Salt bridges dissolve. We propose to keep them dry. They last 3 times longer.",
        "AI": {
            "tldr": "盐桥在保持干燥的情况下，可以使用更长的时间。",
            "motivation": "目前人们还不清楚如何使盐桥不被溶解。",
            "method": "作者建议始终保持盐桥的干燥。",
            "result": "实验表明，盐桥的使用时间是原来的3倍。",
            "conclusion": "这些发现说明，桥梁应当保持干燥。",
        },
    },
]


def records_file(folder: Path, records: list[dict[str, Any]], name: str = "2026-11-20.jsonl") -> Path:
    path = folder / name
    path.write_text("".join(f"{json.dumps(record, ensure_ascii=False)}\n" for record in records), encoding="utf-8")
    return path


def test_what_is_imported_is_exported_to_the_letter(paperboy: Paperboy, tmp_path: Path) -> None:
    path = records_file(tmp_path, RECORDS)
    imported = paperboy("import", path)
    assert (imported.status, imported.out) == (0, "")
    assert imported.err == (f"{path}: 2 records filed under 2026-11-20; 2 papers and 2 summaries are new or changed.\n")
    document = paperboy("export", "--day", "2026-11-20")
    assert (document.status, document.err) == (0, "")
    assert document.out == (Path(__file__).parent / "golden" / "export.md").read_text(encoding="utf-8")
    assert paperboy("export").out == document.out


def test_importing_again_changes_nothing(paperboy: Paperboy, tmp_path: Path) -> None:
    path = records_file(tmp_path, RECORDS)
    paperboy("import", path)
    before = paperboy("export", "--format", "json").out
    again = paperboy("import", path)
    assert "2 records filed under 2026-11-20; 0 papers and 0 summaries are new or changed." in again.err
    assert paperboy("export", "--format", "json").out == before


def test_each_file_is_filed_under_the_day_in_its_name_unless_one_is_given(paperboy: Paperboy, tmp_path: Path) -> None:
    one = records_file(tmp_path, RECORDS[:1], "2026-11-19_owls.jsonl")
    two = records_file(tmp_path, RECORDS[1:], "2026-11-20.jsonl")
    assert paperboy("import", one, two).status == 0
    days = ("2026-11-19", "2026-11-20")
    exported = [json.loads(paperboy("export", "--day", day, "--format", "json").out) for day in days]
    assert [day["total"] for day in exported] == [1, 1]
    assert "filed under 2026-11-18" in paperboy("import", one, "--day", "2026-11-18").err


def test_a_mistake_in_the_file_is_wrong_use_with_its_line(paperboy: Paperboy, tmp_path: Path) -> None:
    path = records_file(tmp_path, [*RECORDS, {"id": "owl"}])
    ran = paperboy("import", path)
    assert ran.status == 2
    assert one_sentence(ran) == f"{path}, line 3: “owl” is not an arXiv identifier."


@pytest.mark.parametrize("form", ["markdown", "html", "json"])
def test_days_without_summaries_are_exported_in_their_authors_words(
    form: str, paperboy: Paperboy, tmp_path: Path
) -> None:
    bare = [{name: value for name, value in record.items() if name != "AI"} for record in RECORDS]
    paperboy("import", records_file(tmp_path, bare))
    ran = paperboy("export", "--format", form, "--with-receipt")
    assert (ran.status, ran.err) == (0, "")
    assert "Half of the time is saved." in ran.out
    if form == "json":
        receipt = json.loads(ran.out)["receipt"]
        assert (receipt["from_abstract"], receipt["lost"]) == (2, 0)
    else:
        assert re.search(r"2 from the abstract|<dt>from the abstract</dt><dd>2</dd>", ran.out)


def test_the_language_of_each_summary_is_told_from_its_words_and_can_be_asked_for(
    paperboy: Paperboy, tmp_path: Path
) -> None:
    paperboy("import", records_file(tmp_path, RECORDS))
    assert json.loads(paperboy("export", "--format", "json").out)["language"] == "Chinese and English"
    chinese = json.loads(paperboy("export", "--format", "json", "--language", "Chinese").out)
    assert chinese["receipt"]["summarized"] == chinese["receipt"]["from_abstract"] == 1


def test_where_there_is_nothing_to_export_it_says_what_to_do(paperboy: Paperboy, tmp_path: Path) -> None:
    ran = paperboy("export")
    assert ran.status == 1
    assert one_sentence(ran) == "There is no database at paperboy.db yet; `paperboy digest` begins one."
    paperboy("import", records_file(tmp_path, RECORDS))
    ran = paperboy("export", "--day", "2026-11-19")
    assert ran.status == 2
    assert one_sentence(ran).startswith("The database holds nothing of 2026-11-19.")
