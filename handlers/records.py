"""JSON Lines records of papers, as other programs of this kind publish them: one object a line.

A record holds ``id``, ``title``, ``authors``, ``categories``, ``comment``, ``summary`` (the abstract) and, where a
model was asked, ``AI`` with the five fields of its summary.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from bot import identifiers
from bot.errors import UsageError
from bot.papers import FIELDS, IMPORT, Paper, Summary
from bot.summarize.language import speaks
from bot.summarize.phrases import FAILURE_OPENING
from bot.text import clean_authors

LANGUAGES = (
    "English",
    "Chinese",
    "Japanese",
    "Korean",
    "Russian",
    "German",
    "French",
    "Spanish",
    "Portuguese",
    "Italian",
)
"""Tried in this order on summaries that come without their language's name."""

_DAY = re.compile(r"(?<!\d)\d{4}-\d{2}-\d{2}(?!\d)")


@dataclass(frozen=True, slots=True)
class Record:
    """One line of a file."""

    paper: Paper
    summary: Summary | None


def day_of(path: Path) -> date | None:
    """The announcement day that a file's name states (``2025-12-10.jsonl``), or None."""
    match = _DAY.search(path.name)
    try:
        return date.fromisoformat(match.group()) if match else None
    except ValueError:
        return None


def read(path: Path, *, made: datetime, language: str | None = None) -> Iterator[Record]:
    """The records of a file, one at a time, however large it is.

    ``language`` is that of the summaries; where it is None, each summary's script tells. Raises ``UsageError`` naming
    the line that is not such a record.
    """
    try:
        with path.open(encoding="utf-8-sig") as lines:  # some editors begin a file with a mark
            for number, line in enumerate(lines, 1):
                if line.strip():
                    try:
                        yield parse(line, made=made, language=language)
                    except UsageError as error:
                        raise UsageError(f"{path}, line {number}: {error}") from None
    except UnicodeDecodeError:
        raise UsageError(f"{path} is not a text file in UTF-8.") from None
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}.") from None


def parse(line: str, *, made: datetime, language: str | None = None) -> Record:
    """One line. Raises ``UsageError`` saying what is wrong with it."""
    try:
        values = json.loads(line)
    except (ValueError, RecursionError):  # not only JSONDecodeError: Python refuses numbers of 5,000 digits
        raise UsageError("this is not JSON; one object a line is expected.") from None
    if not isinstance(values, dict):
        raise UsageError("a JSON object is expected.")
    paper = _paper(values)
    return Record(paper, _summary(values.get("AI"), paper, made, language))


def _paper(values: dict[str, Any]) -> Paper:
    reference = identifiers.parse(_text(values, "id"))
    if reference is None:
        raise UsageError(f"“{values['id']}” is not an arXiv identifier.")
    return Paper(
        id=reference.id,
        version=reference.version or 1,
        title=_text(values, "title"),
        abstract=_text(values, "summary" if "summary" in values else "abstract"),
        authors=clean_authors(_texts(values, "authors")),
        categories=_texts(values, "categories"),
        comment=values["comment"] if isinstance(values.get("comment"), str) else None,
    )


def _text(values: dict[str, Any], key: str) -> str:
    value = values.get(key)
    if not isinstance(value, str) or not value.strip():
        raise UsageError(f"“{key}” is missing or not text.")
    return value


def _texts(values: dict[str, Any], key: str) -> tuple[str, ...]:
    value = values.get(key)
    if not isinstance(value, list) or not value or not all(isinstance(item, str) and item for item in value):
        raise UsageError(f"“{key}” is missing or not a list of texts.")
    return tuple(value)


def _summary(fields: object, paper: Paper, made: datetime, language: str | None) -> Summary | None:
    """The record's summary, or None where it has none worth showing: the abstract then speaks for itself."""
    if not isinstance(fields, dict):
        return None
    # Early files of one popular program call the TL;DR "task".
    given = [fields.get(name) or (fields.get("task") if name == "tldr" else None) for name in FIELDS]
    texts = [text for text in given if isinstance(text, str) and text.strip() and not FAILURE_OPENING.match(text)]
    if len(texts) < len(FIELDS):
        return None
    tldr, motivation, method, result, conclusion = texts
    return Summary(
        paper_id=paper.id,
        version=paper.version,
        language=language or guess_language(" ".join(texts)),
        tldr=tldr,
        motivation=motivation,
        method=method,
        result=result,
        conclusion=conclusion,
        origin=IMPORT,
        made=made,
    )


def guess_language(text: str) -> str:
    """The first of ``LANGUAGES`` that ``text`` may well be in; English where it is none of them."""
    return next((language for language in LANGUAGES if speaks(text, language, whole=True)), "English")
