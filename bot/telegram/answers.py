"""Replies as Telegram shows them: texts in its HTML, buttons under them, within all of its limits. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final
from unicodedata import east_asian_width

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.messages import Button, Card, File, Fold, Item, Link, Reply
from bot.replies import ROOMS, shortening
from bot.telegram.markup import JOINER, escaped, italic, link, plain, quiet, unlinked, utf16
from bot.text import dividing, shorten
from bot.text.dividing import sound

LONGEST: Final = 4096
"""UTF-16 units of a message's text."""
LONGEST_CAPTION: Final = 1024
"""And of the words under a file."""
LONGEST_DATA: Final = 64
"""Bytes of UTF-8 behind a button."""
MOST_IN_A_ROW: Final = 8
MOST_BUTTONS: Final = 100

_APART: Final = "+"
"""Before the command of a button whose answer is a message of its own. The data is all that outlives a restart."""
_ROW: Final = 36
"""Letters that a row of buttons shows on a phone; all buttons of a row are equally wide."""
_LONGEST_LABEL: Final = 40
_LONG_FOLD: Final = 600
"""A text of so many characters is unfolded for itself."""
_ADDRESS: Final = re.compile(r"https?://(?:[\w-]+\.)+[a-z0-9-]{2,}(?::[0-9]{1,5})?(?:[/?#][^\s<>\"]*)?", re.IGNORECASE)
_FINDS: Final = re.compile(r"(<[^>]*>|&\w+;)|[@#$/.:](?=\w)")
"""Where Telegram may find an address, a name or a command by itself; tags of ours are passed over."""
_MOST_FINDS: Final = 60
"""Of those that are left in a message: Telegram shows about a hundred entities, and drops others then, of ours too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One native message."""

    text: str
    """HTML. Of a message with a file, the words under it."""
    keyboard: InlineKeyboardMarkup | None = None
    file: File | None = None


def messages(reply: Reply) -> list[Message]:
    """The reply, in the order in which it is to be sent; its buttons stand under the last message. At least one."""
    reply = replace(reply, text=sound(reply.text))
    rows = [row for given in reply.buttons for row in _rows([_pressed(button) for button in given])]
    file = reply.file
    if file and _seen(file.text) and file.text.strip() in reply.text and utf16(reply.text) <= LONGEST:
        # What is short enough to be read is short enough to be copied, with one tap.
        before, _, after = reply.text.partition(file.text.strip())
        parts = (escaped(before.strip()), f"<pre>{escaped(file.text.strip())}</pre>", escaped(after.strip()))
        return [Message(text="\n".join(filter(None, parts)), keyboard=_keyboard(rows))]
    reply = replace(reply, text=unlinked(reply.text))
    found = [*_listed(reply, rows)] if reply.items else [*_texts_and_cards(reply, rows)]
    if file:
        found += [Message(text="", file=file)]
        if len(found) == 2 and utf16(plain(found[0].text)) <= LONGEST_CAPTION:
            found = [Message(text=found[0].text, keyboard=found[0].keyboard, file=file)]
    return found


def brief(reply: Reply, limit: int) -> str | None:
    """The reply as plain text of at most ``limit`` UTF-16 units; None where it is more than that, or more than text."""
    is_text = not (reply.cards or reply.items or reply.file or reply.later)
    text = plain(_seen(sound(reply.text)))
    return text if is_text and text and utf16(text) <= limit else None


def pressed(data: str) -> tuple[str, bool]:
    """The command behind a button, and whether its answer is a message of its own."""
    return data.removeprefix(_APART), data.startswith(_APART)


def card(one: Card, note: str = "") -> str:
    """A card as the HTML of one message, below a note (HTML too). What is too long for it is shortened."""
    for room in ROOMS:
        made = _calm("\n\n".join(filter(None, (note, *_card(one, _shortening(room))))))
        if _fits(made):
            return made
    return "\n\n".join(_card(Card(paper=one.paper, title=one.title[:500], url=one.url, byline=""), str))


def url_rows(links: Sequence[Link]) -> list[list[InlineKeyboardButton]]:
    """Ways out to the web, without addresses that Telegram would refuse, and with them the whole message."""
    return _rows([InlineKeyboardButton(_label(one.label), url=one.url) for one in links if _ADDRESS.fullmatch(one.url)])


# --- cards ----------------------------------------------------------------------------------------------------------


def _texts_and_cards(reply: Reply, rows: list[list[InlineKeyboardButton]]) -> Iterator[Message]:
    """The text, then the cards; what a single card has to be told of stands on it."""
    texts = [escaped(part) for part in divided(reply.text, LONGEST)]
    note = ""
    if len(reply.cards) == 1 and len(texts) == 1 and utf16(reply.text) < LONGEST // 4:
        texts, note = [], _italic(reply.text)
    if not texts and not reply.cards:
        texts = ["…"]
    for at, text in enumerate(texts):
        is_last = at == len(texts) - 1 and not reply.cards
        yield Message(text=text, keyboard=_keyboard(rows) if is_last else None)
    for at, one in enumerate(reply.cards):
        own = [*url_rows(one.links), *_rows([_pressed(button) for button in one.buttons])]
        yield Message(text=card(one, note), keyboard=_keyboard(own + rows if at == len(reply.cards) - 1 else own))


def _card(one: Card, short: Callable[[str], str]) -> Iterator[str]:
    """The paragraphs of a card."""
    head = [f"<b>{link(one.url, _seen(short(one.title)) or escaped(one.paper))}</b>"]
    yield "\n".join(filter(None, (*head, _italic(short(one.byline)))))
    yield _seen(short(one.lead))
    yield "\n".join(_quotes(one.folds, short))
    # The id is copied with one tap.
    facts = [_seen(short(fact)) for fact in one.facts]
    first = " · ".join(filter(None, (_tagged("code", one.paper), *facts[:1])))
    yield "\n".join(filter(None, (first, *facts[1:], _italic(short(one.credit)))))


