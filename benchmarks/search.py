"""Searching a large cache: what people wait for, in CPU time, and beside a search engine that does nothing else.

``SIZE`` in the environment is how many papers the cache has (100,000 unless set): ``make bench SIZE=1000000`` takes
half an hour and 9 GB of temporary disk. Tantivy is measured beside it.
"""

from __future__ import annotations

import asyncio
import gc
import math
import os
import random
import sqlite3
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from contextlib import closing
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import TypeVar

import tantivy

from benchmarks.corpus import AT, DAY, FIRST, Corpus
from benchmarks.reporting import Report, print_figure
from benchmarks.stall import Stall
from bot.papers import Announced, Announcement, Kind
from bot.query import Order, parse
from bot.store import Store, completion, papers, search, similar

"""Hears what was measured, our figure, the reference's, ours divided by it, and the bound it should keep."""
T = TypeVar("T")

SIZE = int(os.environ.get("SIZE", "100000"))
ROUNDS = 3
"""Each question is asked so many times; its quickest answer counts, for other programs share the machine."""
PAGE = 8
NEWEST, BEST, TYPING, PATIENCE = 0.005, 0.030, 0.005, 0.200  # seconds
PEOPLE = 50
QUESTIONS = 20  # of each of them
DAYS = 20  # stored meanwhile, if the people ask for so long
STALL = 0.050  # seconds that anything may keep the event loop
LOOKUPS = 1_000

_TODAY = date(2026, 11, 20)


def run(report: Report) -> None:
    """Measure everything."""
    corpus = Corpus(SIZE)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "paperboy.db"
        asyncio.run(_build(path, corpus))
        best = measure(path, corpus, report)
        asyncio.run(crowd(path, corpus, report))
        beside_tantivy(Path(folder) / "tantivy", corpus, best, report)


async def _build(path: Path, corpus: Corpus) -> None:
    async with await Store.open(path) as store:
        await store.import_records(corpus.records(), at=AT)


def measure(path: Path, corpus: Corpus, report: Report) -> dict[str, float]:
    """CPU time on a reader's thread; returns the 99th percentiles of the best match by list of questions."""
    lists = questions(corpus)
    ids = [paper.id for n in _some(corpus.size, LOOKUPS) for _, paper, _ in corpus.records(n, n + 1)]
    slowest = {}
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True, isolation_level=None)) as conn:
        ours = sum(_spent(lambda paper_id: papers.find(conn, paper_id, None), ids))
        bare = sum(_spent(lambda paper_id: conn.execute(_BARE, (paper_id,)).fetchone(), ids))
        _ratio(report, f"lookup by id of {corpus.size:,}", ours / LOOKUPS, bare / LOOKUPS, "at most 10")
        for name, texts in lists.items():
            for order, bound in ((Order.NEWEST, NEWEST), (Order.BEST, BEST)):

                def find(text: str, order: Order = order) -> search.Found:
                    return search.find(conn, parse(text, today=_TODAY), order, None, PAGE, PATIENCE)

                spent = _p99(_spent(find, texts))
                _ratio(report, f"{name}, {order}, p99", spent, bound, "at most 1")
                if order is Order.BEST:
                    slowest[name] = spent
        spent = _p99(_spent(lambda text: completion.complete(conn, text, 25), corpus.beginnings()))
        _ratio(report, "completion as it is typed, p99", spent, TYPING, "at most 1")
        spent = _p99(_spent(lambda paper_id: similar.similar(conn, paper_id, PAGE), ids[:100]))
        _ratio(report, "similar papers, p99", spent, PATIENCE, "at most 1")
    return slowest


_BARE = "SELECT * FROM papers JOIN versions ON paper = number AND versions.version = papers.version WHERE id = ?"


def questions(corpus: Corpus) -> dict[str, list[str]]:
    """What is asked of us and of others."""
    return {
        "common word": corpus.common_words(),
        "one word": corpus.questions(1),
        "two words": corpus.questions(2),
        "three words": corpus.questions(3),
    }


