"""Replies as Discord shows them: texts, cards and lists in components, within all of its limits. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Final, Literal

from bot.discord import buttons, components
from bot.discord.components import OPTIONS, ROOM, Component, container, row, section, separator, text
from bot.discord.markup import code, escaped, link
from bot.messages import Button, Card, File, Item, Link, Reply
from bot.replies import ROOMS, shortening
from bot.text import dividing, printable, shorten
from bot.text.dividing import sound
from bot.words import Words

MOST_IN_A_ROW: Final = 5
MOST_MESSAGES: Final = 6
"""Of one answer: whoever has brought the bot along gets one, and five that follow it."""

_FILE: Final = 13
_LONGEST_LABEL: Final = 60
_LONGEST_ADDRESS: Final = 512
_BRIEF: Final = 200
_ADDRESS: Final = re.compile(r"https?://(?:[\w-]+\.)+[a-z0-9-]{2,}(?::[0-9]{1,5})?(?:[/?#][^\s<>\"]*)?", re.IGNORECASE)
_UNSAFE: Final = re.compile(r"[^A-Za-z0-9._-]+")
_FENCE: Final = "```"
_ROLE: Final = re.compile(r"\b([0-9]{15,20})\b", re.ASCII)

Components = Sequence[Component]
_Lines = Callable[[Sequence[Item], Callable[[str], str], Words], Iterator[Component]]
_Look = Literal["lined", "wide", "narrow"]
_LOOKS: Final[tuple[_Look, ...]] = ("lined", "wide", "narrow")
"""Of a list, from the one that takes the most components: papers with a line between each two; without; with all text
beside the button, which is narrow on a phone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One native message."""

    components: tuple[Component, ...]
    file: File | None = None
    """What comes with it; its components show where."""


def messages(reply: Reply, words: Words, *, share: str = "", signed: str = "") -> list[Message]:
    """The reply, in the order in which it is to be sent; its buttons stand under the last message. At least one.

    ``share`` is the command line by which the reader can post it for everybody, ``signed`` a line below it; both may
    be empty.
    """
    reply = replace(reply, text=sound(reply.text))
    names: set[str] = set()
    rows = _Rows(names)
    for given in reply.buttons:
        rows.add([rows.pressed(button) for button in given])
    if share:
        rows.add([rows.named(words("discord-share"), share, buttons.SHARE)], alone=False)
    below = _small(escaped(shorten(_one_line(signed), _LONGEST_LABEL)))
    end = [*([text(below)] if below else []), *rows.made]
    if reply.file and (copied := _copied(reply.text, reply.file)):
        return [Message(components=(*copied, *end))]
    found = [*_listed(reply, end, names, words)] if reply.items else [*_texts_and_cards(reply, end, names, words)]
    if reply.file:
        shown = replace(reply.file, name=_UNSAFE.sub("-", reply.file.name).strip(".-") or "file.txt")
        there = {"type": _FILE, "file": {"url": f"attachment://{shown.name}"}}
        last = found[-1].components
        if not reply.items and _fits((*last, there)):
            found[-1] = Message(components=(*last[: len(last) - len(end)], there, *end), file=shown)
        else:
            found.append(Message(components=(there,), file=shown))
    return found


def is_brief(reply: Reply) -> bool:
    """Whether it is a sentence or two, and nothing else."""
    return not (reply.cards or reply.items or reply.file or reply.later) and len(reply.text) <= _BRIEF


def plain(sentence: str, *rows: Component) -> Message:
    """A sentence of ours, with rows of buttons under it."""
    return Message(components=(text(escaped(sentence)), *rows))


def offer(label: str, command: str) -> Component | None:
    """A row with one button whose answer the presser alone sees; None where no button can carry the command."""
    rows = _Rows(set())
    rows.add([rows.named(label, command, buttons.APART)])
    return rows.made[0] if rows.made else None


# --- cards ----------------------------------------------------------------------------------------------------------


def _texts_and_cards(reply: Reply, end: Components, names: set[str], words: Words) -> Iterator[Message]:
    """The text, then the cards; what a single card has to be told of stands over it."""
    parts = divided(reply.text)
    above: Components = ()
    if len(reply.cards) == 1 and len(parts) == 1 and len(reply.text) < ROOM.units // 4:
        above, parts = [text(escaped(parts[0]))], []
    if not parts and not reply.cards:
        parts = ["…"]
    for at, part in enumerate(parts):
        is_last = at == len(parts) - 1 and not reply.cards
        yield Message(components=(text(_marked(part, words)), *(end if is_last else ())))
    together = 1 if len(reply.cards) + len(parts) <= MOST_MESSAGES else 2
    for at in range(0, len(reply.cards), together):
        those = reply.cards[at : at + together]
        yield _cards(those, above, end if at + together >= len(reply.cards) else (), names)


def _cards(those: Sequence[Card], above: Components, end: Components, names: set[str]) -> Message:
    """Cards in one message. What is too long for it is shortened."""
    below = []
    for one in those:
        rows = _Rows(names)
        rows.add([_way_out(way) for way in one.links][: MOST_IN_A_ROW if len(those) > 1 else None])
        rows.add([rows.pressed(button) for button in one.buttons])
        below.append(rows.made)
    for room in ROOMS:
        made = [container([*_card(one, shortening(room)), *rows]) for one, rows in zip(those, below, strict=True)]
        if _fits((*above, *made, *end)):
            return Message(components=(*above, *made, *end))
    bare = [container([text(_title(one.title[:500], one))]) for one in those]
    return Message(components=(*bare, *end))


def _card(one: Card, short: Callable[[str], str]) -> Iterator[Component]:
    """A card in full: Discord has nothing that a reader could unfold."""
    yield text("\n".join(filter(None, (_title(short(one.title), one), _small(escaped(_one_line(short(one.byline))))))))
    parts = [escaped(short(one.lead))]
    parts += [f"**{escaped(fold.label)}**\n{escaped(said)}" for fold in one.folds if (said := short(fold.text))]
    if body := "\n\n".join(part for part in parts if part.strip()):
        yield text(body)
    facts = [escaped(short(fact)) for fact in one.facts]
    first = " · ".join(filter(None, (code(one.paper), *facts[:1])))
    yield text("\n".join(filter(None, map(_small, (first, *facts[1:], escaped(short(one.credit)))))))


def _title(title: str, one: Card) -> str:
    return f"### {link(one.url, _one_line(title) or one.paper)}"


# --- lists ----------------------------------------------------------------------------------------------------------


def _listed(reply: Reply, end: Components, names: set[str], words: Words) -> Iterator[Message]:
    """A numbered list with the way to each card; a text that would crowd it out goes before it."""
    heading, _, rest = reply.text.strip().partition("\n")
    heading = escaped(heading)
    whole = "\n".join(filter(None, (f"### {heading}" if heading.strip() else "", escaped(rest))))
    ways: list[_Lines] = [*(partial(_sections, taken=names, look=look) for look in _LOOKS), _menus]
    for above in (whole, ""):
        for lines in ways:
            for room in ROOMS:
                top = [text(above)] if above.strip() else []
                made = (container([*top, *lines(reply.items, shortening(room), words), *end]),)
                if components.size(made).marks > ROOM.marks:
                    break
                if _fits(made):
                    if above != whole:
                        yield from (Message(components=(text(escaped(part)),)) for part in divided(reply.text))
                    yield Message(components=made)
                    return
    raise ValueError(f"a list of {len(reply.items)} papers is no page")


def _sections(
    items: Sequence[Item], short: Callable[[str], str], words: Words, *, taken: set[str], look: _Look
) -> Iterator[Component]:
    """Each paper with its button beside it."""
    rows = _Rows(set(taken))
    for at, item in enumerate(items, 1):
        head, lead = _head(item, at, short), escaped(short(item.lead)).strip()
        if lead and look == "narrow":
            head, lead = f"{head}\n{lead}", ""
        if at > 1 and look == "lined":
            yield separator()
        button = rows.named(words("discord-details"), item.command, buttons.APART)
        yield section(head, button) if button else text(head)
        if lead:
            yield text(lead)


def _menus(items: Sequence[Item], short: Callable[[str], str], words: Words) -> Iterator[Component]:
    """The papers, and below them menus to choose from: there may be more of them than buttons."""
    lines = ("\n".join((_head(item, at, short), escaped(short(item.lead)))).strip() for at, item in enumerate(items, 1))
    yield text("\n\n".join(lines))
    labels: dict[str, str] = {}
    for at, item in enumerate(items, 1):
        if value := buttons.custom_id(item.command, buttons.APART):
            labels.setdefault(
                value, shorten(_one_line(f"{item.number or at}. {item.title}"), components.LONGEST_OPTION)
            )
    options = [components.option(label, value) for value, label in labels.items()]
    for at in range(0, len(options), OPTIONS):
        yield row(components.menu(f"{buttons.MENU}{at}", words("discord-choose"), options[at : at + OPTIONS]))


def _head(item: Item, at: int, short: Callable[[str], str]) -> str:
    """Number, title and authors. A bare number and point would begin a list of Discord's, with a gap below."""
    title = link(item.url, _one_line(short(item.title)) or item.command)
    byline = _small(escaped(_one_line(short(item.byline))))
    return "\n".join(filter(None, (f"**{item.number or at}\\. {title}**", byline)))


