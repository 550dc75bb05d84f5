from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.papers import FIELDS
from bot.summarize.answers import DefectiveError
from bot.summarize.reader import read

GOOD = {name: f"This is the {name}." for name in FIELDS}
texts = st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(str.strip)


@settings(deadline=None)
@given(st.fixed_dictionaries(dict.fromkeys(FIELDS, texts)), st.booleans())
def test_any_five_texts_are_read_back_as_they_were_written(fields: dict[str, str], ascii_only: bool) -> None:
    assert read(json.dumps(fields, ensure_ascii=ascii_only)) == {name: text.strip() for name, text in fields.items()}


@settings(deadline=None)
@given(st.text() | st.recursive(st.none() | st.text(), lambda inner: st.dictionaries(st.text(), inner)).map(json.dumps))
def test_any_text_is_read_or_refused_with_a_reason(text: str) -> None:
    with pytest.raises(DefectiveError, match=r"\w"):
        read(text)


@pytest.mark.parametrize(
    "answer",
    [
        f"```json\n{json.dumps(GOOD)}\n```",
        f"Here you are: {json.dumps(GOOD)} I hope that {{this}} helps.",
        f'<think>Maybe {{"tldr": "no"}}?</think>{json.dumps(GOOD)}',
        json.dumps({**GOOD, "score": 1, "details": {"tldr": "inner"}}),
        json.dumps({name: f"  {text}\n" for name, text in GOOD.items()}),
        json.dumps(GOOD, indent=2).replace("This is", "This\nis").replace("This\nis", "This is", 5),
    ],
)
def test_what_is_harmless_around_a_summary_is_overlooked(answer: str) -> None:
    assert read(answer) == GOOD


def test_real_line_breaks_inside_strings_are_understood() -> None:
    answer = json.dumps(GOOD).replace("This is the method.", "This\nis\tthe method.")
    assert read(answer)["method"] == "This\nis\tthe method."


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        ("", "no complete JSON object"),
        ("I cannot do that.", "no complete JSON object"),
        (json.dumps(GOOD)[:-1], "no complete JSON object"),
        ("{" * 100_000, "no complete JSON object"),
        ('{"a": 1}', "none of the keys"),
        (json.dumps([GOOD, GOOD]), "more than one JSON object"),
        (json.dumps(GOOD) + json.dumps(GOOD), "more than one JSON object"),
        (json.dumps({"TLDR" if name == "tldr" else name: text for name, text in GOOD.items()}), '"tldr" is missing'),
        (json.dumps({**GOOD, "method": None}), '"method" is not a string'),
        (json.dumps({**GOOD, "result": ["a"]}), '"result" is not a string'),
        (json.dumps({**GOOD, "method": "word " * 10_000}), '"method" is far too long'),
        (json.dumps({**GOOD, "conclusion": " \n"}), '"conclusion" is empty'),
        (json.dumps({**GOOD, "tldr": "half \ud83d"}), '"tldr" contains half a character'),
        ('{"tldr": "a", "tldr": "b"}', "a key stands there twice"),
    ],
)
def test_what_is_no_summary_is_named(answer: str, reason: str) -> None:
    with pytest.raises(DefectiveError, match=reason):
        read(answer)
