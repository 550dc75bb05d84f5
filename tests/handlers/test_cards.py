"""Which facts a card and a line of a list show, in both languages."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.papers import EXTRACT, Paper
from bot.words import speak
from handlers import cards
from tests.doubles.lookups import summary_of

MADE = datetime(2026, 11, 24, 11, tzinfo=UTC)
PAPER = Paper(
    id="2611.90001",
    version=2,
    title="Weighing $k$ Paper Boats",
    abstract="Boats tip over. We weigh 95\\% of them. Code: https://github.com/quiet\\_boats/weigh.",
    authors=tuple(f"Author {n}" for n in range(1, 13)),
    categories=("cs.CV", "cs.AI"),
    comment="12 pages, see https://boats.example.org/a_b~c",
    journal_ref="J. Boats 7",
    doi="10.99999/boats.<1>",
    submitted=datetime(2026, 11, 3, tzinfo=UTC),
    updated=datetime(2026, 11, 20, tzinfo=UTC),
)
SUMMARY = summary_of(PAPER, MADE)
EN, ZH = speak("en"), speak("zh-Hans-CN")


def test_a_card_shows_every_fact_that_is_known() -> None:
    card = cards.card(PAPER, SUMMARY, EN, other_language="Chinese")
    assert card.title == "Weighing k Paper Boats"
    assert card.byline == "Author 1, Author 2, Author 3, Author 4, Author 5, Author 6 and 6 others"
    assert card.facts == (
        "Computer Vision and Pattern Recognition (cs.CV) · Artificial Intelligence (cs.AI)",
        "Submitted 2026-11-03 · v2 of 2026-11-20",
        "Comment: 12 pages, see https://boats.example.org/a_b~c",
        "Published: J. Boats 7",
    )
    assert card.lead == "The short of it."
    assert [fold.label for fold in card.folds] == ["Motivation", "Method", "Result", "Conclusion", "Abstract"]
    assert card.folds[-1].text.startswith("Boats tip over. We weigh 95% of them.")
    assert card.credit == "Summary by parrot-2, 2026-11-24."
    assert [(link.label, link.url) for link in card.links] == [
        ("Abstract", "https://arxiv.org/abs/2611.90001"),
        ("PDF", "https://arxiv.org/pdf/2611.90001v2"),
        ("HTML", "https://arxiv.org/html/2611.90001v2"),
        ("DOI", "https://doi.org/10.99999/boats.%3C1%3E"),
        ("GitHub", "https://github.com/quiet_boats/weigh"),
        ("boats.example.org", "https://boats.example.org/a_b~c"),
    ]
    assert [(button.label, button.command) for button in card.buttons] == [
        ("Save", "save 2611.90001"),
        ("Similar", "similar 2611.90001"),
        ("BibTeX", "bibtex 2611.90001"),
        ("In Chinese", "paper 2611.90001 in Chinese"),
        ("The authors' words", "original 2611.90001"),
        ("All authors", "authors 2611.90001"),
    ]


def test_the_same_card_speaks_chinese() -> None:
    card = cards.card(PAPER, SUMMARY, ZH, other_language="Chinese")
    assert card.byline.endswith("等（另有 6 位作者）")
    assert [fold.label for fold in card.folds] == ["动机", "方法", "结果", "结论", "论文原摘要"]
    assert [button.label for button in card.buttons] == [
        "收藏",
        "相似论文",
        "BibTeX",
        "中文摘要",
        "作者原话",
        "全部作者",
    ]
    assert card.credit == "摘要由 parrot-2 撰写，2026-11-24。"


def test_without_a_summary_the_abstract_leads_and_is_not_folded_as_well() -> None:
    card = cards.card(PAPER, None, EN)
    assert card.lead.startswith("Boats tip over.")
    assert card.folds == ()
    assert card.credit == ""


def test_an_extract_says_whose_words_it_is_and_offers_no_way_to_itself() -> None:
    extract = replace(SUMMARY, origin=EXTRACT, conclusion="")
    card = cards.card(PAPER, extract, EN)
    assert card.credit == "In the authors' own words, 2026-11-24."
    assert "Conclusion" not in [fold.label for fold in card.folds]
    assert "original" not in " ".join(button.command for button in card.buttons)


def test_the_authors_words_lead_back_to_the_summary() -> None:
    card = cards.card(PAPER, replace(SUMMARY, origin=EXTRACT), EN, original=True)
    assert ("The summary", "paper 2611.90001") in [(button.label, button.command) for button in card.buttons]


def test_numbers_that_the_abstract_does_not_hold_are_named() -> None:
    card = cards.card(PAPER, replace(SUMMARY, unsupported=("100", "7.5")), EN)
    assert card.credit == "Summary by parrot-2, 2026-11-24. Not found in the abstract: 100, 7.5."


@pytest.mark.parametrize(
    ("paper_id", "there"), [("2312.00001", True), ("2311.99999", False), ("math/0309136", False), ("9912.1", True)]
)
def test_html_is_linked_since_arxiv_makes_it(paper_id: str, there: bool) -> None:
    card = cards.card(replace(PAPER, id=paper_id), None, EN)
    assert ("HTML" in [link.label for link in card.links]) is there


def test_a_line_is_short_and_leads_to_the_card() -> None:
    item = cards.item(PAPER, replace(SUMMARY, tldr="long " * 200), ZH, note="新版本 v2")
    assert item.byline == "Author 1, Author 2, Author 3 等（另有 9 位作者） · cs.CV · 新版本 v2"
    assert len(item.lead) <= cards.LEAD
    assert item.command == "paper 2611.90001"


@given(language=st.text(min_size=1, max_size=40), long=st.booleans())
def test_no_button_is_longer_than_any_platform_takes(language: str, long: bool) -> None:
    paper = replace(PAPER, id="cond-mat/9901001" if long else "2611.90001")
    for button in cards.card(paper, SUMMARY, EN, other_language=language).buttons:
        assert len(button.command.encode()) <= 64
