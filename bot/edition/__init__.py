"""An edition as pages: what stands on which, in how much detail, in any platform's layout. Pure."""

from bot.edition.pages import pages, rewrite

__all__ = ["pages", "rewrite"]
