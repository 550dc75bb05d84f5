"""Bibliography entries that BibTeX and LaTeX take as they are."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.papers import Paper
from handlers.bibtex import bibliography, keys, tex
from tests.doubles.arxiv import ArxivDouble
from tests.doubles.lookups import desk, reader
from tests.stories.conftest import Assemble

PAPER = Paper(
    id="2611.90001",
    title="On the 95% Weight of {LLM} & $k_1$ Boats_2: a <New> View",
    abstract="Boats.",
    authors=('G{\\"o}delmann, J.', "Ada van der Brook Jr.", "The ATLAS Collaboration", "Hiro Ink"),
    categories=("cs.CV", "cs.AI"),
    submitted=datetime(2025, 3, 3, tzinfo=UTC),
)


def test_an_entry_holds_what_a_bibliography_needs() -> None:
    assert bibliography([replace(PAPER, authors=("Ada Brook", "The ATLAS Collaboration"))]) == (
        "@misc{brook2025weight,\n"
        "  title = {{On the 95\\% Weight of {LLM} \\& $k_1$ Boats\\_2: a \\textless{}New\\textgreater{} View}},\n"
        "  author = {Ada Brook and {The ATLAS Collaboration}},\n"
        "  year = {2025},\n"
        "  month = mar,\n"
        "  eprint = {2611.90001},\n"
        "  archivePrefix = {arXiv},\n"
        "  primaryClass = {cs.CV},\n"
        "  doi = {10.48550/arXiv.2611.90001},\n"
        "  url = {https://arxiv.org/abs/2611.90001},\n"
        "}\n"
    )


def test_a_published_paper_is_an_article_with_the_journals_doi() -> None:
    entry = bibliography([replace(PAPER, journal_ref="J. Boats & Kites 7", doi="10.99999/b_1")])
    assert entry.startswith("@article{")
    assert "  journal = {J. Boats \\& Kites 7},\n" in entry
    assert "  doi = {10.99999/b_1},\n" in entry
    assert "doi" not in bibliography([replace(PAPER, journal_ref="J. Boats 7")])


@pytest.mark.parametrize(
    ("authors", "title", "key"),
    [
        (("Ada Brook",), "The Owls of Night", "brook2025owls"),
        (("Ludwig van der Brook Jr.",), "A Graph", "brook2025graph"),
        (("Kofi F{\\o}rde",), "Étude", "forde2025etude"),
        (("Jérôme \\v{C}apek-Vale",), "$O(n)$ Sorting", "capekvale2025sorting"),
        (("ATLAS Collaboration",), "Boats", "atlas2025boats"),
        (("王 小明",), "船", "arxiv2025"),
        ((), "Boats", "arxiv2025boats"),
    ],
)
def test_the_key_is_family_year_word(authors: tuple[str, ...], title: str, key: str) -> None:
    assert keys([replace(PAPER, authors=authors, title=title)]) == [key]


def test_equal_keys_get_letters_and_missing_dates_come_from_the_identifier() -> None:
    old = replace(PAPER, id="hep-th/9901001", submitted=None)
    assert keys([PAPER, PAPER, old]) == ["godelmann2025weight", "godelmann2025weightb", "godelmann1999weight"]
    assert "month = jan" in bibliography([old])


@given(st.text())
def test_no_title_can_break_the_file(title: str) -> None:
    value = tex(title)
    depth = 0
    for sign in value:
        depth += (sign == "{") - (sign == "}")
        assert depth >= 0
    assert depth == 0
    assert "\n" not in value
    assert not value.endswith("\\")
    text = re.sub(r"(?<!\\)\$[^$]*(?<!\\)\$", "", value)
    assert not re.search(r"(?<!\\)[&%#_$]", text)


async def test_the_command_hands_over_a_file_and_the_text(
    assemble: Assemble, arxiv: ArxivDouble, papers: list[Paper]
) -> None:
    arxiv.keep(papers)
    async with assemble() as parts:
        reply = await desk(parts).answer(reader(), f"/bibtex {papers[0].id} https://arxiv.org/abs/{papers[1].id}")
    assert reply.file is not None
    assert reply.file.name == "papers.bib"
    assert reply.file.text.count("@") == 2
    assert reply.text == reply.file.text