# --- texts ----------------------------------------------------------------------------------------------------------


def divided(long: str) -> list[str]:
    """A text in parts that a message has room for, between paragraphs, lines or words; none if blank."""
    return [part for part in dividing.divided(long, _PART, _length) if escaped(part).strip()]


_PART: Final = ROOM.units - 100
"""Characters of a part: what is at its edge may be escaped in other ways than within."""


def _length(plain: str) -> int:
    """How much of a message a text takes, in characters; bytes are reckoned at the same share."""
    taken = components.size_of(escaped(plain))
    return max(taken.units, taken.raw * ROOM.units // ROOM.raw)


def _marked(plain: str, words: Words) -> str:
    """Escaped, but for the one sentence of ours that names a role: as a mention it is seen by its name, and is none."""
    markup = escaped(plain)
    for found in _ROLE.finditer(plain):
        sentence = words("wish-mention", role=found[1])
        if sentence in plain.split("\n"):
            before, role, after = sentence.partition(found[1])
            markup = markup.replace(escaped(sentence), f"{escaped(before)}<@&{role}>{escaped(after)}")
    return markup


def _copied(said: str, file: File) -> Components:
    """What is short enough to be read is short enough to be copied; empty where it is not."""
    content = file.text.strip()
    if not content or content not in said or _FENCE in content or _length(said) > _PART:
        return ()
    before, _, after = said.partition(content)
    parts = (escaped(before.strip()), f"{_FENCE}\n{printable(content)}\n{_FENCE}", escaped(after.strip()))
    made = [text(part) for part in parts if part.strip()]
    return made if _fits(made) else ()


def _small(markup: str) -> str:
    """As small print, line by line."""
    return "\n".join(f"-# {line}" for line in markup.split("\n") if line.strip())


def _one_line(plain: str) -> str:
    return " ".join(printable(plain).split())


# --- components -----------------------------------------------------------------------------------------------------


class _Rows:
    """Rows of buttons, no two of which carry the same."""

    def __init__(self, names: set[str]) -> None:
        """``names`` are those that the message has already; they become more."""
        self.made: list[Component] = []
        self._names = names

    def add(self, those: Iterable[Component | None], *, alone: bool = True) -> None:
        """Buttons, in a row of their own or (not ``alone``) where there is room; those that can't be made are None."""
        for at, button in enumerate(filter(None, those)):
            last = self.made[-1]["components"] if self.made else []
            if not self.made or len(last) == MOST_IN_A_ROW or (at == 0 and alone):
                self.made.append(row(button))
            else:
                last.append(button)

    def pressed(self, button: Button) -> Component | None:
        """A button of the desk's."""
        return self.named(button.label, button.command, buttons.APART if button.apart else "")

    def named(self, label: str, command: str, sign: str) -> Component | None:
        """A button by its command line; None for one that no button can carry."""
        name = buttons.custom_id(command, sign, self._names)
        if not name:
            return None
        self._names.add(name)
        return components.button(_label(label), name)


def _way_out(way: Link) -> Component | None:
    """A button to the web; None for an address that Discord would refuse, and with it the whole message."""
    if len(way.url) > _LONGEST_ADDRESS or not _ADDRESS.fullmatch(way.url):
        return None
    return components.link(_label(way.label), way.url)


def _label(plain: str) -> str:
    return shorten(_one_line(plain), _LONGEST_LABEL) or "…"


def _fits(those: Components) -> bool:
    """Whether one message can hold these."""
    return components.size(those).fits(ROOM)
