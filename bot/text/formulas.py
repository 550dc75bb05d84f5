"""Simple formulas to Unicode. What cannot be shown cleanly on one line is refused, never guessed at."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import Enum, auto
from typing import Final

from bot.text import tables

_DEPTH: Final = 12
"""Groups nested deeper than this are no formula that anybody could read on one line."""

_TOKEN: Final = re.compile(r"\\[A-Za-z]+|\\.|\s+|.", re.DOTALL)
_RELATION_SIGNS: Final = frozenset("=<>≤≥≠≈≡≪≫∈∉⊂⊆→←↔⇒⇔∼≃≅∝")
_BINARY_SIGNS: Final = frozenset("+-−*×·±∓∘⊗⊕∪∩∧∨")
_COMPOUND: Final = re.compile(r"[^\w.√′″∞°%†⁰¹²³⁴-₟ᴬ-ᵡ\u0300-\u036f\u20d7]")
_BRACKETED: Final = re.compile(r"\([^()]*\)")
_CALL: Final = re.compile(r"\w+\([^()]*\)")


class TooHardError(Exception):
    """This formula has no clean form in plain Unicode; show it as it was written."""


class _Kind(Enum):
    """TeX's own classes of atoms; they decide where blanks go."""

    ORDINARY = auto()
    OPERATOR = auto()
    BINARY = auto()
    RELATION = auto()
    OPENING = auto()
    CLOSING = auto()
    PUNCTUATION = auto()
    FRACTION = auto()
    BLANK = auto()


@dataclass(frozen=True, slots=True)
class _Atom:
    text: str
    kind: _Kind
    spaced: bool = False
    """A relation written as a command: it gets blanks around it even where TeX's source has none."""
    trailing: bool = False
    """Ends in a script of ordinary letters (``x_i``), which must not run into what follows."""


_BLANK: Final = _Atom(" ", _Kind.BLANK)
_SIGNS: Final = frozenset({_Kind.BINARY, _Kind.RELATION})
_OPERANDS: Final = frozenset({_Kind.ORDINARY, _Kind.CLOSING, _Kind.FRACTION, _Kind.OPERATOR})


def unicode_formula(source: str, read_text: Callable[[str], str]) -> str:
    """Turn the inside of a formula into one line of Unicode.

    ``read_text`` reads the ordinary text inside ``\\text{...}`` and its like. Raises ``TooHardError``.
    """
    parser = _Parser(_TOKEN.findall(source), read_text)
    atoms = parser.atoms(until_brace=False, compact=False, depth=0)
    return _join(atoms, compact=False)


