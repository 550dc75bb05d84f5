"""Text in Discord's Markdown: escaped, so that a paper's words stay words; its placeholders resolved. Pure.

Discord reads much into a text: headings, lists, quotes and small print at the beginning of a line; mentions, times and
emoji by their names; addresses. A backslash makes a mere sign of each. Within the words of a link it does not
(github.com/discord/discord-api-docs, issue 6185): there, look-alikes and a joiner that nobody sees stand in. With an
emoji, an address or a mention among its words, the whole link would be shown as it was written (issues 7673, 7721).
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from functools import lru_cache
from typing import Final

from bot.discord.components import BUTTON, SELECT, TEXT, Component
from bot.text import printable

JOINER: Final = "\u2060"
"""A sign that nobody sees; Discord finds nothing across it."""

_WEB: Final = re.compile(r"https?://(?:[\w-]+\.)+[a-z0-9-]+(?![\w-])[!#-;=?-~]*", re.IGNORECASE | re.ASCII)
_TAIL: Final = ".,;:!?'*_~|`)]}"
"""What stands behind an address rather than in it."""
_IN_ADDRESS: Final = str.maketrans({"[": "%5B", "]": "%5D", "|": "%7C", "`": "%60", "\\": "%5C"})
_LIVE: Final = re.compile(
    r"(?P<sign>[\\*_~|`\[\]<]|:(?=[^\s:]+:))"
    r"|(?P<calls>@(?=[\w&!])|:(?=//))"
    r"|(?m:^)(?P<before>[^\S\n]*(?:[0-9]+(?=[.)]))?)(?P<first>[#>+.)-])"
)
"""Markup, emoji by their names, mentions and addresses in running text."""

_LIKE: Final = str.maketrans({"[": "［", "]": "］", "*": "∗", "`": "ʼ", "~": "∼", "|": "∣", "↔": "⟷"})
_EMOJI: Final = re.compile(
    "[0-9#*]\ufe0f?\u20e3|"
    "[\xa9\xae\u203c\u2049\u2122\u2139\u2194-\u2199\u21a9\u21aa\u231a\u231b\u2328\u23cf\u23e9-\u23fa\u24c2\u25aa\u25ab"
    "\u25b6\u25c0\u25fb-\u25fe\u2600-\u27bf\u2934\u2935\u2b05-\u2b07\u2b1b\u2b1c\u2b50\u2b55\u3030\u303d\u3297\u3299"
    "\U0001f000-\U0001faff][\ufe0f\u200d\U0001f3fb-\U0001f3ff]*"
)
_WITHIN_LINK: Final = re.compile(r"(?P<underline>(?<![^\W_])_|_(?![0-9A-Za-z]))|[<@:](?=\S)|(?<=\w)\.(?=[A-Za-z]{2})")
_PLACEHOLDER: Final = re.compile(r"(?<!\\)\[([^\[\]]*)\]\((thread:[^()\s]+)\)")
_SIGNS: Final = ("](thread:", "edition:")
"""Without any of these in its text, a page has no placeholder."""


def escaped(text: str) -> str:
    """Plain text that shows as it is and calls nobody; addresses of the web may be tapped."""
    text = printable(text)
    parts: list[str] = []
    at = 0
    for found in _WEB.finditer(text):
        address = _whole(found[0])
        if text.startswith("…", found.end()):
            continue  # it was cut, and leads somewhere else
        parts += [_plain(text[at : found.start()]), f"<{address.translate(_IN_ADDRESS)}>"]
        at = found.start() + len(address)
    return "".join([*parts, _plain(text[at:])])


def _whole(found: str) -> str:
    """An address without the punctuation behind it; brackets that it opened, it closes."""
    address = found.rstrip(_TAIL)
    missing = address.count("(") - address.count(")")
    closing = found[len(address) :]
    return address + ")" * min(max(missing, 0), len(closing) - len(closing.lstrip(")")))


def _plain(text: str) -> str:
    return _LIVE.sub(_sign, text)


def _sign(found: re.Match[str]) -> str:
    if found["calls"]:
        return f"{found['calls']}{JOINER}"
    return f"\\{found['sign']}" if found["sign"] else f"{found['before']}\\{found['first']}"


def link(address: str, words: str) -> str:
    """Plain words as a link to an address, or to a placeholder that ``resolve`` knows."""
    words = _EMOJI.sub("", printable(words).translate(_LIKE))
    words = _WITHIN_LINK.sub(lambda found: "ˍ" if found["underline"] else f"{found[0]}{JOINER}", words)
    return f"[{' '.join(words.split()) or '…'}]({address})"


def code(text: str) -> str:
    """Plain text of one line as code, in which nothing is markup."""
    return f"`{printable(text).replace('`', 'ʼ')}`"


def small(text: str) -> str:
    """Plain text of one line as small print."""
    return f"-# {escaped(text)}"


def resolve(text: str, links: Callable[[str], str | None]) -> list[Component]:
    """A page's components, with what is known by now in the place of its placeholders.

    ``links`` is asked for ``thread:cs.CV``, where a category's papers are: it gives an address, or None, and then the
    words stand without one; and for ``edition:52:96-120``, what a page has no room for (``bot.passages``): it gives a
    command line, or None, and then there is no way there. Text of papers is escaped, so no placeholder comes from one.
    """
    found: list[Component] = json.loads(text)["components"]
    if not any(sign in text for sign in _SIGNS):  # as on most pages: to look at every component is most of the work
        return found
    return [kept for one in found if (kept := _resolved(one, links))]


@lru_cache(128)
def title(text: str) -> str:
    """What a thread or a forum post is called that this page opens; empty for a page that opens none."""
    return str(json.loads(text).get("title", ""))


def _resolved(one: Component, links: Callable[[str], str | None]) -> Component | None:
    """The component with its placeholders resolved; None where nothing of it is left."""

    def address(found: re.Match[str]) -> str:
        target = links(found[2])
        return f"[{found[1]}]({target})" if target else found[1]

    def pressed(carried: str) -> str | None:
        sign, target = carried[:1], carried[1:]
        if not target.startswith("edition:"):
            return carried
        line = links(target)
        return f"{sign}{line}" if line else None

    if one["type"] == TEXT:
        return one | {"content": _PLACEHOLDER.sub(address, one["content"])}
    if one["type"] == BUTTON:
        carried = pressed(one.get("custom_id", ""))
        return one | {"custom_id": carried} if carried else None
    if one["type"] == SELECT:
        options = [option | {"value": line} for option in one["options"] if (line := pressed(option["value"]))]
        return one | {"options": options} if options else None
    if "components" not in one:
        return one
    inner = [kept for child in one["components"] if (kept := _resolved(child, links))]
    return one | {"components": inner} if inner else None
