"""Databases of every earlier schema, with rows of their time: they open, lose nothing, and go on where they stopped."""

from __future__ import annotations

import hashlib
import json
import re
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest
import sqlite_utils

from bot.adapter import Post, Unknown
from bot.digest import Digest
from bot.messages import Destination, Page
from bot.query import Order, parse
from bot.store import Store
from bot.store.people import Person
from bot.store.schema import APPLICATION_ID, migrations
from bot.subscriptions import Look, Origin, Subscription
from bot.wishes import Wishes
from handlers.deliver import deliver
from handlers.errands import Errand
from handlers.press import Press
from tests.doubles.chats import offline
from tests.doubles.clock import MovedClock
from tests.doubles.papers import invent
from tests.doubles.posts import Postbox

DAY = date(2026, 11, 24)
AT = datetime(2026, 11, 24, 11, tzinfo=UTC)
TERMINAL, GROUP, ADA = Destination("console", ""), Destination("telegram", "-1001"), Destination("telegram", "7")
PAPERS = invent(3)
FIRST, SECOND, THIRD = PAPERS
WISHES = Wishes(categories=("cs.CV",))


# What each schema held. The rows are written down here as that program wrote them, never by today's code.


def papers(conn: sqlite3.Connection) -> None:
    """A closed day of three papers: one summarized, one extracted, one waiting for its repair."""
    for number, paper in enumerate(PAPERS, 20261124000000):
        lists = json.dumps(paper.authors), json.dumps(paper.categories)
        conn.execute("INSERT INTO papers VALUES (?, ?, 1, '2026-11-02T09:00:00+00:00')", (number, paper.id))
        conn.execute(
            "INSERT INTO versions VALUES (?, 1, ?, ?, ?, ?, NULL, NULL, NULL, NULL, NULL, '2026-11-24T01:10:00+00:00')",
            (number, paper.title, paper.abstract, *lists),
        )
    conn.execute(
        "INSERT INTO announcements VALUES (1, '2026-11-24', 'cs.CV', 3, 'listing', '[]', '2026-11-24T01:10:00+00:00')"
    )
    conn.executemany(
        "INSERT INTO entries VALUES (1, ?, ?, 1, 'new')", [(at, 20261124000000 + at) for at in range(len(PAPERS))]
    )
    conn.executemany(
        "INSERT INTO summaries VALUES (?, 1, 'English', ?, ?, 'Why.', 'How.', 'What.', '', ?, ?, ?, '[]')",
        [
            (20261124000000, 0, "A lighthouse keeper.", "a-model", "3", "2026-11-24T01:20:00+00:00"),
            (20261124000001, 1, "In their own words.", "extract", "", "2026-11-24T01:20:00+00:00"),
        ],
    )
    conn.execute(
        "INSERT INTO repairs VALUES (20261124000001, 1, 'English', 'no answer', 2, '2026-11-24T02:00:00+00:00')"
    )
    conn.execute("INSERT INTO tokens VALUES ('2026-11-24', 1234)")
    conn.execute("INSERT INTO stops VALUES ('rss.arxiv.org', '2026-11-24T05:00:00+00:00')")


def half_an_edition(conn: sqlite3.Connection) -> None:
    """The terminal's edition was interrupted in its second page."""
    conn.executemany(
        "INSERT INTO deliveries VALUES (?, 'console', '', '2026-11-24', ?, ?, ?, ?)",
        [
            (at, at, f"page {at}", json.dumps([paper.id]), state)
            for at, (paper, state) in enumerate(zip(PAPERS, ("sent", "sending", "planned"), strict=True), 1)
        ],
    )


def searches(conn: sqlite3.Connection) -> None:
    """Somebody is on the first page of a search."""
    conn.execute("INSERT INTO pagers VALUES ('abcdefghijkl', 'lighthouse', 'newest', '2026-11-24T10:00:00+00:00')")