def beside_tantivy(folder: Path, corpus: Corpus, ours: dict[str, float], report: Report) -> None:
    """The same questions to tantivy, which ranks all matches by bm25: the ten best of papers with all the words."""
    folder.mkdir()
    schema = tantivy.SchemaBuilder()
    schema.add_text_field("id", stored=True, tokenizer_name="raw")
    for field in ("title", "abstract", "authors"):
        schema.add_text_field(field)
    index = tantivy.Index(schema.build(), path=str(folder))
    writer = index.writer(heap_size=200_000_000, num_threads=1)
    for _, paper, _ in corpus.records():
        writer.add_document(
            tantivy.Document(id=paper.id, title=paper.title, abstract=paper.abstract, authors=", ".join(paper.authors))
        )
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    searcher = index.searcher()

    def find(text: str) -> list[tantivy.Document]:
        query = index.parse_query(" ".join(f"+{word}" for word in text.split()), ["title", "abstract", "authors"])
        return [searcher.doc(address) for _, address in searcher.search(query, PAGE).hits]

    bound = "at most 1" if corpus.size >= 1_000_000 else "at most 1 at a million"
    for name, texts in questions(corpus).items():
        _ratio(report, f"{name}, best, p99, beside tantivy", ours[name], _p99(_spent(find, texts)), bound)


async def crowd(path: Path, corpus: Corpus, report: Report) -> None:
    """Many people at once, with and without days being stored beside them."""
    days, asking = list(_days(corpus)), _People(corpus)
    gc.freeze()  # these are the benchmark's, and no collection during the measurement should walk them
    async with await Store.open(path) as store:
        await asking.wait(store)  # warms the caches
        quiet = _quantile(await asking.wait(store), 0.95)
        async with Stall() as stall:
            storing = asyncio.create_task(_stored(store, days))
            busy = _quantile(await asking.wait(store), 0.95)
            storing.cancel()
            await asyncio.wait([storing])
    _ratio(report, f"{PEOPLE} people while days are stored, p95", busy, quiet, "at most 3")
    _ratio(report, "longest stall meanwhile", stall.longest, STALL, "at most 1")


class _People:
    """They look up papers, search in both orders, and type."""

    def __init__(self, corpus: Corpus) -> None:
        self._ids = [paper.id for n in _some(corpus.size, LOOKUPS) for _, paper, _ in corpus.records(n, n + 1)]
        self._texts = corpus.questions(2)
        self._typed = corpus.beginnings()

    async def wait(self, store: Store) -> list[float]:
        """How long everybody waited for each answer, in seconds."""
        return [
            waited
            for person in await asyncio.gather(*(self._ask(store, n) for n in range(PEOPLE)))
            for waited in person
        ]

    async def _ask(self, store: Store, seed: int) -> list[float]:
        dice = random.Random(seed)
        waited = []
        for _ in range(QUESTIONS):
            query = parse(dice.choice(self._texts), today=_TODAY)
            ways: tuple[Callable[[], Awaitable[object]], ...] = (
                partial(store.paper, dice.choice(self._ids)),
                partial(store.find, query),
                partial(store.find, query, order=Order.BEST),
                partial(store.complete, dice.choice(self._typed)),
            )
            start = time.perf_counter()
            await dice.choice(ways)()
            waited.append(time.perf_counter() - start)
        return waited


def _days(corpus: Corpus) -> Iterator[Announcement]:
    """Days that follow those in the cache."""
    later = Corpus(corpus.size + DAYS * DAY)
    for start in range(corpus.size, later.size, DAY):
        yield Announcement(
            day=FIRST + timedelta(days=start // DAY),
            category="cs.CV",
            entries=tuple(Announced(paper, Kind.NEW) for _, paper, _ in later.records(start, start + DAY)),
            source="rss",
        )


async def _stored(store: Store, days: Iterable[Announcement]) -> None:
    for day in days:
        await store.save_announcement(day, at=AT)


def _spent(work: Callable[[T], object], items: Iterable[T]) -> list[float]:
    """The CPU time of each, in seconds."""

    def once(item: T) -> float:
        start = time.thread_time()
        work(item)
        return time.thread_time() - start

    return [min(once(item) for _ in range(ROUNDS)) for item in items]


def _some(size: int, count: int) -> list[int]:
    return random.Random(0).sample(range(size), count)


def _p99(values: Sequence[float]) -> float:
    return _quantile(values, 0.99)


def _quantile(values: Sequence[float], share: float) -> float:
    return sorted(values)[math.ceil(share * len(values)) - 1]


def _ratio(report: Report, name: str, ours: float, reference: float, bound: str) -> None:
    report(name, f"{ours * 1e3:.2f} ms", f"{reference * 1e3:.2f} ms", ours / reference, bound)


if __name__ == "__main__":
    run(print_figure)
