from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.arxiv import api
from bot.arxiv.faults import Damaged, Refused
from bot.text import clean_authors
from tests.doubles import arxiv_markup as markup
from tests.doubles.papers import invent

NOW = datetime(2026, 11, 23, 5, 10, tzinfo=UTC)
PAPERS = invent(5, version=3)


def test_an_answer_gives_its_papers_with_dates_and_without_foreign_classes() -> None:
    answer = markup.answer("id_list=x", PAPERS, limit=10, total=5, now=NOW).encode()
    assert api.parse(answer) == tuple(
        replace(paper, authors=clean_authors(paper.authors), licence=None) for paper in PAPERS
    )


def test_an_answer_that_knows_no_paper_is_empty() -> None:
    assert api.parse(markup.answer("id_list=x", [], limit=1, total=0, now=NOW).encode()) == ()


def test_the_apis_own_error_is_a_refusal_with_its_reason() -> None:
    with pytest.raises(Refused, match="incorrect id format for abc"):
        api.parse(markup.answer_error("incorrect id format for abc", now=NOW).encode())


@pytest.mark.parametrize(
    "body",
    [
        b"Rate exceeded.",
        markup.feed("cs.CV", [], day=NOW.date()).encode(),
        markup.answer("id_list=x", [], limit=1, total=1, now=NOW).encode(),
        markup.answer("id_list=x", PAPERS, limit=1, total=1, now=NOW).replace("2026-11", "2026-31").encode(),
        markup.answer("id_list=x", PAPERS, limit=1, total=1, now=NOW).replace("<summary>", "<s>").encode(),
        markup.answer("id_list=x", PAPERS, limit=1, total=1, now=NOW)
        .replace("/abs/", "/")
        .replace("2611", "x")
        .encode(),
    ],
    ids=["plain text", "another feed", "a promise without papers", "impossible date", "not whole", "no id"],
)
def test_what_is_no_answer_is_damaged(body: bytes) -> None:
    with pytest.raises(Damaged):
        api.parse(body)


@pytest.mark.parametrize(
    ("name", "ids"),
    [
        ("id_0000.0000_s0_m100.xml", []),
        ("id_0808.05394_s0_m100.xml", []),
        ("id_0808.05394_1707.08567_s0_m100.xml", ["1707.08567v1"]),
        ("id_1605.08386_s0_m100.xml", ["1605.08386v1"]),
        ("id_2104.12255v1_s0_m100.xml", ["2104.12255v1"]),
        ("id_astro-ph_0601001_s0_m100.xml", ["astro-ph/0601001v1"]),
        ("id_quant-ph_0201082v1_s0_m100.xml", ["quant-ph/0201082v1"]),
    ],
)
def test_recorded_answers_about_single_papers_are_read(
    recorded: Callable[[str], bytes], name: str, ids: list[str]
) -> None:
    papers = api.parse(recorded(f"api/{name}"))
    assert [f"{paper.id}v{paper.version}" for paper in papers] == ids
    assert all(paper.title and paper.abstract and paper.authors and paper.submitted for paper in papers)


def test_a_recorded_answer_of_a_hundred_is_read_whole(recorded: Callable[[str], bytes]) -> None:
    papers = api.parse(recorded("api/q_testing_s0_m100.xml"))
    assert len({paper.id for paper in papers}) == 100
    assert all(paper.categories and all(code[0].islower() for code in paper.categories) for paper in papers)
    assert sum(paper.doi is not None for paper in papers) > 0


def test_the_recorded_refusal_of_a_malformed_id_is_one(recorded: Callable[[str], bytes]) -> None:
    with pytest.raises(Refused, match="incorrect id format for abc"):
        api.parse(recorded("api/id_abc_s0_m100_HTTP400.xml"))
