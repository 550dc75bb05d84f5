"""Raw metadata to what a person reads.

arXiv's titles and abstracts are not TeX files: ``5%`` starts no comment, ``$500`` opens no formula, ``<think>`` is a
word, and authors' own macros are defined nowhere. So this reads TeX where it is surely TeX and leaves all else alone.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from contextlib import suppress
from typing import Final

from bot.text import tables
from bot.text.formulas import TooHardError, unicode_formula

_DEPTH: Final = 24
"""Arguments nested deeper than this stay as they are written."""

_FORMULA_LENGTH: Final = 1000
"""A dollar whose partner is further away than this is a price."""

_LOOSE_LENGTH: Final = 120
"""A formula outside of dollars is short; what is longer is text, and is read as text."""

_SPECIAL: Final = re.compile(
    r"""(?=[\\h$^_{}`'~-])   # what any of these begins with: without this all are tried at every character
    (?:
      (?P<link>https?://(?:(?!'')[^\s\\{}$<>"]|\\[_%&\#~$])+)   # in a link, ~ and -- are not TeX
    | (?P<word>\\[A-Za-z]+)
    | (?P<sign>\\[^A-Za-z])
    | (?P<dollar>\$)
    | (?P<brace>[{}])
    | (?P<script>[_^](?=\{|\\[A-Za-z]))
    | (?P<power>(?<=[\w)\]|])\^-?[0-9]{1,3}(?![\w^]|\.\d))
    | (?P<quote>``|''|`)
    | (?P<dash>-{2,})
    | (?P<tie>~)
    )""",
    re.VERBOSE | re.DOTALL,
)
_DOLLAR: Final = re.compile(r"\\.|\$", re.DOTALL)
_BRACES: Final = re.compile(r"\\.|[{}]", re.DOTALL)
_BLANKS: Final = re.compile(r"\s*")
_OPTION: Final = re.compile(r"\*?(?:\s*\[([^\[\]]{0,200})\])?")
_SINGLE_QUOTED: Final = re.compile(r"`([^`'$]{1,80})'(?![A-Za-z])")
_PARAGRAPH: Final = re.compile(r"\n[^\S\n]*\n\s*|(?<=[.!?:])\n[^\S\n]+|(?<=[.!?]['\")])\n[^\S\n]+")
_TEX: Final = re.compile(r"[\\_^={}]")
_PROSE: Final = re.compile(r"(?<![A-Za-z])[a-z]{3,}\s+[a-z]{2,}")
_UNSEEN: Final = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]")
_SURROGATE: Final = re.compile("[\ud800-\udfff]")


def readable(tex: str) -> str:
    """Turn a title, name, comment or abstract as arXiv stores it into readable Unicode.

    Accents, text commands, quotes, dashes and simple formulas become characters; harder formulas stay exactly as
    written, with their dollars. Hard-wrapped lines are joined; a paragraph break (an empty line, or an indented line
    after the end of a sentence) becomes one ``\\n``. Nothing is executed, fetched or expanded; words are never lost.
    Angle brackets and HTML entities are text like any other: escape the result for the page it goes to.
    """
    return read(tex, None)


def read(tex: str, mark: Callable[[str, str], str] | None) -> str:
    """``readable`` for those who can do more with a formula.

    ``mark`` is given what is shown of each formula and its TeX without dollars, and gives back what to show.
    """
    text = _SURROGATE.sub("\ufffd", _UNSEEN.sub("", tex.replace("\r\n", "\n").replace("\r", "\n")))
    if _SPECIAL.search(text):
        text = _Reader(text, mark=mark).read(0, len(text))
    return "\n".join(filter(None, (" ".join(part.split()) for part in _PARAGRAPH.split(text))))


class _Reader:
    """One pass over one text. Positions are into the whole source, so that every brace is matched only once."""

    def __init__(self, source: str, depth: int = 0, mark: Callable[[str, str], str] | None = None) -> None:
        self._source = source
        self._depth = depth
        self._mark = mark or (lambda shown, _formula: shown)
        self._closing = _matched_braces(source)
        self._unseen_braces: set[int] = set()
        self._handlers = {
            "link": self._link,
            "word": self._word,
            "sign": self._sign,
            "dollar": self._dollar,
            "brace": self._brace,
            "script": self._script,
            "power": self._power,
            "quote": self._quote,
            "dash": self._dash,
            "tie": self._tie,
        }

    def read(self, start: int, end: int) -> str:
        """Read the source from ``start`` to ``end``."""
        if self._depth > _DEPTH:
            return self._source[start:end]
        self._depth += 1
        pieces: list[str] = []
        while match := _SPECIAL.search(self._source, start, end):
            pieces.append(self._source[start : match.start()])
            piece, start = self._handlers[match.lastgroup or ""](match, end)
            pieces.append(piece)
        pieces.append(self._source[start:end])
        self._depth -= 1
        return "".join(pieces)

    # Each handler gets the match and where this part of the text ends, and gives back what to show and where to go on.

    def _link(self, match: re.Match[str], _end: int) -> tuple[str, int]:
        return re.sub(r"\\(?=[_%&#~$])", "", match[0]), match.end()

    def _word(self, match: re.Match[str], end: int) -> tuple[str, int]:
        name, after = match[0][1:], match.end()
        if name in tables.ACCENTS:
            return self._accent(match, end, name)
        if name in tables.LETTERS:
            return tables.LETTERS[name], self._skip_end_of_name(after, end)
        if name == "textbackslash":
            return "\\", self._skip_end_of_name(after, end)
        if name in tables.SIGNS:
            return tables.SIGNS[name], self._skip_empty_group(after, end)
        if name in tables.SWITCHES:
            return "", self._skip_end_of_name(after, end)
        if name in tables.BLANKS:
            return " ", self._skip_empty_group(after, end)
        if name == "par":
            return "\n\n", after
        if name in ("begin", "end"):
            return self._environment(match, end)
        if name == "verb":
            return self._verbatim(match, end)
        if name in _ARGUMENT_COMMANDS:
            return self._with_arguments(name, after, end)
        return self._formula_command(match, end)

    def _with_arguments(self, name: str, after: int, end: int) -> tuple[str, int]:
        option = _OPTION.match(self._source, after, end)
        group = self._group(option.end() if option else after, end)
        if group is None:
            return "", after
        start, stop = group
        if name in tables.LINKS:
            return re.sub(r"\\(?=[_%&#~$])|\{\}", "", self._source[start:stop]), stop + 1
        if name in tables.UNREAD_ARGUMENT:
            return "", stop + 1
        if name in tables.SECOND_ARGUMENT or name == "href":
            second = self._group(stop + 1, end)
            if second is None or second[0] == second[1]:
                return self._source[start:stop], stop + 1 if second is None else second[1] + 1
            return self.read(*second), second[1] + 1
        inner = self.read(start, stop)
        if name in tables.CITATIONS:
            place = option[1] if option else None
            return f"[{inner}, {place}]" if place else f"[{inner}]", stop + 1
        if name in tables.QUOTES:
            return f"“{inner}”", stop + 1
        if name in tables.NOTES:
            return f" ({inner})", stop + 1
        return inner, stop + 1

    def _formula_command(self, match: re.Match[str], end: int) -> tuple[str, int]:
        """Read a command of formulas outside of one (``\\alpha``, ``\\mathcal{O}``), or a macro that nobody defined."""
        name, stop = match[0][1:], match.end()
        if name in tables.ARITY:
            for _ in range(tables.ARITY[name]):
                group = self._group(stop, end)
                stop = group[1] + 1 if group else min(self._skip_blanks(stop, end) + 1, end)
            shown = self._loose_formula(match.start(), stop)
            return (match[0], match.end()) if shown is None else (shown, stop)
        # An author's own macro: its argument if it has one, else its name, which is mostly the name of the method.
        group = self._group(stop, end) if self._source.startswith("{", stop, end) else None
        if group is None:
            return name, stop
        return self.read(*group).strip() or name, group[1] + 1

    def _environment(self, match: re.Match[str], end: int) -> tuple[str, int]:
        group = self._group(match.end(), end)
        if group is None:
            return match[0], match.end()
        name = self._source[slice(*group)]
        if name.rstrip("*") in tables.LAYOUT_ENVIRONMENTS:
            return " ", group[1] + 1
        if match[0] == "\\begin":
            stop = self._source.find(f"\\end{{{name}}}", group[1], min(end, group[1] + _FORMULA_LENGTH))
            if stop >= 0:
                stop += len(name) + 6
                return self._source[match.start() : stop], stop
        return self._source[match.start() : group[1] + 1], group[1] + 1

    def _verbatim(self, match: re.Match[str], end: int) -> tuple[str, int]:
        start = match.end() + 1
        stop = self._source.find(self._source[match.end()], start, min(end, start + 200)) if start < end else -1
        return (self._source[start:stop], stop + 1) if stop >= 0 else ("verb", match.end())

    def _sign(self, match: re.Match[str], end: int) -> tuple[str, int]:
        sign, after = match[0][1], match.end()
        if sign in tables.ACCENTS:
            return self._accent(match, end, sign)
        if sign in "([":
            stop = self._source.find("\\)" if sign == "(" else "\\]", after, min(end, after + _FORMULA_LENGTH))
            return (self._formula(match.start(), after, stop, stop + 2), stop + 2) if stop >= 0 else (match[0], after)
        if sign in "-/!@":
            return "", after
        if sign in ",;: \n\t\\":
            return " ", after
        if sign in ")]" or sign.isdigit():
            return match[0], after
        return sign, after  # \% and its like; and arXiv's own conversion leaves \ö where it met \"o too late

    def _accent(self, match: re.Match[str], end: int, name: str) -> tuple[str, int]:
        """Put an accent on the letter that follows: ``\\'e``, ``\\'{e}``, ``\\c c``, ``\\'\\i`` and ``{\\"}u``."""
        at = match.end()
        if name == "b" and not self._source.startswith("{", at, end):
            return "", self._skip_blanks(at, end)  # the one accent that no language of arXiv's uses: bold was meant
        if name.isalpha():
            at = self._skip_blanks(at, end)
        if self._source[at : at + 1] == "}" and self._source[match.start() - 1 : match.start()] == "{":
            at += 1
        base, after = "", at
        if (group := self._group(at, end)) is not None and self._source[at] == "{":
            base, after = self.read(*group), group[1] + 1
        elif named := _COMMAND.match(self._source, at, end):
            base, after = tables.LETTERS.get(named[1], ""), self._skip_end_of_name(named.end(), end)
        elif at < end and self._source[at].isalpha():
            base, after = self._source[at], at + 1
        if not base[:1].isalpha():
            return (match[0], match.end()) if name.isalpha() else (name + base, after)
        mark, letter = tables.ACCENTS[name], {"ı": "i", "ȷ": "j"}.get(base[0], base[0])
        accented = unicodedata.normalize("NFC", letter + mark)
        if len(accented) > 1 and name in "'\"":
            return name + base, after  # no language has this letter: a quotation mark that was escaped
        return accented + base[1:], after

    def _dollar(self, match: re.Match[str], end: int) -> tuple[str, int]:
        opened = match.start()
        marks = 2 if self._source.startswith("$$", opened, end) else 1
        start = opened + marks
        stop = self._next_dollar(start, end)
        if stop is None or (marks == 2 and not self._source.startswith("$$", stop, end)):
            return "$" * marks, start
        if marks == 1 and (stop == start or self._is_money(start, stop)):
            return "$", start
        return self._formula(opened, start, stop, stop + marks), stop + marks

    def _next_dollar(self, start: int, end: int) -> int | None:
        for found in _DOLLAR.finditer(self._source, start, min(end, start + _FORMULA_LENGTH)):
            if found[0] == "$":
                return found.start()
        return None

    def _is_money(self, start: int, stop: int) -> bool:
        """Whether the dollars around this are prices: ``$18/hour versus $25``."""
        body = self._source[start:stop]
        following = self._source[stop + 1 : stop + 2]
        if not _TEX.search(body) and _PROSE.search(body):
            return True
        if not body[0].isdigit():
            return False
        ends_open = body[-1].isspace() or body[-1] in ",;(/-–"
        return following.isdigit() or (ends_open and (following.isalnum() or bool(re.search(r"(?<!\\)\b[a-z]", body))))

    def _brace(self, match: re.Match[str], end: int) -> tuple[str, int]:
        at = match.start()
        if match[0] == "}":
            return ("" if at in self._unseen_braces else "}"), at + 1
        close = self._closing.get(at)
        if close is None or close >= end or not self._is_tex_group(at, close):
            return "{", at + 1
        self._unseen_braces.add(close)
        return "", at + 1

    def _is_tex_group(self, at: int, close: int) -> bool:
        """Tell TeX's groups (``{\\bf x}``, ``{B}ayes``, ``12{,}000``) from braces that belong to the text."""
        first = self._source[at + 1]
        if first == "\\" or close == at + 1:
            return True
        if first == "," and close == at + 2:
            return True
        glued = self._source[at - 1 : at].isalnum() or self._source[close + 1 : close + 2].isalnum()
        return glued and close - at < 40 and self._source[at + 1 : close].isalnum()

    def _script(self, match: re.Match[str], end: int) -> tuple[str, int]:
        """Raise or lower ``{...}`` or one symbol outside of a formula, where the authors forgot the dollars."""
        if symbol := _COMMAND.match(self._source, match.end(), end):
            stop = symbol.end() if tables.ARITY.get(symbol[1]) == 0 else None
        else:
            close = self._closing.get(match.end())
            stop = close + 1 if close is not None and close < end else None
        shown = None if stop is None else self._loose_formula(match.start(), stop)
        return (match[0], match.end()) if stop is None or shown is None else (shown, stop)

    def _power(self, match: re.Match[str], _end: int) -> tuple[str, int]:
        return "".join(tables.SUPERSCRIPTS[char] for char in match[0][1:]), match.end()

    def _quote(self, match: re.Match[str], end: int) -> tuple[str, int]:
        if match[0] != "`":
            opens = match[0] == "``" or _OPENS_QUOTE.match(self._source, match.start(), end)
            return ("“" if opens else "”"), match.end()
        quoted = _SINGLE_QUOTED.match(self._source, match.start(), end)
        if quoted is None or self._source[match.start() - 1 : match.start()].isalnum():
            return "`", match.end()
        return f"‘{self.read(*quoted.span(1))}’", quoted.end()

    def _dash(self, match: re.Match[str], _end: int) -> tuple[str, int]:
        before, after = self._source[match.start() - 1 : match.start()], self._source[match.end() : match.end() + 1]
        if len(match[0]) == 3:
            return "—", match.end()
        is_flag = (not before or before.isspace()) and after.isalpha() and after.islower()  # as in: run it --fast
        return ("–" if len(match[0]) == 2 and not is_flag else match[0]), match.end()

    def _tie(self, match: re.Match[str], _end: int) -> tuple[str, int]:
        """Read a tie as a blank, but leave "about" (``~5``, ``r~0``, ``10~20``) as it is."""
        at = match.start()
        two_before, before = self._source[max(0, at - 2) : at - 1], self._source[max(0, at - 1) : at]
        after = self._source[at + 1 : at + 2]
        if not before or before.isspace() or before in "(/[<>=~":
            return "~", at + 1
        if after.isdigit() and (before.isdigit() or (before.isalpha() and not two_before.isalnum())):
            return "~", at + 1
        return " ", at + 1

    # Small steps.

    def _formula(self, opened: int, start: int, stop: int, after: int) -> str:
        """Show the formula between ``start`` and ``stop``, or all from ``opened`` to ``after`` as it stands."""
        body = self._source[start:stop]
        if (macro := _LONE_MACRO.fullmatch(body)) and macro[1] not in tables.KNOWN_COMMANDS:
            return macro[1]
        try:
            shown = self._converted(start, stop)
        except TooHardError:
            return self._mark(self._source[opened:after], body)
        glue_left = " " if body[:1].isspace() and self._source[opened - 1 : opened].isalnum() else ""
        glue_right = " " if body[-1:].isspace() and self._source[after : after + 1].isalnum() else ""
        return glue_left + self._mark(shown, body) + glue_right

    def _loose_formula(self, start: int, stop: int) -> str | None:
        if stop - start > _LOOSE_LENGTH:
            return None
        with suppress(TooHardError):
            return self._converted(start, stop)
        return None

    def _converted(self, start: int, stop: int) -> str:
        if self._depth > _DEPTH:
            raise TooHardError
        return unicode_formula(self._source[start:stop], self._nested_text)

    def _nested_text(self, source: str) -> str:
        return _Reader(source, self._depth).read(0, len(source))

    def _group(self, at: int, end: int) -> tuple[int, int] | None:
        """Find the group at ``at`` (blanks before it allowed): where its inside starts and where its brace closes."""
        at = self._skip_blanks(at, end)
        close = self._closing.get(at)
        return (at + 1, close) if close is not None and close < end else None

    def _skip_blanks(self, at: int, end: int) -> int:
        match = _BLANKS.match(self._source, at, end)
        return match.end() if match else at

    def _skip_empty_group(self, at: int, end: int) -> int:
        return at + 2 if self._source.startswith("{}", at, end) else at

    def _skip_end_of_name(self, at: int, end: int) -> int:
        empty = self._skip_empty_group(at, end)
        return empty if empty != at else self._skip_blanks(at, end)


_OPENS_QUOTE: Final = re.compile(r"(?<![^\s(])''(?=[^\s.,;:!?)])")
_COMMAND: Final = re.compile(r"\\([A-Za-z]+)")
_LONE_MACRO: Final = re.compile(r"\s*\\([A-Za-z]+)(?:\{\})?\s*")
_ARGUMENT_COMMANDS: Final = (
    tables.STYLES | tables.SECOND_ARGUMENT | tables.UNREAD_ARGUMENT | tables.REFERENCES | tables.CITATIONS
    | tables.QUOTES | tables.LINKS | tables.NOTES | {"href"}
)  # fmt: skip


def _matched_braces(source: str) -> dict[int, int]:
    """Find for each ``{`` its ``}``; escaped ones are text, and those without a partner are left out."""
    closing: dict[int, int] = {}
    open_braces: list[int] = []
    for match in _BRACES.finditer(source):
        if match[0] == "{":
            open_braces.append(match.start())
        elif match[0] == "}" and open_braces:
            closing[open_braces.pop()] = match.start()
    return closing
