"""From a query to an expression of the index that cannot be malformed, whatever was typed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

from bot.categories import CATEGORIES
from bot.query import Query
from bot.store.index import EVERY, UNSPACED, archive_mark, category_mark, fold, name_mark, pairs, title_mark, tokens
from bot.store.values import text

Name: TypeAlias = tuple[str, ...]
"""The folded parts of an author's name."""

_HIDDEN = re.compile('["\0\ue000-\uf8ff\U000f0000-\U0010ffff]')
"""What could end a quotation or be taken for a word of the index's own."""


@dataclass(frozen=True, slots=True)
class Term:
    """One thing that is looked for in all fields."""

    forms: tuple[str, ...]
    """Words or phrases of the index of which any will do: a word of plain letters, in singular and plural."""
    is_prefix: bool = False
    """A lone Chinese character: every pair that begins with it."""

    @property
    def expression(self) -> str:
        """For the index."""
        return f"{quoted(self.forms[0])} *" if self.is_prefix else any_of(map(quoted, self.forms))

    @property
    def in_title(self) -> str:
        """For the index: in the title alone."""
        if self.is_prefix:
            return f"title : {self.expression}"
        return any_of(_in_title(form) for form in self.forms)


def _in_title(form: str) -> str:
    marks = all_of(marked(map(title_mark, tokens(form))))
    return marks if " AND " not in marks else all_of([marks, f"title : {quoted(form)}"])


def terms(query: Query) -> list[Term]:
    """What words and phrases of the query are in the index."""
    found = [term for word in query.words for term in _terms(word, inflected=True)]
    return found + [term for phrase in query.phrases for term in _terms(phrase, inflected=False)]


def expression(query: Query, *, in_title: bool = False) -> str:
    """The query for the index; with ``in_title``, its words and phrases all have to stand in the title.

    Which parts of names belong to one author the index does not know: ``is_by`` has to look at what it finds.
    """
    wanted = [term.in_title if in_title else term.expression for term in terms(query)]
    wanted += marked(name_mark(token) for name in query.authors for token in _name_tokens(name))
    wanted.append(any_of(map(_filed, query.categories)))
    unwanted = [*map(_excluded, query.excluded), *map(_filed, query.excluded_categories)]
    positive, negative = all_of(wanted) or f'"{EVERY}"', any_of(unwanted)
    return f"{positive} NOT {negative}" if negative else positive


def _excluded(words: str) -> str:
    return all_of(term.expression for term in _terms(words, inflected=" " not in words))


def quoted(words: str) -> str:
    """Text as a string of the index's language."""
    return f'"{_plain(words)}"'


def marked(marks: Iterable[str]) -> list[str]:
    """Words of the index's own as strings of its language."""
    return [f'"{mark}"' for mark in marks]


def all_of(expressions: Iterable[str]) -> str:
    """All must match; empty for none."""
    return _joined(" AND ", expressions)


def any_of(expressions: Iterable[str]) -> str:
    """One must match; empty for none."""
    return _joined(" OR ", expressions)


def _joined(operator: str, expressions: Iterable[str]) -> str:
    parts = list(dict.fromkeys(filter(None, expressions)))
    return f"({operator.join(parts)})" if len(parts) > 1 else "".join(parts)


def _plain(words: str) -> str:
    return _HIDDEN.sub(" ", unicodedata.normalize("NFKC", text(words)))


def _terms(words: str, *, inflected: bool) -> list[Term]:
    """Words as the index has them: spaced text as it is, each run of unspaced text as a phrase of its pairs."""
    plain = fold(_plain(words))
    if not inflected:  # a phrase stays together
        phrase = _spaced(plain)
        return [Term((phrase,))] if tokens(phrase) else []
    found = []
    for part in UNSPACED.sub(r" \g<0> ", plain).split():
        if not tokens(part):
            continue
        if not UNSPACED.fullmatch(part):
            found.append(Term(forms(part)))
        elif len(part) == 1:
            found.append(Term((part,), is_prefix=True))
        else:
            found.append(Term((_pairs(part),)))
    return found


def _pairs(run: str) -> str:
    """The pairs of a run. In the index its last character stands alone only where the run ends."""
    return pairs(run).rpartition(" ")[0] or run


def _spaced(words: str) -> str:
    return " ".join(UNSPACED.sub(lambda run: f" {_pairs(run[0])} ", words).split())


def forms(word: str) -> tuple[str, ...]:
    """A folded word, and its English singular or plural if it looks like an English word."""
    if not re.fullmatch("[a-z]{4,}", word):
        return (word,)
    if word.endswith("ies") and len(word) > 4:
        return word, f"{word[:-3]}y"
    if word.endswith(("sses", "xes", "ches", "shes", "zes")):
        return word, word[:-2]
    if word.endswith(("ss", "x", "ch", "sh")):
        return word, f"{word}es"
    if word.endswith("s"):
        return (word,) if word.endswith(("us", "is")) else (word, word[:-1])
    if word.endswith("y") and word[-2] not in "aeiou":
        return word, f"{word[:-1]}ies"
    return word, f"{word}s"


# --- authors and categories -----------------------------------------------------------------------------------------


def name_parts(name: str) -> Name:
    """``Doe, Jane A.`` and ``Jane A. Doe`` both give ``("jane", "a", "doe")``, not always in this order."""
    return tuple(tokens(_plain(name)))


def is_by(names: Name, authors: str) -> bool:
    """Whether all parts are parts of one of the indexed authors' names; an initial is the beginning of one."""
    return any(_is_named(names, name) for name in authors.split("\n"))


def _is_named(parts: Name, name: str) -> bool:
    has = name_parts(name)
    bare = "".join(has)
    return all(
        any(its.startswith(part) for its in has)
        if len(part) == 1
        else part in has or (UNSPACED.search(part) is not None and _pairs(part).replace(" ", "") in bare)
        for part in parts
    )


def _name_tokens(name: str) -> list[str]:
    """The words of a name in the index. Initials are left to ``is_by``: half of all papers have some."""
    return [token for part in name_parts(name) if len(part) > 1 for token in _spaced(part).split()]


def _filed(code: str) -> str:
    (mark,) = marked([category_mark(code) if code in CATEGORIES else archive_mark(code)])
    return mark
