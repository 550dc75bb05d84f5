"""An edition as one HTML file: no script, nothing from the network, light and dark, on paper and on a phone."""

from __future__ import annotations

from functools import cache

import jinja2

from bot import categories
from bot.digest import Digest
from bot.documents.markdown import THANKS
from bot.papers import FIELDS
from bot.text import readable

_LANGUAGE_CODES = {
    "Arabic": "ar",
    "Bengali": "bn",
    "Chinese": "zh",
    "Dutch": "nl",
    "English": "en",
    "French": "fr",
    "German": "de",
    "Hebrew": "he",
    "Hindi": "hi",
    "Indonesian": "id",
    "Italian": "it",
    "Japanese": "ja",
    "Korean": "ko",
    "Persian": "fa",
    "Polish": "pl",
    "Portuguese": "pt",
    "Russian": "ru",
    "Spanish": "es",
    "Turkish": "tr",
    "Ukrainian": "uk",
    "Vietnamese": "vi",
}
"""English name -> BCP 47 code; it chooses fonts, hyphens and a screen reader's voice. Others stay unmarked."""

_AUTHORS, _AUTHORS_BEFORE_FOLD = 15, 10
"""Author lists longer than the first number are folded after the second."""


def render(digest: Digest) -> str:
    """The edition as a complete HTML document."""
    return _template().render(
        digest=digest,
        details=FIELDS[1:],
        fold=_fold,
        category_name=categories.name,
        language_code=_language_code,
        thanks=THANKS,
    )


def _fold(authors: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The authors to show and those to fold away."""
    at = len(authors) if len(authors) <= _AUTHORS else _AUTHORS_BEFORE_FOLD
    return authors[:at], authors[at:]


def _language_code(language: str) -> str:
    return _LANGUAGE_CODES.get(language.strip().title(), "und")


@cache
def _template() -> jinja2.Template:
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("bot.documents", "."),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["readable"] = readable
    return environment.get_template("edition.html.j2")
