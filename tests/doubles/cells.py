"""The fault matrix: what happens when each thing that the bot depends on fails in each way.

``python -m tests.doubles.cells`` writes the table of ``docs/reliability.md``; ``tests/fire/test_matrix.py`` proves each
cell of it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from tests.doubles.matrix import PLATFORMS
from tests.doubles.troubles import (
    NETWORK_WELL,
    Action,
    arxiv_down,
    arxiv_late,
    arxiv_lies,
    arxiv_resets,
    arxiv_twice,
    arxiv_well,
    arxiv_wrong,
    both,
    clock_by,
    damaged,
    damaged_after_a_backup,
    discord,
    discord_well,
    full,
    full_at_start,
    killed,
    locked,
    model_down,
    model_fails_later,
    model_says,
    model_slow,
    model_well,
    of_another_program,
    one_category_down,
    restarted_anew,
    restored,
    started,
    telegram,
    telegram_well,
)

DOCUMENT = Path(__file__).parents[2] / "docs/reliability.md"
TABLE = re.compile(r"(<!-- made by the tests: begin -->\n).*(<!-- made by the tests: end -->)", re.DOTALL)
FAULTS = ("down at start", "down in the middle", "slow", "wrong answer", "lies", "back again")
DEPENDENCIES = ("arXiv", "model", "Telegram", "Discord", "SQLite", "disk full", "clock", "memory", "network")

ALL = "telegram discord"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """What is told of one thing that fails in one way, and how it is brought about."""

    dependency: str
    fault: str
    seen: str
    """What readers and those who run the bot see meanwhile."""
    recovers: str
    """When all is well again, and by what."""
    trouble: Action = lambda world: None
    """Brings it about."""
    mend: Action = lambda world: None
    """Ends it."""
    early: bool = False
    """Whether the bot starts into it."""
    logged_in: tuple[str, ...] = PLATFORMS
    """Where it gets on nevertheless."""
    starts: bool = True
    """Whether it starts at all meanwhile."""
    whole: str = ""
    """The platforms on which every paper stands while it lasts."""
    asks: str = ""
    """What a reader asks meanwhile."""
    says: str = ""
    """What is said to somebody then, as a regular expression."""
    within: int = 65
    """Minutes after its end in which everything is there."""
    after: str = ""
    """What is to be read when all is well, as a regular expression."""


@dataclass(frozen=True, slots=True)
class Senseless:
    """A cell that makes no sense, and why."""

    dependency: str
    fault: str
    reason: str


CELLS: tuple[Cell | Senseless, ...] = (
    Cell(
        dependency="arXiv", fault="down at start", trouble=arxiv_down, early=True, mend=arxiv_well,
        asks="/today", says=r"arXiv", within=65,
        seen="No edition; whoever asks with /today or /why is told that arXiv does not answer, and since when.",
        recovers="By itself, when arXiv is asked again: every 15 minutes, or when it said.",
    ),
    Cell(
        dependency="arXiv", fault="down in the middle", trouble=one_category_down, mend=arxiv_well,
        asks="/today cs.AI", says="arXiv",
        seen="An edition with a category that can't be had waits whole; others go out.",
        recovers="When the category is there: it is asked for every 15 minutes, by itself.",
    ),
    Cell(
        dependency="arXiv", fault="slow", trouble=arxiv_late, mend=arxiv_well, asks="/today",
        says="(?i)not announced|not out",
        seen="No edition yet; /today says that the announcement is not out.",
        recovers="Within 15 minutes of the announcement.",
    ),
    Cell(
        dependency="arXiv", fault="wrong answer", trouble=arxiv_wrong, mend=arxiv_well,
        asks="/today", says="arXiv",
        seen="As if it were down: half a feed or a web page in its place is never taken for a day without papers.",
        recovers="By itself, when arXiv is asked again.",
    ),
    Cell(
        dependency="arXiv", fault="lies", trouble=arxiv_lies, mend=arxiv_well, asks="/today",
        says="(?i)not announced|not out",
        seen="Nothing of it: yesterday's feed under today's date is found out, and the edition waits.",
        recovers="When feed or page show the day.",
    ),
    Cell(
        dependency="arXiv", fault="back again", trouble=arxiv_twice, mend=arxiv_well, whole=ALL,
        seen="One edition, however often arXiv comes and goes.",
        recovers="At once: what is verified is not asked for again.",
    ),
    Cell(
        dependency="model", fault="down at start", trouble=model_down, early=True, mend=model_well, whole=ALL,
        says="from the abstract", within=600, after=r"(?s)^(?!.*6 from the abstract).*",
        seen="The whole edition, in the authors' own words; the receipt says how many papers are.",
        recovers="Summaries are written later, and pages edited where they stand.",
    ),
    Cell(
        dependency="model", fault="down in the middle", trouble=model_fails_later, mend=model_well, whole=ALL,
        says="from the abstract", within=600,
        seen="The summaries that were made, and the authors' own words for the other papers.",
        recovers="As above.",
    ),
    Cell(
        dependency="model", fault="slow", trouble=model_slow, mend=model_well, whole=ALL, says="6 summarized",
        seen="The edition, when its summaries are ready.", recovers="Nothing to recover from.",
    ),
    Cell(
        dependency="model", fault="wrong answer", trouble=model_says("truncated"), mend=model_well, whole=ALL,
        says="from the abstract", within=600,
        seen="The authors' own words: what is no summary is shown to nobody.",
        recovers="As above; a paper is tried a few times.",
    ),
    Cell(
        dependency="model", fault="lies", trouble=model_says("wrong language"), mend=model_well, whole=ALL,
        says="from the abstract", within=600,
        seen="The authors' own words for what fails a check; a number that the abstract lacks is marked.",
        recovers="As above.",
    ),
    Senseless("model", "back again", "it is how the cells above end"),
    Cell(
        dependency="Telegram", fault="down at start", trouble=telegram("502 html", method="*"), mend=telegram_well,
        early=True, logged_in=("discord",), whole="discord",
        seen="Nothing on Telegram; Discord as always. The log says why.",
        recovers="The login is tried again until it succeeds, then what waited is sent.",
    ),
    Cell(
        dependency="Telegram", fault="down in the middle", trouble=telegram("500", nth=2), mend=telegram_well,
        whole="discord", seen="The pages so far; the rest follows. Discord as always.",
        recovers="Tried again after seconds, then every 5 minutes.",
    ),
    Cell(
        dependency="Telegram", fault="slow", trouble=telegram("slow", times=3), mend=telegram_well, whole=ALL,
        seen="The edition, later.", recovers="Nothing to recover from.",
    ),
    Cell(
        dependency="Telegram", fault="wrong answer", trouble=telegram("malformed json", times=2), mend=telegram_well,
        whole=ALL, seen="Each page once: what left and got no usable answer is looked for before it is sent again.",
        recovers="At once in channels and groups with ids that grow; in private chats the wish on_unknown decides.",
    ),
    Cell(
        dependency="Telegram", fault="lies", trouble=telegram("reset after", times=2), mend=telegram_well, whole=ALL,
        seen="Each page once, though the connection broke when it had arrived.", recovers="As above.",
    ),
    Cell(
        dependency="Telegram", fault="back again",
        trouble=both(telegram("429", times=1), telegram("500", nth=2, times=1)), mend=telegram_well, whole=ALL,
        seen="The edition, once.", recovers="After as many seconds as Telegram named.",
    ),
    Cell(
        dependency="Discord", fault="down at start", trouble=discord("503", what="*"), mend=discord_well, early=True,
        logged_in=("telegram",), whole="telegram", seen="Nothing on Discord; Telegram as always. The log says why.",
        recovers="The login is tried again until it succeeds, then what waited is sent.",
    ),
    Cell(
        dependency="Discord", fault="down in the middle", trouble=discord("503", nth=2), mend=discord_well,
        whole="telegram", seen="The pages so far; the rest follows. Telegram as always.",
        recovers="Tried again after seconds, then every 5 minutes.",
    ),
    Cell(
        dependency="Discord", fault="slow", trouble=discord("slow", times=3), mend=discord_well, whole=ALL,
        seen="The edition, later.", recovers="Nothing to recover from.",
    ),
    Cell(
        dependency="Discord", fault="wrong answer", trouble=discord("malformed json", times=2), mend=discord_well,
        whole=ALL, seen="Each page once: sent again with the same nonce, which Discord takes for the same message.",
        recovers="At once.",
    ),
    Cell(
        dependency="Discord", fault="lies", trouble=discord("reset after", times=2), mend=discord_well, whole=ALL,
        seen="Each page once, though the connection broke when it had arrived.", recovers="At once.",
    ),
    Cell(
        dependency="Discord", fault="back again",
        trouble=both(discord("429", times=1), discord("500", nth=2, times=1)), mend=discord_well, whole=ALL,
        seen="The edition, once.", recovers="After as many seconds as Discord named.",
    ),
    Cell(
        dependency="SQLite", fault="down at start", trouble=damaged, early=True, starts=False,
        mend=restarted_anew, says="(?i)database|paperboy.db",
        seen="Nothing; whoever starts the bot is told that the file is no database, and the way back.",
        recovers="When the file is moved away or a backup put in its place.",
    ),
    Cell(
        dependency="SQLite", fault="down in the middle", trouble=damaged_after_a_backup, mend=restored, whole=ALL,
        starts=False, says="(?i)damaged|database",
        seen="Nothing new; the next start tells that the database is damaged, and the way back.",
        recovers="When the copy that `paperboy backup` made is put in its place.",
    ),
    Cell(
        dependency="SQLite", fault="slow", trouble=locked, whole=ALL,
        seen="Nothing new while another program holds the database.",
        recovers="With the next look, within seconds of the database being free.",
    ),
    Cell(
        dependency="SQLite", fault="wrong answer", trouble=of_another_program, mend=restored, whole=ALL, starts=False,
        says="(?i)paperboy", seen="Nothing; whoever starts the bot is told that the file is another program's.",
        recovers="When the settings name the right file.",
    ),
    Senseless("SQLite", "lies", "nobody else writes the file; damage is found by SQLite's own check at the start"),
    Senseless("SQLite", "back again", "it is how the cells above end"),
    Cell(
        dependency="disk full", fault="down at start", trouble=full_at_start, early=True, whole=ALL,
        says="(?i)disk", seen="Nothing; the log says that the disk can't be written.",
        recovers="With the next look when there is space; a start that failed, with the next start.",
    ),
    Cell(
        dependency="disk full", fault="down in the middle", trouble=full, whole=ALL, says="(?i)disk",
        seen="Nothing new: no page is sent of which no record can be kept.",
        recovers="With the next look when there is space.",
    ),
    Senseless("disk full", "slow", "a disk that is slow is SQLite that is slow"),
    Senseless("disk full", "wrong answer", "a disk that gives back other bytes is a damaged database"),
    Senseless("disk full", "lies", "a disk that only says that it wrote is a damaged database after a power cut"),
    Senseless("disk full", "back again", "it is how the cells above end"),
    Cell(
        dependency="clock", fault="down at start", early=True, trouble=lambda world: world.clock.advance(days=-1),
        mend=lambda world: world.clock.advance(days=1), seen="Yesterday's edition, or that there is none.",
        recovers="When the clock is set: what is owed is decided from the day it is now.",
    ),
    Cell(
        dependency="clock", fault="down in the middle", trouble=clock_by(hours=-6), whole=ALL,
        mend=lambda world: world.clock.advance(hours=6), seen="Nothing twice, though an hour comes again.",
        recovers="At once.",
    ),
    Senseless("clock", "slow", "a clock that is a little late brings an edition a little later"),
    Senseless("clock", "wrong answer", "a wrong time is a clock that was set, as in the cells beside"),
    Cell(
        dependency="clock", fault="lies", trouble=clock_by(hours=9), whole=ALL,
        mend=lambda world: world.clock.advance(hours=-9),
        seen="Editions with a clock time come early, once.", recovers="At once, also where the clock is set back.",
    ),
    Senseless("clock", "back again", "it is how the cells above end"),
    Senseless("memory", "down at start", "a process without memory does not start, and says so"),
    Cell(
        dependency="memory", fault="down in the middle", trouble=killed, mend=started,
        seen="The pages so far: a machine without memory ends the process.",
        recovers="With the next start, which systemd or the container makes at once; no page comes twice.",
    ),
    Senseless("memory", "slow", "a machine that swaps is a machine that is slow"),
    Senseless("memory", "wrong answer", "memory that gives back other bytes is no program's to find out"),
    Senseless("memory", "lies", "the same"),
    Senseless("memory", "back again", "it is how the cell above ends"),
    Cell(
        dependency="network", fault="down at start", early=True, logged_in=(), mend=NETWORK_WELL,
        trouble=both(telegram("reset before", method="*"), discord("reset before", what="*"), arxiv_resets),
        seen="Nothing; the log says what can't be reached.",
        recovers="Logins are tried again until they succeed, arXiv after minutes; what is owed follows.",
    ),
    Cell(
        dependency="network", fault="down in the middle", mend=NETWORK_WELL,
        trouble=both(telegram("reset before", nth=2), discord("reset before", nth=2)),
        seen="The pages so far; the rest follows.", recovers="Tried again after seconds, then every 5 minutes.",
    ),
    Cell(
        dependency="network", fault="slow", mend=NETWORK_WELL, whole=ALL,
        trouble=both(telegram("slow", times=3), discord("slow", times=3)),
        seen="The edition, later.", recovers="Nothing to recover from.",
    ),
    Cell(
        dependency="network", fault="wrong answer", mend=NETWORK_WELL, asks="",
        trouble=both(telegram("502 html"), discord("502 html"), arxiv_wrong),
        seen="Nothing: the web page of a hotel or a proxy is taken for no answer.", recovers="As above.",
    ),
    Cell(
        dependency="network", fault="lies", mend=NETWORK_WELL, whole=ALL,
        trouble=both(telegram("reset after", times=2), discord("reset after", times=2)),
        seen="Each page once, though connections break when all has been done.", recovers="At once.",
    ),
    Senseless("network", "back again", "it is how the cells above end"),
)  # fmt: skip
"""Every thing times every way."""


def table() -> str:
    """The matrix as people read it."""
    rows = ["| what fails | how | what users see | lost | when it recovers |", "|---|---|---|---|---|"]
    for one in CELLS:
        if isinstance(one, Senseless):
            rows.append(f"| {one.dependency} | {one.fault} | *makes no sense: {one.reason}* | | |")
        else:
            rows.append(f"| {one.dependency} | {one.fault} | {one.seen} | nothing | {one.recovers} |")
    return "\n".join(rows) + "\n"


def document(written: str) -> str:
    """The document with the table as it is now."""
    return TABLE.sub(lambda found: f"{found[1]}{table()}{found[2]}", written)


if __name__ == "__main__":
    DOCUMENT.write_text(document(DOCUMENT.read_text(encoding="utf-8")), encoding="utf-8")
