r"""Discord's markdown as its client reads it, so that tests and pictures see what readers would see.

The client's rules are those of Khan Academy's simple-markdown with Discord's own: the first rule that matches at the
beginning of what is left wins; text that none wants runs to the next sign that could mean something. What surprises:

- Within the words of a masked link a backslash escapes nothing and is shown
  (https://github.com/discord/discord-api-docs/issues/6185), and if the words hold an emoji, an address, a mention or
  another link, the whole is shown as it was written (issues 7673 and 7721 there).
- Brackets are counted over the whole rest of the text before a link is looked for, escaped ones too.
- ``# ``, ``-# ``, ``- ``, ``1. `` and ``> `` mean something at the beginning of each line, after blanks as well.

Not read here, for bots hardly write them: blank lines within an item of a list, sounds, links into Discord's own pages.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import unquote, urlsplit

from rich.emoji import Emoji, NoEmoji


@dataclass(frozen=True, slots=True)
class Node:
    """A piece of a text. ``kind`` is one of those in :data:`INLINE`, :data:`BLOCKS` and :data:`MENTIONS`."""

    kind: str
    text: str = ""
    """What is shown: of text, code, emoji."""
    children: tuple[Node, ...] = ()
    value: str = ""
    """A link's address, a heading's level, an id, the number with which a list begins, a timestamp's form."""


INLINE: Final = frozenset(
    {"text", "bold", "italic", "underline", "strike", "spoiler", "code", "break", "timestamp", "emoji", "link"}
)
BLOCKS: Final = frozenset({"heading", "subtext", "quote", "bullets", "numbers", "item", "pre"})
MENTIONS: Final = frozenset({"user", "role", "channel", "command", "everyone", "custom-emoji"})

_IN_LINKS: Final = INLINE - {"link", "emoji"} | BLOCKS - {"pre", "item"}
"""What the words of a masked link may hold; of these, blocks count as words."""
_SCHEMES: Final = ("http", "https", "discord", "tel", "sms", "mailto")
_INVITE: Final = re.compile(r"(?:discord\.gg|discord(?:app)?\.com/invite|discord\.new)/\S")
_OPEN_BRACKETS: Final = 10
_LONG_WITHIN_BRACKETS: Final = 100
_LEVELS: Final = 11
"""A list within that many lists is none."""

# JavaScript's white space; its \w and \b know ASCII only, as Python's do with re.ASCII.
_BLANK: Final = r" \t\n\v\f\r\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff"
_EMOJI: Final = (
    r"(?:[\U0001f1e6-\U0001f1ff]{2}|[0-9#*]\ufe0f?\u20e3|"
    r"[\U0001f000-\U0001faff\u203c\u2049\u2139\u2194-\u2199\u21a9\u21aa\u231a\u231b\u23e9-\u23f3\u23f8-\u23fa\u24c2"
    r"\u25aa\u25ab\u25b6\u25c0\u25fb-\u25fe\u2600-\u2604\u260e\u2611\u2614\u2615\u2618\u261d\u2620\u2622\u2623\u2626"
    r"\u262a\u262e\u262f\u2638-\u263a\u2648-\u2653\u265f\u2660\u2663\u2665\u2666\u2668\u267b\u267f\u2692-\u2694"
    r"\u2696\u2697\u2699\u269b\u269c\u26a0\u26a1\u26aa\u26ab\u26b0\u26b1\u26bd\u26be\u26c4\u26c5\u26c8\u26ce\u26cf"
    r"\u26d1\u26d3\u26d4\u26e9\u26ea\u26f0-\u26f5\u26f7-\u26fa\u26fd\u2702\u2705\u2708-\u270d\u270f\u2712\u2714\u2716"
    r"\u271d\u2721\u2728\u2733\u2734\u2744\u2747\u274c\u274e\u2753-\u2755\u2757\u2763\u2764\u2795-\u2797\u27a1\u27b0"
    r"\u27bf\u2934\u2935\u2b05-\u2b07\u2b1b\u2b1c\u2b50\u2b55\u3030\u303d\u3297\u3299][\ufe0f\u200d\U0001f3fb-\U0001f3ff]*)"
)


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern.replace(r"\s", f"[{_BLANK}]").replace("_BLANK_", _BLANK), re.ASCII)


