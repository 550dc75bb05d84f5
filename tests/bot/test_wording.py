from __future__ import annotations

from dataclasses import replace

import pytest

from bot import wording
from bot.digest import Receipt
from bot.papers import EXTRACT, Announced, Kind
from bot.words import speak
from tests.doubles.pages import one_day, summarized
from tests.doubles.papers import invent

ENGLISH, CHINESE = speak("en"), speak("zh")


@pytest.mark.parametrize(
    ("language", "locale"),
    [("English", "en"), ("Chinese", "zh"), ("Simplified Chinese", "zh"), ("German", "en"), ("", "en"), ("中文", "en")],
)
def test_an_edition_speaks_the_language_of_its_summaries_else_english(language: str, locale: str) -> None:
    assert wording.words_for(language).language == locale


def test_the_receipt_is_one_sentence_with_what_the_reader_left_out() -> None:
    account = Receipt(announced=9, summarized=3, from_abstract=2, filtered={"had before": 1, "unwanted words": 3})
    assert wording.receipt(account, ENGLISH) == (
        "Receipt: 9 announced = 3 summarized + 2 from the abstract + 4 left out as you wish"
        " (had before 1, unwanted words 3); 0 lost"
    )
    assert "之前已送达 1 篇、含不想看的词 3 篇" in wording.receipt(account, CHINESE)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, []),
        ({"announced": 6}, ["1 announced paper is missing from this edition."]),
        ({"announced": 3}, ["This edition holds 2 more than was announced; the account does not balance."]),
        (
            {"pending": ("cs.CV",), "unaudited": ("cs.AI", "cs.LG")},
            [
                "Not confirmed by arXiv yet: cs.CV. More papers may follow.",
                "Not counted against arXiv's page yet: cs.AI, cs.LG. Papers may follow.",
            ],
        ),
    ],
)
def test_what_must_not_be_overlooked_is_said(changes: dict[str, object], said: list[str]) -> None:
    account = replace(Receipt(announced=5, summarized=3, from_abstract=2, filtered={}), **changes)  # type: ignore[arg-type]  # any fields
    assert wording.warnings(account, ENGLISH) == said


def test_a_receipt_of_titles_speaks_of_no_summaries() -> None:
    account = Receipt(announced=6, summarized=3, from_abstract=2, filtered={"had before": 1})
    assert wording.receipt(account, ENGLISH, summaries=False) == (
        "Receipt: 6 announced = 5 in this edition + 1 left out as you wish (had before 1); 0 lost"
    )
    assert "摘要" not in wording.receipt(account, CHINESE, summaries=False)


def test_the_small_print_says_whose_words_the_summaries_are_and_in_which_language_most_first() -> None:
    papers = invent(6)
    origins = ("a-model", "a-model", "a-model", "m" * 900, EXTRACT)
    summaries = [summarized(paper, "T.", origin=origin) for paper, origin in zip(papers, origins, strict=False)]
    chinese, english = wording.sources(one_day(papers, summaries, language="Chinese"), ENGLISH)
    assert chinese.startswith("Summaries in Chinese: 3 by a-model, 1 by mmm")
    assert chinese.endswith("…, 1 still to come.")
    assert english == "Summaries in English: 1 in the authors' own words."
    assert wording.sources(one_day([]), ENGLISH) == []


def test_without_a_model_a_chinese_edition_says_that_its_summaries_are_in_english() -> None:
    papers = invent(2)
    day = one_day(papers, [summarized(paper, "T.", origin=EXTRACT) for paper in papers], language="Chinese")
    assert wording.sources(day, CHINESE) == ["摘要语言：英语；来源：作者原话 2 篇。"]


def test_badges_say_how_a_paper_was_announced() -> None:
    paper = replace(invent(1)[0], categories=("stat.ML", "cs.CV"), version=3)
    (entry,) = one_day([paper]).entries
    assert wording.badges(entry, ENGLISH) == ["cross-list in cs.CV"]
    own = replace(paper, categories=("cs.CV",))
    assert wording.badges(replace(entry, announced=Announced(own, Kind.NEW)), ENGLISH) == []
    assert wording.badges(replace(entry, announced=Announced(own, Kind.CROSS)), ENGLISH) == ["newly cross-listed"]
    assert wording.badges(replace(entry, announced=Announced(own, Kind.REPLACE)), CHINESE) == ["新版本 v3"]
