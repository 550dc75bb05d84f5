"""Refusals, in the words of the real server."""

from __future__ import annotations


class Refusal(Exception):  # noqa: N818 -- the server refuses; nothing is broken
    """What the server answers instead of doing it: an error code, a description, and perhaps parameters."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters


def bad(description: str, **parameters: int) -> Refusal:
    """400; the first letter becomes small, except where the whole word is a CODE_IN_CAPITALS."""
    return Refusal(400, f"Bad Request: {_lowered(description)}", **parameters)


def forbidden(description: str) -> Refusal:
    """403."""
    return Refusal(403, f"Forbidden: {_lowered(description)}")


def conflict(description: str) -> Refusal:
    """409."""
    return Refusal(409, f"Conflict: {description}")


def flooded(seconds: int) -> Refusal:
    """429."""
    return Refusal(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)


def _lowered(text: str) -> str:
    return text if text[:2].isupper() else text[:1].lower() + text[1:]
