"""An edition as Discord pages. Pure; ``markup.resolve`` puts addresses and commands in the place of placeholders.

A page's text is JSON: ``components`` as Discord takes them, one box; ``title``, on covers and on the pages from which a
thread hangs, is what the thread or forum post is called; ``detail``, on pages of papers, in how much of it they are.
"""

from __future__ import annotations

from typing import Final

from bot import edition
from bot.digest import Digest
from bot.discord import layout
from bot.discord.layout import Block, Components
from bot.edition.layout import Layout
from bot.messages import Page
from bot.subscriptions import Look

_LAYOUT: Final[Layout[Block]] = Components()


def pages(digest: Digest, look: Look) -> list[Page]:
    """The edition as pages, in the order in which they are to be sent."""
    return edition.pages(digest, look, _LAYOUT)


def rewrite(page: Page, digest: Digest, look: Look) -> Page | None:
    """The page with what ``digest`` now knows of its papers; None where it lacks one of them."""
    return edition.rewrite(page, digest, look, _LAYOUT)


def line(text: str) -> Page:
    """A page that says why there is no other."""
    return Page(number=1, text=layout.line(text), form=layout.FORM, is_line=True)
