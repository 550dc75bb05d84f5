"""Text in Telegram's two kinds of HTML: escaped, measured, its placeholders resolved. Pure.

Lengths are counted in UTF-16 units, as the offsets of entities are (core.telegram.org/api/entities): never fewer than
the characters that a limit may mean.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from typing import Final

from telegram import LinkPreviewOptions

from bot import categories
from bot.edition.packing import Size
from bot.text import printable

NO_PREVIEW: Final = LinkPreviewOptions(is_disabled=True)
"""For all that is sent: it has many links, and a preview of the first would say nothing of the rest."""
_ARCHIVES: Final = "|".join(sorted({re.escape(category.archive) for category in categories.CATEGORIES.values()}))
_CODE: Final = rf"(?<![\w.-])(?:{_ARCHIVES})\.(?=[A-Za-z])"
_WEB: Final = r"(?P<address>https?://\S+)"
_SITE: Final = re.compile(rf"{_WEB}|(?P<sign>{_CODE})")
_LIVE: Final = re.compile(rf"{_WEB}|(?P<sign>(?<![\w/])(?:[@#/](?=\w)|\$(?=[A-Z]))|{_CODE})")
JOINER: Final = "\u2060"
"""A sign that nobody sees; Telegram finds nothing across it."""
_TAG: Final = re.compile(r"<[^<>]*>")
_UPRIGHT: Final = re.compile("[\u3000-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef]")
"""Letters and signs of scripts that have no italics."""
_LETTER: Final = re.compile(r"[^\W\d_]")
_CARD: Final = re.compile(r'<a href="card:([^"]+)">')
_PLACEHOLDER: Final = re.compile(r'<a href="((?:thread|card|edition):[^"]*)">(.*?)</a>', re.DOTALL)

_ADDRESS: Final = 128
"""Bytes that stand for the address of a placeholder: more than ``https://t.me/NAME?start=PAYLOAD`` ever has."""


def escaped(text: str) -> str:
    """Plain text as the content of an element or of an attribute in double quotes."""
    # An apostrophe means nothing in either place, and papers have many.
    return html.escape(printable(text), quote=False).replace('"', "&quot;")


def quiet(text: str) -> str:
    """A paper's text in which Telegram finds nobody, no command and no site; addresses of the web stay."""
    return _LIVE.sub(_parted, text)


def unlinked(text: str) -> str:
    """A text of ours, whose commands may be tapped, in which no category is taken for a site."""
    return _SITE.sub(_parted, text)


def _parted(found: re.Match[str]) -> str:
    return found["address"] or f"{found['sign']}{JOINER}"


def plain(markup: str) -> str:
    """What a reader sees of HTML that was made here."""
    return html.unescape(_TAG.sub("", markup))


def link(address: str, content: str) -> str:
    """``content`` (HTML) as a link to an address, or to a placeholder that ``resolve`` knows."""
    return f'<a href="{escaped(address)}">{content}</a>'


def cards(markup: str) -> list[str]:
    """Ids of the papers whose cards HTML that was made here leads to."""
    return _CARD.findall(markup)


def italic(content: str) -> str:
    """HTML without tags in italics, as far as the first Chinese, Japanese or Korean, which a slant only blurs."""
    if not (upright := _UPRIGHT.search(content)):
        return f"<i>{content}</i>"
    before = content[: upright.start()].rstrip()
    return f"<i>{before}</i>{content[len(before) :]}" if _LETTER.search(before) else content


def resolve(markup: str, links: Callable[[str], str | None]) -> str:
    """Put addresses in the place of ``thread:``, ``card:`` and ``edition:`` links; without one, only the text stays.

    ``thread:cs.CV`` is where a category's papers begin in the chat, ``card:2512.10935`` a paper's card in the bot,
    ``edition:52:96-120`` what its page has no room for: from its 52nd paper on, the edition's numbers 96 to 120. Text
    of papers is escaped, so no placeholder ever comes from one.
    """

    def address(found: re.Match[str]) -> str:
        target = links(html.unescape(found[1]))
        return link(target, found[2]) if target else found[2]

    return _PLACEHOLDER.sub(address, markup)


def size(markup: str, marks: int) -> Size:
    """What HTML that was made here takes: its text as a reader sees it, its bytes with placeholders resolved."""
    placeholders = sum(1 for _ in _PLACEHOLDER.finditer(markup))
    return Size(utf16(plain(markup)), marks, len(markup.encode()) + _ADDRESS * placeholders)


def utf16(text: str) -> int:
    """The length of a text in UTF-16 units."""
    return len(text.encode("utf-16-le")) // 2
