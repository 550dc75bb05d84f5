"""Answers to interactions over REST: the first within three seconds, the rest by a token that lives a quarter hour."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from tests.doubles.discord import bodies, shapes
from tests.doubles.discord.actions import AUTOCOMPLETE, COMMAND, COMPONENT, MODAL, Action, metadata
from tests.doubles.discord.commands import judge
from tests.doubles.discord.errors import Refusal, invalid, refusal
from tests.doubles.discord.exchange import Done, Handler, Request, snowflake
from tests.doubles.discord.messages import Messages
from tests.doubles.discord.places import COMMAND as COMMAND_ANSWER
from tests.doubles.discord.places import COMPONENTS_V2, EPHEMERAL, LOADING, Channel, Json, Message
from tests.doubles.discord.places import REPLY as REPLY_TO
from tests.doubles.discord.world import World

SAY, DEFER, DEFER_UPDATE, UPDATE, CHOICES, FORM = 4, 5, 6, 7, 8, 9
"""Types of first answers."""
FITTING = {
    COMMAND: {SAY, DEFER, FORM},
    COMPONENT: {SAY, DEFER, DEFER_UPDATE, UPDATE, FORM},
    AUTOCOMPLETE: {CHOICES},
    MODAL: {SAY, DEFER, DEFER_UPDATE, UPDATE},
}
LIFE = timedelta(minutes=15)
FOLLOWUPS = 5


class Interactions:
    """The registry of tokens."""

    def __init__(self, world: World, messages: Messages, breach: Callable[[str], None]) -> None:
        self._world = world
        self._messages = messages
        self._breach = breach
        self.by_token: dict[str, Action] = {}
        token = "/webhooks/{webhook_id}/{webhook_token}"
        self.routes: dict[str, Handler] = {
            "POST /interactions/{interaction_id}/{interaction_token}/callback": self.callback,
            f"POST {token}": self.follow_up,
            f"GET {token}/messages/{{message_id}}": self.get,
            f"PATCH {token}/messages/{{message_id}}": self.edit,
            f"DELETE {token}/messages/{{message_id}}": self.delete,
        }

    # -- the first answer

    def callback(self, request: Request) -> Done:
        action = self.by_token.get(request.ids["interaction_token"])
        if action is None or action.id != request.id("interaction_id"):
            raise refusal(10062)
        if action.answered:
            self._breach(f"answered twice: {action.what}")
            raise refusal(40060)
        passed = time.monotonic() - action.began
        if passed > action.deadline:
            if not action.silence:
                self._breach(f"the first answer came after {passed:.1f} s: {action.what}")
            action.silence = True
            raise refusal(10062)
        kind = request.body.get("type")
        if kind not in FITTING[action.type] or (kind in (DEFER_UPDATE, UPDATE) and action.message is None):
            raise invalid(
                "type", "INTERACTION_CALLBACK_TYPE", f"{kind} does not answer an interaction of {action.type}"
            )
        data = request.body.get("data") or {}
        try:
            self._answer(action, kind, data, request.files)
        except Refusal as refused:
            # Too many bytes are the interaction's end.
            raise (refusal(10062) if refused.status == 500 else refused) from None
        action.seconds = passed
        if request.query.get("with_response", "").lower() not in ("1", "true"):
            return Done(204)
        return Done(200, self._response(action, kind))

    def _answer(self, action: Action, kind: int, data: Json, files: dict[str, tuple[str, bytes]]) -> None:
        if kind == CHOICES:
            option = next(iter(_focused(action.data.get("options") or [])))
            judge(data.get("choices"), "data.choices", option["type"])
            action.choices = list(data["choices"])
        elif kind == FORM:
            _form(data)
            action.modal = data
        elif kind == DEFER:
            if (data.get("flags") or 0) & ~EPHEMERAL:
                self._breach(f"a deferral carries flags besides EPHEMERAL: {data['flags']}")
            action.deferred = True
            flags = ((data.get("flags") or 0) & EPHEMERAL) | LOADING
            action.original = self._put(action, {}, {}, flags)
        elif kind == DEFER_UPDATE:
            action.deferred, action.original = True, action.message
        elif kind == UPDATE:
            assert action.message is not None
            bodies.message(data, editing=action.message, settable=bodies.OF_ANSWERS, files=bool(files))
            self._messages.change(action.message, data, files)
            action.updated, action.original = True, action.message
        else:
            self._judge(data, files)
            action.original = self._put(action, data, files)

    def _judge(self, data: Json, files: dict[str, tuple[str, bytes]]) -> None:
        bodies.message(data, settable=bodies.OF_ANSWERS, files=bool(files))
        for rude in bodies.rude(data):
            self._breach(f"an answer: {rude}")

    def _put(self, action: Action, data: Json, files: dict[str, tuple[str, bytes]], flags: int = 0) -> Message:
        if action.hushed:
            flags |= EPHEMERAL
        ephemeral = ((data.get("flags") or 0) | flags) & EPHEMERAL
        source = action.message if action.message is not None and not action.message.ephemeral else None
        return self._messages.put(
            action.channel, data, files, flags=flags, viewer=action.user if ephemeral else None, reply_to=source,
            type=REPLY_TO if source else COMMAND_ANSWER, metadata=metadata(action, shapes.user(action.user)),
        )  # fmt: skip

    def _response(self, action: Action, kind: int) -> Json:
        shape: Json = {"id": str(action.id), "type": action.type}
        response: Json = {"interaction": shape}
        message = action.original
        if message is not None:
            shape |= {
                "response_message_id": str(message.id),
                "response_message_loading": message.loading,
                "response_message_ephemeral": message.ephemeral,
            }
            response["resource"] = {"type": kind}
            if kind in (SAY, UPDATE):
                response["resource"]["message"] = shapes.message(message)
        return response

    # -- what follows

    def _token(self, request: Request) -> Action:
        action = self.by_token.get(request.ids["webhook_token"])
        if request.id("webhook_id") != self._world.bot.id or action is None or not action.answered:
            raise refusal(10015)
        if self._world.clock.now() - action.at > LIFE:
            raise refusal(50027)
        return action

    def _message(self, action: Action, request: Request) -> Message:
        which = request.ids["message_id"]
        if which == "@original":
            found = action.original
        else:
            number = snowflake(which, "message_id")
            known = [action.original, *action.followups]
            found = next((one for one in known if one is not None and one.id == number), None)
        if found is None or found.deleted:
            raise refusal(10008)
        return found

    def follow_up(self, request: Request) -> Done:
        action = self._token(request)
        self._judge(request.body, request.files)
        original = action.original
        if action.deferred and original is not None and original.loading and not original.deleted:
            self._finish(original, request.body, request.files)
            return Done(200, shapes.message(original))
        if action.personal and len(action.followups) >= FOLLOWUPS:
            raise refusal(40094)
        message = self._put(action, request.body, request.files)
        action.followups.append(message)
        return Done(200, shapes.message(message))

    def get(self, request: Request) -> Done:
        return Done(200, shapes.message(self._message(self._token(request), request)))

    def edit(self, request: Request) -> Done:
        action = self._token(request)
        message = self._message(action, request)
        bodies.message(request.body, editing=message, settable=bodies.OF_ANSWERS, files=bool(request.files))
        if message is action.message:
            action.updated = True
        if message.loading:
            self._finish(message, request.body, request.files)
        else:
            self._messages.change(message, request.body, request.files)
        return Done(200, shapes.message(message))

    def _finish(self, message: Message, body: Json, files: dict[str, tuple[str, bytes]]) -> None:
        """What was promised takes the place of the promise; who sees it was settled then."""
        message.flags = (message.flags & ~LOADING) | ((body.get("flags") or 0) & COMPONENTS_V2)
        self._messages.change(message, body, files)
        message.edits, message.pings = 0, self._messages.pings(message.channel, body)

    def delete(self, request: Request) -> Done:
        message = self._message(self._token(request), request)
        self._world.remove_message(message)
        return Done(204)


def place(channel: Channel) -> int:
    """The context: a server, the bot's direct messages, or others."""
    if channel.guild is not None:
        return 0
    return 1 if len(channel.recipients) == 1 else 2


def _focused(options: list[Json]) -> list[Json]:
    found = [one for one in options if one.get("focused")]
    return found or [deep for one in options for deep in _focused(one.get("options") or [])]


def _form(data: Any) -> None:
    for name, most in (("title", 45), ("custom_id", 100)):
        if not isinstance(data.get(name), str) or not 1 <= len(data[name]) <= most:
            raise invalid(f"data.{name}", "BASE_TYPE_BAD_LENGTH", f"Must be between 1 and {most} in length.")
    if not 1 <= len(data.get("components") or []) <= 5:
        raise invalid("data.components", "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 5 in length.")
