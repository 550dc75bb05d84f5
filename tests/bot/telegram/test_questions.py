"""What of a message is meant for the bot, where its words alone do not say it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from telegram import Message, User

from bot.telegram.questions import question

ME = User(1, "Paperboy", is_bot=True, username="paperboy_bot")
KNOWN = {"subscribe", "similar"}
PAPER = "https://arxiv.org/abs/2611.90001"


def written(
    text: str, *urls: str, chat: str = "private", caption: bool = False, reply_to: dict[str, Any] | None = None
) -> Message:
    """A message whose words lead to these addresses."""
    entities = [{"type": "text_link", "offset": at, "length": 1, "url": url} for at, url in enumerate(urls)]
    words: dict[str, Any] = {"caption": text, "caption_entities": entities} if caption else {"text": text}
    if not caption:
        words["entities"] = entities
    data = {"message_id": 1, "date": 0, "chat": {"id": 7, "type": chat}, **words, "reply_to_message": reply_to}
    message = Message.de_json(data, None)
    assert message is not None
    return message


@pytest.mark.parametrize("caption", [False, True])
@pytest.mark.parametrize(
    ("text", "urls", "asked"),
    [
        ("On Paper Boats", [PAPER], "2611.90001"),
        ("On Paper Boats", [f"{PAPER}v2", PAPER], "2611.90001v2 2611.90001"),
        ("Two of them", [PAPER, PAPER, "https://arxiv.org/pdf/hep-th/9901001"], "2611.90001 hep-th/9901001"),
        ("On Paper Boats", ["https://arxiv.org/list/cs.CV/new", "https://example.org/", "tg://user?id=1"], None),
        ("2611.90002 is like it", [PAPER], None),
        ("/similar this", [PAPER], None),
        ("On Paper Boats", [], None),
    ],
)
def test_a_title_that_leads_to_a_paper_asks_for_it(
    text: str, urls: Sequence[str], asked: str | None, caption: bool
) -> None:
    assert question(written(text, *urls, caption=caption), ME, KNOWN) == (asked or text)


def test_in_a_group_it_has_to_be_meant_for_the_bot() -> None:
    assert question(written("On Paper Boats", PAPER, chat="group"), ME, KNOWN) is None
    assert question(written("@paperboy_bot On Paper Boats", PAPER, chat="group"), ME, KNOWN) == "2611.90001"
    ours = {
        "message_id": 2,
        "date": 0,
        "chat": {"id": 7, "type": "group"},
        "from": ME.to_dict(),
        "text": "Papers:",
    }
    assert question(written("On Paper Boats", PAPER, chat="group", reply_to=ours), ME, KNOWN) == "2611.90001"


@pytest.mark.parametrize(("text", "asked"), [("订阅", "/subscribe"), ("Thanks!", "/start"), ("纸船", "纸船")])
def test_a_word_for_a_command_is_it_before_anybodys_rights_are_looked_up(text: str, asked: str) -> None:
    assert question(written(text), ME, KNOWN) == asked
    assert question(written(f"@paperboy_bot {text}", chat="supergroup"), ME, KNOWN) == asked