def people(conn: sqlite3.Connection) -> None:
    """A group subscribed by command; Ada is about to, and has a language and a shelf."""
    wishes = {
        "categories": ["cs.CV"],
        "language": "English",
        "crosslists": False,
        "replacements": True,
        "wanted_words": [],
        "unwanted_words": ["survey"],
        "wanted_authors": [],
        "unwanted_authors": [],
        "time": "08:30",
        "timezone": "Europe/Berlin",
        "layout": "rich",
        "detail": "brief",
        "max_pages": 5,
        "silent": True,
        "on_unknown": "skip",
    }
    conn.execute(
        "INSERT INTO subscriptions VALUES ('telegram', '-1001', ?, '2026-11-20T10:00:00+00:00')", (json.dumps(wishes),)
    )
    conn.execute(
        "INSERT INTO drafts VALUES ('draft123', 'telegram', '7', ?, '2026-11-24T10:00:00+00:00')", (json.dumps(wishes),)
    )
    conn.execute("INSERT INTO people VALUES ('telegram', '7', 'zh', 'Chinese')")
    conn.execute("INSERT INTO saved VALUES ('telegram', '7', ?, '2026-11-24T10:00:00+00:00')", (FIRST.id,))


def platforms(conn: sqlite3.Connection) -> None:
    """The group's edition was interrupted in its second page, too; a topic, a closed chat, one that moved, a notice."""
    for at, (paper, state) in enumerate(zip(PAPERS, ("sent", "sending", "planned"), strict=True), 1):
        conn.execute(
            "INSERT INTO pages VALUES (?, ?, ?, ?, 'cs.CV', 'html', 1, 0)",
            (10 + at, b"digest %d" % at, f"page {at}", json.dumps([paper.id])),
        )
        conn.execute(
            "INSERT INTO deliveries VALUES (?, 'telegram', '-1001', '2026-11-24', ?, ?, ?, ?, ?, 0, '', 0)",
            (10 + at, at, 10 + at, state, "40" if state == "sent" else "", "40" if state == "sending" else ""),
        )
    conn.execute("INSERT INTO notes VALUES ('telegram', '-1001', 'topic cs.CV', '17')")
    conn.execute("INSERT INTO closures VALUES ('telegram', '-1002', 'the bot was kicked', '2026-11-23T10:00:00+00:00')")
    conn.execute("INSERT INTO moves VALUES ('telegram', '-5', '-1001')")
    conn.execute("INSERT INTO notices VALUES ('a cause', 'Do this.', 1, '2026-11-23T10:00:00+00:00')")


ROWS: dict[str, Callable[[sqlite3.Connection], None]] = {
    "m001_papers": papers,
    "m002_deliveries": half_an_edition,
    "m003_search": searches,
    "m004_people": people,
    "m005_platforms": platforms,
}
"""By the migration that made their tables."""


def known() -> list[str]:
    """Every migration's name, in order."""
    with closing(sqlite_utils.Database(memory=True)) as empty:
        return [migration.name for migration in migrations.pending(empty)]


STEPS = list(ROWS)


def database(path: Path, step: str) -> Path:
    """A database as the program with this newest migration left it, which grew from the first one on.

    Rows are written as each schema came, so that every later migration has met them.
    """
    names = known()
    with closing(sqlite3.connect(path, isolation_level=None)) as conn:
        db = sqlite_utils.Database(conn)
        for at, name in enumerate(names[: names.index(step) + 1], 1):
            migrations.apply(db, stop_before=names[at:])
            ROWS[name](conn)
        conn.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        conn.execute(f"PRAGMA user_version = {names.index(step) + 1}")
    return path


def reached(step: str, other: str) -> bool:
    return STEPS.index(step) >= STEPS.index(other)


def test_every_schema_but_the_newest_has_rows_here() -> None:
    assert known()[: len(STEPS)] == STEPS
    assert len(STEPS) >= len(known()) - 1, "write down what the schema before the newest one holds"


