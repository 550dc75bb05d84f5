"""The whole bot for many days in a few minutes: both platforms, every kind of chat, and faults at random from a seed.

``python -m tests.doubles.soak --days 30 --subscriptions 200 --seed 1``
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import logging
import random
import re
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from bot import announcements, config
from bot.discord import client
from bot.papers import Paper
from tests.doubles.account import Account
from tests.doubles.hostile import SHORT
from tests.doubles.mishaps import Mishaps
from tests.doubles.outside import Outside
from tests.doubles.papers import invent
from tests.doubles.program import Bot
from tests.doubles.readers import CODES, Readers

BEGIN = datetime(2026, 11, 9, 4, 30, tzinfo=UTC)
"""A Monday half an hour before the feeds turn; Thanksgiving is among the days that follow."""
HOURS = (1.0, 1.6, 2.2, 4, 7, 10, 13, 16, 19, 22.5)
"""When the bot looks what is due, in hours after each day's beginning."""
ASKED = ("/today", "/search boats", "/settings", "/why", "/help", "kites on a budget", "https://evil.example/abs/2512.1",
         "http://127.0.0.1:9/x http://169.254.169.254/latest", "/paper https://evil.example/2512.10935v1")  # fmt: skip
"""What people write to the bot."""
SENDABLE = [text for text in SHORT.values() if text.strip() and len(text) < 4000 and "\ud800" not in text]
"""And what Telegram lets through of what they may try."""
CACHED = frozenset({"Place", "Page", "_Roomy"})
"""What caches of a fixed size, and one of a fixed time, may come to hold by the thousand."""
OURS = ("bot.", "handlers.")


class _Mistakes(logging.Handler):
    """Collects what should never be logged."""

    def __init__(self, found: list[str]) -> None:
        super().__init__(logging.ERROR)
        self._found = found

    def emit(self, record: logging.LogRecord) -> None:
        if record.exc_info:
            self._found.append(f"{record.name}: {record.getMessage()}: {record.exc_info[1]!r}")


