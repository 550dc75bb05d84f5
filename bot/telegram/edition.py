"""An edition as Telegram pages, in either layout. Pure; ``links`` puts addresses in the place of placeholders."""

from __future__ import annotations

from typing import Final

from bot import edition
from bot.digest import Digest
from bot.edition.layout import Layout
from bot.messages import Page
from bot.subscriptions import Look
from bot.telegram import classic, rich

_LAYOUTS: Final[dict[str, Layout[str]]] = {classic.FORM: classic.Classic(), rich.FORM: rich.Rich()}
_FORMS: Final = {"classic": classic.FORM, "rich": rich.FORM}


def pages(digest: Digest, look: Look) -> list[Page]:
    """The edition as pages, in the order in which they are to be sent."""
    return edition.pages(digest, look, _LAYOUTS[_FORMS[look.layout]])


def rewrite(page: Page, digest: Digest, look: Look) -> Page | None:
    """The page with what ``digest`` now knows of its papers; None where it lacks one of them.

    It keeps the page's form, whatever the look says, so that a page that had to become classic stays it.
    """
    return edition.rewrite(page, digest, look, _LAYOUTS[page.form])


def line(text: str) -> Page:
    """A page that says why there is no other."""
    return Page(number=1, text=classic.line(text), form=classic.FORM, is_line=True)
