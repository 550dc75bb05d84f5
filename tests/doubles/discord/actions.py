"""Interactions: what somebody did, the token that came of it, and how it was answered."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from tests.doubles.discord.places import Button, Channel, Json, Message, User

COMMAND, COMPONENT, AUTOCOMPLETE, MODAL = 2, 3, 4, 5
"""Types of interactions."""
PATIENCE = 20.0
"""Real seconds within which a deferred answer must come, so that tests end."""


@dataclass(slots=True, kw_only=True, eq=False)
class Action:
    """A command, a pressed button, a choice, a completion or a form that somebody sent."""

    id: int
    token: str
    type: int
    user: User
    channel: Channel
    data: Json
    at: datetime
    deadline: float
    personal: bool
    """Whether the app is there by the person's own installation alone."""
    hushed: bool = False
    """Whether external apps may answer for the person alone there."""
    message: Message | None = None
    """The one whose button was pressed."""
    began: float = field(default_factory=time.monotonic)
    seconds: float | None = None
    """Real seconds until the first answer."""
    deferred: bool = False
    updated: bool = False
    """Whether the message whose button was pressed was changed in its place."""
    modal: Json | None = None
    choices: list[Json] | None = None
    original: Message | None = field(default=None, repr=False)
    followups: list[Message] = field(default_factory=list, repr=False)
    silence: bool = False
    """Whether no answer came in time."""
    wait: Callable[[Callable[[], object], float], Awaitable[None]] = field(repr=False)
    breach: Callable[[str], None] = field(repr=False)

    @property
    def answered(self) -> bool:
        """Whether there was a first answer, if only a deferral."""
        return self.seconds is not None

    @property
    def complete(self) -> bool:
        """Whether nothing is still promised."""
        if not self.answered:
            return False
        return self.original is None or not self.original.loading or self.original.deleted

    async def settled(self) -> Action:
        """Wait until it is answered; a deferred answer must come, too."""
        if not self.answered:
            left = self.deadline - (time.monotonic() - self.began)
            try:
                await self.wait(lambda: self.answered, max(0.0, left) + 0.05)
            except TimeoutError:
                self.silence = True
                self.breach(f"no answer within {self.deadline:g} s: {self.what}")
                return self
        try:
            await self.wait(lambda: self.complete, PATIENCE)
        except TimeoutError:
            self.breach(f"an answer was promised and never came: {self.what}")
        return self

    @property
    def what(self) -> str:
        """In words."""
        return str(self.data.get("name") or self.data.get("custom_id"))

    @property
    def answers(self) -> list[Message]:
        """What stands as answers, in order: the first, then those that followed."""
        first = [] if self.original is None or self.original is self.message else [self.original]
        return [one for one in (*first, *self.followups) if not one.deleted and not one.loading]

    @property
    def answer(self) -> Message:
        """The first answer."""
        assert self.answers, f"no answer stands: {self.what}"
        return self.answers[0]

    @property
    def text(self) -> str:
        """Of the last answer; of the message itself where that was changed."""
        if not self.answers and self.updated and self.message is not None:
            return self.message.text
        return self.answers[-1].text if self.answers else ""

    @property
    def ephemeral(self) -> bool:
        """Whether the first answer is for the person alone."""
        return self.answer.ephemeral

    @property
    def buttons(self) -> list[Button]:
        """Of the last answer."""
        return self.answers[-1].buttons if self.answers else []


def owners(action: Action) -> dict[str, str]:
    """Who brought the app there: a server (0), the person (1)."""
    guild, found = action.channel.guild, {}
    if not action.personal:
        found["0"] = str(guild.id) if guild is not None else "0"
    if action.user.installed:
        found["1"] = str(action.user.id)
    return found


def metadata(action: Action, user: Json) -> Json:
    """As it stands in the messages that answer."""
    shape: dict[str, Any] = {
        "id": str(action.id),
        "type": action.type,
        "user": user,
        "authorizing_integration_owners": owners(action),
    }
    if action.type == COMMAND:
        shape["name"] = action.data["name"]
    if action.message is not None:
        shape["interacted_message_id"] = str(action.message.id)
    return shape
