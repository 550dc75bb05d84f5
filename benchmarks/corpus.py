"""A cache of any size for the search benchmarks: invented words, as unevenly common as real ones; always the same.

Words are drawn by Zipf's law from a vocabulary as large as Heaps' law lets it grow in abstracts, and stand together in
strings of eight, so that phrases come again as they do in a field of research. No paper is a copy of another.
"""

from __future__ import annotations

import math
import random
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta

from bot.papers import IMPORT, Paper, Summary
from bot.store import Record

AT = datetime(2026, 11, 20, 1, tzinfo=UTC)
FIRST = date(2020, 1, 1)
DAY = 1_000  # papers
STRING = 8  # words
STRINGS = 20  # in an abstract
POOL = 3_000_000  # words
STOPWORDS = 14
"""The commonest words are in nearly all papers; nobody looks for those."""

_ONSETS = ("b", "d", "f", "g", "k", "l", "m", "n", "p", "r", "s", "t", "v", "z", "st", "tr")
_RIMES = ("a", "e", "i", "o", "u", "an", "er", "il", "on", "us")
_SYLLABLES = [onset + rime for onset in _ONSETS for rime in _RIMES]
_CATEGORIES = ("cs.CV", "cs.LG", "cs.CL", "cs.AI", "cs.RO", "math.NA", "quant-ph", "stat.ML", "eess.IV", "hep-th")


def word(rank: int) -> str:
    """The word of this rank, the commonest being 0: its rank in syllables, the common ones short."""
    found = ""
    rank += 40  # no one-letter words
    while rank:
        rank, syllable = divmod(rank, len(_SYLLABLES))
        found += _SYLLABLES[syllable * 77 % len(_SYLLABLES)]
    return found


class Corpus:
    """``size`` records, and the questions that are asked about them."""

    def __init__(self, size: int) -> None:
        self.size = size
        dice = random.Random(20260701)
        vocabulary = round(6 * (170 * size) ** 0.6)
        self._pool = [word(rank) for rank in _ranks(dice, vocabulary, POOL)]
        self._given = [word(rank).title() for rank in _ranks(dice, 6_000, 50_000)]
        self._family = [word(7 * rank + 3).title() for rank in _ranks(dice, round(20 * size**0.6), 400_000)]
        self._chinese = "".join(chr(0x4E00 + rank) for rank in _ranks(dice, 4_000, 400_000))

    def records(self, start: int = 0, stop: int | None = None) -> Iterator[Record]:
        """The records from one number up to another, a thousand to the day."""
        for n in range(start, self.size if stop is None else stop):
            dice = random.Random(n)
            paper = Paper(
                id=f"{n // 99_999:04}.{n % 99_999:05}",
                title=self._title(dice),
                abstract=". ".join(self._string(dice) for _ in range(STRINGS)).capitalize() + ".",
                authors=tuple(
                    f"{dice.choice(self._given)} {dice.choice(self._family)}" for _ in range(dice.choice((1, 3, 5, 9)))
                ),
                categories=tuple(dice.sample(_CATEGORIES, dice.choice((1, 2, 2)))),
            )
            yield FIRST + timedelta(days=n // DAY), paper, self._summary(dice, paper) if n % 4 == 0 else None

    def _title(self, dice: random.Random) -> str:
        return f"{self._string(dice)} {self._string(dice, 3)}".title()

    def _string(self, dice: random.Random, length: int = STRING) -> str:
        at = dice.randrange(POOL - length)
        return " ".join(self._pool[at : at + length])

    def _summary(self, dice: random.Random, paper: Paper) -> Summary:
        starts = [dice.randrange(399_900) for _ in range(5)]
        return imported(paper, [self._chinese[at : at + 40] for at in starts])

    def questions(self, words: int, count: int = 100) -> list[str]:
        """Searches for so many words that stand together in a title; commonest words left out, as people do."""
        common = {word(rank) for rank in range(STOPWORDS)}
        dice = random.Random(words)
        found: list[str] = []
        while len(found) < count:
            ((_, paper, _),) = self.records(n := dice.randrange(self.size), n + 1)
            telling = [each for each in paper.title.lower().split() if each not in common]
            if len(telling) >= words:
                at = dice.randrange(len(telling) - words + 1)
                found.append(" ".join(telling[at : at + words]))
        return found

    def common_words(self, count: int = 15) -> list[str]:
        """The commonest words that anybody would look for: in a third to a half of all papers."""
        return [word(rank) for rank in range(STOPWORDS, STOPWORDS + count)]

    def beginnings(self, count: int = 200) -> list[str]:
        """What is in the box while somebody types a title or a name."""
        dice = random.Random(5)
        found = []
        for _ in range(count):
            ((_, paper, _),) = self.records(n := dice.randrange(self.size), n + 1)
            source = dice.choice((paper.title, paper.authors[0]))
            found.append(source[: dice.randint(1, min(30, len(source)))].lower())
        return found


def _ranks(dice: random.Random, size: int, count: int) -> list[int]:
    """Zipf's law: the word of rank r is drawn 1/r times as often as the first."""
    scale = math.log(size)
    return [int(math.exp(dice.random() * scale)) - 1 for _ in range(count)]


def imported(paper: Paper, texts: Sequence[str]) -> Summary:
    """A Chinese summary as records bring them, of five texts."""
    tldr, motivation, method, result, conclusion = texts
    return Summary(
        paper_id=paper.id,
        version=1,
        language="Chinese",
        tldr=tldr,
        motivation=motivation,
        method=method,
        result=result,
        conclusion=conclusion,
        origin=IMPORT,
        made=AT,
    )
