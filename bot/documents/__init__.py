"""An edition as one document: for files, other programs, and whatever shows Markdown. Pure: a digest in, text out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from bot.digest import Digest
from bot.documents.html import render as as_html
from bot.documents.json import render as as_json
from bot.documents.markdown import render as as_markdown

RENDERERS: Mapping[str, Callable[[Digest], str]] = MappingProxyType(
    {"markdown": as_markdown, "html": as_html, "json": as_json}
)
"""By the name of the format, as the command line takes it."""


def render(digest: Digest, form: str, *, receipt: bool = False) -> str:
    """The edition in the format ``form``. ``receipt`` adds to Markdown what the other formats always carry."""
    return as_markdown(digest, receipt=True) if receipt and form == "markdown" else RENDERERS[form](digest)
