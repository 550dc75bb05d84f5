"""``paperboy summarize``: papers in, their authors' own words out, a line for a line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bot.papers import FIELDS
from tests.bot.cli.conftest import Paperboy, one_sentence

PAPER: dict[str, Any] = {
    "id": "2611.90001",
    "title": "Folding Owl Maps",
    "abstract": "How owl maps are folded is poorly understood. We propose to fold them twice. "
    "Experiments show that half of the time is saved. This suggests that owls know more than maps.",
}


def lines(*papers: object) -> str:
    return "".join(f"{json.dumps(paper)}\n" for paper in papers)


def test_a_file_and_standard_input_give_the_same_one_line_for_each_paper(paperboy: Paperboy, tmp_path: Path) -> None:
    path = tmp_path / "papers.jsonl"
    text = lines(PAPER, {**PAPER, "id": "second", "comment": "ignored"})
    path.write_text(f"{text}\n", encoding="utf-8-sig")
    from_file, from_input = paperboy("summarize", path), paperboy("summarize", "-", stdin=text)
    assert (from_file.status, from_file.err) == (0, "")
    assert from_file.out == from_input.out
    first, second = map(json.loads, from_file.out.splitlines())
    assert list(first) == ["id", *FIELDS]
    assert (first["id"], second["id"]) == ("2611.90001", "second")
    assert first["tldr"]
    assert all(part in PAPER["abstract"] for part in first["result"].split("…") if part)


def test_an_empty_abstract_has_an_empty_summary(paperboy: Paperboy) -> None:
    ran = paperboy("summarize", "-", stdin=lines({**PAPER, "abstract": ""}))
    assert ran.status == 0
    assert json.loads(ran.out)["id"] == PAPER["id"]


def test_half_a_character_is_no_reason_to_fail(paperboy: Paperboy) -> None:
    ran = paperboy("summarize", "-", stdin=lines({**PAPER, "id": "\ud83d", "title": "\ud83d owls"}))
    assert (ran.status, ran.err) == (0, "")
    assert json.loads(ran.out)["id"] == "?"


@pytest.mark.parametrize(
    ("bad", "says"),
    [
        ("owls", "this is not JSON; one object a line is expected."),
        ("[" * 100_000, "this is not JSON"),
        ('{"id": ' + "7" * 5000 + "}", "this is not JSON"),
        ("[]", "an object with the texts id, title and abstract is expected."),
        ('{"id": "a", "title": "b"}', "an object with the texts"),
        ('{"id": 7, "title": "b", "abstract": "c"}', "an object with the texts"),
        ('{"id": "a", "title": null, "abstract": "c"}', "an object with the texts"),
    ],
    ids=lambda text: text[:30],
)
def test_a_bad_line_is_wrong_use_told_by_its_number(bad: str, says: str, paperboy: Paperboy, tmp_path: Path) -> None:
    (tmp_path / "papers.jsonl").write_text(f"\n{bad}\n", encoding="utf-8")
    ran = paperboy("summarize", "papers.jsonl")
    assert ran.status == 2
    assert one_sentence(ran).startswith("papers.jsonl, line 2: ")
    assert says in ran.err


def test_what_came_before_a_bad_line_is_there(paperboy: Paperboy, tmp_path: Path) -> None:
    (tmp_path / "papers.jsonl").write_text(lines(PAPER) + "owls\n", encoding="utf-8")
    ran = paperboy("summarize", "papers.jsonl")
    assert ran.status == 2
    assert json.loads(ran.out)["id"] == PAPER["id"]


def test_what_is_not_text_is_told(paperboy: Paperboy, tmp_path: Path) -> None:
    (tmp_path / "latin.jsonl").write_bytes(b'{"id": "\xe9"}')
    ran = paperboy("summarize", "latin.jsonl")
    assert ran.status == 2
    assert one_sentence(ran) == "latin.jsonl is not a text file in UTF-8."
