"""What a model's summary has to be before a reader may see it. Pure; of several defects the first is named."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bot.papers import FIELDS, Paper
from bot.summarize.answers import DefectiveError
from bot.summarize.grounding import unsupported
from bot.summarize.language import speaks
from bot.summarize.phrases import CHATTER_OPENING, CONTROL, FAILURE_OPENING, LABEL, REFUSAL_ANYWHERE, REFUSAL_OPENING
from bot.summarize.prompt import FENCE, LONGEST_ABSTRACT
from bot.text import readable

SHORTEST = 8
LONGEST = 800
LONGEST_EAST_ASIAN = 350
"""Characters of a field. In a published corpus of 63,000 Chinese summaries 95 % of the fields have at most 153, and
all but a handful fewer than 350; English takes a little over twice as many to say the same."""

_ESCAPE = re.compile(r"\\u[0-9a-fA-F]{4}|\\x[0-9a-fA-F]{2}|&(?:#\d{1,6}|#x[0-9a-fA-F]{1,6}|[a-zA-Z]{2,8});")
_HTML = re.compile(
    r"</?(?:a|b|i|u|s|em|strong|p|br|hr|div|span|sub|sup|code|pre|ul|ol|li|h[1-6]|img|table|t[drh]|script|style|iframe|"
    r"blockquote|details|summary|font|form|input|button|svg|video|audio|object|embed|link|meta|html|body|head)"
    r"(?:\s[^<>]*)?/?>|<!--",
    re.IGNORECASE,
)
_MARKDOWN = re.compile(
    r"\*\*\S[^*]*\*\*|```|`[^`\n]+`|!?\[[^\]\n]*\]\([^)\s]*\)"
    r"|^ {0,3}(?:#{1,6}\s|[-*+•>]\s|\|.*\|\s*$)",
    re.MULTILINE,
)
_LINK = re.compile(r"(?:\b[a-z]+://|\bwww\.|\bjavascript:|\bdata:[a-z]+/)[^\s，。；）]*", re.IGNORECASE)
_NO_TEXT = frozenset({"Cc", "Co", "Cn", "Cs"})
_LINE_BREAKS = str.maketrans("\n\r\t", "   ")
_QUOTES = {'"': '"', "“": "”", "„": "“", "「": "」", "«": "»"}
# Never seen, but bidirectional overrides can make a text read as something else than it is.
_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True, slots=True)
class Checked:
    """A summary that may be shown."""

    fields: dict[str, str]
    """The five fields, without harmless things: labels, quotes around the whole, TeX."""
    unsupported: tuple[str, ...]
    """Numbers that the paper does not bear out; readers see them marked."""


def check(fields: Mapping[str, str], paper: Paper, language: str) -> Checked:
    """Clean and judge the five fields of an answer; raises ``DefectiveError`` with what is wrong."""
    sources = [paper.title, paper.abstract[:LONGEST_ABSTRACT], paper.comment or ""]
    sources += [readable(source) for source in sources]
    cleaned = {name: _cleaned(fields[name]) for name in FIELDS}
    if defect := next(_defects(fields, cleaned, "\n".join(sources), language), None):
        raise DefectiveError(defect)
    return Checked(cleaned, unsupported(cleaned.values(), sources))


def _defects(raw: Mapping[str, str], cleaned: Mapping[str, str], known: str, language: str) -> Iterator[str]:
    for name in FIELDS:
        for defect in (*_debris(raw[name], known), *_emptiness(cleaned[name], language)):
            yield f'"{name}" {defect}'
    if not speaks(" ".join(cleaned.values()), language, whole=True):
        yield f"it is not in {language}"
    for name, twin in _twins(cleaned):
        yield f'"{name}" says the same as "{twin}"'


def _debris(text: str, known: str) -> Iterator[str]:
    """What no reader should meet, in a field as it came; ``known`` is the authors' own text.

    What the authors write themselves is no debris: a paper may be about ``<b>``, ``**`` or ``</think>``.
    """
    odd = "" if text.isprintable() else text.translate(_LINE_BREAKS)
    if "\ufffd" in text or any(unicodedata.category(character) in _NO_TEXT for character in odd):
        yield "contains control characters"
    if FENCE in text:
        yield "repeats the instructions"
    for pattern, name in (
        (CONTROL, "control tokens"),
        (_ESCAPE, "escape sequences instead of the characters themselves"),
        (_HTML, "HTML"),
        (_MARKDOWN, "Markdown"),
    ):
        marks = [found.group().strip() for found in pattern.finditer(text)]
        if any(len(mark) < 3 or mark not in known for mark in marks):  # a bullet's dash proves nothing
            yield f"contains {name}"
    if any(link.rstrip(".,;:)!?'\"") not in known for link in _LINK.findall(text)):
        yield "contains a link that is not the authors'"


def _emptiness(text: str, language: str) -> Iterator[str]:
    """Why a cleaned field says nothing, or nothing that its reader could read."""
    if REFUSAL_OPENING.match(text) or REFUSAL_ANYWHERE.search(text):
        yield "is a refusal"
    if FAILURE_OPENING.match(text):
        yield "is a message of failure"
    if CHATTER_OPENING.match(text):
        yield "begins by speaking of the task instead of the paper"
    if len(text) < SHORTEST:
        yield "is too short to say anything"
    wide = sum(unicodedata.east_asian_width(character) in "WF" for character in text)
    longest = LONGEST_EAST_ASIAN if wide > len(text) / 3 else LONGEST
    if len(text) > longest:
        yield f"is {len(text)} characters long, and at most {longest} are allowed"
    if not speaks(text, language, whole=False):
        yield f"is not in {language}"


def _twins(fields: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Pairs of fields with the same words."""
    seen: dict[str, str] = {}
    for name, text in fields.items():
        words = "".join(character for character in text.casefold() if character.isalnum())
        if words in seen:
            yield name, seen[words]
        seen[words] = name


def _cleaned(text: str) -> str:
    text = " ".join(readable(_INVISIBLE.sub("", text)).split())
    text = LABEL.sub("", text, count=1) if LABEL.match(text) else text
    if len(text) > 1 and _QUOTES.get(text[0]) == text[-1] and text[0] not in text[1:-1]:
        text = text[1:-1].strip()
    return text
