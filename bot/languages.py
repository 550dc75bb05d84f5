"""Languages by their English names, which is how summaries are asked for, and as people write them."""

from __future__ import annotations

import difflib
from functools import lru_cache

from babel import Locale, UnknownLocaleError

_COMMON = ("en", "zh", "ja", "ko", "de", "fr", "es", "pt", "ru", "it")
_NO_LANGUAGE = frozenset(("und", "mul", "mis", "zxx"))
"""Codes that mean that nothing is known, or everything meant."""


@lru_cache
def _names() -> dict[str, str]:
    """English names by code: ``zh`` is Chinese, ``pt_BR`` Brazilian Portuguese."""
    return {code: name for code, name in Locale("en").languages.items() if code not in _NO_LANGUAGE}


@lru_cache
def _by_writing() -> dict[str, str]:
    """English names by what people write: a code, the English name, or, of the common ones, the language's own."""
    written = {name.casefold(): name for name in _names().values()}
    written |= {own.casefold(): name for name, own in common().items()}
    return {code.replace("_", "-").casefold(): name for code, name in _names().items()} | written


@lru_cache
def common() -> dict[str, str]:
    """The languages to offer: English name -> the language's own name."""
    return {_names()[code]: (Locale(code).language_name or code).capitalize() for code in _COMMON}


def find(text: str) -> str | None:
    """The English name of the language that somebody wrote: ``zh``, ``chinese`` and ``中文`` give ``Chinese``."""
    return _by_writing().get(" ".join(text.split()).replace("_", "-").casefold())


def search(text: str, reader: str) -> list[str]:
    """Names of the languages that begin as somebody types them, in English, their own or the ``reader``'s language.

    The common ones come first; for no text, they are all.
    """
    typed = " ".join(text.split()).casefold()
    spoken = Locale(reader).languages
    found = [] if typed else list(common())
    for code, name in _names().items():
        written = (name, common().get(name, name), spoken.get(code, name), code)
        if typed and any(one.casefold().startswith(typed) for one in written):
            found.append(name)
    return sorted(found, key=lambda name: (name not in common(), name != find(text)))


def near(text: str) -> list[str]:
    """Up to three languages that may have been meant; possibly none."""
    found = difflib.get_close_matches(" ".join(text.split()).casefold(), _by_writing(), n=3, cutoff=0.7)
    return list(dict.fromkeys(_by_writing()[written] for written in found))


def of_locale(locale: str) -> str:
    """The language of a client's locale: ``zh-Hans-CN`` gives ``Chinese``; English where it tells none."""
    try:
        return _names().get(Locale.parse(locale.replace("_", "-"), sep="-").language, "English")
    except (ValueError, UnknownLocaleError):
        return "English"


def said(name: str, reader: str) -> str:
    """A language's name in a reader's language (a code: ``zh``); as it is where babel has no word for it."""
    return str(Locale(reader).languages.get(_codes().get(name, ""), name))


@lru_cache
def _codes() -> dict[str, str]:
    return {name: code for code, name in _names().items()}
