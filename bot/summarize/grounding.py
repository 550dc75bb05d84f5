"""Which numbers of a summary stand nowhere in its paper: literal values, however written, and roundings of them.

Arithmetic is not forgiven on purpose: a check that accepts sums, differences and ratios of the paper's numbers
accepts almost any wrong number too.
"""

from __future__ import annotations

import math
import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.summarize.numerals import AMBIGUOUS_SCALES, SCALES
from bot.summarize.spelled import in_words, spelled


@dataclass(frozen=True, slots=True)
class _Value:
    number: float
    unit: float
    """The place value of the last digit shown: 0.1 for 12.3."""


_Reading = tuple[_Value, ...]
"""One way to understand a piece of text: all of these numbers."""


@dataclass(frozen=True, slots=True)
class _Claim:
    """A number as it stands in a summary."""

    start: int
    text: str
    readings: tuple[_Reading, ...]
    """It is borne out if any of them is."""


_NUMBER = r"(?:\d+(?:[.,]\d+)*|\.\d+)"
_SPACE = "[ \u00a0\u2009\u202f]"
_SIGN = "[-−–+]"
_EAST_ASIAN = "".join(scale for scale in SCALES if ord(scale[0]) > 0x3000 and len(scale) == 1)
_WORDS = "|".join(sorted((re.escape(word) for word in {**SCALES, **AMBIGUOUS_SCALES}), key=len, reverse=True))
_TOKEN = re.compile(
    rf"(?P<power>(?:(?P<factor>{_NUMBER})\s*(?:[×x*·⋅]|\\times|\\cdot)\s*)?"
    rf"(?P<base>\d+)\s*\^\s*[{{(]?\s*(?P<exponent>{_SIGN}?\d{{1,2}})(?!\d))"
    rf"|(?P<scientific>{_NUMBER}[eE]{_SIGN}?\d{{1,2}}(?!\d))"
    rf"|(?P<compound>(?:{_NUMBER}[{_EAST_ASIAN}])+{_NUMBER}[{_EAST_ASIAN}]?)"
    rf"|(?P<spaced>(?<![\d.,])\d{{1,3}}(?:{_SPACE}\d{{3}})+(?![\d,]|\.\d))"
    rf"|(?P<plain>{_NUMBER})(?:\s?-?(?:(?P<scale>{_WORDS})(?![a-zà-öø-ÿ])|(?P<percent>%|percent|per cent)))?",
)
_RAISED = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻]+")
_LOWERED = re.compile("[₀₁₂₃₄₅₆₇₈₉₊₋]+")
_TEX = (
    (re.compile(r"\{,\}"), ","),
    (re.compile(r"\\[,;:! ]|~"), "\u202f"),
    (re.compile(r"\\([%#&_])|\$"), r"\1"),  # dollars too, which stand around formulas more often than before prices
)
_LIST_MARKER = re.compile(r"(?:(?<=^)|(?<=[\s;；:：,，。.、]))[(（]?(\d{1,2})(?:[)）、]|\.(?=\s))")
_SPLIT_DECIMAL = re.compile(r"(?<=\d)\. (?=\d)")
_SPELLED_BY_DIGIT = re.compile(r"(?<![\d-])\d(?:-\d)+(?![\d-])")
_FRACTION = re.compile(r"(?<![\d.,/])(\d)/(\d\d?)(?![\d/]|[.,]\d)|\\[dtc]?frac\{?(\d)\}?\{?(\d\d?)\}?")
_EAST_ASIAN_PART = re.compile(rf"({_NUMBER})([{_EAST_ASIAN}]?)")


def unsupported(texts: Iterable[str], sources: Iterable[str]) -> tuple[str, ...]:
    """The numbers of ``texts``, as written there, that ``sources`` do not bear out; each once, in order.

    ``sources`` are English, and may hold TeX; ``texts`` may be in any language.
    """
    claims = [claim for text in texts for claim in _claims(_without_list_markers(_plain(text)))]
    if not claims:
        return ()
    known = _Known(sources)
    found = (
        claim.text for claim in claims if not any(all(map(known.__contains__, reading)) for reading in claim.readings)
    )
    return tuple(dict.fromkeys(found))


def _claims(text: str) -> list[_Claim]:
    """Everything in a summary's text that has to come from somewhere, in its order."""
    claims = [_Claim(token.start(), token.group().strip(), tuple(_readings(token))) for token in _TOKEN.finditer(text)]
    for number in spelled(text):
        if number.telling:
            value = _Value(number.number, number.unit)
            readings = ((value,), (_scaled(value, 0.01),)) if number.percent else ((value,),)
            claims.append(_Claim(number.start, number.text.strip(), readings))
    return sorted(claims, key=lambda claim: claim.start)


class _Known:
    """The numbers that a source states, in any notation."""

    def __init__(self, sources: Iterable[str]) -> None:
        numbers: set[float] = set()
        for source in dict.fromkeys(sources):
            text = _plain(source)
            joined = _SPLIT_DECIMAL.sub(".", text)
            by_digit = [match.replace("-", "") for match in _SPELLED_BY_DIGIT.findall(text)]
            for version in {text: None, joined: None, " ".join(by_digit): None}:
                for token in _TOKEN.finditer(version):
                    numbers.update(value.number for reading in _readings(token, lenient=True) for value in reading)
            numbers.update(in_words(text))
            for whole, parts, upper, lower in _FRACTION.findall(text):
                if divisor := int(parts or lower):
                    numbers.add(int(whole or upper) / divisor)
        self._numbers = sorted(numbers)

    def __contains__(self, value: _Value) -> bool:
        tolerance = max(value.unit / 2, abs(value.number) * 1e-9) * (1 + 1e-9)
        at = bisect_left(self._numbers, value.number - tolerance)
        return at < len(self._numbers) and self._numbers[at] <= value.number + tolerance


