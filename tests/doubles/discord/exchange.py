"""One request as handlers see it, and how they answer."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from tests.doubles.discord.errors import invalid


class Done(NamedTuple):
    """A status and what is answered; None is no body."""

    status: int
    payload: Any = None


@dataclass(slots=True, kw_only=True)
class Request:
    """What came in."""

    method: str
    path: str
    """Without ``/api/v10``."""
    route: str
    """The method and the pattern that fits: ``POST /channels/{channel_id}/messages``."""
    ids: dict[str, str]
    query: dict[str, str]
    body: Any
    files: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)

    def id(self, name: str) -> int:
        """A number in the path; what is none is refused."""
        return snowflake(self.ids[name], name)

    @property
    def channel(self) -> int | None:
        value = self.ids.get("channel_id", "")
        return int(value) if value.isdecimal() else None

    @property
    def major(self) -> str:
        """What parts the buckets of one route."""
        return ":".join(self.ids[name] for name in MAJOR if name in self.ids)

    @property
    def exempt(self) -> bool:
        """Whether it is an answer to an interaction, which is no part of the global limit."""
        return self.path.startswith(("/interactions/", "/webhooks/"))


MAJOR = ("channel_id", "guild_id", "webhook_id", "webhook_token")
Handler = Callable[[Request], "Done | Awaitable[Done]"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One request as it arrived, and how it ended (or ended for the server, where the answer was lost)."""

    method: str
    path: str
    route: str
    body: Any
    query: dict[str, str]
    headers: dict[str, str]
    at: datetime
    status: int
    """The HTTP status; 0 where nothing was done and no answer came."""
    code: int = 0
    """The code of a refusal."""
    channel: int | None = None
    message: str = ""


def snowflake(value: object, name: str) -> int:
    """A number that is written as text."""
    text = str(value)
    if not text.isdecimal() or int(text) >= 1 << 64:
        raise invalid(name, "NUMBER_TYPE_COERCE", f'Value "{text}" is not snowflake.')
    return int(text)
