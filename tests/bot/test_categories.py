from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import categories
from bot.categories import ALIASES, CATEGORIES, SUBSUMED, canonical, resolve, search
from bot.errors import UsageError

TAXONOMY = Path(__file__).parents[3] / "shared" / "data" / "arxiv" / "taxonomy.json"


def test_the_table_is_whole() -> None:
    assert (len(CATEGORIES), len(ALIASES), len(SUBSUMED)) == (155, 6, 18)
    assert set(ALIASES) <= set(CATEGORIES)
    assert {*ALIASES.values(), *SUBSUMED.values()} <= set(CATEGORIES) - set(ALIASES)


@pytest.mark.skipif(not TAXONOMY.is_file(), reason="arXiv's own table is not on this machine")
def test_the_table_is_arxivs() -> None:
    theirs = json.loads(TAXONOMY.read_text(encoding="utf-8"))
    assert {code: category.name for code, category in CATEGORIES.items()} == {
        code: category["name"] for code, category in theirs["categories"].items()
    }
    assert (theirs["aliases"], theirs["subsumed"]) == (ALIASES, SUBSUMED)


@pytest.mark.parametrize("code", [*CATEGORIES, *SUBSUMED])
def test_every_code_is_known_in_any_case(code: str) -> None:
    today = ALIASES.get(code, SUBSUMED.get(code, code))
    assert canonical(code) == canonical(f" {code.upper()} ") == canonical(code.lower()) == resolve(code) == today


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("cs.VC", "cs.VC is not an arXiv category; did you mean cs.CV?"),
        ("hep-ht", "hep-ht is not an arXiv category; did you mean hep-th?"),
        ("robotics", "robotics is not an arXiv category; did you mean cs.RO?"),
        ("zzz", "zzz is not an arXiv category; categories look like cs.CV, math.NA or hep-th."),
        ("eess", "eess is a whole archive of 4 categories; name some, such as eess.AS, eess.IV and eess.SP."),
        (" ", "No category was named; categories look like cs.CV, math.NA or hep-th."),
    ],
)
def test_a_slip_gets_the_nearest_codes(typed: str, message: str) -> None:
    with pytest.raises(UsageError) as refusal:
        canonical(typed)
    assert str(refusal.value) == message


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("cs.CV", "Computer Vision and Pattern Recognition"),
        ("math.IT", "Information Theory"),
        ("astro-ph", "Astrophysics"),
        ("cond-mat", "Condensed Matter"),
        ("q-bio", "Quantitative Biology"),
        ("cmp-lg", "Computation and Language"),
        ("I.2.7", "I.2.7"),
    ],
)
def test_codes_in_metadata_have_a_name(code: str, name: str) -> None:
    assert categories.name(code) == name


def test_unknown_codes_in_metadata_stay() -> None:
    assert resolve("68T50") == "68T50"


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        ("cs.cv", ["cs.CV"]),
        ("vision pattern", ["cs.CV"]),
        ("machine learning", ["cs.LG", "stat.ML"]),
        ("cs.SY", ["eess.SY"]),
        ("quant-ph", ["quant-ph"]),
        ("nothing like it", []),
    ],
)
def test_categories_are_found_by_code_and_words(words: str, codes: list[str]) -> None:
    assert [category.code for category in search(words)] == codes


def test_the_best_match_comes_first() -> None:
    assert search("learning")[0].code == "cs.LG"
    assert search("cs.l")[0].code == "cs.LG"
    assert len(search("")) == 149


def test_categories_know_their_field() -> None:
    category = CATEGORIES["hep-th"]
    assert (category.archive, category.group) == ("hep-th", "Physics")
    assert CATEGORIES["cs.AI"].group == "Computer Science"


@given(st.text())
def test_any_text_is_a_category_or_a_sentence(text: str) -> None:
    with suppress(UsageError):
        assert canonical(text) in CATEGORIES
    search(text)
