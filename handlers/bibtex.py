"""``/bibtex``: papers as entries for a bibliography, correct and ready to paste."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import partial

from bot.messages import Asker, Command, File, Option, Reply
from bot.papers import Paper
from bot.text import readable
from bot.words import speak
from handlers import completing
from handlers.context import Context
from handlers.paper import LONGEST_LIST, asked_for, known, remarks

_LITTLE_WORDS = """
    a an and are as at be by can do does for from how in into is it of on or over the to toward towards under via what
    when where which who why with without
"""
_UNTELLING = frozenset(_LITTLE_WORDS.split())
_SUFFIXES = frozenset(("jr", "sr", "ii", "iii", "iv"))
_STROKES = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "ß": "ss", "þ": "th", "ð": "d"}
)
_GROUP = re.compile(r"\b(?:and|collaborations?|consortium|team|group|project|initiative|network)\b|,", re.IGNORECASE)
_DOLLAR = re.compile(r"(?<!\\)\$")
_BARE = re.compile(r"(?<!\\)([&%#_])")
_SIGNS = {"<": r"\textless{}", ">": r"\textgreater{}", "^": r"\^{}"}
_BARE_SIGN = re.compile(r"(?<!\\)[<>^]")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_CENTURY = 91
"""arXiv began in 1991; identifiers with smaller years are of this century."""


def commands(context: Context) -> tuple[Command, ...]:
    """The command of this family."""
    complete = partial(completing.papers, store=context.parts.store)
    return (
        Command(
            name="bibtex",
            handler=partial(bibtex, context=context),
            aliases=("cite", "bib"),
            argument="argument-id",
            required=True,
            examples=("bibtex 2512.10935", "bibtex 1706.03762 math/0309136"),
            complete=complete,
            options=(Option(name="papers", last=True, required=True, complete=complete),),
        ),
    )


async def bibtex(asker: Asker, text: str, *, context: Context) -> Reply:
    """An entry for each paper named: a file, and where it is short, the same as text."""
    words = speak(asker.locale)
    request = asked_for(text, words)
    papers = [await known(one, context.parts) for one in request.references]
    made = bibliography(papers)
    name = next(iter(keys(papers))) if len(papers) == 1 else "papers"
    heading = [*remarks(request, words), *([made] if len(made) <= LONGEST_LIST else [])]
    return Reply(text="\n".join(heading) or words("bibtex-file", count=len(papers)), file=File(f"{name}.bib", made))


def bibliography(papers: Sequence[Paper]) -> str:
    """The papers as BibTeX entries, a blank line between them."""
    return "\n".join(_entry(paper, key) for paper, key in zip(papers, keys(papers), strict=True))


def keys(papers: Sequence[Paper]) -> list[str]:
    """A key for each paper (``family2026word``); where two would be the same, later ones get a letter."""
    taken: dict[str, int] = {}
    found = []
    for paper in papers:
        key = _key(paper)
        taken[key] = taken.get(key, 0) + 1
        found.append(key if taken[key] == 1 else key + chr(ord("a") + taken[key] - 1))
    return found


def _entry(paper: Paper, key: str) -> str:
    year, month = _dated(paper)
    # arXiv's own DOI names the preprint, which is not what an article in a journal is cited by.
    doi = paper.doi or (None if paper.journal_ref else f"10.48550/arXiv.{paper.id}")
    fields = [
        ("title", f"{{{tex(paper.title)}}}"),  # in braces of its own, so that no style takes its capitals away
        ("author", " and ".join(map(_author, paper.authors))),
        *([("journal", tex(paper.journal_ref))] if paper.journal_ref else []),
        ("year", str(year)),
        ("month", month),
        ("eprint", paper.id),
        ("archivePrefix", "arXiv"),
        ("primaryClass", _verbatim(paper.primary)),
        *([("doi", _verbatim(doi))] if doi else []),
        ("url", paper.url),
    ]
    lines = [f"  {name} = {value if name == 'month' else f'{{{value}}}'}," for name, value in fields]
    return "\n".join([f"@{'article' if paper.journal_ref else 'misc'}{{{key},", *lines, "}", ""])


def tex(source: str) -> str:
    """A title or reference as its author wrote it in TeX, mended so that it breaks neither BibTeX nor LaTeX.

    Signs with a meaning in TeX are escaped where they stand bare in text; formulas stay. Braces end up in pairs.
    """
    line = " ".join("".join(" " if unicodedata.category(sign) == "Cc" else sign for sign in source).split())
    parts = _DOLLAR.split(line.rstrip("\\"))
    if len(parts) % 2 == 0:
        parts = [r"\$".join(parts)]
    mended = [
        _BARE.sub(r"\\\1", part) if at % 2 == 0 else re.sub(r"(?<!\\)([%#])", r"\\\1", part)
        for at, part in enumerate(parts)
    ]
    mended = [
        _BARE_SIGN.sub(lambda sign: _SIGNS[sign[0]], part) if at % 2 == 0 else part for at, part in enumerate(mended)
    ]
    whole = "$".join(mended)
    return whole if _is_balanced(whole) else re.sub(r"\\?[{}]", "", whole).rstrip("\\")


def _is_balanced(text: str) -> bool:
    """Whether braces pair up as BibTeX counts them: it does not know that a backslash escapes one."""
    depth = 0
    for sign in text:
        depth += (sign == "{") - (sign == "}")
        if depth < 0:
            return False
    return depth == 0


def _author(name: str) -> str:
    """A name as BibTeX reads it; a group's must not be taken apart into given and family names."""
    written = tex(readable(name))
    return f"{{{written}}}" if _GROUP.search(written) else written


def _verbatim(value: str) -> str:
    return re.sub(r"[\s{}\\%]", "", value)


def _key(paper: Paper) -> str:
    name = readable(paper.authors[0]) if paper.authors else ""
    parts = [part for part in map(_plain, name.split()) if part and part not in _SUFFIXES]
    family = (parts[0] if _GROUP.search(name) else parts[-1]) if parts else "arxiv"
    title = [_plain(word) for word in re.findall(r"[^\W_]+", readable(paper.title))]
    word = next((word for word in title if word[:1].isalpha() and len(word) > 1 and word not in _UNTELLING), "")
    return f"{family}{_dated(paper)[0]}{word}"


def _plain(word: str) -> str:
    """The word in the letters that every version of BibTeX takes for a key."""
    decomposed = unicodedata.normalize("NFKD", word.casefold().translate(_STROKES))
    return re.sub(r"[^a-z0-9]", "", decomposed)


def _dated(paper: Paper) -> tuple[int, str]:
    """Year and month of the first version, by its date or else by its identifier."""
    if paper.submitted:
        return paper.submitted.year, _MONTHS[paper.submitted.month - 1]
    number = paper.id.rpartition("/")[2]
    year, month = int(number[:2]), int(number[2:4])
    return year + (1900 if year >= _CENTURY else 2000), _MONTHS[month - 1]