def _quotes(folds: Sequence[Fold], short: Callable[[str], str]) -> Iterator[str]:
    """What is short unfolds together with its neighbours."""
    shared: list[str] = []
    for fold in folds:
        if not (text := _seen(short(fold.text))):
            continue
        text = "\n".join(filter(None, (_tagged("b", fold.label), text)))
        if len(fold.text) >= _LONG_FOLD and shared:
            yield _quote(shared)
            shared = []
        shared.append(text)
        if len(fold.text) >= _LONG_FOLD:
            yield _quote(shared)
            shared = []
    if shared:
        yield _quote(shared)


def _quote(parts: Iterable[str]) -> str:
    inner = "\n".join(parts)
    return f"<blockquote expandable>{inner}</blockquote>"


# --- lists ----------------------------------------------------------------------------------------------------------


def _listed(reply: Reply, rows: list[list[InlineKeyboardButton]]) -> Iterator[Message]:
    """A numbered list and its buttons in one message; a text that would crowd it out goes before it."""
    numbers = [
        InlineKeyboardButton(str(item.number or at), callback_data=data)
        for at, item in enumerate(reply.items, 1)
        if (data := _data(item.command, apart=True))
    ]
    keyboard = _keyboard([*_evenly(numbers), *rows])
    heading, _, rest = reply.text.strip().partition("\n")
    text = "\n".join(filter(None, (_tagged("b", heading), escaped(rest))))
    for above in (text, ""):
        for room in ROOMS:
            made = _calm("\n\n".join(filter(None, (above, *_items(reply.items, _shortening(room))))))
            if _fits(made):
                if above != text:
                    yield from (Message(text=escaped(part)) for part in divided(reply.text, LONGEST))
                yield Message(text=made, keyboard=keyboard)
                return
    raise ValueError(f"a list of {len(reply.items)} papers is no page")


def _items(items: Sequence[Item], short: Callable[[str], str]) -> Iterator[str]:
    for at, item in enumerate(items, 1):
        title = link(item.url, f"<b>{_seen(short(item.title)) or escaped(item.command)}</b>")
        lines = (f"{item.number or at}. {title}", _italic(short(item.byline)), _seen(short(item.lead)))
        yield "\n".join(filter(None, lines))


# --- texts ----------------------------------------------------------------------------------------------------------


def divided(text: str, room: int) -> list[str]:
    """A text in parts of at most ``room`` UTF-16 units, between paragraphs, lines or words; none if blank."""
    return [part for part in dividing.divided(_calm(sound(text).strip()), room, utf16) if escaped(part).strip()]


def _calm(text: str) -> str:
    """Where a text is full of what Telegram would make links of, keep it from that by a sign that nobody sees."""
    if sum(found[1] is None for found in _FINDS.finditer(text)) <= _MOST_FINDS:
        return text
    return _FINDS.sub(lambda found: found[0] + ("" if found[1] else JOINER), text)


def _seen(text: str) -> str:
    """A text as HTML; empty where there is nothing of it to see."""
    return escaped(text).strip()


def _tagged(tag: str, text: str) -> str:
    """The same within a tag. Telegram takes no tags around nothing."""
    seen = _seen(text)
    return f"<{tag}>{seen}</{tag}>" if seen else ""


def _italic(text: str) -> str:
    seen = _seen(text)
    return italic(seen) if seen else ""


def _shortening(room: int | None) -> Callable[[str], str]:
    """What makes texts of papers short enough, and keeps Telegram from making links of their words."""
    short = shortening(room)
    return lambda text: quiet(short(text))


def _fits(made: str) -> bool:
    return utf16(plain(made)) <= LONGEST


# --- buttons --------------------------------------------------------------------------------------------------------


def _keyboard(rows: Sequence[Sequence[InlineKeyboardButton]]) -> InlineKeyboardMarkup | None:
    kept: list[Sequence[InlineKeyboardButton]] = []
    for row in filter(None, rows):
        if sum(map(len, kept)) + len(row) > MOST_BUTTONS:
            break
        kept.append(row)
    return InlineKeyboardMarkup(kept) if kept else None


def _pressed(button: Button) -> InlineKeyboardButton | None:
    data = _data(button.command, apart=button.apart)
    return InlineKeyboardButton(_label(button.label), callback_data=data) if data else None


def _data(command: str, *, apart: bool) -> str:
    """What a button carries; empty for a command that no button can."""
    data = f"{_APART if apart else ''}{command}"
    return data if command and len(data.encode(errors="replace")) <= LONGEST_DATA else ""


def _label(text: str) -> str:
    return shorten(" ".join(text.split()), _LONGEST_LABEL) or "…"


def _rows(buttons: Iterable[InlineKeyboardButton | None]) -> list[list[InlineKeyboardButton]]:
    """Buttons in rows that show their labels whole, where that can be."""
    rows: list[list[InlineKeyboardButton]] = []
    for button in filter(None, buttons):
        row = [*(rows[-1] if rows else []), button]
        if rows and len(row) <= MOST_IN_A_ROW and len(row) * max(_cells(one.text) for one in row) <= _ROW:
            rows[-1] = row
        else:
            rows.append([button])
    return rows


def _evenly(buttons: Sequence[InlineKeyboardButton]) -> list[Sequence[InlineKeyboardButton]]:
    return [buttons[at : at + MOST_IN_A_ROW] for at in range(0, len(buttons), MOST_IN_A_ROW)]


def _cells(label: str) -> int:
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in label)