@pytest.mark.parametrize("step", STEPS)
async def test_papers_days_summaries_and_debts_of_every_schema_are_all_there(tmp_path: Path, step: str) -> None:
    path = database(tmp_path / "old.db", step)
    async with await Store.open(path) as store:
        (announcement,) = await store.announcements(DAY)
        assert [entry.paper.id for entry in announcement.entries] == [paper.id for paper in PAPERS]
        assert announcement.entries[2].paper.abstract == THIRD.abstract
        assert await store.verified(DAY) == {"cs.CV"}
        (repair,) = await store.repairs("English")
        assert (repair.paper_id, repair.attempts) == (SECOND.id, 2)
        assert await store.tokens(DAY) == 1234
        assert set(await store.stops()) == {"rss.arxiv.org"}
        for words, paper in (("lighthouse keeper", FIRST), (THIRD.title, THIRD)):
            found = await store.find(parse(words, today=DAY))
            assert [one.id for one in found.papers] == [paper.id], "the index is that of today's schema"
    with closing(sqlite3.connect(path)) as conn:
        assert conn.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert conn.execute("PRAGMA foreign_key_check").fetchall() == []


@pytest.mark.parametrize("step", STEPS)
async def test_what_people_and_chats_chose_in_every_schema_is_still_so(tmp_path: Path, step: str) -> None:
    async with await Store.open(database(tmp_path / "old.db", step)) as store:
        pager = await store.pager("abcdefghijkl")
        assert (pager is not None) == reached(step, "m003_search")
        assert pager is None or (str(pager.query), pager.order) == ("lighthouse", Order.NEWEST)
        subscriptions = await store.subscriptions()
        assert len(subscriptions) == reached(step, "m004_people")
        for one in subscriptions:
            assert one == Subscription(
                destination=GROUP,
                wishes=Wishes(categories=("cs.CV",), crosslists=False, replacements=True, unwanted_words=("survey",)),
                time=time(8, 30),
                timezone="Europe/Berlin",
                layout="rich",
                detail="brief",
                max_pages=5,
                silent=True,
                on_unknown="skip",
                origin=Origin.COMMAND,
            ), "what it could not wish for then is as it was before"
            draft = await store.draft("draft123", ADA, at=AT)
            assert draft is not None
            assert draft.wishes == one.wishes
            assert await store.person("telegram", "7") == Person(locale="zh", language="Chinese")
            assert [paper.id for paper in (await store.saved("telegram", "7")).papers] == [FIRST.id]
        if reached(step, "m005_platforms"):
            assert await store.note(GROUP, "topic cs.CV") == "17"
            assert [closure.destination.chat for closure in await store.closures()] == ["-1002"]
            store.adopt([Subscription(destination=Destination("telegram", "-5"), wishes=WISHES)])
            assert {one.destination for one in await store.subscriptions()} == {GROUP}, "the settings' old name of it"
            assert await store.untold() == [("a cause", "Do this.")]


class Chat(Postbox):
    """A chat where some pages stand already, and which may know whether one whose answer was lost is among them."""

    def __init__(self, standing: Sequence[str], lost: str) -> None:
        super().__init__()
        self.papers = list(standing)
        self._lost = lost

    def pages(self, digest: Digest, look: Look) -> list[Page]:
        ids = [entry.announced.paper.id for entry in digest.entries]
        return [Page(number=at, text=f"{one} anew", papers=(one,)) for at, one in enumerate(ids, 1)]

    async def send(self, post: Post) -> str:
        self.papers += post.page.papers
        return await super().send(post)

    async def find(self, post: Post) -> str | None:
        if self._lost == "nobody can tell":
            raise Unknown("it may be there")
        return "41" if self._lost == "it arrived" else None


INTERRUPTED = [
    (step, chat)
    for chat, since in ((TERMINAL, "m002_deliveries"), (GROUP, "m005_platforms"))
    for step in STEPS
    if reached(step, since)
]


