"""Sentences are found where people would end them, and no character is lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.summarize.sentences import split


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        (" \n ", []),
        ("No full stop at all", ["No full stop at all"]),
        ("One thing.  Another\n  thing.", ["One thing.", "Another thing."]),
        ("Does it scale? Yes! We show how.", ["Does it scale?", "Yes!", "We show how."]),
        ("Gains of 3.5 points. On Kite, 7.1.", ["Gains of 3.5 points.", "On Kite, 7.1."]),
        ("It beats Heron (cf. Fig. 2). We stop.", ["It beats Heron (cf. Fig. 2).", "We stop."]),
        ("Following Moss et al. (2021), we count.", ["Following Moss et al. (2021), we count."]),
        (
            "It beats the state-of-the-art. See Sec. 2 or No. 3.",
            ["It beats the state-of-the-art.", "See Sec. 2 or No. 3."],
        ),
        ("As in Moss et al. We count.", ["As in Moss et al.", "We count."]),
        ("Small vs. Large nets, e.g. ResNets, differ.", ["Small vs. Large nets, e.g. ResNets, differ."]),
        ("A proof by J. B. Rook and E. Daw. We extend it.", ["A proof by J. B. Rook and E. Daw.", "We extend it."]),
        ("We train models.To test them, we wait.", ["We train models.", "To test them, we wait."]),
        (
            "Runs on Node.JS and at https://kite.example/We.Are here.",
            ["Runs on Node.JS and at https://kite.example/We.Are here."],
        ),
        ("Radar is costly. mmWave is not.", ["Radar is costly.", "mmWave is not."]),
        ("It has three parts: 1. Nets. 2. Loss.", ["It has three parts: 1. Nets.", "2. Loss."]),
        ("Inside (a. B. C) nothing ends. Here it does.", ["Inside (a. B. C) nothing ends.", "Here it does."]),
        ('They call it "done." We do not.', ['They call it "done."', "We do not."]),
        ("我们提出一种方法。它很快！", ["我们提出一种方法。", "它很快！"]),
    ],
)
def test_sentences_end_where_people_end_them(text: str, expected: list[str]) -> None:
    assert split(text) == expected


@given(st.text())
def test_no_character_but_white_space_is_lost(text: str) -> None:
    assert "".join("".join(split(text)).split()) == "".join(text.split())


@given(
    st.lists(st.sampled_from(["We", "e.g.", "et al.", "(", ")", "$", ". ", ".", "x", "A.", "!?", "1."])).map("".join)
)
def test_splitting_again_finds_the_same_sentences_in_the_same_order(text: str) -> None:
    sentences = split(text)
    assert " ".join(" ".join(sentences).split()).replace(" ", "") == text.replace(" ", "")
    assert all(sentence == sentence.strip() != "" for sentence in sentences)


@pytest.mark.parametrize("unit", ["(", ".", "$", "a", ". ", "i.e. X ", '."', "(. ", "。"])
def test_a_megabyte_of_anything_is_split_without_a_stall(unit: str) -> None:
    text = unit * (1_000_000 // len(unit))
    assert sum(len("".join(sentence.split())) for sentence in split(text)) == len("".join(text.split()))
