"""A subscription: where an edition goes, and how it is wished for. Pure."""

from __future__ import annotations

import datetime as dt
import difflib
import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from importlib import resources
from typing import Literal

from bot.messages import Destination
from bot.wishes import Wishes

Layout = Literal["classic", "rich"]
Detail = Literal["full", "brief", "titles"]
OnUnknown = Literal["resend", "skip"]
Missed = Literal["each", "one", "newest"]

ASAP = "asap"
"""How people write that an edition is to come as soon as it is complete."""


class Origin(StrEnum):
    """Where a subscription is kept, and so who can change it."""

    FILE = "file"
    """The settings file: whoever runs the bot."""
    COMMAND = "command"
    """The store, written by ``/subscribe``: the chat itself."""


@dataclass(frozen=True, slots=True)
class Look:
    """How an edition is laid out. Equal digests with equal looks have equal pages."""

    layout: Layout = "classic"
    detail: Detail = "full"
    max_pages: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """A destination with its wishes."""

    destination: Destination
    wishes: Wishes
    time: dt.time | None = None
    """The local clock time to deliver at, to the minute; None: as soon as the edition is complete."""
    timezone: str = "UTC"
    """Where ``time`` is meant: a name of the IANA database."""
    layout: Layout = "classic"
    detail: Detail = "full"
    """Of each paper: the summary with everything that unfolds, its TL;DR alone, or only the title."""
    max_pages: int = 0
    """The most pages of one edition; 0: as many as it has."""
    silent: bool = False
    """Whether it comes without a sound."""
    missed: Missed = "each"
    """What comes of days that the bot was away: each day's edition, one over all of them, or only the newest."""
    quiet: bool = False
    """Whether a line comes when nothing else does, which says why."""
    mention: str = ""
    """Whom each edition's cover calls: on Discord a role, by its id. Empty: nobody."""
    on_unknown: OnUnknown = "resend"
    origin: Origin = Origin.FILE

    @property
    def look(self) -> Look:
        """How its editions are laid out."""
        return Look(self.layout, self.detail, self.max_pages)

    @property
    def at(self) -> str:
        """``time`` as people write it: ``asap`` or ``08:30``."""
        return self.time.isoformat("minutes") if self.time else ASAP


_TIME = re.compile(r"(\d{1,2})(?:[:.h：](\d{2}))?\s*([ap]m)?", re.IGNORECASE | re.ASCII)


def parse_time(text: str) -> dt.time | None:
    """A clock time as people write it (``08:30``, ``8.30``, ``8h30``, ``8:30pm``); ``asap`` is None.

    Raises ``ValueError`` for anything else; a bare hour needs its ``am`` or ``pm``.
    """
    written = text.strip().casefold()
    if written == ASAP:
        return None
    match = _TIME.fullmatch(written)
    if not match or not (match[2] or match[3]):
        raise ValueError("“asap” or a time such as 08:30 is expected")
    hour, minute = int(match[1]), int(match[2] or 0)
    if match[3]:
        if not 1 <= hour <= 12:
            raise ValueError("“asap” or a time such as 08:30 is expected")
        hour = hour % 12 + (12 if match[3] == "pm" else 0)
    if hour > 23 or minute > 59:
        raise ValueError("“asap” or a time from 00:00 to 23:59 is expected")
    return dt.time(hour, minute)


@lru_cache
def _zones() -> dict[str, str]:
    """Every name of the IANA database, by its folded form. The package's list is one file; the system's is a forest."""
    names = resources.files("tzdata").joinpath("zones").read_text(encoding="utf-8").split()
    return {_folded(name): name for name in names}


@lru_cache
def _cities() -> dict[str, str]:
    """Zones by the last part of their name: ``berlin``. Of several with the same city, the one with a continent."""
    found: dict[str, str] = {}
    for folded, name in _zones().items():
        if "/" in name and not name.startswith(("Etc/", "SystemV/", "US/")):
            found.setdefault(folded.rpartition("/")[2], name)
    return found


def _folded(name: str) -> str:
    return re.sub(r"[\s_]+", "_", name.strip()).casefold()


def find_zone(text: str) -> str | None:
    """The IANA time zone that somebody wrote, in any case, or by its city alone; None where there is none."""
    folded = _folded(text)
    return _zones().get(folded) or _cities().get(folded)


def search_zones(text: str) -> list[str]:
    """The IANA time zones with this in their name: the one that it names, then those whose place begins so."""
    folded = _folded(text)
    named, places = find_zone(text), set(_cities().values())

    def rank(zone: tuple[str, str]) -> tuple[bool, bool, bool, str]:
        key, name = zone
        return name != named, not key.rpartition("/")[2].startswith(folded), name not in places, name

    return [name for _, name in sorted((zone for zone in _zones().items() if folded in zone[0]), key=rank)]


def near_zones(text: str) -> list[str]:
    """Up to three time zones that may have been meant; possibly none."""
    folded = _folded(text)
    by_name = difflib.get_close_matches(folded, _zones(), n=3, cutoff=0.75)
    by_city = difflib.get_close_matches(folded.rpartition("/")[2], _cities(), n=3, cutoff=0.75)
    return list(dict.fromkeys([*(_zones()[name] for name in by_name), *(_cities()[city] for city in by_city)]))[:3]
