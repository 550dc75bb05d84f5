"""What ``paperboy check`` looks at: each part by itself and for a limited time, beside a bot that may be running."""

from __future__ import annotations

import asyncio
import logging
import shutil
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import chain
from pathlib import Path
from typing import Final

from bot.adapter import Finding
from bot.arxiv import Arxiv
from bot.cli.platforms import TOKENS, missing, with_token
from bot.clock import Clock
from bot.config import Settings, strays
from bot.errors import PaperboyError, SourceError, StoreError
from bot.messages import Destination
from bot.store import WAY_BACK, Inspection, inspect
from bot.subscriptions import Subscription
from bot.summarize.probe import probe
from handlers.vigil import ROOM

log = logging.getLogger(__name__)

FOR_DATABASE: Final = 20.0
"""Seconds for SQLite's own check of the database."""
FOR_ARXIV: Final = 30.0
FOR_MODEL: Final = 60.0
"""A model on one's own machine may have to be loaded first."""
FOR_LOGIN, FOR_CHAT = 30.0, 1.0
"""Seconds for a platform, and for each chat there in addition."""
SKEW: Final = timedelta(seconds=60)
"""How far this machine's clock may be off: editions would come at wrong times, and tokens and certificates fail."""

_MEGABYTE = 1_000_000


class Examination:
    """Everything that may need a person; nothing is written, sent or changed."""

    def __init__(self, settings: Settings, file: Path | None, clock: Clock) -> None:
        """``file`` is where the settings were read; None for no file."""
        self._settings = settings
        self._file = file
        self._clock = clock

    async def findings(self, step: Callable[[], None]) -> list[Finding]:
        """All of them, in the order in which people read them; ``step`` is called ``STEPS`` times."""
        database, inspection = await self._database()
        step()
        subscriptions = self._subscriptions(inspection)
        work: list[Awaitable[list[Finding]]] = [
            _within("arXiv", FOR_ARXIV, self._arxiv(inspection)),
            _within("Model", FOR_MODEL, self._model()),
            *(
                _within(platform.capitalize(), FOR_LOGIN + FOR_CHAT * len(there), self._platform(platform, there))
                for platform in TOKENS
                for there in [[one for one in subscriptions if one.destination.platform == platform]]
            ),
        ]

        async def stepping(each: Awaitable[list[Finding]]) -> list[Finding]:
            found = await each
            step()
            return found

        found = await asyncio.gather(*map(stepping, work))
        return [*self._unusual(), database, *self._disk(), *chain.from_iterable(found)]

    def _unusual(self) -> list[Finding]:
        """What the settings have, and what they had better have."""
        where = (
            f"Read from {self._file}." if self._file else "There is no settings file, so everything has its default."
        )
        found = [Finding(subject="Settings", said=where)]
        found += [Finding(subject="Settings", said=one, advice="Correct its name, or unset it.") for one in strays()]
        usable = with_token(self._settings)
        if self._settings.summarizer.lacks_key:
            found.append(
                Finding(
                    subject="Settings",
                    said="A model is wished for, and there is no key to ask it with.",
                    advice="Set OPENAI_API_KEY; until then papers speak in their authors' words.",
                )
            )
        if usable and not self._settings.admins:
            found.append(
                Finding(
                    subject="Settings",
                    said="Nobody is told in chat when something needs a person.",
                    advice=f'Name yourself in `admins`, as in admins = ["{usable[0]}:12345"] with your own number.',
                )
            )
        found += [
            Finding(
                subject="Settings",
                said=f"The operator {person} can't be reached.",
                advice=f"Set a token for {platform.capitalize()}, or take them from `admins`.",
            )
            for person in self._settings.admins
            for platform in [person.partition(":")[0]]
            if platform in TOKENS and platform not in usable
        ]
        return found

    async def _database(self) -> tuple[Finding, Inspection | None]:
        path = self._settings.database
        try:
            seen = await inspect(path, seconds=FOR_DATABASE)
        except StoreError as error:
            return Finding(subject="Database", said="It can't be used.", advice=str(error)), None
        if seen is None:
            return Finding(subject="Database", said=f"There is none yet; the first start makes {path}."), None
        said = f"{path}, {seen.size / _MEGABYTE:.1f} MB"
        if seen.damage:
            advice = f"{WAY_BACK[:1].upper()}{WAY_BACK[1:]}"
            return Finding(subject="Database", said=f"{said}: damaged ({seen.damage}).", advice=advice), seen
        if seen.behind:
            said += ", from an earlier version: the next start brings it up to date, and only then its chats are known"
        elif not seen.checked:
            said += f", too large to be checked within {FOR_DATABASE:g} s"
        else:
            said += ", sound"
        return Finding(subject="Database", said=f"{said}."), seen

    def _disk(self) -> list[Finding]:
        try:
            free = shutil.disk_usage(self._settings.database.absolute().parent).free
        except OSError:  # a folder that is not there, which the database's finding says
            return []
        said = f"{free / 1000 / _MEGABYTE:.1f} GB are free beside the database."
        advice = "" if free >= ROOM else f"Make room: {ROOM / 1000 / _MEGABYTE:.1f} GB or more should be free."
        return [Finding(subject="Disk", said=said, advice=advice)]

    def _subscriptions(self, inspection: Inspection | None) -> list[Subscription]:
        """One for each chat: what the settings file has, by the chats' ids where they are known, and the others."""
        own = self._settings.own_subscriptions
        if inspection is None:
            return list(own)
        here = [replace(one, destination=inspection.moves.get(one.destination, one.destination)) for one in own]
        first: dict[Destination, Subscription] = {}
        for one in (*here, *inspection.subscriptions):
            first.setdefault(one.destination, one)
        return list(first.values())

    async def _arxiv(self, inspection: Inspection | None) -> list[Finding]:
        wishes, category = self._settings.arxiv, self._settings.arxiv.categories[0]
        async with Arxiv(
            rss_url=wishes.rss_url,
            site_url=wishes.site_url,
            api_url=wishes.api_url,
            contact=wishes.contact,
            clock=self._clock,
            stopped=dict(inspection.stops) if inspection else None,
        ) as source:
            try:
                ahead = await source.look(category)
            except SourceError as error:
                return [Finding(subject="arXiv", said="It can't be used now.", advice=str(error)), _clock(None)]
        return [Finding(subject="arXiv", said=f"The feed of {category} is there."), _clock(ahead)]

    async def _model(self) -> list[Finding]:
        wishes = self._settings.summarizer
        if not wishes.uses_model:
            return [Finding(subject="Model", said="None is asked: papers speak in their authors' words.")]
        tokens = await probe(
            base_url=wishes.base_url,
            api_key=wishes.api_key.get_secret_value(),
            model=wishes.model,
            clock=self._clock,
            patience=FOR_MODEL,
        )
        cost = "" if tokens is None else f", for {tokens} tokens"
        return [Finding(subject="Model", said=f"{wishes.model} has summarized a paper of two sentences{cost}.")]

    async def _platform(self, platform: str, there: Sequence[Subscription]) -> list[Finding]:
        name = platform.capitalize()
        if platform not in with_token(self._settings):
            lacking = " ".join(missing(self._settings, {platform} if there else ()))
            return [Finding(subject=name, said="Not used: there is no token for it.", advice=lacking)]
        looks = {"telegram": self._telegram, "discord": self._discord}
        return await looks[platform](there)

    async def _telegram(self, there: Sequence[Subscription]) -> list[Finding]:
        from bot.telegram.checking import check  # noqa: PLC0415 -- slow to load, and only for those who have a token

        wishes = self._settings.telegram
        return await check(
            token=wishes.token.get_secret_value(),
            base_url=wishes.base_url,
            proxy=wishes.proxy or None,
            destinations=[one.destination for one in there],
        )

    async def _discord(self, there: Sequence[Subscription]) -> list[Finding]:
        from bot.discord.checking import check  # noqa: PLC0415 -- as above

        wishes = self._settings.discord
        return await check(
            token=wishes.token.get_secret_value(),
            api_url=wishes.api_url,
            proxy=wishes.proxy or None,
            sharded=wishes.sharded,
            destinations=[one.destination for one in there],
            mentions={one.destination: one.mention for one in there if one.mention},
            clock=self._clock,
        )