class _Parser:
    """Recursive descent over the tokens; depth is bounded, so is the stack."""

    def __init__(self, tokens: list[str], read_text: Callable[[str], str]) -> None:
        self._tokens = tokens
        self._read_text = read_text
        self._next = 0

    def atoms(self, *, until_brace: bool, compact: bool, depth: int) -> list[_Atom]:
        """Read to the end, or to the brace that closes this group."""
        if depth > _DEPTH:
            raise TooHardError
        found: list[_Atom] = []
        while self._next < len(self._tokens):
            item = self._tokens[self._next]
            self._next += 1
            if item == "}":
                if until_brace:
                    return found
                raise TooHardError
            if item in ("_", "^"):
                self._script(item, found, depth)
            elif item == "{":
                self._group(found, compact=compact, depth=depth)
            elif item == "\\not":
                found.append(self._negated(depth))
            else:
                atom = self._atom(item, depth)
                if atom is not None:
                    found.append(atom)
        if until_brace:
            raise TooHardError
        return found

    def _group(self, found: list[_Atom], *, compact: bool, depth: int) -> None:
        inner = self.atoms(until_brace=True, compact=compact, depth=depth + 1)
        if len(inner) > 1 and self._peek() in ("_", "^"):
            found.append(_Atom(f"({_join(inner, compact=compact)})", _Kind.ORDINARY))
        elif not inner:
            found.append(_Atom("", _Kind.ORDINARY))
        else:
            found.extend(inner)

    def _atom(self, item: str, depth: int) -> _Atom | None:
        if item.isspace() or item == "~":
            return _BLANK
        if item in "&$\\":
            raise TooHardError
        if item[0] == "\\":
            return self._command(item[1:], depth)
        return _Atom(*_classified(item))

    def _command(self, name: str, depth: int) -> _Atom | None:
        if name in tables.MATH_UNSEEN or name == "!":
            if name in ("left", "right") and self._peek() == ".":
                self._next += 1
            return None
        if name in tables.MATH_BLANKS or name in ",;: >" or name == "\n":
            return _BLANK
        for table, kind in _SYMBOLS:
            if name in table:
                self._skip_blank()
                return _Atom(table[name], kind, spaced=kind is _Kind.RELATION)
        if not name.isalpha() or not name.isascii():
            if name in "{}%#_$&|" or (name.isalpha() and not name.isascii()):
                return _Atom("‖", _Kind.ORDINARY) if name == "|" else _Atom(*_classified(name))
            raise TooHardError
        return self._with_arguments(name, depth)

    def _with_arguments(self, name: str, depth: int) -> _Atom:
        if name in tables.STYLES:
            return _Atom(self._read_text(self._raw_argument()), _Kind.ORDINARY)
        if name in tables.PLAIN_ALPHABETS:
            return _Atom(self._argument(depth), _Kind.ORDINARY)
        if name in tables.ALPHABETS:
            return _Atom(tables.in_alphabet(name, self._argument(depth)), _Kind.ORDINARY)
        if name == "operatorname":
            if self._peek() == "*":
                self._next += 1
            return _Atom(self._argument(depth), _Kind.OPERATOR)
        if name in tables.FRACTIONS:
            over, under = self._argument(depth), self._argument(depth)
            return _Atom(f"{_operand(over)}/{_operand(under)}", _Kind.FRACTION)
        if name in tables.BINOMIALS:
            return _Atom(f"({self._argument(depth)} choose {self._argument(depth)})", _Kind.ORDINARY)
        if name == "pmod":
            return _Atom(f"(mod {self._argument(depth)})", _Kind.ORDINARY)
        if name == "sqrt":
            return _Atom(self._root(depth), _Kind.ORDINARY)
        if name in tables.MATH_ACCENTS:
            return _Atom(_accented(self._argument(depth), tables.MATH_ACCENTS[name]), _Kind.ORDINARY)
        if name in tables.LINES:
            return _Atom("".join(c + tables.LINES[name] for c in self._argument(depth)), _Kind.ORDINARY)
        raise TooHardError

    def _root(self, depth: int) -> str:
        index = ""
        if self._peek() == "[":
            close = next((i for i in range(self._next, len(self._tokens)) if self._tokens[i] == "]"), None)
            if close is None:
                raise TooHardError
            index = "".join(self._tokens[self._next + 1 : close])
            self._next = close + 1
        if not set(index) <= set(tables.SUPERSCRIPTS):
            raise TooHardError
        radical = {"3": "∛", "4": "∜"}.get(index) or "".join(tables.SUPERSCRIPTS[c] for c in index) + "√"
        inner = self._argument(depth)
        alone = len(inner) == 1 or inner.isdecimal() or _BRACKETED.fullmatch(inner)
        return radical + (inner if alone else f"({inner})")

    def _negated(self, depth: int) -> _Atom:
        self._skip_blank()
        if self._next >= len(self._tokens):
            raise TooHardError
        item = self._tokens[self._next]
        self._next += 1
        atom = self._atom(item, depth)
        if atom is None or len(atom.text) != 1 or atom.kind is _Kind.BLANK:
            raise TooHardError
        return replace(atom, text=unicodedata.normalize("NFC", atom.text + "\u0338"))

    def _script(self, sign: str, found: list[_Atom], depth: int) -> None:
        text, trailing = _script(sign, self._argument(depth))
        while found and found[-1].kind is _Kind.BLANK:
            found.pop()
        if found and found[-1].kind in _OPERANDS:
            base = found.pop()
            if base.kind is _Kind.FRACTION:
                base = _Atom(f"({base.text})", _Kind.ORDINARY)
            found.append(_Atom(base.text + text, base.kind, trailing=trailing))
        else:
            found.append(_Atom(text, _Kind.ORDINARY, trailing=trailing))

    def _argument(self, depth: int) -> str:
        """Read what a command applies to: a group, or the one item that follows."""
        self._skip_blank()
        if self._next >= len(self._tokens):
            raise TooHardError
        item = self._tokens[self._next]
        self._next += 1
        if item == "{":
            return _join(self.atoms(until_brace=True, compact=True, depth=depth + 1), compact=True)
        if item in ("}", "_", "^") or depth > _DEPTH:
            raise TooHardError
        atom = self._atom(item, depth + 1)
        return atom.text if atom is not None else ""

    def _raw_argument(self) -> str:
        """Read a group without understanding it."""
        self._skip_blank()
        if self._peek() != "{":
            raise TooHardError
        start, level = self._next + 1, 0
        for index in range(self._next, len(self._tokens)):
            level += {"{": 1, "}": -1}.get(self._tokens[index], 0)
            if level == 0:
                self._next = index + 1
                return "".join(self._tokens[start:index])
        raise TooHardError

    def _peek(self) -> str:
        return self._tokens[self._next] if self._next < len(self._tokens) else ""

    def _skip_blank(self) -> None:
        """Skip the blank that only ends a command's name, as in ``\\pi r``."""
        while self._peek().isspace():
            self._next += 1