_HEADING: Final = _compiled(r" *(#{1,3})\s+((?!#)[^\n]+?)#*\s*(?:\n|\Z)")
_SUBTEXT: Final = _compiled(r" *-# +((?!-#)[^\n]+)(?:\n|\Z)")
_PRE: Final = _compiled(r"(?i)```(?:([a-z0-9_+\-.#]+?)\n)?\n*([^\n][^\0]*?)\n*```")
_QUOTE: Final = _compiled(r"( *>>> +([^\0]*))|( *>(?!>>) +[^\n]*(?:\n *>(?!>>) +[^\n]*)*\n?)")
_BULLET: Final = r"(?:[*-]|\d+\.)"
_LIST: Final = _compiled(rf"( *)({_BULLET}) [^\0]+?(?:\n(?! )(?!\1{_BULLET} )|\Z)")
_ITEM: Final = _compiled(rf"(?m:^)( *)({_BULLET}) +[^\n]*(?:\n(?!\1{_BULLET} )[^\n]*)*(?:\n|\Z)")
_ITEM_HEAD: Final = _compiled(rf" *{_BULLET} +")
_ESCAPE: Final = _compiled(r"\\([^0-9A-Za-z_BLANK_])")
_AUTOLINK: Final = _compiled(r"<([^: >]+:/[^ >]+)>")
_URL: Final = _compiled(r"(?:https?|steam)://[^_BLANK_<]+[^<.,:;\"'\]_BLANK_]")
_LINK: Final = _compiled(
    r"\[((?:\[[^\]]*\]|[^\[\]]|\](?=[^\[]*\]))*)\]"
    r"\(\s*<?((?:\([^)]*\)|[^_BLANK_\\]|\\.)*?)>?(?:\s+['\"]([^\0]*?)['\"])?\s*\)"
)
_ITALIC: Final = _compiled(
    r"\b_((?:__|\\[^\0]|[^\\_])+?)_\b"
    r"|\*(?!\s)((?:\*\*|\\[^\0]|\s+(?:\\[^\0]|[^_BLANK_*\\]|\*\*)|[^_BLANK_*\\])+?)\*(?!\*)"
)
_BOLD: Final = _compiled(r"\*\*((?:\\[^\0]|[^\\])+?)\*\*(?!\*)")
_UNDERLINE: Final = _compiled(r"__((?:\\[^\0]|[^\\])+?)__(?!_)")
_STRIKE: Final = _compiled(r"~~([^\0]+?)~~(?!_)")
_SPOILER: Final = _compiled(r"\|\|([^\0]+?)\|\|")
_CODE: Final = _compiled(r"(`+)([^\0]*?[^`])\1(?!`)")
_CODE_EDGES: Final = re.compile(r"^ (?= *`)|(` *) $")
_BREAK: Final = _compiled(r" {2,}\n")
_TIME: Final = _compiled(r"<t:(-?\d{1,17})(?::([tTdDfFRsS]))?>")
_SHRUG: Final = re.compile(re.escape(r"¯\_(ツ)_/¯"))
_NAMED_EMOJI: Final = _compiled(r":([^_BLANK_:]+?):")
_MENTIONS: Final = {
    "channel": _compiled(r"<#(\d+)>"),
    "command": re.compile(r"</([-\w]{1,32}(?: [-\w]{1,32}){0,2}):\d+>"),
    "custom-emoji": _compiled(r"<a?:(\w+):\d+>"),
    "user": _compiled(r"<@!?(\d+)>"),
    "everyone": _compiled(r"@(everyone|here)"),
    "role": _compiled(r"<@&(\d+)>"),
}
# Letters above U+00C0 of any kind belong to words, and so do emoji: those are found within the text afterwards.
_TEXT: Final = _compiled(r"[^\0]+?(?=[^0-9A-Za-z_BLANK_\u00c0-\U0010ffff]|\n\n| {2,}\n|\w+:\S|[0-9]+\.|\Z)")
_PICTURE: Final = re.compile(_EMOJI)
_UNSEEN: Final = re.compile("[\u200b-\u200d\ufeff\u180e\u061c]")


@dataclass(frozen=True, slots=True)
class _State:
    before: str | None = None
    """What was read just before; None at the very beginning."""
    escapes: bool = True
    headings: bool = True
    subtexts: bool = True
    quotes: bool = True
    level: int = 0
    """In how many lists this stands."""

    def without_blocks(self) -> _State:
        """As the words of a link are set, whatever stands in them."""
        return replace(self, before=None, headings=False, subtexts=False, quotes=False, level=_LEVELS)

    @property
    def at_line(self) -> bool:
        return not self.before or self.before.endswith("\n")


_Found = tuple[int, list[Node]]
_Rule = Callable[[str, _State], _Found | None]


def read(source: str) -> list[Node]:
    """A text display's content as the client takes it apart."""
    return _read(re.sub(r"\r\n?", "\n", source).replace("\f", "").replace("\t", "    "), _State())


def shown(nodes: Iterable[Node]) -> str:
    """What a reader sees of it, without how it looks: no addresses, a bullet or number before items of lists."""
    return "".join(_shown(node) for node in nodes)


