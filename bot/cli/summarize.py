"""``paperboy summarize``: JSON Lines of papers in, JSON Lines of summaries out."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import TextIO

import click

from bot.cli.parts import write
from bot.errors import UsageError
from bot.summarize.extract import extract
from bot.text import readable


@click.command("summarize")
@click.argument("file", type=click.File(encoding="utf-8-sig"))
def command(file: TextIO) -> None:
    """Summarize papers in their authors' own words.

    FILE holds one JSON object a line with id, title and abstract ("-" reads standard input). Out comes one object a
    line with id, tldr, motivation, method, result and conclusion; a part that the abstract does not state is empty.
    """
    for identifier, title, abstract in _papers(file):
        fields = asdict(extract(readable(title), readable(abstract)))
        write(json.dumps({"id": identifier, **fields}, ensure_ascii=False) + "\n")


def _papers(file: TextIO) -> Iterator[tuple[str, str, str]]:
    try:
        for number, line in enumerate(file, 1):
            if line.strip():
                try:
                    yield _paper(line)
                except UsageError as error:
                    raise UsageError(f"{file.name}, line {number}: {error}") from None
    except UnicodeDecodeError:
        raise UsageError(f"{file.name} is not a text file in UTF-8.") from None


def _paper(line: str) -> tuple[str, str, str]:
    try:
        values = json.loads(line)
    except (ValueError, RecursionError):  # not only JSONDecodeError: Python refuses numbers of 5,000 digits
        raise UsageError("this is not JSON; one object a line is expected.") from None
    match values:
        case {"id": str(identifier), "title": str(title), "abstract": str(abstract)}:
            return identifier, title, abstract
    raise UsageError("an object with the texts id, title and abstract is expected.")
