"""The summary without a model: the authors' words, under the right headings, whatever comes in."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.summarize.extract import MAX_SENTENCES, Extract, extract
from bot.summarize.sentences import split

TITLE = "Petrel: A Kite That Folds Its Keel"
ABSTRACT = (
    "Kites are widely used to measure wind over open water. However, existing kites lose height in weak wind, which "
    "limits how long they can measure. To address this problem, we propose Petrel, a kite whose keel folds when the "
    "wind drops. The keel is moved by a small recurrent network that reads the tension of the line. Experiments on "
    "three lakes show that Petrel stays aloft 41% longer than the best existing kite. These findings suggest that "
    "folding keels are a promising way towards wind maps of whole lakes. Code is available at https://kite.example/p."
)
THEORY = (
    "A graph is kite-free if no four vertices induce a kite. It is an open problem how many colours such graphs need. "
    "We prove that every kite-free graph on n vertices can be coloured with O(n^(1/3)) colours. As a corollary, we "
    "obtain a polynomial-time algorithm. The proof uses a new decomposition of the graph into stars."
)


def test_a_plain_abstract_falls_into_place() -> None:
    summary = extract(TITLE, ABSTRACT)
    assert summary == Extract(
        tldr="We propose Petrel, a kite whose keel folds when the wind drops.",
        motivation=(
            "Kites are widely used to measure wind over open water. However, existing kites lose height in weak wind, "
            "which limits how long they can measure."
        ),
        method="The keel is moved by a small recurrent network that reads the tension of the line.",
        result="Experiments on three lakes show that Petrel stays aloft 41% longer than the best existing kite.",
        conclusion="These findings suggest that folding keels are a promising way towards wind maps of whole lakes.",
    )


def test_a_theorem_is_the_headline_of_a_theory_paper() -> None:
    summary = extract("Colouring Kite-Free Graphs", THEORY)
    assert summary.tldr.startswith("We prove that every kite-free graph")
    assert "open problem" in summary.motivation


def test_links_are_in_no_section() -> None:
    assert not any("https" in text for text in _texts(extract(TITLE, ABSTRACT)))


@pytest.mark.parametrize("abstract", ["", " \n\t "])
def test_without_an_abstract_the_title_is_the_tldr(abstract: str) -> None:
    assert extract("A  Kite\n ", abstract) == Extract(tldr="A Kite")


@pytest.mark.parametrize("abstract", ["Kites fly.", "no full stop", "...", "\x00", "我们提出了一种风筝。"])
def test_a_single_sentence_is_the_tldr_and_not_repeated(abstract: str) -> None:
    summary = extract(TITLE, abstract)
    assert summary.tldr.lower() == abstract.lower()
    assert not any(_texts(summary)[1:])


@pytest.mark.parametrize(
    "abstract",
    [
        "We propose Petrel, a kite whose keel folds.",
        "Kites lose height. We propose Petrel, a kite whose keel folds when the wind drops.",
        "We propose Petrel, a kite whose keel folds when the wind drops. Code is available at https://kite.example/p.",
        ABSTRACT,
        THEORY,
    ],
)
def test_the_tldr_is_said_once(abstract: str) -> None:
    summary = extract(TITLE, abstract)
    assert not any(summary.tldr in text for text in _texts(summary)[1:])


@given(st.text(), st.text())
def test_any_text_gives_a_summary(title: str, abstract: str) -> None:
    summary = extract(title, abstract)
    assert bool(summary.tldr) == bool(title.strip() or abstract.strip())


@given(st.lists(st.sampled_from([*split(ABSTRACT), *split(THEORY)]), min_size=2, max_size=12, unique=True))
def test_every_word_is_the_authors_and_every_section_keeps_their_order(sentences: list[str]) -> None:
    summary = extract(TITLE, " ".join(sentences))
    for name, most in MAX_SENTENCES.items():
        shown = split(getattr(summary, name))
        places = [_place(sentence, sentences) for sentence in shown]
        assert places == sorted(set(places))
        assert len(shown) <= most
    tldr = _place(summary.tldr, sentences)
    assert not any(_place(s, sentences) == tldr for name in MAX_SENTENCES for s in split(getattr(summary, name)))


def test_a_megabyte_is_read_only_as_far_as_abstracts_go() -> None:
    assert extract(TITLE, ABSTRACT + " We also fly it at night." * 40_000).tldr.startswith("We propose Petrel")


def test_weights_are_small_and_say_where_they_come_from() -> None:
    raw = files("bot.summarize").joinpath("weights.json").read_bytes()
    assert len(raw) < 100_000
    provenance = json.loads(raw)["provenance"]
    assert {"about", "licence", "roles", "ranker", "sections"} <= provenance.keys()


def test_nothing_but_the_standard_library_is_imported() -> None:
    script = (
        "import sys; before = set(sys.modules)\n"
        "from bot.summarize.extract import extract; extract('A', 'We fly. We land.')\n"
        "new = {name.partition('.')[0] for name in set(sys.modules) - before}\n"
        "print(sorted(new - set(sys.stdlib_module_names) - {'bot'}))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def _texts(summary: Extract) -> list[str]:
    return [summary.tldr, summary.motivation, summary.method, summary.result, summary.conclusion]


def _place(shown: str, sentences: list[str]) -> int:
    """Which sentence ends as this one does; an error if none."""
    return next(i for i, sentence in enumerate(sentences) if sentence.lower().endswith(shown.lower()))
