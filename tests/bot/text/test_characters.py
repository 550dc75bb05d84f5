from __future__ import annotations

import pytest

from bot.text import printable


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("kites\n\tand boats", "kites\n\tand boats"),
        ("a\x00b\x1bc\x9fd\r", "abcd"),
        ("\u202eleft\u202c \u2066x\u2069", "left x"),
        ("a\u2028b\ufeffc\ufdd0d\uffff", "abcd"),
        ("half \ud83d of one", "half \ufffd of one"),
        ("\U0001f600 e\u0301 \u05d0\u200f", "\U0001f600 e\u0301 \u05d0\u200f"),
    ],
)
def test_what_no_message_should_hold_is_left_out(text: str, kept: str) -> None:
    assert printable(text) == kept
