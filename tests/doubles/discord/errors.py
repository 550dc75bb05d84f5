"""Refusals, in the shapes and words of the real server."""

from __future__ import annotations

from typing import Any

KNOWN: dict[int, tuple[int, str]] = {
    10003: (404, "Unknown Channel"),
    10004: (404, "Unknown Guild"),
    10007: (404, "Unknown Member"),
    10008: (404, "Unknown Message"),
    10011: (404, "Unknown Role"),
    10013: (404, "Unknown User"),
    10015: (404, "Unknown Webhook"),
    10062: (404, "Unknown interaction"),
    10063: (404, "Unknown application command"),
    10087: (404, "Unknown tag"),
    20028: (429, "The write action you are performing on the channel has hit the write rate limit."),
    30005: (400, "Maximum number of guild roles reached (250)"),
    30034: (429, "Max number of daily application command creates has been reached (200)"),
    30046: (429, "Maximum number of edits to messages older than 1 hour reached. Try again later."),
    40001: (401, "Unauthorized"),
    40003: (403, "You are opening direct messages too fast."),
    40005: (413, "Request entity too large"),
    40033: (400, "This message has already been crossposted."),
    40058: (403, "Cannot message this thread until after the post author has sent an initial message."),
    40060: (400, "Interaction has already been acknowledged."),
    40061: (400, "Tag names must be unique"),
    40067: (400, "A tag is required to create a forum post in this channel"),
    40094: (400, "This interaction has hit the maximum number of follow up messages"),
    50001: (403, "Missing Access"),
    50005: (403, "Cannot edit a message authored by another user"),
    50006: (400, "Cannot send an empty message"),
    50007: (403, "Cannot send messages to this user"),
    50008: (400, "Cannot send messages in a non-text channel"),
    50013: (403, "Missing Permissions"),
    50021: (403, "Cannot execute action on a system message"),
    50024: (400, "Cannot execute action on this channel type"),
    50027: (401, "Invalid Webhook Token"),
    50033: (400, "Invalid Recipient(s)"),
    50034: (400, "You can only bulk delete messages that are under 14 days old."),
    50035: (400, "Invalid Form Body"),
    50068: (400, "Invalid message type"),
    50083: (400, "Thread is archived"),
    50109: (400, "The request body contains invalid JSON."),
    50278: (403, "Cannot send messages to this user due to having no mutual guilds"),
    160004: (400, "A thread has already been created for this message"),
    160005: (400, "Thread is locked"),
    160006: (400, "Maximum number of active threads reached"),
    160007: (400, "Maximum number of active announcement threads reached"),
}
"""The statuses and words of the codes that this stand-in says."""

GENERAL = {
    400: "400: Bad Request",
    401: "401: Unauthorized",
    403: "403: Forbidden",
    404: "404: Not Found",
    405: "405: Method Not Allowed",
    500: "500: Internal Server Error",
    503: "503: Service Unavailable",
}
"""What stands with code 0."""


class Refusal(Exception):  # noqa: N818 -- the server refuses; nothing is broken
    """What the server answers instead of doing it: a status, a code, and what else the body and the head hold."""

    def __init__(self, status: int, code: int, message: str = "", **more: Any) -> None:
        self.status = status
        self.code = code
        self.message = message or (KNOWN[code][1] if code in KNOWN else GENERAL.get(status, "Refused"))
        self.more = more
        self.headers: dict[str, str] = {}
        super().__init__(f"{status} {code}: {self.message} {more or ''}")

    @property
    def body(self) -> dict[str, Any]:
        """As JSON."""
        return {"message": self.message, "code": self.code, **self.more}


def refusal(code: int) -> Refusal:
    """The one with this code."""
    return Refusal(KNOWN[code][0], code)


def general(status: int) -> Refusal:
    """One without a code of its own."""
    return Refusal(status, 0)


def invalid(path: str, code: str, message: str) -> Refusal:
    """50035: what is wrong where; parts of the path are parted by points, places in lists are numbers."""
    errors: dict[str, Any] = {"_errors": [{"code": code, "message": message}]}
    for part in reversed([part for part in path.split(".") if part]):
        errors = {part: errors}
    return Refusal(400, 50035, errors=errors)


def too_long(path: str, limit: int) -> Refusal:
    """50035 of a text."""
    return invalid(path, "BASE_TYPE_MAX_LENGTH", f"Must be {limit} or fewer in length.")