def walk(nodes: Iterable[Node]) -> Iterator[Node]:
    """All nodes, each before those in it."""
    for node in nodes:
        yield node
        yield from walk(node.children)


def _shown(node: Node) -> str:
    inner = node.text + shown(node.children)
    match node.kind:
        case "heading" | "subtext" | "pre":
            return f"{inner}\n"
        case "bullets":
            return "".join(f"• {shown(item.children)}\n" for item in node.children)
        case "numbers":
            first = int(node.value)
            return "".join(f"{n}. {shown(item.children)}\n" for n, item in enumerate(node.children, first))
        case "timestamp":
            return f"<t:{node.value}>"
        case _:
            return inner


def _read(source: str, state: _State) -> list[Node]:
    nodes: list[Node] = []
    while source:
        length, found = next(answer for rule in _RULES if (answer := rule(source, state)))
        nodes += found
        state = replace(state, before=source[:length])
        source = source[length:]
    return _joined(nodes)


def _joined(nodes: list[Node]) -> list[Node]:
    """Neighbouring texts as one, for the client's pieces are an accident of its rules."""
    joined: list[Node] = []
    for node in nodes:
        if node.kind == "text" and joined and joined[-1].kind == "text":
            joined[-1] = Node("text", joined[-1].text + node.text)
        elif node.kind != "text" or node.text:
            joined.append(node)
    return joined


def _heading(source: str, state: _State) -> _Found | None:
    found = _HEADING.match(source) if state.headings and state.at_line else None
    if not found:
        return None
    return found.end(), [Node("heading", children=_within(found[2].strip(), state), value=str(len(found[1])))]


def _subtext(source: str, state: _State) -> _Found | None:
    found = _SUBTEXT.match(source) if state.subtexts and state.at_line else None
    if not found:
        return None
    return found.end(), [Node("subtext", children=_within(found[1].strip(), replace(state, subtexts=False)))]


def _pre(source: str, _: _State) -> _Found | None:
    found = _PRE.match(source)
    return (found.end(), [Node("pre", found[2], value=found[1] or "")]) if found else None


def _quote(source: str, state: _State) -> _Found | None:
    at_line = not state.before or re.search(r"\n *\Z", state.before)
    found = _QUOTE.match(source) if state.quotes and at_line else None
    if not found:
        return None
    inner = re.sub(r"^ *>>> ?", "", found[0]) if found[1] else re.sub(r"(?m)^ *> ?", "", found[0])
    return found.end(), [Node("quote", children=_within(inner, replace(state, quotes=False)))]


def _list(source: str, state: _State) -> _Found | None:
    if state.level >= _LEVELS or not re.search(r"(?:\A|\n) *\Z", state.before or ""):
        return None
    if state.before and not state.before.strip(" \t\v\f\r"):
        return None
    found = _LIST.match(source)
    if not found:
        return None
    items = []
    inside = replace(state, headings=False, level=state.level + 1)
    for item in _ITEM.finditer(found[0]):
        head = _ITEM_HEAD.match(item[0])
        indent = head.end() if head else 0
        body = _ITEM_HEAD.sub("", re.sub(rf"(?m)^ {{1,{indent}}}", "", item[0]), count=1)
        items.append(Node("item", children=tuple(_trimmed(_within(re.sub(r" *\n\Z", "", body), inside)))))
    if not found[2][:-1]:
        return found.end(), [Node("bullets", children=tuple(items))]
    return found.end(), [Node("numbers", children=tuple(items), value=str(max(1, min(int(found[2][:-1]), 10**9))))]


def _trimmed(nodes: Iterable[Node]) -> Iterator[Node]:
    return (Node("text", re.sub(r"\n+\s*\Z", "", node.text)) if node.kind == "text" else node for node in nodes)


def _escape(source: str, state: _State) -> _Found | None:
    found = _ESCAPE.match(source) if state.escapes else None
    if not found:
        return None
    # An escaped emoji is a letter like others; its further parts have no picture either.
    picture = _PICTURE.match(source, 1)
    return (picture.end(), [Node("text", picture[0])]) if picture else (2, [Node("text", found[1])])


def _autolink(source: str, _: _State) -> _Found | None:
    found = _AUTOLINK.match(source)
    return (found.end(), [_address(found[1])]) if found else None


def _url(source: str, _: _State) -> _Found | None:
    found = _URL.match(source)
    if not found:
        return None
    url, opened = found[0], 0
    # Brackets at its end belong to it only as far as it has opened them.
    for sign in reversed(found[0]):
        if sign != ")":
            break
        opened = url.find("(", opened) + 1
        if not opened:
            url = url[:-1]
            break
    return len(url), [_address(url)]


