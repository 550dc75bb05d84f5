"""Records of papers as files hold them: read exactly, and every mistake told with its file and line."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.errors import UsageError
from bot.papers import FIELDS
from handlers.records import day_of, guess_language, parse, read
from tests.doubles.model import SENTENCES

MADE = datetime(2026, 11, 24, 11, tzinfo=UTC)
AI = {
    "tldr": "Owl maps are folded in half the time, and nobody gets lost.",
    "motivation": "Folding owl maps in the dark was slow and hard to learn.",
    "method": "The maps are folded along the lines that the owls drew.",
    "result": "Half of the time is saved, and all of the owls came home.",
    "conclusion": "Maps should be folded by those who read them.",
}
RECORD: dict[str, Any] = {
    "id": "2611.90001",
    "title": "Folding Owl Maps",
    "authors": ["Ada Brook", "Hiro F{\\o}rde"],
    "categories": ["cs.CV", "cs.AI"],
    "comment": "7 pages",
    "summary": "Owls see. We fold their maps.",
    "AI": AI,
}


def line(**changes: Any) -> str:
    """The record as a line, with some values changed; ``None`` leaves one out."""
    return json.dumps({name: value for name, value in {**RECORD, **changes}.items() if value is not None})


def test_a_record_becomes_a_paper_and_its_summary() -> None:
    paper, summary = (record := parse(line(), made=MADE)).paper, record.summary
    assert (paper.id, paper.version, paper.title) == ("2611.90001", 1, RECORD["title"])
    assert (paper.abstract, paper.comment) == (RECORD["summary"], "7 pages")
    assert (paper.authors, paper.categories) == (("Ada Brook", "Hiro Førde"), ("cs.CV", "cs.AI"))
    assert summary is not None
    assert {name: getattr(summary, name) for name in FIELDS} == AI
    assert (summary.paper_id, summary.version, summary.origin, summary.made) == (paper.id, 1, "import", MADE)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"id": "2611.90001v3"}, ("2611.90001", 3)),
        ({"id": "http://arxiv.org/abs/2611.90001v2"}, ("2611.90001", 2)),
        ({"id": "math.GT/0309136"}, ("math/0309136", 1)),
    ],
)
def test_the_id_may_be_written_in_any_usual_form(changes: dict[str, Any], expected: tuple[str, int]) -> None:
    record = parse(line(**changes), made=MADE)
    assert (record.paper.id, record.paper.version) == expected
    assert record.summary is not None
    assert (record.summary.paper_id, record.summary.version) == expected


def test_the_abstract_may_be_called_so_and_the_comment_may_be_missing() -> None:
    paper = parse(line(summary=None, abstract="Owls see.", comment=None), made=MADE).paper
    assert (paper.abstract, paper.comment) == ("Owls see.", None)


def test_three_thousand_authors_are_three_thousand() -> None:
    names = [f"Ada Brook-{n}" for n in range(3000)]
    assert parse(line(authors=names), made=MADE).paper.authors == tuple(names)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("not JSON", "this is not JSON; one object a line is expected."),
        ('{"id": "2611.90001"', "this is not JSON"),
        ("[" * 100_000, "this is not JSON"),
        ('{"a":' * 100_000, "this is not JSON"),
        ('{"id": ' + "7" * 5000 + "}", "this is not JSON"),
        ("[]", "a JSON object is expected."),
        ("7", "a JSON object is expected."),
        ("null", "a JSON object is expected."),
        (line(id=None), "“id” is missing or not text."),
        (line(id=2611.90001), "“id” is missing or not text."),
        (line(id="owl"), "“owl” is not an arXiv identifier."),
        (line(id="2613.90001"), "13 is no month"),
        (line(title=None), "“title” is missing or not text."),
        (line(title=" "), "“title” is missing or not text."),
        (line(title=["Owls"]), "“title” is missing or not text."),
        (line(summary=None), "“abstract” is missing or not text."),
        (line(summary=7), "“summary” is missing or not text."),
        (line(authors=None), "“authors” is missing or not a list of texts."),
        (line(authors="Ada Brook"), "“authors” is missing or not a list of texts."),
        (line(authors=[]), "“authors” is missing or not a list of texts."),
        (line(authors=["Ada", 7]), "“authors” is missing or not a list of texts."),
        (line(categories=[]), "“categories” is missing or not a list of texts."),
        (line(categories=["cs.CV", ""]), "“categories” is missing or not a list of texts."),
        (line(categories={"cs.CV": 1}), "“categories” is missing or not a list of texts."),
    ],
    ids=lambda text: text[:40],
)
def test_every_mistake_is_told_with_its_file_and_line(text: str, says: str, tmp_path: Path) -> None:
    path = tmp_path / "2026-11-24.jsonl"
    path.write_text(f"{line()}\n\n{text}\n{line()}\n", encoding="utf-8")
    records = read(path, made=MADE)
    assert next(records).paper.id == "2611.90001"
    with pytest.raises(UsageError) as error:
        next(records)
    assert str(error.value).startswith(f"{path}, line 3: ")
    assert says in str(error.value)
    assert "\n" not in str(error.value)


def test_a_file_that_is_not_text_or_not_there_is_told(tmp_path: Path) -> None:
    latin = tmp_path / "latin.jsonl"
    latin.write_bytes(line().encode() + b"\n" + json.dumps({"id": "Jérôme"}, ensure_ascii=False).encode("latin-1"))
    for path, says in ((latin, "is not a text file in UTF-8"), (tmp_path / "gone.jsonl", "cannot be read")):
        with pytest.raises(UsageError, match=says) as error:
            list(read(path, made=MADE))
        assert str(path) in str(error.value)


def test_a_byte_order_mark_is_no_mistake(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(line(), encoding="utf-8-sig")
    assert [record.paper.id for record in read(path, made=MADE)] == ["2611.90001"]


def test_early_files_call_the_tldr_task() -> None:
    old = {("task" if name == "tldr" else name): text for name, text in AI.items()}
    summary = parse(line(AI=old), made=MADE).summary
    assert summary is not None
    assert summary.tldr == AI["tldr"]


@pytest.mark.parametrize(
    "fields",
    [
        None,
        "Summary generation failed",
        [],
        {},
        {**AI, "result": ""},
        {**AI, "result": " \n"},
        {**AI, "result": None},
        {**AI, "result": ["a list"]},
        {name: text for name, text in AI.items() if name != "method"},
        {**AI, "tldr": "Summary generation failed"},
        {**AI, "conclusion": "Conclusion extraction failed"},
        dict.fromkeys(FIELDS, "Error"),
        dict.fromkeys(FIELDS, "Processing failed"),
        {**AI, "method": "N/A"},
    ],
    ids=str,
)
def test_what_is_no_summary_is_left_out_and_the_paper_stays(fields: object) -> None:
    record = parse(line(AI=fields), made=MADE)
    assert record.paper.id == "2611.90001"
    assert record.summary is None


@pytest.mark.parametrize("language", sorted(SENTENCES))
def test_the_language_is_told_from_the_words(language: str) -> None:
    fields = dict(zip(FIELDS, (text.format("Owl Maps") for text in SENTENCES[language]), strict=True))
    assert guess_language(" ".join(fields.values())) == language
    told = parse(line(AI=fields), made=MADE).summary
    given = parse(line(AI=fields), made=MADE, language="Klingon").summary
    assert told is not None
    assert given is not None
    assert (told.language, given.language) == (language, "Klingon")


def test_a_text_in_no_known_language_counts_as_english() -> None:
    assert guess_language("𝒳 ⊂ 𝒴 ∀ 7") == "English"


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("2026-11-24.jsonl", date(2026, 11, 24)),
        ("2026-11-24_AI_enhanced_Chinese.jsonl", date(2026, 11, 24)),
        ("papers-2026-11-24.json", date(2026, 11, 24)),
        ("2026-13-24.jsonl", None),
        ("12026-11-24.jsonl", None),
        ("2026-11-240.jsonl", None),
        ("papers.jsonl", None),
    ],
)
def test_the_day_is_the_one_in_the_files_name(name: str, day: date | None) -> None:
    assert day_of(Path("2020-01-01") / name) == day
