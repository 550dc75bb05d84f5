"""What can be wrong with arXiv's answers, told apart by what to do about it."""

from __future__ import annotations

from bot.errors import SourceError


class Damaged(SourceError):  # noqa: N818 -- they read as what happened, not as a kind of class
    """An answer that is not what was asked for: cut short, of another kind, contradicting itself. Try again."""


class Refused(SourceError):  # noqa: N818 -- they read as what happened, not as a kind of class
    """arXiv says that the question is wrong (400, 404) and why; asking it again gives the same answer."""


class HostStopped(SourceError):  # noqa: N818 -- they read as what happened, not as a kind of class
    """arXiv answered 403, or did so less than a day ago: nothing is asked of that host until ``retry_at``."""


class NotYet(SourceError):  # noqa: N818 -- they read as what happened, not as a kind of class
    """The day's announcement is not out for this category; ``retry_at`` says when asking again makes sense."""
