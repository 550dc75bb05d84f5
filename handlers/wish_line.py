"""One line of wishes, as people write it after ``/subscribe`` and ``/settings``. Pure.

    cs.CV cs.AI lang:Chinese time:08:30 tz:Europe/Berlin +diffusion -survey author:"Paul Erdős" silent:yes

A bare word is a category; ``+`` and ``-`` add and take away words and categories; everything else is ``name:value``
(``cat:"cs.CV cs.AI"``, where each is to be named),
or says what it is by itself: ``in Chinese at 8:30 Europe/Berlin``.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from bot import categories, languages
from bot.errors import UsageError
from bot.messages import Destination
from bot.subscriptions import Subscription, find_zone, near_zones, parse_time
from handlers import wish_phrases
from handlers.wish_tokens import SEPARATORS, Token, tokens

LONGEST_LINE = 2000
LONGEST_WORD = 100
MOST_WORDS = 50
"""In each of the four lists of words and names."""
MOST_PAGES = 1000
NONE = "none"
"""Stands in a message's place where there is nothing to suggest."""
MOST_MISTAKES = 5
"""Told at once. Looking for what may have been meant takes time, and a pasted page of text is no wish."""


@dataclass(frozen=True, slots=True)
class Mistake:
    """One thing in a line that can't be used: the message that says so, and what stands in its places."""

    message: str
    places: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a line makes of the subscription that it began with; where there are mistakes, nothing of it counts."""

    subscription: Subscription
    mistakes: tuple[Mistake, ...]


def read(line: str, base: Subscription, offered: Sequence[str]) -> Reading:
    """``base`` with the wishes of ``line``: what is not named stays as it is.

    ``offered`` are the categories that can be chosen, in canonical spelling. Bare categories take the place of the
    former ones. Never raises.
    """
    reader = _Reader(base, tuple(offered))
    if len(line) > LONGEST_LINE:
        return Reading(base, (Mistake("wish-line-too-long", {"most": LONGEST_LINE}),))
    for token in wish_phrases.understood(list(tokens(line))):
        reader.take(token)
        if reader.wrong >= MOST_MISTAKES:
            break
    return reader.end()


_NAMES: Final = {
    name: key
    for key, names in {
        "categories": "cat category categories 类别 分类",
        "language": "lang language 语言",
        "time": "time at 时间",
        "timezone": "tz timezone zone 时区",
        "author": "author by 作者",
        "layout": "layout format 版式",
        "detail": "detail 详略",
        "max_pages": "pages max_pages 页数",
        "silent": "silent 静音",
        "missed": "missed 补发",
        "quiet": "quiet 说明",
        "mention": "mention 提及",
        "crosslists": "crosslists cross 交叉",
        "replacements": "replacements 新版本",
    }.items()
    for name in names.split()
}
_YES: Final = frozenset(("yes", "on", "true", "1", "y", "是", "开"))
_NO: Final = frozenset(("no", "off", "false", "0", "n", "否", "关"))
_LAYOUTS: Final = {"classic": "classic", "rich": "rich", "经典": "classic", "富文本": "rich"}
_DETAILS: Final = {
    "full": "full",
    "brief": "brief",
    "titles": "titles",
    "完整": "full",
    "简短": "brief",
    "标题": "titles",
}
_MISSED: Final = {
    "each": "each",
    "one": "one",
    "newest": "newest",
    "latest": "newest",
    "每期": "each",
    "合并": "one",
    "最新": "newest",
}
_NOBODY: Final = frozenset((NONE, "nobody", "无"))
_ROLE: Final = re.compile(r"(\d{1,20})|<@&(\d{1,20})>", re.ASCII)
"""A role by its id, alone or as Discord writes a mention of it."""
_DISCORD: Final = "discord"
"""Where there are roles to call, and one layout."""
_OF_WISHES: Final = frozenset(("language", "crosslists", "replacements"))


class _Wrong(Exception):  # noqa: N818 -- it carries a mistake of the writer's, and never leaves this file
    def __init__(self, message: str, /, **places: str | int) -> None:
        super().__init__(message)
        self.mistake = Mistake(message, places)


class _Unknown(_Wrong):
    def __init__(self, text: str, near: list[str]) -> None:
        super().__init__("wish-unknown-category", text=_shown(text), near=", ".join(near) or NONE)
        self.near = near


class _Reader:
    """Collects what the tokens of one line mean."""

    def __init__(self, base: Subscription, offered: tuple[str, ...]) -> None:
        self._base = base
        self._offered = offered
        self._mistakes: list[Mistake] = []
        self._unknown: dict[str, _Unknown] = {}
        """Bare words that say nothing."""
        self.wrong = 0
        """Tokens that could not be used so far."""
        self._chosen: list[str] = []
        self._changed: list[tuple[str, str]] = []
        self._words: dict[str, list[str]] = {"+word": [], "-word": [], "+author": [], "-author": []}
        self._options: dict[str, Any] = {}

    def take(self, token: Token) -> None:
        """Understand one token, or note what is wrong with it."""
        try:
            if token.open_quote:
                raise _Wrong("wish-open-quote", text=_shown(token.value))
            if not token.name and not token.sign:
                self._choose(token.value)
            elif not token.name:
                self._sign(token.sign, token.value)
            else:
                self._option(token)
        except _Wrong as wrong:
            self.wrong += 1
            if wrong.mistake not in self._mistakes:
                self._mistakes.append(wrong.mistake)

    def _choose(self, text: str) -> None:
        if text.casefold() in ("silent", "静音"):
            self._set("silent", text, value=True)
        elif text:
            self._named("", text)

    def _listed_categories(self, token: Token) -> None:
        texts = list(filter(None, SEPARATORS.split(token.value)))
        if not texts:
            raise _Wrong("wish-no-value", name=token.name)
        for text in texts:
            if self.wrong < MOST_MISTAKES:
                self._named(token.sign, text)

    def _named(self, sign: str, text: str) -> None:
        """A category, to be chosen, added or taken away."""
        try:
            code = self._category(text)
        except _Unknown as unknown:
            self.wrong += 1
            self._unknown[_shown(text)] = unknown
        else:
            if sign:
                self._changed.append((sign, code))
            else:
                self._chosen.append(code)

    def _sign(self, sign: str, text: str) -> None:
        if not text.strip():
            raise _Wrong("wish-nothing-after-sign", sign=sign)
        if _is_code(text):
            self._changed.append((sign, self._category(text)))
        else:
            self._word(f"{sign}word", text)

    def _option(self, token: Token) -> None:
        key = _NAMES.get(token.name)
        if key is None:
            near = difflib.get_close_matches(token.name[:LONGEST_WORD], _NAMES, n=1)
            raise _Wrong("wish-unknown-option", name=_shown(token.name), near=near[0] if near else NONE)
        if not token.value.strip():
            raise _Wrong("wish-no-value", name=token.name)
        if key == "author":
            self._word(f"{token.sign or '+'}author", token.value)
        elif key == "categories":
            self._listed_categories(token)
        elif token.sign:
            raise _Wrong("wish-sign-before-option", name=token.name, sign=token.sign)
        elif key == "mention" and self._base.destination.platform != _DISCORD:
            raise _Wrong("wish-no-roles-here")
        elif key == "layout" and not has_layouts(self._base.destination):
            raise _Wrong("wish-no-layouts-here")
        else:
            self._set(key, token.name, value=_VALUES[key](token.value))

    def _set(self, key: str, name: str, *, value: object) -> None:
        if key in self._options and self._options[key] != value:
            raise _Wrong("wish-said-twice", name=name)
        self._options[key] = value

    def _word(self, kind: str, text: str) -> None:
        if len(text) > LONGEST_WORD:
            raise _Wrong("wish-word-too-long", text=_shown(text), most=LONGEST_WORD)
        if not any(letter.isalnum() for letter in text):
            raise _Wrong("wish-word-without-letters", text=_shown(text))
        opposite = ("-" if kind[0] == "+" else "+") + kind[1:]
        if text.casefold() in map(str.casefold, self._words[opposite]):
            raise _Wrong("wish-contradiction", text=_shown(text))
        self._words[kind].append(text)

    def _category(self, text: str) -> str:
        try:
            code = categories.canonical(text)
        except UsageError:
            raise _Unknown(text, near_categories(text, self._offered)) from None
        if code not in self._offered:
            raise _Wrong("wish-category-not-offered", category=code, offered=", ".join(self._offered))
        return code

    def end(self) -> Reading:
        """What the whole line makes of the subscription."""
        self._tell_unknown()
        wishes = self._base.wishes
        chosen = list(self._chosen or wishes.categories)
        for sign, code in self._changed:
            chosen = [one for one in chosen if one != code] + ([code] if sign == "+" else [])
        if not chosen:
            self._mistakes.append(Mistake("wish-no-category-left"))
        lists: dict[str, Any] = {
            "wanted_words": self._listed("+word", "-word", wishes.wanted_words),
            "unwanted_words": self._listed("-word", "+word", wishes.unwanted_words),
            "wanted_authors": self._listed("+author", "-author", wishes.wanted_authors),
            "unwanted_authors": self._listed("-author", "+author", wishes.unwanted_authors),
        }
        if any(len(words) > MOST_WORDS for words in lists.values()):
            self._mistakes.append(Mistake("wish-too-many-words", {"most": MOST_WORDS}))
        if self._mistakes:
            return Reading(self._base, tuple(self._mistakes))
        of_wishes = {key: value for key, value in self._options.items() if key in _OF_WISHES}
        others = {key: value for key, value in self._options.items() if key not in _OF_WISHES}
        wishes = replace(wishes, categories=tuple(dict.fromkeys(chosen)), **lists, **of_wishes)
        return Reading(replace(self._base, wishes=wishes, **others), ())

    def _tell_unknown(self) -> None:
        """All bare words that say nothing in one sentence: whoever writes one wrong writes the others alike."""
        if len(self._unknown) < 2:
            self._mistakes += [one.mistake for one in self._unknown.values()]
            return
        near = ", ".join(dict.fromkeys(code for one in self._unknown.values() for code in one.near[:1]))
        texts = ", ".join(f"“{text}”" for text in self._unknown)
        self._mistakes.append(Mistake("wish-unknown-words", {"texts": texts, "near": near or NONE}))

    def _listed(self, adding: str, taking: str, former: tuple[str, ...]) -> tuple[str, ...]:
        gone = {text.casefold() for text in self._words[taking]}
        both: dict[str, str] = {}
        for text in (*former, *self._words[adding]):
            both.setdefault(text.casefold(), text)
        return tuple(text for folded, text in both.items() if folded not in gone)


def has_layouts(destination: Destination) -> bool:
    """Whether an edition can look one way or another there."""
    return destination.platform != _DISCORD


def without(subscription: Subscription, name: str, text: str) -> Subscription:
    """The subscription without one word or author: ``name`` is the list's (``wanted_words``)."""
    left: dict[str, Any] = {name: tuple(one for one in getattr(subscription.wishes, name) if one != text)}
    return replace(subscription, wishes=replace(subscription.wishes, **left))