def _plain(text: str) -> str:
    """One notation: ASCII digits, ``^`` before what is raised, no TeX around numbers."""
    for pattern, replacement in _TEX:
        text = pattern.sub(replacement, text)
    text = _RAISED.sub(lambda match: f"^{match.group()}", text)
    text = _LOWERED.sub(lambda match: f"_{match.group()}", text)
    return text if text.isascii() else "".join(map(_plain_character, text))


def _plain_character(character: str) -> str:
    if character < "\x80":
        return character
    if (digit := unicodedata.digit(character, None)) is not None:
        return str(digit)
    if character in "٫٬，．％⁻₋":  # Arabic separators, full-width forms, raised signs
        return {"٫": ".", "٬": ",", "，": "，", "．": ".", "％": "%"}.get(character, "-")
    return character


def _without_list_markers(text: str) -> str:
    """Blank out ``(1)``, ``2)`` or ``3.`` where they count up from one."""
    expected = 1
    pieces, end = [], 0
    for marker in _LIST_MARKER.finditer(text):
        if int(marker[1]) == expected:
            pieces += [text[end : marker.start()], " "]
            end = marker.end()
            expected += 1
    # One marker is no list; it may be a sentence that ends in a number.
    return "".join([*pieces, text[end:]]) if expected > 2 else text


def _readings(token: re.Match[str], *, lenient: bool = False) -> Iterator[_Reading]:
    """Every way to understand a token; ``lenient`` also takes "1.2 million" for a bare 1.2."""
    if token["power"]:
        yield from _powers(token)
    elif token["scientific"]:
        mantissa, _, exponent = token["scientific"].lower().partition("e")
        for value in _values(mantissa):
            yield (_scaled(value, 10.0 ** _integer(exponent)),)
            yield value, _Value(abs(_integer(exponent)), 1)
    elif token["compound"]:
        yield (_sum(token["compound"]),)
        if lenient:
            for part, _ in _EAST_ASIAN_PART.findall(token["compound"]):
                yield from ((value,) for value in _values(part))
    elif token["spaced"]:
        parts = re.split(_SPACE, token["spaced"])
        yield (_Value(float("".join(parts)), 1),)
        yield tuple(_Value(float(part), 1) for part in parts)
    else:
        yield from _plain_readings(token["plain"], token["scale"], percent=bool(token["percent"]), lenient=lenient)


def _plain_readings(number: str, scale: str | None, *, percent: bool, lenient: bool) -> Iterator[_Reading]:
    for value in _values(number):
        if percent:
            yield (_scaled(value, 0.01),)
        if scale:
            yield (_scaled(value, SCALES.get(scale) or AMBIGUOUS_SCALES[scale]),)
        if scale not in SCALES or lenient:
            yield (value,)
    parts = [part for part in re.split("[.,]", number) if part]
    if len(parts) > 2 or ("," in number and len(parts[-1]) != 3):  # 2.5.1 is a version, and 2,3 may be a list
        yield tuple(_Value(float(part), 1) for part in parts)


def _values(text: str) -> Iterator[_Value]:
    """The numbers that digits with points and commas can mean: ``1,234`` is a thousand and more, or has decimals."""
    *groups, last = re.split("[.,]", text)
    separators = set(re.findall("[.,]", text))
    grouped = bool(groups) and 0 < len(groups[0]) <= 3 and all(len(group) == 3 for group in groups[1:])
    if not groups or (grouped and len(last) == 3 and len(separators) == 1):
        yield _Value(float("".join([*groups, last])), 1)
    if len(groups) == 1 or (grouped and len(separators) == 2):
        yield _Value(float(f"{''.join(groups)}.{last}"), 10.0 ** -len(last))


def _powers(token: re.Match[str]) -> Iterator[_Reading]:
    base, exponent = float(token["base"]), _integer(token["exponent"])
    try:
        power = base**exponent
    except (OverflowError, ZeroDivisionError):
        power = math.inf
    parts = (_Value(base, 1), _Value(abs(exponent), 1))
    if token["factor"]:
        for value in _values(token["factor"]):
            yield (_scaled(value, power),)
            yield (value, *parts)
    else:
        yield (_Value(power, 0),)
        yield parts


def _sum(compound: str) -> _Value:
    """``3万5千`` is 35,000."""
    total, unit = 0.0, 1.0
    for number, scale in _EAST_ASIAN_PART.findall(compound):
        value = _scaled(next(_values(number), _Value(0.0, 1)), SCALES.get(scale, 1.0))
        total, unit = total + value.number, value.unit
    return _Value(total, unit)


def _scaled(value: _Value, factor: float) -> _Value:
    return _Value(value.number * factor, value.unit * factor)


def _integer(text: str) -> int:
    return int(text.replace("−", "-").replace("–", "-"))
