"""An edition as one document: for files, other programs, and whatever shows Markdown. Pure: a digest in, text out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from bot.digest import Digest
from bot.documents import html, json, markdown

RENDERERS: Mapping[str, Callable[[Digest], str]] = MappingProxyType(
    {"markdown": markdown.render, "html": html.render, "json": json.render}
)
"""By the name of the format, as the command line takes it."""


def render(digest: Digest, form: str, *, receipt: bool = False) -> str:
    """The edition in the format ``form``. ``receipt`` adds to Markdown what the other formats always carry."""
    return markdown.render(digest, receipt=True) if receipt and form == "markdown" else RENDERERS[form](digest)
