"""TeX as MathML, which browsers set: as much of it as the formulas of the sample day use. Pure.

Letters and signs are those that ``bot.text`` reads; what stands below, above and over one another is set here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from markupsafe import Markup, escape

from bot.text import readable

_TOKEN: Final = re.compile(r"\\[A-Za-z]+|\\.|\d+(?:\.\d+)?|\S")
_SCRIPTS: Final = {"_": "msub", "^": "msup"}


def mathml(tex: str) -> Markup:
    """A formula within a line."""
    return Markup("<math>{}</math>").format(_row(iter(_TOKEN.findall(tex))))


def _row(tokens: Iterator[str]) -> Markup:
    parts: list[Markup] = []
    for token in tokens:
        if token == "}":
            break
        if token in _SCRIPTS and parts:
            tag = _SCRIPTS[token]
            parts.append(Markup(f"<{tag}>{{}}{{}}</{tag}>").format(parts.pop(), _argument(tokens)))
        else:
            parts.append(_one(token, tokens))
    return Markup("<mrow>{}</mrow>").format(Markup("").join(parts))


def _argument(tokens: Iterator[str]) -> Markup:
    return _one(next(tokens, ""), tokens)


def _one(token: str, tokens: Iterator[str]) -> Markup:
    if token == "{":
        return _row(tokens)
    if token in (r"\frac", r"\tfrac", r"\dfrac"):
        return Markup("<mfrac>{}{}</mfrac>").format(_argument(tokens), _argument(tokens))
    if token == r"\sqrt":
        return Markup("<msqrt>{}</msqrt>").format(_argument(tokens))
    sign = readable(f"${token}$") if token.startswith("\\") else token.replace("-", "\N{MINUS SIGN}")
    tag = "mn" if token[0].isdigit() else "mi" if sign.isalpha() else "mo"
    return Markup(f"<{tag}>{{}}</{tag}>").format(escape(sign))
