"""What somebody filled into a command's options, as the one line that its handler reads; and back. Pure.

Whatever a value holds, it stays the value of its option, and no other option's value changes.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Final

from bot.messages import Command, Option

Value = str | int | bool

_QUOTED: Final = '"{}"'
_PLAIN: Final = re.compile(r"\w[\w.-]*", re.ASCII)
"""What needs no quotes. A colon might make a filter of it, and some letters fall apart into words of their own."""
_COMMAS: Final = re.compile(r"[,，、;；\n]")
_QUOTES: Final = frozenset('"“”„‟«»「」『』')
_TOKEN: Final = re.compile(r'(?:[^\s"]|"[^"]*"?)+')
_UNTYPED: Final = re.compile("[\0-\x1f\x7f-\x9f\ud800-\udfff]")


def line(command: Command, values: Mapping[str, Value]) -> str:
    """The line for ``command.handler``, from the values by their options' names; options without a value are left out.

    ``{"words": "paper boats", "author": "Ada Brook, Bo Ink"}`` is a search for
    ``author:"Ada Brook" author:"Bo Ink" paper boats``.
    """
    given = sorted((option for option in command.options if option.name in values), key=lambda option: option.last)
    return " ".join(part for option in given for part in _parts(option, values[option.name]))


def spelled(command: Command, written: str) -> str:
    """An example of the command as it is filled in: ``/search words: paper boats author: Brook``.

    What belongs to no option by how it is written belongs to the first one that takes any words.
    """
    if not command.options:
        return f"/{command.name}"
    marked = [(mark, option) for option in command.options if (mark := option.form.partition("{}")[0].rstrip('"'))]
    marked.sort(key=lambda one: -len(one[0]))
    bare = min(command.options, key=lambda option: (option.form != "{}", bool(option.choices)))
    found: dict[str, list[str]] = {}
    for token in _TOKEN.findall(written):
        mark, option = next((one for one in marked if token.startswith(one[0])), ("", bare))
        value = token.removeprefix(mark)
        found.setdefault(option.name, []).append(value.strip('"') if mark else value)
    commas = {option.name for option in command.options if option.many}
    said = (f"{name}: {(', ' if name in commas else ' ').join(values)}" for name, values in found.items())
    return " ".join((f"/{command.name}", *said))


def _parts(option: Option, value: Value) -> Iterator[str]:
    text = ("yes" if value else "no") if isinstance(value, bool) else str(value)
    for one in _COMMAS.split(text) if option.many else (text,):
        if said := _said(option, " ".join(_UNTYPED.sub(" ", one).split())):
            yield option.form.replace(_QUOTED, "{}").replace("{}", said)


def _said(option: Option, typed: str) -> str:
    if option.last:
        return typed
    words = "".join(sign for sign in typed if _QUOTES.isdisjoint(unicodedata.normalize("NFKC", sign))).split()
    if _QUOTED not in option.form:
        return "".join(words)
    said = " ".join(words)
    return said if not said or _PLAIN.fullmatch(said) else f'"{said}"'
