from types import SimpleNamespace
from typing import Any

import pytest
from discord import MessageType
from hypothesis import given
from hypothesis import strategies as st

from bot.discord.questions import papers, question

ME = 7


def message(content: str, *, guild: bool = True, **changed: Any) -> Any:
    """As far as a question is looked for in it."""
    fields: dict[str, Any] = {
        "content": content,
        "guild": object() if guild else None,
        "author": SimpleNamespace(bot=False, id=1),
        "type": MessageType.default,
        "reference": None,
        "message_snapshots": [],
    }
    return SimpleNamespace(**(fields | changed))


@pytest.mark.parametrize(
    ("content", "asked"),
    [
        ("<@7> paper boats", "paper boats"),
        ("paper <@!7> boats", "paper boats"),
        ("<@7>", "/start"),
        ("<@8> paper boats", None),
        ("paper boats", None),
        ("<@7> /today", "/today"),
        ("", None),
    ],
)
def test_in_a_server_what_names_the_bot_is_a_question(content: str, asked: str | None) -> None:
    assert question(message(content), ME) == asked


@pytest.mark.parametrize(("content", "asked"), [("paper boats", "paper boats"), ("<@7>", "<@7>"), ("", "")])
def test_in_private_everything_is_a_question(content: str, asked: str) -> None:
    assert question(message(content, guild=False), ME) == asked


def test_what_programs_and_the_platform_write_is_none() -> None:
    assert question(message("<@7> x", author=SimpleNamespace(bot=True, id=2)), ME) is None
    assert question(message("<@7> x", type=MessageType.pins_add), ME) is None
    assert question(message("x", guild=False, type=MessageType.recipient_add), ME) is None


def test_what_is_passed_on_in_private_is_asked_for_by_its_papers() -> None:
    there = [SimpleNamespace(content="see [On Boats](https://arxiv.org/abs/2611.90001)")]
    assert question(message("", guild=False, message_snapshots=there), ME) == "2611.90001"


def test_papers_are_found_wherever_a_message_names_them() -> None:
    card = {"type": 10, "content": "### [On Boats](https://arxiv.org/abs/2611.90002)"}
    link = {"type": 2, "style": 5, "label": "PDF", "url": "https://arxiv.org/pdf/2611.90003"}
    shape = {
        "content": "2611.90001, and 2611.90001 again",
        "components": [{"type": 17, "components": [card, {"type": 1, "components": [link]}]}],
        "embeds": [{"title": "arXiv:2611.90004", "url": "https://arxiv.org/abs/2611.90004"}],
        "message_snapshots": [{"message": {"content": "hep-th/9901001"}}],
    }
    assert sorted(papers(shape)) == ["2611.90001", "2611.90002", "2611.90003", "2611.90004", "hep-th/9901001"]


@given(st.recursive(st.none() | st.text(), lambda inner: st.dictionaries(st.sampled_from(["content", "url"]), inner)))
def test_any_shape_is_looked_through(shape: object) -> None:
    assert isinstance(papers(shape if isinstance(shape, dict) else {}), list)