def _address(url: str) -> Node:
    return Node("link", children=(Node("text", url),), value=url) if _is_sound(url) else Node("text", url)


def _link(source: str, state: _State) -> _Found | None:
    if "](" not in source or not source.startswith("[") or _has_lost_brackets(source):
        return None
    found = _LINK.match(source)
    if not found:
        return None
    as_written = found.end(), [Node("text", found[0])]
    words, url, title = found[1], re.sub(r"\\([^0-9A-Za-z\s])", r"\1", found[2]), found[3] or ""
    if not _is_sound(url) or not _UNSEEN.sub("", words).strip() or _INVITE.search(words) or _INVITE.search(title):
        return as_written
    inside = replace(state, escapes=False)
    content = _read(words, inside)
    if any(node.kind not in _IN_LINKS | {"item"} for node in walk(content)):
        return as_written
    if not all(_may_be_code(node.text, inside) for node in walk(content) if node.kind == "code"):
        return as_written
    return found.end(), [Node("link", children=_within(words, inside.without_blocks()), value=url)]


def _may_be_code(text: str, state: _State) -> bool:
    return all(node.kind in _IN_LINKS | {"item", "emoji"} for node in walk(_read(text, state)))


def _has_lost_brackets(source: str) -> bool:
    """Whether so many brackets stay open that the client looks for no link here."""
    depth = within = 0
    for sign in source:
        within = within + 1 if depth > 1 else 0
        if within > _LONG_WITHIN_BRACKETS:
            return True
        if sign == "[":
            depth += 1
            if depth > _OPEN_BRACKETS:
                return True
        elif sign == "]" and depth:
            depth -= 1
    return False


def _is_sound(url: str) -> bool:
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return False
    if parts.scheme.lower() not in _SCHEMES or re.search(f"[{_BLANK}]", url) or _UNSEEN.search(url):
        return False
    return not parts.scheme.startswith("http") or (bool(host) and unquote(host) == host and url.split("/")[1:2] == [""])


def _emphasis(source: str, state: _State) -> _Found | None:
    """The longest of the three; of equal ones italic before bold before underlined."""
    found = [
        (kind, match)
        for kind, pattern in (("italic", _ITALIC), ("bold", _BOLD), ("underline", _UNDERLINE))
        if (match := pattern.match(source))
    ]
    if not found:
        return None
    kind, best = max(found, key=lambda one: one[1].end())
    inner = next(group for group in reversed(best.groups()) if group)
    return best.end(), [Node(kind, children=_within(inner, state))]


def _wrapped(kind: str, pattern: re.Pattern[str]) -> _Rule:
    def rule(source: str, state: _State) -> _Found | None:
        found = pattern.match(source)
        return (found.end(), [Node(kind, children=_within(found[1], state))]) if found else None

    return rule


def _code(source: str, _: _State) -> _Found | None:
    found = _CODE.match(source)
    return (found.end(), [Node("code", _CODE_EDGES.sub(r"\1", found[2]))]) if found else None


def _break(source: str, _: _State) -> _Found | None:
    found = _BREAK.match(source)
    return (found.end(), [Node("break", "\n")]) if found else None


def _timestamp(source: str, _: _State) -> _Found | None:
    found = _TIME.match(source)
    return (found.end(), [Node("timestamp", value=f"{found[1]}:{found[2] or 'f'}")]) if found else None


def _mention(source: str, _: _State) -> _Found | None:
    for kind, pattern in _MENTIONS.items():
        if found := pattern.match(source):
            return found.end(), [Node(kind, value=found[1])]
    return None


def _emoji(source: str, _: _State) -> _Found | None:
    if found := _SHRUG.match(source):
        return found.end(), [Node("text", found[0])]
    if found := _NAMED_EMOJI.match(source):
        try:
            return found.end(), [Node("emoji", str(Emoji(found[1])))]
        except NoEmoji:
            return None
    return None


def _text(source: str, _: _State) -> _Found | None:
    found = _TEXT.match(source)
    length = found.end() if found else len(source)
    nodes, at = [], 0
    for picture in _PICTURE.finditer(source, 0, length):
        nodes += [Node("text", source[at : picture.start()]), Node("emoji", picture[0])]
        at = picture.end()
    return length, [*nodes, Node("text", source[at:length])]


def _within(source: str, state: _State) -> tuple[Node, ...]:
    return tuple(_read(source, state))


_RULES: Final[tuple[_Rule, ...]] = (
    _heading,
    _subtext,
    _pre,
    _quote,
    _list,
    _escape,
    _autolink,
    _url,
    _link,
    _emphasis,
    _wrapped("strike", _STRIKE),
    _code,
    _break,
    _timestamp,
    _mention,
    _emoji,
    _wrapped("spoiler", _SPOILER),
    _text,
)
