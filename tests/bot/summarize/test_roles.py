"""The role model: one role per sentence, whatever the sentences are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.summarize.reading import read
from bot.summarize.roles import ROLES, probabilities, roles

KITES = [
    "Kites are widely used to measure wind over open water.",
    "However, existing kites lose height in weak wind, which remains a challenging problem.",
    "In this paper, we propose Petrel, a kite with a folding keel.",
    "The keel is controlled by a small recurrent network.",
    "Experiments on three lakes show that Petrel stays aloft 41% longer than the best existing kite.",
    "Copyright 2011 Elsevier B.V. All rights reserved.",
]


def test_a_plain_abstract_is_read_as_people_read_it() -> None:
    found = roles(KITES)
    assert found[:2] == ["background", "background"]
    assert found[2] in {"objective", "method"}  # annotators are of two minds about "we propose", too
    assert found[3:] == ["method", "result", "other"]


def test_no_sentences_have_no_roles() -> None:
    assert roles([]) == []


@given(st.lists(st.text(max_size=60), max_size=12))
def test_every_sentence_gets_one_role_of_the_five(sentences: list[str]) -> None:
    found = roles(sentences)
    assert len(found) == len(sentences)
    assert set(found) <= set(ROLES)


@given(st.lists(st.text(max_size=60), min_size=1, max_size=6))
def test_probabilities_add_up_to_one(sentences: list[str]) -> None:
    assert all(sum(row) == pytest.approx(1.0) and min(row) > 0 for row in probabilities(read(sentences)))


def test_the_neighbours_change_the_reading() -> None:
    sentence = "It turns the keel by four degrees."
    after_proposal, after_result = (probabilities(read([KITES[i], sentence]))[1] for i in (2, 4))
    result = ROLES.index("result")
    assert after_result[result] > after_proposal[result]