def _is_code(text: str) -> bool:
    """Whether a signed text is meant as a category: as a word, ``cs.CV`` would find nothing."""
    folded = text.casefold()
    return any(folded == code.casefold() for code in (*categories.CATEGORIES, *categories.ALIASES))


def near_categories(text: str, offered: Sequence[str]) -> list[str]:
    """The categories offered that somebody may have meant, at most three."""
    folded = text[:LONGEST_WORD].casefold()
    archive = [code for code in offered if code.casefold().split(".")[0] == folded]
    swapped = [code for code in offered if sorted(code.casefold()) == sorted(folded)]  # cs.VC
    by_code = {code.casefold(): code for code in offered}
    near = [by_code[code] for code in difflib.get_close_matches(folded, by_code, n=3, cutoff=0.6)]
    named = [category.code for category in categories.search(text[:LONGEST_WORD]) if category.code in offered]
    return (archive or swapped or near or named)[:3]


def _shown(text: str) -> str:
    """A text as it may stand in a sentence about it."""
    return " ".join(text.split())[:60]


def _language(text: str) -> str:
    if found := languages.find(text):
        return found
    near = ", ".join(languages.near(text[:LONGEST_WORD])) or NONE
    raise _Wrong("wish-unknown-language", text=_shown(text), near=near)


