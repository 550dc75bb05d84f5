"""What can come back from a model's server: an answer, or one of four kinds of trouble."""

from __future__ import annotations

from dataclasses import dataclass

from bot.errors import ModelError


@dataclass(frozen=True, slots=True)
class Answer:
    """One paid-for answer."""

    text: str
    """What the model wrote; may be anything at all, but is always valid Unicode."""
    tokens: int | None
    """Prompt and answer together as the server counted them; None where it does not say."""
    defect: str | None = None
    """Why this answer cannot be complete, where the server itself says so."""


class DefectiveError(ModelError):
    """An answer that no reader may see; ``str()`` is a phrase that fits both a log and a correction."""


class BusyError(ModelError):
    """The server cannot answer now (rate limit, fault, timeout, broken connection); another try may succeed.

    ``wait``: seconds that the server asks to wait, or None where it says nothing.
    """

    def __init__(self, message: str, *, wait: float | None = None) -> None:
        super().__init__(message)
        self.wait = wait


class StrangeError(BusyError):
    """The server answered with success, but with no chat completion: a fluke, or not such a server at all."""


class DeclinedError(ModelError):
    """The server will not answer this request, however often it is asked; others may pass."""


class UnusableError(ModelError):
    """No request can succeed until a person does something: key refused, unknown model, no credit left."""
