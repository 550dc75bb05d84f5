"""Chats of every kind on both platforms, and what stands in each."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from tests.doubles.discord.places import Channel
from tests.doubles.discord.places import User as Member
from tests.doubles.outside import Outside
from tests.doubles.telegram.chats import Chat

CODES = ("cs.CV", "cs.AI", "math.OC")
WANTED = (("cs.CV",), ("cs.AI",), ("cs.CV", "cs.AI"), ("math.OC", "cs.CV"), CODES)
TIMES = ("asap", "asap", "08:30", "18:00", "23:59")
ZONES = ("UTC", "Europe/Berlin", "Asia/Shanghai", "America/Los_Angeles")


@dataclass(frozen=True, slots=True)
class Place:
    """A subscription and where it can be read."""

    platform: str
    chat: str
    categories: tuple[str, ...]
    read: Callable[[], Iterator[str]]
    """Every message's text with where its links lead."""
    strict: bool = True
    """Whether a page whose answer was lost can be found there; else it may stand twice, and somebody is told."""
    kick: Callable[[], object] | None = None
    back: Callable[[], object] | None = None
    formats: tuple[str, ...] = ("classic",)


class Readers:
    """Those who subscribe, the one who runs the bot, and Ada, who asks."""

    def __init__(self, outside: Outside, dice: random.Random) -> None:
        self._telegram, self._discord, self._dice = outside.telegram, outside.discord, dice
        self.boss, self.ada = self._telegram.user("Boss"), self._telegram.user("Ada")
        self._lab, self._member = self._discord.guild("Lab"), self._discord.user("Eve")
        self._lab.join(self._member)
        self.places: list[Place] = []

    def subscribe(self) -> str:
        """One more, in turn on each platform and of each kind; returns its table of the settings file."""
        number, dice = len(self.places), self._dice
        codes = dice.choice(WANTED)
        kind, name = number // 2, f"Readers {number}"
        place = self._on_telegram(kind % 8, name, codes) if number % 2 else self._on_discord(kind % 6, name, codes)
        self.places.append(place)
        return f"""
            [[subscriptions]]
            platform = "{place.platform}"
            chat = "{place.chat}"
            categories = {json.dumps(codes)}
            time = "{dice.choice(TIMES)}"
            timezone = "{dice.choice(ZONES)}"
            language = "{dice.choice(("English", "English", "Chinese"))}"
            format = "{dice.choice(place.formats)}"
        """

    def _on_telegram(self, kind: int, name: str, codes: tuple[str, ...]) -> Place:
        telegram = self._telegram
        kick: Callable[[], object] | None = None
        back: Callable[[], object] | None = None
        strict = True
        comments: list[Chat] = []
        formats: tuple[str, ...] = ("classic",)
        if kind < 3:
            user = telegram.user(name)
            chat, strict = telegram.chat(user.id), False
            kick, back = partial(telegram.block, user), partial(telegram.unblock, user)
        elif kind == 3:
            chat, formats = telegram.channel(name), ("classic", "rich")
        elif kind == 4:
            group = telegram.supergroup(name, bot="administrator", members=[self.boss])
            chat, comments = telegram.channel(name, linked=group), [group]
        elif kind == 5:
            chat = telegram.forum(name)
        elif kind == 6:
            chat = telegram.supergroup(name, bot="member", members=[self.boss])
            kick, back = partial(telegram.kick, chat), partial(telegram.restore, chat)
        else:
            chat, strict = telegram.group(name, members=[self.boss]), False
        return Place("telegram", str(chat.id), codes, _read_telegram([chat, *comments]), strict, kick, back, formats)

    def _on_discord(self, kind: int, name: str, codes: tuple[str, ...]) -> Place:
        discord, lab, title = self._discord, self._lab, re.sub(r"\W+", "-", name.lower())
        kick: Callable[[], object] | None = None
        back: Callable[[], object] | None = None
        place: Channel | Member
        if kind == 1:
            place = lab.announcement(title)
        elif kind == 2:
            place = lab.forum(title)
        elif kind == 3:
            place = discord.start_thread(lab.text(f"{title}-talk"), "daily", user=self._member)
        elif kind == 4:
            place = lab.join(discord.user(name))
        elif kind == 5:
            place = lab.voice(title)
        else:
            place = channel = lab.text(title)
            kick = partial(discord.take_rights, channel, "SEND_MESSAGES")
            back = partial(discord.give_rights, channel, "SEND_MESSAGES")
        return Place("discord", str(place.id), codes, _read_discord(place), kick=kick, back=back)


def _read_telegram(chats: list[Chat]) -> Callable[[], Iterator[str]]:
    return lambda: (f"{message.text} {' '.join(message.links)}" for chat in chats for message in chat.sent)


def _read_discord(place: Channel | Member) -> Callable[[], Iterator[str]]:
    def read() -> Iterator[str]:
        first = place.dm if isinstance(place, Member) else place
        return (message.text for one in (first, *first.threads) for message in one.sent)

    return read