STEPS: Final = 3 + len(TOKENS)


def _clock(ahead: timedelta | None) -> Finding:
    if ahead is None:
        return Finding(subject="Clock", said="Not compared: arXiv has not said what time it is.")
    seconds = abs(ahead.total_seconds())
    if abs(ahead) <= SKEW:
        return Finding(subject="Clock", said=f"It agrees with arXiv's to {seconds:.0f} s.")
    which = "behind" if ahead > timedelta() else "ahead of"
    return Finding(
        subject="Clock",
        said=f"It is {seconds:,.0f} s {which} arXiv's.",
        advice="Let the machine keep its time by NTP, as with `timedatectl set-ntp true`.",
    )


async def _within(subject: str, seconds: float, look: Awaitable[list[Finding]]) -> list[Finding]:
    """What was found; what keeps it from being found is a finding, too."""
    try:
        async with asyncio.timeout(seconds):
            return await look
    except TimeoutError:
        said, advice = f"No answer within {seconds:g} s.", "See whether it is up, and check the network and the proxy."
    except PaperboyError as error:
        said, advice = "It can't be used now.", str(error)
    except Exception:
        log.info("%s", subject, exc_info=True)
        said, advice = "The check met a mistake in Paperboy.", "Run it with -v, and report what is logged."
    return [Finding(subject=subject, said=said, advice=advice)]
