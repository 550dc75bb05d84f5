"""The whole bot for many days in a few minutes: both platforms, every kind of chat, and faults at random from a seed.

``python -m tests.doubles.soak --days 30 --subscriptions 200 --seed 1``
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import json
import logging
import random
import re
import resource
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from bot import announcements, config
from bot.arxiv import Arxiv
from bot.cli.platforms import TOKENS, Platforms
from bot.discord import client
from bot.papers import Paper
from bot.store import Store
from bot.summarize.summarizer import ModelSummarizer
from handlers.budget import StoredBudget
from handlers.clockwork import Clockwork
from handlers.courier import Outcome
from handlers.daily import Parts
from tests.doubles.arxiv import ArxivDouble
from tests.doubles.discord.places import Channel
from tests.doubles.discord.places import User as Member
from tests.doubles.discord.server import DiscordDouble
from tests.doubles.fastclock import FastClock
from tests.doubles.hostile import SHORT
from tests.doubles.model import KEY, NAME, RATE_LIMIT, SERVER_ERROR, ModelServer
from tests.doubles.model import Reply as ModelReply
from tests.doubles.papers import invent
from tests.doubles.telegram.chats import Chat
from tests.doubles.telegram.server import TelegramDouble

BEGIN = datetime(2026, 11, 9, 4, 30, tzinfo=UTC)
"""A Monday half an hour before the feeds turn; Thanksgiving is among the days that follow."""
CODES = ("cs.CV", "cs.AI", "math.OC")
WANTED = (("cs.CV",), ("cs.AI",), ("cs.CV", "cs.AI"), ("math.OC", "cs.CV"), CODES)
TIMES = ("asap", "asap", "08:30", "18:00", "23:59")
ZONES = ("UTC", "Europe/Berlin", "Asia/Shanghai", "America/Los_Angeles")
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
TURNS = 2
"""Of the clockwork at each of these hours: one thing follows from another."""
GROWTH = 1.25
"""How many times as many objects, files and tasks there may be at the end as there were in the first third."""


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


@dataclass(slots=True)
class Account:
    """What a soak found."""

    days: int = 0
    announced: int = 0
    pages: int = 0
    restarts: int = 0
    faults: Counter[str] = field(default_factory=Counter)
    lost: list[str] = field(default_factory=list)
    repeated: list[str] = field(default_factory=list)
    doubted: int = 0
    """Copies, and pages left out, in chats where nobody can tell whether a page arrived; somebody was told of each."""
    receipts: list[str] = field(default_factory=list)
    """Covers whose account is not what arXiv announced."""
    breaches: list[str] = field(default_factory=list)
    unanswered: list[str] = field(default_factory=list)
    mistakes: list[str] = field(default_factory=list)
    """Tracebacks in the log."""
    objects: list[int] = field(default_factory=list)
    files: list[int] = field(default_factory=list)
    tasks: list[int] = field(default_factory=list)
    seconds: float = 0.0

    def __str__(self) -> str:
        faults = ", ".join(f"{count} x {name}" for name, count in sorted(self.faults.items()))
        mebibytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        return (
            f"{self.days} days, {self.announced} papers, {self.pages} messages, {self.restarts} restarts in "
            f"{self.seconds:.0f} s, at most {mebibytes} MiB with all stand-ins\n"
            f"faults: {faults}\nlost {len(self.lost)}, repeated {len(self.repeated)} (and {self.doubted} where nobody "
            f"can tell), wrong receipts {len(self.receipts)}\nat the end of each day:\n"
            f"  objects of ours {_series(self.objects)}\n  open files {_series(self.files)}\n"
            f"  tasks {_series(self.tasks)}"
        )

    @property
    def wrong(self) -> list[str]:
        """Everything that must not be; empty when all is well."""
        found = [*self.lost, *self.repeated, *self.receipts, *self.breaches, *self.mistakes, *self.unanswered]
        for what, counts, spare in (("objects of ours", self.objects, 500), ("files", self.files, 10),
                                    ("tasks", self.tasks, 10)):  # fmt: skip
            early = max(counts[: max(1, len(counts) // 3)])
            if min(counts[-3:]) > GROWTH * early + spare:
                found.append(f"{what} grew from {early} to {counts[-1]}")
        return found


def _series(counts: list[int]) -> str:
    return " ".join(map(str, counts))


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
        self._days, self._wanted, self._folder = days, subscriptions, folder
        self._dice = random.Random(seed)
        self._clock = FastClock(BEGIN)
        self._arxiv = ArxivDouble(self._clock)
        self._model = ModelServer()
        self._telegram = TelegramDouble(self._clock, rates=False)
        self._discord = DiscordDouble(self._clock, rates=False)
        self._discord.invalid_allowed = 10_000  # Discord's own limit, of ten minutes; here of all days
        self._places: list[Place] = []
        self._papers: dict[str, tuple[Paper, frozenset[str]]] = {}
        self._away: list[Place] = []
        self._told = 0
        self.account = Account()

    async def live(self) -> Account:
        """All days; what is found at the end of each is in the account."""
        begun = time.monotonic()
        watcher = _Mistakes(self.account.mistakes)
        logging.getLogger().addHandler(watcher)
        async with AsyncExitStack() as stack:
            for double in (self._arxiv, self._model, self._telegram, self._discord):
                await stack.enter_async_context(double)
            settings = self._settle()
            day = BEGIN
            bot = await self._start(settings)
            for _ in range(self._days):
                self._announce(announcements.newest(day + timedelta(hours=1)), day)
                for hour in HOURS:
                    self._clock.to(day + timedelta(hours=hour))
                    self._something_goes_wrong()
                    if self._dice.random() < 0.08:
                        bot = await self._restart(bot, settings, at_once=self._dice.random() < 0.5)
                    await bot.round()
                self._all_is_well()
                await self._heard()
                await self._people_ask()
                for _ in range(3):
                    self._clock.advance(minutes=61)
                    await bot.round()
                day += timedelta(days=1)
                self._look()
                self._clock.to(day)
            for hour in HOURS:  # what comes at a clock time, or was missed
                self._clock.to(day + timedelta(hours=hour))
                await bot.round()
            await bot.close()
            self._check()
        logging.getLogger().removeHandler(watcher)
        self.account.breaches += [*self._arxiv.breaches, *self._telegram.breaches, *self._discord.breaches]
        self.account.seconds = time.monotonic() - begun
        return self.account

    @property
    def addresses(self) -> set[int]:
        """The ports that the settings name: whatever else the bot connects to, somebody else has named."""
        urls = (self._arxiv.rss_url, self._arxiv.site_url, self._arxiv.api_url, self._model.base_url,
                self._telegram.base_url, self._discord.api_url, self._discord.gateway_url)  # fmt: skip
        return {urlsplit(url).port or 0 for url in urls}

    # -- the world

    def _settle(self) -> config.Settings:
        """Chats of every kind, and the settings file in which they subscribe."""
        telegram, discord, dice = self._telegram, self._discord, self._dice
        self._boss = boss = telegram.user("Boss")
        self._ada = telegram.user("Ada")
        lab, member = discord.guild("Lab"), discord.user("Eve")
        lab.join(member)
        blocks = []
        for number in range(self._wanted):
            codes, form = dice.choice(WANTED), "classic"
            kick: Callable[[], object] | None = None
            back: Callable[[], object] | None = None
            strict = True
            platform, name = "telegram" if number % 2 else "discord", f"Readers {number}"
            if platform == "telegram":
                kind = (number // 2) % 8
                chats: list[Chat] = []
                if kind < 3:
                    user = telegram.user(name)
                    chat, strict = telegram.chat(user.id), False
                    kick, back = _of(telegram.block, user), _of(telegram.unblock, user)
                elif kind == 3:
                    chat, form = telegram.channel(name), dice.choice(("classic", "rich"))
                elif kind == 4:
                    group = telegram.supergroup(name, bot="administrator", members=[boss])
                    chat, chats = telegram.channel(name, linked=group), [group]
                elif kind == 5:
                    chat = telegram.forum(name)
                elif kind == 6:
                    chat = telegram.supergroup(name, bot="member", members=[boss])
                    kick, back = _of(telegram.kick, chat), _of(telegram.restore, chat)
                else:
                    chat, strict = telegram.group(name, members=[boss]), False
                address, read = str(chat.id), _read_telegram([chat, *chats])
            else:
                place, address = self._discord_place((number // 2) % 6, name, lab, member)
                read = _read_discord(place)
                if (number // 2) % 6 == 0:
                    kick, back = (
                        _of(discord.take_rights, place, "SEND_MESSAGES"),
                        _of(discord.give_rights, place, "SEND_MESSAGES"),
                    )
            self._places.append(Place(platform, address, codes, read, strict, kick, back))
            blocks.append(f"""
                [[subscriptions]]
                platform = "{platform}"
                chat = "{address}"
                categories = {json.dumps(codes)}
                time = "{dice.choice(TIMES)}"
                timezone = "{dice.choice(ZONES)}"
                language = "{dice.choice(("English", "English", "Chinese"))}"
                format = "{form}"
            """)
        head = f"""
            database = "{self._folder / "paperboy.db"}"
            admins = ["telegram:{boss.id}"]
            [arxiv]
            categories = {json.dumps(CODES)}
            rss_url = "{self._arxiv.rss_url}"
            site_url = "{self._arxiv.site_url}"
            api_url = "{self._arxiv.api_url}"
            contact = "mailto:tests@example.org"
            [telegram]
            token = "{telegram.token}"
            base_url = "{telegram.base_url}"
            [discord]
            token = "{discord.token}"
            api_url = "{discord.api_url}"
            gateway_url = "{discord.gateway_url}"
        """
        file = self._folder / "paperboy.toml"
        file.write_text(head + "".join(blocks), encoding="utf-8")
        return config.load(file)

    def _discord_place(self, kind: int, name: str, lab: object, member: Member) -> tuple[Channel | Member, str]:
        server, title = lab, re.sub(r"\W+", "-", name.lower())
        if kind == 1:
            place: Channel = server.announcement(title)  # type: ignore[attr-defined]  # a server of the stand-in
        elif kind == 2:
            place = server.forum(title)  # type: ignore[attr-defined]  # the same
        elif kind == 3:
            talk = server.text(f"{title}-talk")  # type: ignore[attr-defined]  # the same
            place = self._discord.start_thread(talk, "daily", user=member)
        elif kind == 4:
            user = self._discord.user(name)
            server.join(user)  # type: ignore[attr-defined]  # the same
            return user, str(user.id)
        elif kind == 5:
            place = server.voice(title)  # type: ignore[attr-defined]  # the same
        else:
            place = server.text(title)  # type: ignore[attr-defined]  # the same
        return place, str(place.id)

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
            self._arxiv.announce(day, code, entries)
        for one in made:
            self._papers[one.id] = one, frozenset(one.categories)
        self.account.days += 1
        self.account.announced += len(made)
        if made and dice.random() < 0.3:
            late = dice.choice(made)
            self._arxiv.stragglers(late.primary, [late.id])
            self.account.faults["arXiv: a straggler"] += 1

    async def _people_ask(self) -> None:
        """Somebody asks things, and is answered."""
        lines = [*ASKED, *self._papers, *SENDABLE]
        for text in self._dice.sample(lines, 6):
            before = len(self._telegram.chat(self._ada.id).sent)
            self._telegram.write(self._ada, text)
            await self._answered(before)
            if len(self._telegram.chat(self._ada.id).sent) == before:
                self.account.unanswered.append(f"nobody answered {text[:60]!r}")

    async def _answered(self, before: int) -> None:
        for _ in range(300):
            if len(self._telegram.chat(self._ada.id).sent) > before and not self._telegram.updates.pending:
                return
            await asyncio.sleep(0.01)

    # -- what goes wrong, and is well again in the evening

    def _something_goes_wrong(self) -> None:
        dice = self._dice
        for _ in range(dice.choice((0, 1, 1, 2, 3))):
            what = dice.choice((self._arxiv_fails, self._model_fails, self._telegram_fails, self._discord_fails,
                                self._somebody_leaves))  # fmt: skip
            self.account.faults[what()] += 1

    def _arxiv_fails(self) -> str:
        code = self._dice.choice(CODES)
        kind = self._dice.choice(
            ("500", "429", "truncated", "reset", "not XML", "empty feed", "late page", "lagging feed")
        )
        path = self._dice.choice((f"/rss/{code}", f"/list/{code}/new"))
        if kind == "late page":
            self._arxiv.late_page(code)
        elif kind == "lagging feed":
            self._arxiv.lagging_feed(code)
        elif kind in ("500", "429"):
            self._arxiv.fail(path, status=int(kind), times=self._dice.randint(1, 4))
        else:
            self._arxiv.spoil(f"/rss/{code}", kind, times=self._dice.randint(1, 3))  # type: ignore[arg-type]  # one of its kinds
        return f"arXiv: {kind}"

    def _model_fails(self) -> str:
        step = self._dice.choice((RATE_LIMIT, SERVER_ERROR, ModelReply(text=lambda good: "{")))
        self._model.steps.extend([step] * self._dice.randint(1, 12))
        return "model fails"

    def _telegram_fails(self) -> str:
        kind = self._dice.choice(("429", "500", "502 html", "reset before", "reset after", "malformed json"))
        self._telegram.fault("send*", kind, nth=self._dice.randint(1, 60), times=self._dice.randint(1, 3))
        return f"Telegram: {kind}"

    def _discord_fails(self) -> str:
        kind = self._dice.choice(("429", "500", "502 html", "503", "reset before", "reset after", "malformed json"))
        what = self._dice.choice(("POST /channels/*/messages", "POST /channels/*/messages", "POST /channels/*/threads"))
        self._discord.fault(what, kind, nth=self._dice.randint(1, 40), times=self._dice.randint(1, 2))
        return f"Discord: {kind}"

    def _somebody_leaves(self) -> str:
        place = self._dice.choice([place for place in self._places if place.kick] or [None])
        if place is None or place in self._away or place.kick is None:
            return "nothing"
        place.kick()
        self._away.append(place)
        return f"{place.platform.capitalize()}: kicked or without rights"

    def _all_is_well(self) -> None:
        self._arxiv.mend()
        self._model.steps.clear()
        self._telegram.faults.clear()
        self._discord.faults.clear()
        for place in self._away:
            if place.back:
                place.back()
        self._away.clear()

    # -- the bot

    async def _start(self, settings: config.Settings) -> Bot:
        bot = Bot()
        await bot.open(settings, self._clock, self._model)
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
            if not self._telegram.updates.pending:
                break
            await asyncio.sleep(0.01)
        await self._discord.settled()
        await asyncio.sleep(0.1)

    def _look(self) -> None:
        """What the bot holds on to at the end of a day."""
        gc.collect()
        kinds = [type(one) for one in gc.get_objects()]
        ours = sum(str(kind.__module__).startswith(OURS) and kind.__name__ not in CACHED for kind in kinds)
        self.account.objects.append(ours)
        self.account.files.append(len(list(Path("/proc/self/fd").iterdir())))
        self.account.tasks.append(len(asyncio.all_tasks()))
        self._telegram.calls.clear()
        self._discord.calls.clear()
        self._arxiv.requests[:-20] = []

    def _check(self) -> None:
        """Every receipt against what stands in every chat, and that against what was announced."""
        told = self._telegram.chat(self._boss.id).texts
        for place in self._places:
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


class Bot:
    """One start of the program, put together as the command does it."""

    def __init__(self) -> None:
        self._stack = AsyncExitStack()
        self._clockwork: Clockwork | None = None

    async def open(
        self,
        settings: config.Settings,
        clock: FastClock,
        model: ModelServer,
        *,
        logged_in: Iterable[str] = tuple(TOKENS),
    ) -> None:
        """Begin, and wait until it is ``logged_in`` there."""
        enter = self._stack.enter_async_context
        store = await enter(await Store.open(settings.database))
        store.adopt(settings.own_subscriptions)
        wishes = settings.arxiv
        source = await enter(
            Arxiv(
                rss_url=wishes.rss_url, site_url=wishes.site_url, api_url=wishes.api_url, contact=wishes.contact,
                clock=clock, patience=60.0, stopped=await store.stops(),
            )
        )  # fmt: skip
        summarizer = await enter(
            ModelSummarizer(
                base_url=model.base_url, api_key=KEY, model=NAME, budget=StoredBudget(store, clock), concurrency=4,
                daily_token_budget=0, clock=clock,
            )
        )  # fmt: skip
        parts = Parts(source=source, store=store, summarizer=summarizer, clock=clock)
        self._platforms = platforms = await enter(Platforms(settings, parts))
        platforms.connect(TOKENS)
        await self.log_in(logged_in)
        self._clockwork = Clockwork(parts, platforms.courier, categories=wishes.categories, on_outcome=_unseen)

    async def log_in(self, platforms: Iterable[str] = tuple(TOKENS)) -> None:
        """Wait until it is logged in there."""
        for platform in platforms:
            await self._platforms.log_in(platform, patience=30.0)

    async def round(self) -> None:
        """Look what is due, and bring it."""
        if self._clockwork is None:
            raise RuntimeError("it has not begun")
        for _ in range(TURNS):
            await self._clockwork.turn()
            await self._clockwork.finish()

    async def close(self, *, at_once: bool = False) -> None:
        """Stop; ``at_once``: let nothing that is under way come to its end."""
        if self._clockwork:
            await self._clockwork.stop(patience=0.0 if at_once else 8.0)
        await self._stack.aclose()


def _unseen(day: date, outcome: Outcome) -> None:
    del day, outcome


def _of(action: Callable[..., object], *given: object) -> Callable[[], object]:
    return lambda: action(*given)


def _read_telegram(chats: list[Chat]) -> Callable[[], Iterator[str]]:
    return lambda: (f"{message.text} {' '.join(message.links)}" for chat in chats for message in chat.sent)


def _read_discord(place: Channel | Member) -> Callable[[], Iterator[str]]:
    def read() -> Iterator[str]:
        first = place.dm if isinstance(place, Member) else place
        return (message.text for one in (first, *first.threads) for message in one.sent)

    return read


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
