"""How a running bot is: one value that the bot keeps, and that everybody reads who asks. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, Final, Literal

REPORTED: Final = timedelta(minutes=1)
"""How often a running bot says how it is."""
SILENT: Final = timedelta(minutes=5)
"""For so long it may say nothing before it counts as stuck."""
IDLE: Final = timedelta(minutes=30)
"""The longest that one round may take: arXiv may be slow, and is asked for one category after the other."""

Standing = Literal["here", "away", "out"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Platform:
    """One platform that the bot has a login for."""

    name: str
    standing: Standing
    """Logged in; not yet, or not now; or failed, so that only a person can help."""
    why: str = ""
    """Why it is not logged in, as far as that is known."""
    day: date | None = None
    """Of the last edition that was brought there."""
    at: datetime | None = None
    """When a page of it arrived last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """Editions that could not be brought when they were tried last, all for the same reason."""

    platform: str
    why: str
    chats: int
    example: str
    """One of the chats."""


@dataclass(frozen=True, slots=True)
class Coming:
    """Editions that are due next."""

    at: datetime
    editions: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Pages:
    """Pages since the start, by what became of them."""

    sent: int = 0
    edited: int = 0
    unknown: int = 0
    failed: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """The bot at one moment. Moments are aware, in UTC."""

    version: str
    started: datetime
    at: datetime
    """The moment."""
    stopped: datetime | None = None
    """When it was stopped as it should be; None while it runs, and after a crash."""
    rounds: datetime | None = None
    """When it last had looked through everything that is due."""
    day: date
    """The newest day that arXiv should have announced."""
    there: tuple[str, ...] = ()
    """The categories that are in."""
    missing: tuple[str, ...] = ()
    arxiv: str = ""
    """What keeps arXiv from answering; empty where nothing does, or it is only not time yet."""
    arxiv_since: datetime | None = None
    stopped_hosts: tuple[str, ...] = ()
    """arXiv's hosts that want to be left alone for a day."""
    model: str = ""
    """Why the model writes nothing; empty where it does, or none is asked."""
    store: str = ""
    """Why the database can't be used."""
    platforms: tuple[Platform, ...] = ()
    subscriptions: int = 0
    waiting: tuple[Waiting, ...] = ()
    unfinished: int = 0
    """Pages that are planned and not sent yet."""
    closed: int = 0
    """Chats that nothing can be sent to."""
    repairs: int = 0
    """Summaries that the model owes."""
    tokens: int = 0
    """Tokens used today."""
    pages: Pages = Pages()
    coming: tuple[Coming, ...] = ()
    size: int = 0
    """Bytes of the database."""
    free: int = 0
    """Bytes that are free beside it."""
    lag: float = 0.0
    """Seconds that the event loop was late at worst, in the last minute."""

    def written(self) -> str:
        """As text, to be kept."""
        return json.dumps(asdict(self), default=lambda moment: moment.isoformat())


def read(text: str | None) -> Status | None:
    """What ``written`` wrote; None where there is nothing, or another version of the program wrote it."""
    try:
        values: dict[str, Any] = json.loads(text or "")
        times = {name: _moment(values[name]) for name in ("stopped", "rounds", "arxiv_since")}
        parts = {
            "started": datetime.fromisoformat(values["started"]),
            "at": datetime.fromisoformat(values["at"]),
            "day": date.fromisoformat(values["day"]),
            "pages": Pages(**values["pages"]),
            "platforms": tuple(map(_platform, values["platforms"])),
            "waiting": tuple(Waiting(**one) for one in values["waiting"]),
            "coming": tuple(Coming(datetime.fromisoformat(one["at"]), one["editions"]) for one in values["coming"]),
        }
        names = {name: tuple(values[name]) for name in ("there", "missing", "stopped_hosts")}
        return Status(**values | times | parts | names)
    except (ValueError, TypeError, KeyError):
        return None


def _platform(values: dict[str, Any]) -> Platform:
    one = Platform(**values | {"day": None, "at": _moment(values["at"])})
    return replace(one, day=date.fromisoformat(values["day"])) if values["day"] else one


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def unwell(status: Status | None, now: datetime) -> Sequence[str]:
    """Why the bot does not do its work at ``now``, in sentences; none where it does.

    A platform that is away while another one is there, and arXiv's own troubles, are no reasons: a restart would not
    help.
    """
    if status is None:
        return ["The bot is starting."]
    return list(_reasons(status, now))


def _reasons(status: Status, now: datetime) -> Iterator[str]:
    if now - status.at > SILENT:
        yield f"It has not said how it is since {status.at:%Y-%m-%d %H:%M} UTC."
    if now - (status.rounds or status.started) > IDLE:
        since = f"since {status.rounds:%Y-%m-%d %H:%M} UTC" if status.rounds else "since it was started"
        yield f"It has not looked what is due {since}."
    if status.store:
        yield f"The database can't be used: {status.store}"
    if status.platforms and not any(one.standing == "here" for one in status.platforms):
        yield "It is logged in nowhere: " + " ".join(f"{one.name}: {one.why}" for one in status.platforms)