def _zone(text: str) -> str:
    if found := find_zone(text):
        return found
    raise _Wrong("wish-unknown-zone", text=_shown(text), near=", ".join(near_zones(text[:LONGEST_WORD])) or NONE)


def _time(text: str) -> object:
    try:
        return parse_time(text.replace("：", ":"))
    except ValueError:
        raise _Wrong("wish-no-time", text=_shown(text)) from None


def _yes_or_no(text: str) -> bool:
    if text.casefold() not in _YES | _NO:
        raise _Wrong("wish-yes-or-no", text=_shown(text))
    return text.casefold() in _YES


def _pages(text: str) -> int:
    if not re.fullmatch(r"\d{1,4}", text, re.ASCII) or int(text) > MOST_PAGES:
        raise _Wrong("wish-pages", text=_shown(text), most=MOST_PAGES)
    return int(text)


def _role(text: str) -> str:
    if text.casefold() in _NOBODY:
        return ""
    if found := _ROLE.fullmatch(text):
        return found[1] or found[2]
    raise _Wrong("wish-no-role", text=_shown(text))


def _one_of(choices: Mapping[str, str]) -> Callable[[str], str]:
    def choose(text: str) -> str:
        if found := choices.get(text.casefold()):
            return found
        raise _Wrong("wish-one-of", text=_shown(text), choices=", ".join(dict.fromkeys(choices.values())))

    return choose


_VALUES: Final[Mapping[str, Callable[[str], object]]] = {
    "language": _language,
    "time": _time,
    "timezone": _zone,
    "layout": _one_of(_LAYOUTS),
    "detail": _one_of(_DETAILS),
    "max_pages": _pages,
    "silent": _yes_or_no,
    "missed": _one_of(_MISSED),
    "quiet": _yes_or_no,
    "mention": _role,
    "crosslists": _yes_or_no,
    "replacements": _yes_or_no,
}
