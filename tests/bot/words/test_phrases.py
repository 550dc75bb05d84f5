"""Words for commands: what people write instead of a slash and a name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.words import languages, phrases, speak

COMMANDS = (
    *("start", "help", "about", "today", "catchup", "subscribe", "unsubscribe", "settings", "categories", "language"),
    *("saved", "status"),
)


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("hello", "start"),
        (" Thanks!! ", "start"),
        ("Thank  you.", "start"),
        ("Today’s papers?", "today"),
        ("你好", "start"),
        ("谢谢！", "start"),
        ("帮助", "help"),
        ("今日论文。", "today"),
        ("取消订阅", "unsubscribe"),
        ("hello world models", None),
        ("订阅系统", None),
        ("", None),
        ("?", None),
    ],
)
def test_a_whole_message_stands_for_a_command_and_a_part_of_one_does_not(written: str, name: str | None) -> None:
    assert phrases.command(written) == name


@pytest.mark.parametrize("language", languages())
def test_every_phrase_of_every_language_leads_to_its_command_and_to_no_other(language: str) -> None:
    for name in COMMANDS:
        for phrase in speak(language)(f"said-{name}").replace("、", ",").split(","):
            assert phrases.command(phrase) == name, phrase


@given(st.text())
def test_any_text_is_read(text: str) -> None:
    assert phrases.command(text) in {*COMMANDS, None}
