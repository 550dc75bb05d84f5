"""What an edition says of itself and of its papers, in its reader's language. Pure; every platform says the same."""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import lru_cache
from typing import Final

from bot import categories
from bot.digest import Digest, Entry, Receipt
from bot.languages import of_locale, said
from bot.papers import EXTRACT, IMPORT, Kind
from bot.text import readable, shorten
from bot.words import SOURCE, Words, languages, speak

_NAME: Final = 60
"""Characters of a model's name; imported records may bring any."""


@lru_cache
def words_for(language: str) -> Words:
    """The words for a language's English name (``Chinese``, ``Simplified Chinese``); English where there are none."""
    # A variety is named by its language's name with something before it.
    spoken = {of_locale(locale): locale for locale in languages()}
    return speak(spoken.get(language.rpartition(" ")[2], SOURCE))


def receipt(account: Receipt, words: Words, *, summaries: bool = True) -> str:
    """The account in one line; without ``summaries``, of an edition that shows none."""
    reasons = [
        words("receipt-reason", reason=reason.replace(" ", "-"), count=count)
        for reason, count in account.filtered.items()
    ]
    return words(
        "receipt" if summaries else "receipt-titles",
        announced=account.announced,
        listed=account.summarized + account.from_abstract,
        summarized=account.summarized,
        abstract=account.from_abstract,
        filtered=account.filtered_total,
        reasons=words("list-comma").join(reasons),
        lost=account.lost,
    )


def warnings(account: Receipt, words: Words) -> list[str]:
    """What must not be overlooked, a sentence each."""
    comma = words("list-comma")
    found = [words("receipt-lost", count=account.lost)] if account.lost > 0 else []
    found += [words("receipt-surplus", count=-account.lost)] if account.lost < 0 else []
    found += [words("receipt-pending", categories=comma.join(account.pending))] if account.pending else []
    found += [words("receipt-unaudited", categories=comma.join(account.unaudited))] if account.unaudited else []
    return found


def sources(digest: Digest, words: Words) -> list[str]:
    """Whose words the summaries are, a sentence for each language that they are in; those to come are in the wished."""
    made = Counter(
        (entry.summary.language, entry.summary.origin) if entry.summary else (digest.wishes.language, "")
        for entry in digest.entries
    )
    parts: defaultdict[str, list[str]] = defaultdict(list)
    for (language, origin), count in made.most_common():
        parts[language].append(_credit(origin, count, words))
    comma = words("list-comma")
    return [
        words("edition-summaries", language=said(language, words.language), credits=comma.join(found))
        for language, found in parts.items()
    ]


def _credit(origin: str, count: int, words: Words) -> str:
    kind = {EXTRACT: "extract", IMPORT: "import", "": "none"}.get(origin, "model")
    return words("edition-credit", origin=kind, count=count, model=shorten(readable(origin[:1000]), _NAME))


def badges(entry: Entry, words: Words) -> list[str]:
    """What a reader should know of how a paper was announced, in a few words each."""
    paper, kind = entry.announced.paper, entry.announced.kind
    found = []
    if categories.resolve(paper.primary) != entry.category:
        found.append(words("badge-cross", category=entry.category))
    elif kind is Kind.CROSS:
        found.append(words("badge-newly-cross"))
    if kind.is_replacement:
        found.append(words("badge-replaced", version=str(paper.version)))
    return found