class Soak:
    """The world and the bot in it. One call of ``live`` is the whole time."""

    def __init__(
        self,
        *,
        days: int,
        subscriptions: int,
        seed: int,
        folder: Path,
        dress: Callable[[Paper], Paper] = lambda one: one,
    ) -> None:
        """``dress`` changes each paper before arXiv announces it."""
        self._dress = dress
        self._days = days
        self._dice = random.Random(seed)
        self.outside = Outside(folder, BEGIN)
        self._readers = Readers(self.outside, self._dice)
        self._tables = [self._readers.subscribe() for _ in range(subscriptions)]
        self._mishaps = Mishaps(self.outside, self._readers, self._dice)
        self._papers: dict[str, tuple[Paper, frozenset[str]]] = {}
        self.account = Account()

    async def live(self) -> Account:
        """All days; what is found at the end of each is in the account."""
        begun = time.monotonic()
        watcher = _Mistakes(self.account.mistakes)
        logging.getLogger().addHandler(watcher)
        async with self.outside as outside:
            settings = outside.settings(boss=self._readers.boss, categories=CODES, subscriptions=self._tables)
            day = BEGIN
            bot = await self._start(settings)
            for _ in range(self._days):
                self._announce(announcements.newest(day + timedelta(hours=1)), day)
                for hour in HOURS:
                    outside.clock.to(day + timedelta(hours=hour))
                    self.account.faults.update(self._mishaps.happen())
                    if self._dice.random() < 0.08:
                        bot = await self._restart(bot, settings, at_once=self._dice.random() < 0.5)
                    await bot.round()
                self._mishaps.mend()
                await self._heard()
                await self._people_ask()
                for _ in range(3):
                    outside.clock.advance(minutes=61)
                    await bot.round()
                day += timedelta(days=1)
                self._look()
                outside.clock.to(day)
            for hour in HOURS:  # what comes at a clock time, or was missed
                outside.clock.to(day + timedelta(hours=hour))
                await bot.round()
            await bot.close()
            self._check()
        logging.getLogger().removeHandler(watcher)
        self.account.breaches += self.outside.breaches
        self.account.seconds = time.monotonic() - begun
        return self.account

    # -- the days

    def _announce(self, day: date, now: datetime) -> None:
        """What arXiv announces on a weekday that is none of its holidays."""
        if day != (now + timedelta(hours=1)).date():
            return
        dice = self._dice
        made: list[Paper] = []
        for at, code in enumerate(CODES):
            made += invent(dice.randint(0, 5), category=code, first=90001 + 50 * self.account.days + 15 * at, seed=at)
        made = list(map(self._dress, made))
        for code in CODES:
            entries = [("new" if one.primary == code else "cross", one) for one in made if code in one.categories]
            self.outside.arxiv.announce(day, code, entries)
        for one in made:
            self._papers[one.id] = one, frozenset(one.categories)
        self.account.days += 1
        self.account.announced += len(made)
        if made and dice.random() < 0.3:
            late = dice.choice(made)
            self.outside.arxiv.stragglers(late.primary, [late.id])
            self.account.faults["arXiv: a straggler"] += 1

    async def _people_ask(self) -> None:
        """Somebody asks things, and is answered."""
        telegram, ada = self.outside.telegram, self._readers.ada
        chat = telegram.chat(ada.id)
        lines = [*ASKED, *self._papers, *SENDABLE]
        for text in self._dice.sample(lines, 6):
            before = len(chat.sent)
            telegram.write(ada, text)
            for _ in range(300):
                if len(chat.sent) > before and not telegram.updates.pending:
                    break
                await asyncio.sleep(0.01)
            if len(chat.sent) == before:
                self.account.unanswered.append(f"nobody answered {text[:60]!r}")

    # -- the bot

    async def _start(self, settings: config.Settings) -> Bot:
        bot = Bot()
        await bot.open(settings, self.outside.clock, self.outside.model)
        return bot

    async def _restart(self, bot: Bot, settings: config.Settings, *, at_once: bool) -> Bot:
        """Stop it in the middle of a round: gently, or as a process that dies."""
        self.account.restarts += 1
        under_way = asyncio.create_task(bot.round())
        await asyncio.sleep(self._dice.uniform(0.0, 0.4))
        await bot.close(at_once=at_once)
        under_way.cancel()
        await asyncio.gather(under_way, return_exceptions=True)
        return await self._start(settings)

    # -- what is found

    async def _heard(self) -> None:
        """Wait until the bot has heard what has become of its chats."""
        for _ in range(500):
            if not self.outside.telegram.updates.pending:
                break
            await asyncio.sleep(0.01)
        await self.outside.discord.settled()
        await asyncio.sleep(0.1)

    def _look(self) -> None:
        """What the bot holds on to at the end of a day."""
        gc.collect()
        kinds = [type(one) for one in gc.get_objects()]
        ours = sum(str(kind.__module__).startswith(OURS) and kind.__name__ not in CACHED for kind in kinds)
        self.account.objects.append(ours)
        self.account.files.append(len(list(Path("/proc/self/fd").iterdir())))
        self.account.tasks.append(len(asyncio.all_tasks()))
        self.outside.telegram.calls.clear()
        self.outside.discord.calls.clear()
        self.outside.arxiv.requests[:-20] = []

    def _check(self) -> None:
        """Every receipt against what stands in every chat, and that against what was announced."""
        told = self.outside.telegram.chat(self._readers.boss.id).texts
        for place in self._readers.places:
            texts = list(place.read())
            self.account.pages += len(texts)
            found = Counter(one for text in texts for one in set(re.findall(r"/abs/(26\d\d\.\d{5})", text)))
            wanted = {one for one, (_, codes) in self._papers.items() if codes & set(place.categories)}
            where = f"{place.platform} {place.chat}"
            missing = sorted(wanted - found.keys())
            if missing and not place.strict and any(f"({place.chat})" in one and "left out" in one for one in told):
                self.account.doubted += len(missing)
            else:
                self.account.lost += [f"{where} has no {one}" for one in missing]
            twice = [one for one, count in found.items() if count > 1]
            if place.strict:
                self.account.repeated += [f"{where} has {one} {found[one]} times" for one in twice]
            else:
                self.account.doubted += len(twice)
            said = sum(
                int(count) for text in texts for count in re.findall(r"(?:公布 )?(\d+) (?:announced|篇 =)", text)
            )
            if place.strict and said and said < len(wanted):
                self.account.receipts.append(f"{where}: receipts of {said} papers for {len(wanted)}")


@asynccontextmanager
async def _hasty() -> AsyncIterator[None]:
    """All servers are known at once; the library would wait half a second for more at each start."""
    before, client._SETTLED = client._SETTLED, 0.02
    try:
        yield
    finally:
        client._SETTLED = before


async def soak(soak: Soak) -> Account:
    """Live all its days, and say how it went."""
    async with _hasty():
        return await soak.live()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--days", type=int, default=30)
    parser.add_argument("--subscriptions", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        wished = Soak(days=given.days, subscriptions=given.subscriptions, seed=given.seed, folder=Path(folder))
        account = asyncio.run(soak(wished))
    print(account)
    if wrong := account.wrong:
        raise SystemExit("\n".join([f"{len(wrong)} things are wrong:", *wrong[:40]]))


if __name__ == "__main__":
    main()
