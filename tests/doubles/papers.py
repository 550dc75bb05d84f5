"""Papers of our own invention, with the quirks of real ones. The same arguments give the same papers, always."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

from bot.papers import Paper

SUBJECTS = (
    "Lantern Networks",
    "Paper Boats",
    "Tidal Clocks",
    "Moss Gardens",
    "Copper Kites",
    "Salt Bridges",
    "Owl Maps",
)
VERBS = ("Folding", "Weighing", "Counting", "Steering", "Mending", "Listening to", "Sorting")
PLACES = ("under Drizzle", "on a Budget", "without Labels", "at Low Tide", "in the Dark", "by Candlelight")
TITLE_QUIRKS = (
    "{}",
    "{}",
    "{}: a $k$-Means View",
    "{} in $O(n \\log n)$ Time",
    "{} <think> Twice",
    "{}, or: Why 95\\% Is Not Enough",
    "The Erd\\H{{o}}s--R\\'enyi Case of {}",
)
GIVEN = (
    "Ada",
    "Bo",
    "Chidi",
    "Dagny",
    "Em{\\i}r",
    "Freya",
    "Gr\\'ainne",
    "Hiro",
    "Ilse",
    "J\\'er\\^ome",
    "Kofi",
    "Linnéa",
)
FAMILY = ("Ampersand", "Brook", "\\v{C}apek-Vale", "Drift", "Eskildsen", "F{\\o}rde", 'G\\"odelmann', "Hallow", "Ink")
OPENINGS = (
    "How {s} behave {p} is poorly understood.",
    "Much is known about {s}, yet little {p}.",
    "We ask whether {s} can be trusted {p}.",
)
METHODS = (
    "We propose a two-stage method with $\\alpha_{{i}} < \\beta$ and at most {n} parameters.",
    "Our approach reads every page twice, and keeps a ledger of ``what it saw''.",
    "We prove a bound of $\\sqrt{{{n}}}$ by induction on the number of boats.",
)
RESULTS = (
    "On {n} held-out cases it errs in {a}.{b}\\% of them, half as often as the best earlier method.",
    "It is {a}.{b} times faster than Schr\\\"odinger's baseline & needs no tuning.",
)
CONCLUSIONS = (
    "This suggests that {s} deserve a second look. Code: https://example.org/{a}{b}/{n}.",
    "We conclude that $a<b$ and $c>d$ suffice for {s}.",
    "",
)
RELATED = ("cs.AI", "cs.LG", "stat.ML", "math.ST", "physics.comp-ph", "cond-mat.soft", "eess.IV")
COMMENTS = (
    None,
    "12 pages, 3 figures",
    "Accepted at the Workshop on Quiet Machines; code at https://example.org/quiet",
)
LICENCES = ("http://creativecommons.org/licenses/by/4.0/", "http://arxiv.org/licenses/nonexclusive-distrib/1.0/")


def invent(
    count: int, *, category: str = "cs.CV", month: str = "2611", first: int = 90001, version: int = 1, seed: int = 0
) -> list[Paper]:
    """``count`` papers with primary ``category``, numbered upwards from ``{month}.{first}``.

    Numbers from 90001 on were never given out by arXiv, so nobody takes these for real papers.
    """
    return [_one(f"{month}.{first + n:05}", category, version, seed) for n in range(count)]


def _one(paper_id: str, category: str, version: int, seed: int) -> Paper:
    dice = random.Random(f"{paper_id} {category} {seed}")
    subject = dice.choice(SUBJECTS)
    words = {"s": subject.lower(), "p": dice.choice(PLACES).lower()}
    words |= {"n": str(dice.randint(3, 9000)), "a": str(dice.randint(1, 99)), "b": str(dice.randint(0, 9))}
    title = dice.choice(TITLE_QUIRKS).format(f"{dice.choice(VERBS)} {subject} {dice.choice(PLACES)}")
    parts = [dice.choice(part).format(**words) for part in (OPENINGS, METHODS, RESULTS, CONCLUSIONS)]
    crowd = 150 if dice.random() < 0.03 else dice.randint(1, 7)
    cross = dice.sample([code for code in RELATED if code != category], dice.choice((0, 0, 1, 2)))
    year, month = 2000 + int(paper_id[:2]), int(paper_id[2:4])
    submitted = datetime(year, month, 1, 9, tzinfo=UTC) + timedelta(minutes=dice.randint(0, 9000))
    return Paper(
        id=paper_id,
        version=version,
        title=title,
        abstract=" ".join(part for part in parts if part),
        authors=tuple(f"{dice.choice(GIVEN)} {dice.choice(FAMILY)}" for _ in range(crowd)),
        categories=(category, *sorted(cross)),
        comment=dice.choice(COMMENTS),
        journal_ref="J. Invented Res. 7 (2026) 1-12" if dice.random() < 0.1 else None,
        doi=f"10.99999/invented.{words['n']}" if dice.random() < 0.1 else None,
        licence=dice.choice(LICENCES),
        submitted=submitted,
        updated=submitted + timedelta(days=version - 1),
    )
