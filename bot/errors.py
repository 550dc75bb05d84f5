"""The one small tree of errors. Every message says in one sentence what happened and what to do.

Only these reach a person as a sentence; anything else that escapes is a bug in Paperboy and may show a traceback.
"""

from __future__ import annotations

from datetime import datetime


class PaperboyError(Exception):
    """Something that a person or the world outside has to mend; ``str()`` is the sentence they read."""


class SettingsError(PaperboyError):
    """A settings file or environment variable that cannot be used; names the file, the key and what is expected."""


class UsageError(PaperboyError):
    """A request that makes no sense as asked (an impossible day, an id that is none); says what would."""


class StoreError(PaperboyError):
    """A database that cannot be used: locked, read-only, corrupt, newer than the program, not ours, disk full."""


class SourceError(PaperboyError):
    """arXiv could not be read, or answered something that is not an announcement.

    ``retry_at`` is when trying again makes sense (aware, UTC), or None when only a person can help.
    """

    def __init__(self, message: str, *, retry_at: datetime | None = None) -> None:
        super().__init__(message)
        self.retry_at = retry_at


class ModelError(PaperboyError):
    """The language model could not be used at all (key refused, unknown model, unreachable server)."""
