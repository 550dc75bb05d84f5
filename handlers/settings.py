"""``/settings``: what a chat gets, wish by wish. ``/language``: what a person reads, wherever they ask."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from zlib import crc32

from bot import languages
from bot import words as vocabulary
from bot.messages import Asker, Button, Command, Option, Reply
from bot.store import Person
from bot.subscriptions import ASAP, Origin, Subscription
from bot.text import shorten
from bot.words import Words, speak
from handlers import completing, preview, reader, wish_line, wish_options
from handlers.daily import Parts
from handlers.subscribe import in_file, mistaken, only_shown
from handlers.wish_line import Reading

IN_A_ROW = 4
LABELLED_IN_A_ROW = 2
"""Of buttons whose labels say more than a word; a telephone cuts them off otherwise."""
LONGEST_LABEL = 30
TIMES = (ASAP, "06:00", "07:00", "08:00", "09:00", "12:00", "18:00", "20:00")
EXAMPLE = "settings time:08:30 +diffusion -survey"
PAGES = ("0", "1", "3", "5", "10", "20")
MOST_CATEGORIES = 40
"""Offered as buttons; with more, categories are written."""
_LISTS = {
    "wanted_words": "+",
    "unwanted_words": "-",
    "wanted_authors": "+author:",
    "unwanted_authors": "-author:",
}
"""The lists of words and names, and how each is written."""


def commands(parts: Parts, *, offered: Sequence[str]) -> tuple[Command, ...]:
    """The commands of this family. ``offered`` are the categories that the bot fetches."""
    return (
        Command(
            name="settings",
            handler=partial(settings, parts=parts, offered=offered),
            argument="argument-wishes",
            examples=("settings", "settings time:08:30 tz:Europe/Berlin", "settings +diffusion -cs.AI"),
            options=(_MENU, *wish_options.options(parts, offered)),
            changes=True,
        ),
        Command(
            name="language",
            handler=partial(language, parts=parts),
            aliases=("lang",),
            argument="argument-language",
            examples=("language", "language Chinese", "language auto"),
            complete=completing.language_or_auto,
            options=(
                Option(name="language", last=True, complete=completing.language_or_auto),
                Option(name="of", choices=("words", "summaries")),
            ),
            personal=True,
        ),
    )


# --- /settings ------------------------------------------------------------------------------------------------------


async def settings(asker: Asker, text: str, *, parts: Parts, offered: Sequence[str]) -> Reply:
    """Show what the chat gets; open a menu (``time``); or change what a line of wishes names and leave the rest."""
    words = speak(asker.locale)
    now = await parts.store.subscription(asker.platform, asker.chat)
    if now is None:
        way = ((Button(words("subscription-subscribe"), "subscribe"),),) if asker.may_change else ()
        return Reply(text=words("settings-none"), buttons=way)
    if now.origin is Origin.FILE:
        return in_file(now, words)
    if not asker.may_change:
        return only_shown(now, words, asker.platform)
    asked = text.strip()
    if not asked:
        return Reply(text=preview.described(now, words), buttons=tuple(_overview(now, words)))
    if asked in _MENUS:
        return _menu(asked, now, offered, words)
    menu, _, line = asked.partition(" ")
    if (named := menu.removeprefix(_NAMED)) in _MENUS and menu != named:
        return await _opened(named, line, now, offered, words, parts)
    if menu in _OPEN and line:
        return await _picked(menu, line, now, offered, words, parts)
    reading = wish_line.read(asked, now, offered)
    if reading.mistakes:
        return mistaken(reading.mistakes, offered, words, example="" if asker.fills_in else EXAMPLE)
    return await _changed(now, reading.subscription, words, parts)


async def _opened(menu: str, line: str, now: Subscription, offered: Sequence[str], words: Words, parts: Parts) -> Reply:
    """A menu, after what else was wished for: both come from options, which say by themselves how they are filled."""
    reading = wish_line.read(line, now, offered)
    if reading.mistakes:
        return mistaken(reading.mistakes, offered, words)
    if reading.subscription == now:
        return _menu(menu, now, offered, words)
    await parts.store.save_subscription(reading.subscription, at=parts.clock.now())
    return _menu(menu, reading.subscription, offered, words, first=[words("settings-changed")])


async def _picked(menu: str, line: str, now: Subscription, offered: Sequence[str], words: Words, parts: Parts) -> Reply:
    """The same menu again, as one of its choices has left things: several are made there, one after the other."""
    reading = Reading(_without(now, line), ()) if menu == "words" else wish_line.read(line, now, offered)
    after = reading.subscription
    if after != now:
        await parts.store.save_subscription(after, at=parts.clock.now())
    said = words("settings-same" if after == now else "settings-changed")
    told = [words(one.message, **one.places) for one in reading.mistakes]
    return _menu(menu, after, offered, words, first=told or [said])


async def _changed(before: Subscription, after: Subscription, words: Words, parts: Parts) -> Reply:
    if after == before:
        said = words("settings-same")
    else:
        await parts.store.save_subscription(after, at=parts.clock.now())
        said = words("settings-changed")
    told = [said, preview.described(after, words)]
    if after.wishes != replace(before.wishes, language=after.wishes.language):
        tried = await preview.dry_run(after.wishes, parts.store)
        told += ["\n".join(preview.account(tried, words))] if tried else []
    return Reply(text="\n\n".join(told), buttons=tuple(_overview(after, words)))


def _without(subscription: Subscription, mark: str) -> Subscription:
    for name in _LISTS:
        for text in getattr(subscription.wishes, name):
            if _mark(name, text) == mark:
                return wish_line.without(subscription, name, text)
    return subscription


def _mark(name: str, text: str) -> str:
    """Short enough for a button, and the same after others were removed."""
    return f"{crc32(f'{name} {text}'.encode('utf-8', 'replace')):08x}"


def _overview(subscription: Subscription, words: Words) -> Iterator[tuple[Button, ...]]:
    wishes = subscription.wishes
    shown = [menu for menu in _MENUS if menu != "layout" or wish_line.has_layouts(subscription.destination)]
    menus = [Button(words("settings-menu", menu=menu), f"settings {menu}") for menu in shown]
    yield from _rows(menus)
    switches = {
        "crosslists": wishes.crosslists,
        "replacements": wishes.replacements,
        "silent": subscription.silent,
        "quiet": subscription.quiet,
    }
    turns = {name: "no" if on else "yes" for name, on in switches.items()}
    yield tuple(
        Button(words("settings-switch", switch=name, turn=turn), f"settings {name}:{turn}")
        for name, turn in turns.items()
    )
    if subscription.mention:
        yield (Button(words("settings-no-mention"), "settings mention:none"),)
    yield (Button(words("subscription-stop"), "unsubscribe"),)


def _menu(menu: str, now: Subscription, offered: Sequence[str], words: Words, *, first: Sequence[str] = ()) -> Reply:
    into = f"settings {menu}" if menu in _OPEN else "settings"
    choices = [
        Button(f"✓ {label}" if chosen else label, f"{into} {line}")
        for label, line, chosen in _MENUS[menu](now, offered, words)
    ]
    out = (Button(words("subscription-done" if menu in _OPEN else "subscription-back"), "settings"),)
    lines = [*first, words("settings-choose", menu=menu, platform=now.destination.platform)]
    if menu == "categories":
        lines.append(words("wish-categories", categories=words("wish-comma").join(now.wishes.categories)))
    return Reply(text="\n".join(lines), buttons=(*_rows(choices), out))


_Choices = Iterator[tuple[str, str, bool]]
"""A label, what it makes of ``/settings``, and whether it is so already."""


def _categories(now: Subscription, offered: Sequence[str], words: Words) -> _Choices:
    del words
    chosen = now.wishes.categories
    for code in dict.fromkeys((*chosen, *offered[:MOST_CATEGORIES])):
        yield code, f"{'-' if code in chosen else '+'}{code}", code in chosen


def _languages(now: Subscription, offered: Sequence[str], words: Words) -> _Choices:
    del offered, words
    for name, own in languages.common().items():
        yield own, f"lang:{name}", name == now.wishes.language


def _times(now: Subscription, offered: Sequence[str], words: Words) -> _Choices:
    del offered
    for time in TIMES:
        yield words("wish-asap") if time == ASAP else time, f"time:{time}", time == now.at


def _zones(now: Subscription, offered: Sequence[str], words: Words) -> _Choices:
    del offered, words
    for zone in completing.USUAL_ZONES:
        yield zone, f"tz:{zone}", zone == now.timezone


def _texts(now: Subscription, offered: Sequence[str], words: Words) -> _Choices:
    del offered, words
    for name, sign in _LISTS.items():
        for text in getattr(now.wishes, name):
            yield f"× {sign}{shorten(text, LONGEST_LABEL)}", _mark(name, text), False


def _layouts(now: Subscription, offered: Sequence[str], words: Words) -> _Choices:
    del offered
    for layout in ("classic", "rich"):
        yield words("wish-layout", layout=layout), f"layout:{layout}", layout == now.layout


def _details(now: Subscription, offered: Sequence[str], words: Words) -> _Choices:
    del offered
    for detail in ("full", "brief", "titles"):
        yield words("wish-detail", detail=detail), f"detail:{detail}", detail == now.detail


def _pages(now: Subscription, offered: Sequence[str], words: Words) -> _Choices:
    del offered
    for pages in PAGES:
        yield words("wish-pages-no-limit") if pages == "0" else pages, f"pages:{pages}", int(pages) == now.max_pages


def _missed(now: Subscription, offered: Sequence[str], words: Words) -> _Choices:
    del offered
    for missed in ("each", "one", "newest"):
        yield words("wish-missed", missed=missed), f"missed:{missed}", missed == now.missed


_MENUS = {
    "categories": _categories,
    "words": _texts,
    "language": _languages,
    "time": _times,
    "timezone": _zones,
    "layout": _layouts,
    "detail": _details,
    "pages": _pages,
    "missed": _missed,
}

_NAMED = "menu:"
_MENU = Option(name="menu", form=f"{_NAMED}{{}}", choices=tuple(menu for menu in _MENUS if menu != "layout"))
"""Opens one. Layouts are left out, as among the options of wishes."""

_OPEN = frozenset(("categories", "words"))
"""The menus that stay open: several choices are made in them."""


def _rows(buttons: Sequence[Button], width: int = IN_A_ROW) -> list[tuple[Button, ...]]:
    return [tuple(buttons[at : at + width]) for at in range(0, len(buttons), width)]


# --- /language ------------------------------------------------------------------------------------------------------


async def language(asker: Asker, text: str, *, parts: Parts) -> Reply:
    """Choose the language of the bot's own words (``words zh``), of summaries (``summaries German``) or both.

    It is the person's own choice, for wherever they ask; ``auto`` leaves it to their client again.
    """
    words = speak(asker.locale)
    now = await parts.store.person(asker.platform, asker.user)
    asked = text.strip()
    if asked in ("", "words", "summaries"):
        return await _languages_told(asker, now, (), parts)
    what, _, named = asked.partition(" ")
    if what == "words" and named in vocabulary.languages():
        return await _choose(asker, replace(now, locale=named), parts)
    what, named = (what, named) if what in ("words", "summaries") and named else ("", asked)
    if named == "auto":
        await parts.store.save_person(asker.platform, asker.user, Person())
        return Reply(text=words("language-auto-kept"), private=True)
    found = languages.find(named)
    if found is None:
        near = ", ".join(languages.near(named[: wish_line.LONGEST_WORD])) or wish_line.NONE
        return Reply(text=words("wish-unknown-language", text=shorten(named, 60), near=near), private=True)
    spoken = next((code for code in vocabulary.languages() if languages.of_locale(code) == found), None)
    if what == "words" and spoken is None:
        return Reply(text=words("language-not-spoken", language=_said(found, words), name=found), private=True)
    return await _choose(
        asker,
        Person(
            locale=(spoken or now.locale) if what != "summaries" else now.locale,
            language=found if what != "words" else now.language,
        ),
        parts,
    )


async def _choose(asker: Asker, person: Person, parts: Parts) -> Reply:
    await parts.store.save_person(asker.platform, asker.user, person)
    asker = replace(asker, locale=person.locale) if person.locale else asker
    return await _languages_told(asker, person, (speak(asker.locale)("language-kept"),), parts)


async def _languages_told(asker: Asker, person: Person, first: Sequence[str], parts: Parts) -> Reply:
    words = speak(asker.locale)
    summaries = await reader.language(asker, parts.store)
    lines = [*first, words("language-is", words=_own_name(words.language), summaries=_said(summaries, words))]
    if not parts.summarizer.uses_model:
        lines.append(words("language-no-model"))
    if person == Person():
        lines.append(words("language-by-client"))
    rows = [
        tuple(
            Button(words("language-of-words", language=_own_name(code)), f"language words {code}")
            for code in vocabulary.languages()
        ),
        *_rows(
            [
                Button(words("language-of-summaries", language=own), f"language summaries {name}")
                for name, own in languages.common().items()
            ],
            LABELLED_IN_A_ROW,
        ),
        (Button(words("language-auto"), "language auto"),),
    ]
    subscription = await parts.store.subscription(asker.platform, asker.chat)
    if subscription and subscription.origin is Origin.COMMAND and subscription.wishes.language != summaries:
        lines.append(words("language-of-edition", language=_said(subscription.wishes.language, words)))
        if asker.may_change and person.language:
            rows.append((Button(words("language-edition-too"), f"settings lang:{_quoted(person.language)}"),))
    return Reply(text="\n".join(lines), buttons=tuple(rows), private=True)


def _quoted(name: str) -> str:
    return f'"{name}"' if " " in name else name


def _said(language: str, words: Words) -> str:
    return languages.said(language, words.language)


def _own_name(code: str) -> str:
    return languages.common().get(languages.of_locale(code), code)
