"""Both platforms' judges: whether what is about to be sent would be taken, and says what it was meant to say."""

from __future__ import annotations

from collections.abc import Sequence

from bot.digest import Digest
from bot.discord import answers as discord
from bot.messages import Page, Reply
from bot.telegram import answers as telegram
from bot.telegram.markup import utf16
from bot.words import Words
from tests.doubles.discord import components, markdown
from tests.doubles.discord import pages as discord_pages
from tests.doubles.pages import check as check_telegram_pages
from tests.doubles.telegram import classic, keyboards

MOST_MESSAGES = 40
"""Of one answer; more floods a chat."""
CALLS = markdown.MENTIONS - {"command", "custom-emoji"}
"""What of Discord's markdown would call somebody, or lead to another place."""


def judge(reply: Reply, words: Words) -> None:
    """Each platform takes the answer, and reads no more in it than words and what was marked on purpose."""
    _telegram(reply)
    _discord(reply, words)


def _telegram(reply: Reply) -> None:
    found = telegram.messages(reply)
    assert 0 < len(found) <= MOST_MESSAGES
    for message in found:
        if message.text or not message.file:
            read = classic.caption if message.file else classic.message
            parsed = read(message.text, "HTML")
            assert classic.breaches(message.text, parsed, "HTML") == []
            assert 0 < utf16(parsed.text) <= (telegram.LONGEST_CAPTION if message.file else telegram.LONGEST)
            assert not {entity.kind for entity in parsed.entities} & {"text_mention", "custom_emoji"}
        if message.keyboard:
            assert keyboards.check(message.keyboard.to_dict(), chat_type="private") == []


def _discord(reply: Reply, words: Words) -> None:
    found = discord.messages(reply, words, share="today")
    assert 0 < len(found) <= MOST_MESSAGES
    for message in found:
        assert components.breaches(list(message.components)) == []
        for one in components.walk(list(message.components)):
            if one["type"] == components.TEXT:
                kinds = {node.kind for node in markdown.walk(markdown.read(one["content"]))}
                assert not kinds & CALLS, kinds & CALLS


def judge_pages(pages: Sequence[Page], of: Digest) -> None:
    """An edition's pages on the platform whose they are."""
    if pages[0].form == "components":
        discord_pages.check(pages, of)
        for page in pages:
            discord_pages.check_words(page)
    else:
        check_telegram_pages(pages, of)
