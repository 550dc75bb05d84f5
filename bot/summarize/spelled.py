"""Numbers that a text spells out, in English ("ninety-seven percent", "two thirds") or Chinese (百分之九十七, 三倍).

Small words stand in every prose: "one of the two", 一个. They tell something only before percent, times and fold.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.summarize.numerals import MONTHS, NUMERALS, SCALES

MOST_IN_PROSE = 10.0
"""Up to here a number in words may be mere manner of speaking."""
ROUGHLY = 0.04
"""Width of what a fraction in words may stand for: "two thirds" of 65 % as well as of 68 %."""


@dataclass(frozen=True, slots=True)
class Spelled:
    """One number in words."""

    text: str
    start: int
    number: float
    unit: float
    """The place value of its last digit: 1 for "seventeen", 0.1 for "two point five", a million for "two million"."""
    percent: bool = False
    telling: bool = True
    """Whether it claims something, so that it must come from somewhere."""


def spelled(text: str) -> Iterator[Spelled]:
    """The numbers that a text spells out, by language and kind, not by place."""
    for found in _ENGLISH.finditer(text):
        yield _english(found)
    for found in _ENGLISH_FRACTION.finditer(text):
        yield _english_fraction(found)
    for found in _CHINESE.finditer(text):
        yield from _chinese(found)
    for found in _CHINESE_FRACTION.finditer(text):
        yield from _chinese_fraction(found)


def in_words(text: str) -> Iterator[float]:
    """All that the words of an English text may count: two, twenty-one, third, twice, both, March, two decades.

    More generous than ``spelled``, as befits the text that bears out another.
    """
    total: float | None = None
    for match in _WORD.finditer(text.lower()):
        word = match.group()
        if word in SCALES and total is not None:
            total *= SCALES[word]
        elif word in NUMERALS:
            number = NUMERALS[word]
            if total is not None and word in _TENFOLD:
                yield total * 10
            # Twenty-one adds up; everything else begins anew.
            total = total + number if total in (20, 30, 40, 50, 60, 70, 80, 90) and 0 < number < 10 else number
        else:
            total = None
            if word in MONTHS:
                yield MONTHS[word]
            continue
        yield total
        if word in NUMERALS:
            yield NUMERALS[word]
    for found in spelled(text):
        yield found.number
        if found.percent:
            yield found.number / 100


# English

_DIGITS = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
_TEENS = ["ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_LARGE = ["dozen", "thousand", "million", "billion", "trillion"]
_TENFOLD = frozenset(("decade", "decades"))
_WORD = re.compile(r"[a-z]+")

_GAP = r"(?:\s|\s?[-‐‑]\s?)"
_END = r"(?![a-z])"
_STOP = r"(?!(?!fold)[a-z])"  # as _END, but for "tenfold"
_DIGIT = rf"(?:{'|'.join(_DIGITS)}){_STOP}"
_TO_99 = rf"(?:(?:{'|'.join(_TENS)})(?:{_GAP}{_DIGIT})?|(?:{'|'.join(_TEENS)})|{_DIGIT}){_STOP}"
_SCALE = rf"(?:{'|'.join(_LARGE)}){_STOP}"
_HUNDREDS = rf"(?:an?|{_TO_99}){_GAP}hundred{_STOP}(?:{_GAP}(?:and\s)?{_TO_99}(?!{_GAP}hundred))?"
_TO_999 = rf"(?:{_HUNDREDS}|{_TO_99})"
_ORDINAL = (
    rf"(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|\w+teenth|tenth|eleventh|twelfth|\w+tieth){_END}"
)
_ENGLISH = re.compile(
    rf"""(?<![a-z])(?P<words>
        (?:an?|{_TO_999}){_GAP}{_SCALE}(?:{_GAP}{_TO_999}(?:{_GAP}{_SCALE})?){{0,2}}
        | {_TO_999}(?:\ point(?P<decimals>(?:\ (?:zero|{_DIGIT}))+))?
        | (?:hundred|thousand)(?=\s?-?fold)
    )
    (?!{_GAP}?{_ORDINAL})
    (?P<of>{_GAP}?(?:(?P<percent>%|per\ ?cent(?:age(?:\ points?)?)?{_END})|(?P<fold>fold{_END})|(?:times|x){_END}))?""",
    re.VERBOSE | re.IGNORECASE,
)
_VERB = re.compile(r"\b(?:is|are|was|were|be)\s*\Z", re.IGNORECASE)
_PARTS = {"third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "tenth": 10}
_ENGLISH_FRACTION = re.compile(
    rf"(?<![a-z])(?P<count>an?|{_DIGIT}){_GAP}(?P<part>{'|'.join(_PARTS)})(?P<plural>s?)"
    # Two third-party tools and a third person are counted, not divided.
    r"(?![-a-z]|\s(?:party|person))(?P<of>\sof(?![a-z]))?",
    re.IGNORECASE,
)


def _english(found: re.Match[str]) -> Spelled:
    words = _WORD.findall(found["words"].lower())
    if found["decimals"]:
        decimals = _WORD.findall(found["decimals"].lower())
        words = words[: words.index("point")]
        places = "".join(str(int(NUMERALS[word])) for word in decimals)
        number, unit = float(f"{_english_number(words)[0]:.0f}.{places}"), 10.0 ** -len(places)
    else:
        number, unit = _english_number(words)
    return Spelled(
        text=found.group(),
        start=found.start(),
        number=number,
        unit=unit,
        percent=found["percent"] is not None,
        telling=number > MOST_IN_PROSE or (found["of"] is not None and not (found["fold"] and _is_after_verb(found))),
    )


def _is_after_verb(found: re.Match[str]) -> bool:
    """Whether it says "the reasons are threefold", which promises a list and no factor."""
    return _VERB.search(found.string, max(0, found.start() - 6), found.start()) is not None


def _english_number(words: list[str]) -> tuple[float, float]:
    """The number and its unit."""
    total, group, unit = 0.0, 0.0, 1.0
    for word in words:
        if word == "hundred":
            group = (group or 1.0) * SCALES[word]
        elif word in SCALES:
            unit = SCALES[word]
            total, group = total + (group or 1.0) * unit, 0.0
        elif word not in ("a", "an", "and"):
            group += NUMERALS[word]
    return total + group, 1.0 if group or unit < 1000 else unit


def _english_fraction(found: re.Match[str]) -> Spelled:
    count, several = found["count"].lower(), bool(found["plural"])
    number = NUMERALS[count] / _PARTS[found["part"].lower()]
    # "A third" may be what follows the second, and "two third" are no fraction.
    certain = several and number < 1 if count not in ("a", "an", "one") else not several
    telling = certain and (count == "one" or several or found["of"] is not None)
    return Spelled(text=found.group(), start=found.start(), number=number, unit=ROUGHLY, telling=telling)


# Chinese

_HAN_DIGITS = {**{digit: i for i, digit in enumerate("零一二三四五六七八九")}, "〇": 0, "两": 2, "兩": 2}
_HAN_PLACES = {"十": 10.0, "百": 100.0, "千": 1000.0}
_HAN_SCALES = {"万": 1e4, "萬": 1e4, "亿": 1e8, "億": 1e8}
_HAN = "".join([*_HAN_DIGITS, *_HAN_PLACES, *_HAN_SCALES])
_D, _Z = "[一二两兩三四五六七八九]", "[零〇]?"
_TO_9999 = rf"(?:{_D}?千)?(?:{_Z}{_D}?百)?(?:{_Z}{_D}?十)?(?:{_Z}{_D})?"
_HAN_NUMBER = re.compile(rf"(?:{_TO_9999}[亿億])?(?:{_Z}{_TO_9999}[万萬])?{_Z}{_TO_9999}")
_HAN_YEAR = re.compile("[一二][零〇一二三四五六七八九]{3}")
_DECIMALS = "[点點](?P<decimals>[零〇一二三四五六七八九]+)"
_CHINESE = re.compile(
    # 第三 is an ordinal, 数十倍 and 二十几 name no number, and in 3万 the number begins before.
    rf"(?<![\d第之点點{_HAN}])(?!(?<=[数數几幾上成])(?:十(?!{_D})|[百千万萬亿億]))(?P<whole>[{_HAN}]+)(?:{_DECIMALS})?(?![{_HAN}几幾\d]|分之)"
    r"(?P<of>倍|(?P<percent>%|[个個]百分[点點]))?"
)
_CHINESE_FRACTION = re.compile(
    rf"(?<![\d{_HAN}])(?P<parts>[{_HAN}]+)分之(?P<whole>[{_HAN}]+)(?:{_DECIMALS})?(?![{_HAN}几幾\d])"
)


def _chinese(found: re.Match[str]) -> Iterator[Spelled]:
    read = _chinese_number(found["whole"], found["decimals"])
    if read is None:
        return
    number, unit = read
    # 百万级 and 十万 name a magnitude, as "millions" do.
    vague = re.match("十?[百千万萬亿億]", found["whole"]) and not found["of"]
    yield Spelled(
        text=found.group(),
        start=found.start(),
        number=number,
        unit=unit,
        percent=found["percent"] is not None,
        telling=found["of"] is not None or (number > MOST_IN_PROSE and not vague),
    )


def _chinese_fraction(found: re.Match[str]) -> Iterator[Spelled]:
    """百分之三 is percent; 千分之三 and 三分之二 are what they say."""
    parts, counted = _chinese_number(found["parts"], None), _chinese_number(found["whole"], found["decimals"])
    if parts is None or counted is None or not parts[0]:
        return
    (whole, _), (number, unit) = parts, counted
    if whole == 100:
        yield Spelled(text=found.group(), start=found.start(), number=number, unit=unit, percent=True)
    else:
        width = ROUGHLY if whole < 10 else unit / whole
        yield Spelled(text=found.group(), start=found.start(), number=number / whole, unit=width)


def _chinese_number(whole: str, decimals: str | None) -> tuple[float, float] | None:
    """The number and its unit; None where the signs form none (一五一十, 二三十)."""
    if _HAN_YEAR.fullmatch(whole):
        return float("".join(str(_HAN_DIGITS[sign]) for sign in whole)), 1.0
    if not _HAN_NUMBER.fullmatch(whole):
        return None
    total = section = digit = 0.0
    place = unit = 1.0  # place: what a last digit stands for, as 一万二 is 12,000 and 一万零二 is 10,002
    for sign in whole:
        if sign in _HAN_DIGITS:
            digit, unit = float(_HAN_DIGITS[sign]), 1.0
            place = 1.0 if digit == 0 else place
        elif sign in _HAN_PLACES:
            section += (digit or 1.0) * _HAN_PLACES[sign]
            digit, place = 0.0, _HAN_PLACES[sign] / 10
        else:
            scale = _HAN_SCALES[sign]
            part = section + digit
            total = (total + part or 1.0) * scale if scale > 1e4 else total + (part or 1.0) * scale
            section = digit = 0.0
            place, unit = scale / 10, scale
    number = total + section + digit * place
    if decimals is None:
        return number, unit
    places = "".join(str(_HAN_DIGITS[sign]) for sign in decimals)
    return float(f"{number:.0f}.{places}"), 10.0 ** -len(places)