_SYMBOLS: Final = (
    (tables.ORDINARY, _Kind.ORDINARY),
    (tables.BINARY, _Kind.BINARY),
    (tables.RELATIONS, _Kind.RELATION),
    (tables.OPERATORS, _Kind.OPERATOR),
    (tables.OPENING, _Kind.OPENING),
    (tables.CLOSING, _Kind.CLOSING),
)


def _classified(char: str) -> tuple[str, _Kind]:
    if char in _RELATION_SIGNS:
        return char, _Kind.RELATION
    if char in _BINARY_SIGNS:
        return char, _Kind.BINARY
    if char in "([{":
        return char, _Kind.OPENING
    if char in ")]}":
        return char, _Kind.CLOSING
    if char in ",;:":
        return char, _Kind.PUNCTUATION
    return ("′" if char == "'" else char), _Kind.ORDINARY


def _script(sign: str, text: str) -> tuple[str, bool]:
    """Raise or lower ``text``; the second value says whether it ends in ordinary letters."""
    if sign == "^":
        if text in ("∘", "°"):
            return "°", False
        if text and set(text) <= set("′*†‡±∓"):
            return text, False
        letters = sum(c.isalpha() for c in text)
        if text and set(text) <= set(tables.SUPERSCRIPTS) and letters <= 3:
            return "".join(tables.SUPERSCRIPTS[c] for c in text), False
    elif text and set(text) <= set(tables.SUBSCRIPTS):
        return "".join(tables.SUBSCRIPTS[c] for c in text), False
    if not text or (sign == "_" and text[0] == "_"):  # _{_{NN}} only sets it still smaller
        return text, True
    if text.isalnum() or len(text) == 1 + any(map(unicodedata.combining, text)) or _BRACKETED.fullmatch(text):
        return sign + text, text[-1].isalnum()
    return f"{sign}({text})", False


def _accented(text: str, mark: str) -> str:
    if len(text) != 1:
        raise TooHardError
    return unicodedata.normalize("NFC", text + mark)


def _operand(text: str) -> str:
    """Bracket what would read differently beside a fraction's stroke."""
    return text if not _COMPOUND.search(text) or _CALL.fullmatch(text) else f"({text})"


def _join(atoms: list[_Atom], *, compact: bool) -> str:
    """Set the atoms side by side with the blanks that make them readable; ``compact`` in scripts, where none help."""
    line: list[_Atom] = []
    blank_before: list[bool] = []
    blank = False
    for atom in atoms:
        if atom.kind is not _Kind.BLANK:
            line.append(atom)
            blank_before.append(blank)
        blank = atom.kind is _Kind.BLANK
    blank_before.append(blank)
    airy = [not compact and _is_airy(line, blank_before, i) for i in range(len(line))]
    pieces: list[str] = []
    for i, atom in enumerate(line):
        if i and _is_gap(line, airy, i, blank=blank_before[i], compact=compact):
            pieces.append(" ")
        pieces.append(f"({atom.text})" if atom.kind is _Kind.FRACTION and _is_crowded(line, i) else atom.text)
    return "".join(pieces)


def _is_airy(line: list[_Atom], blank_before: list[bool], i: int) -> bool:
    """Whether a sign between two operands stands free: relations do, others where the author typed a blank."""
    atom = line[i]
    if atom.kind not in _SIGNS or i == 0 or line[i - 1].kind not in _OPERANDS:
        return False
    if i + 1 == len(line):
        return atom.kind is _Kind.RELATION and (atom.spaced or blank_before[i])
    return atom.spaced or blank_before[i] or blank_before[i + 1]


def _is_gap(line: list[_Atom], airy: list[bool], i: int, *, blank: bool, compact: bool) -> bool:
    left, right = line[i - 1], line[i]
    if left.kind is _Kind.OPENING or right.kind is _Kind.CLOSING:
        return False
    if right.kind in _SIGNS:
        return airy[i] or (blank and not compact and left.kind is _Kind.PUNCTUATION)
    if left.kind in _SIGNS:
        return airy[i - 1]
    if left.kind is _Kind.OPERATOR and (blank or right.kind in _OPERANDS):
        return True
    if right.kind is _Kind.OPERATOR and left.text[-1:].isalnum():
        return True
    return (blank and not compact) or (left.trailing and right.text[:1].isalnum())


def _is_crowded(line: list[_Atom], i: int) -> bool:
    """Whether a fraction touches something that would be read as a part of it: 2½ must not become 21/2."""
    starts = (_OPERANDS | {_Kind.OPENING}) - {_Kind.CLOSING}
    return (i > 0 and line[i - 1].kind in _OPERANDS) or (i + 1 < len(line) and line[i + 1].kind in starts)