@pytest.mark.parametrize("lost", ["it arrived", "it never arrived", "nobody can tell"])
@pytest.mark.parametrize(("step", "here"), INTERRUPTED)
async def test_an_edition_that_an_older_program_began_is_finished_exactly_once(
    tmp_path: Path, step: str, here: Destination, lost: str
) -> None:
    stood = [FIRST.id] if lost == "it never arrived" else [FIRST.id, SECOND.id]
    chat = Chat(stood, lost)
    path = database(tmp_path / "old.db", step)
    subscription = Subscription(destination=here, wishes=WISHES, on_unknown="skip")
    for _ in range(2):
        async with await Store.open(path) as store:
            parts = offline(store, MovedClock(AT))
            done = await deliver(Errand(day=DAY), subscription, press=Press(parts), ledger=store, adapter=chat)
            assert done.sent is not None
            assert done.sent.fault is None
            assert len(await store.deliveries(here, DAY)) == 3, "nothing is planned anew"
        assert chat.papers == [paper.id for paper in PAPERS]


async def test_a_day_that_an_older_program_had_only_fetched_is_delivered_once_and_whole(tmp_path: Path) -> None:
    path = database(tmp_path / "old.db", "m001_papers")
    chat = Chat([], "nobody can tell")
    for _ in range(2):
        async with await Store.open(path) as store:
            press = Press(offline(store, MovedClock(AT)))
            subscription = Subscription(destination=GROUP, wishes=WISHES)
            await deliver(Errand(day=DAY), subscription, press=press, ledger=store, adapter=chat)
    assert chat.papers == [paper.id for paper in PAPERS]


@pytest.mark.parametrize("step", STEPS)
async def test_nothing_older_is_owed_to_whom_an_older_program_had_brought_editions(tmp_path: Path, step: str) -> None:
    brought = {
        chat for chat, since in ((TERMINAL, "m002_deliveries"), (GROUP, "m005_platforms")) if reached(step, since)
    }
    async with await Store.open(database(tmp_path / "old.db", step)) as store:
        assert await store.considered() == dict.fromkeys(brought, DAY)


@pytest.mark.parametrize("step", STEPS)
async def test_an_upgrade_that_fails_in_its_last_step_leaves_the_database_as_it_was(tmp_path: Path, step: str) -> None:
    path = database(tmp_path / "old.db", step)
    with closing(sqlite3.connect(path)) as conn:
        conn.execute("CREATE TABLE kept (in_the_way)")  # the newest schema's last table
    before = dump(path)
    with pytest.raises(sqlite3.OperationalError, match="kept already exists"):
        await Store.open(path)
    assert dump(path) == before
    with closing(sqlite3.connect(path)) as conn:
        conn.execute("DROP TABLE kept")
    async with await Store.open(path) as store:
        assert await store.verified(DAY) == {"cs.CV"}


def dump(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as conn:
        return list(conn.iterdump())


RELEASED = {
    "m001_papers": "c6260a27e0607f89",
    "m002_deliveries": "fc15f27345cad897",
    "m003_search": "4d25721cb7030820",
    "m004_people": "b9b0f5fd47767f13",
    "m005_platforms": "b1a2652ada46142c",
}
"""A digest of all tables and indexes up to this migration."""


@pytest.mark.parametrize("step", RELEASED)
def test_a_released_migration_never_changes(step: str) -> None:
    names = known()
    with closing(sqlite_utils.Database(memory=True)) as db:
        migrations.apply(db, stop_before=names[names.index(step) + 1 :])
        made = sorted(sql for (sql,) in db.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL"))
    bare = [" ".join(re.sub(r"--.*", "", sql).split()) for sql in made]  # comments may say it better one day
    digest = hashlib.blake2b("\n".join(bare).encode(), digest_size=8).hexdigest()
    assert digest == RELEASED[step], "databases out there have it as it was; write another migration that mends it"
