"""What people ask of the bot: commands, completions, buttons, choices and forms."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from typing import Any

from tests.doubles.discord import permissions, shapes
from tests.doubles.discord.actions import AUTOCOMPLETE, COMMAND, COMPONENT, MODAL, Action, owners
from tests.doubles.discord.commands import (
    BOOLEAN,
    CHANNEL,
    GROUP,
    INTEGER,
    MENTIONABLE,
    NUMBER,
    ROLE,
    STRING,
    SUB,
    USER,
    Commands,
)
from tests.doubles.discord.interactions import Interactions, place
from tests.doubles.discord.people import People
from tests.doubles.discord.places import Channel, Json, Message, Role, User
from tests.doubles.discord.world import Server

PLAIN: dict[int, type | tuple[type, ...]] = {
    STRING: str, INTEGER: int, BOOLEAN: bool, NUMBER: (int, float), USER: User, CHANNEL: Channel, ROLE: Role,
    MENTIONABLE: (User, Role),
}  # fmt: skip


class Asking(People):
    """People who ask; what the client would not let them do is an error of the test."""

    commands_of: Commands
    interactions: Interactions
    deadline = 3.0
    """Real seconds for the first answer."""
    no_wait = False
    """Whether actions return before they are answered."""
    breach: Callable[[str], None]

    async def until(self, condition: Callable[[], object], seconds: float = 10.0) -> None:
        raise NotImplementedError

    # -- what they do

    async def slash(
        self, user: User, place_: Channel | User, name: str, values: Mapping[str, Any] | None = None, *,
        external_apps: bool = True,
    ) -> Action:  # fmt: skip
        """Somebody sends a command; ``name`` may name a subcommand after a blank."""
        channel = self.place(user, place_)
        command = self._offered(user, channel, name.split(maxsplit=1)[0])
        resolved: Json = {}
        options = self._options(command.get("options") or [], name.split()[1:], dict(values or {}), resolved, "")
        data = _data(command, options) | ({"resolved": resolved} if resolved else {})
        return await self._act(COMMAND, user, channel, data, external_apps=external_apps)

    async def complete(
        self, user: User, place_: Channel | User, name: str, option: str, typed: str = "",
        values: Mapping[str, Any] | None = None,
    ) -> list[Json]:  # fmt: skip
        """Somebody types into an option; returns what they are offered."""
        channel = self.place(user, place_)
        command = self._offered(user, channel, name.split(maxsplit=1)[0])
        options = self._options(
            command.get("options") or [], name.split()[1:], {**(values or {}), option: typed}, {}, option
        )
        action = await self._act(AUTOCOMPLETE, user, channel, _data(command, options))
        return action.choices or []

    async def press(self, message: Message, which: str | int, user: User, *, external_apps: bool = True) -> Action:
        """Somebody presses a button, by its label, custom_id or place."""
        button = message.button(which)
        assert button.custom_id, f"{button.label} leads elsewhere"
        assert not button.disabled, f"{button.label} cannot be pressed"
        data = {"custom_id": button.custom_id, "component_type": 2, "id": 1}
        return await self._on(message, user, data, external_apps=external_apps)

    async def choose(
        self, message: Message, which: str | list[str], user: User, *, select: int = 0, external_apps: bool = True
    ) -> Action:
        """Somebody chooses from a list, by value or label."""
        chosen = message.selects[select]
        wanted = [which] if isinstance(which, str) else which
        values = []
        for one in wanted:
            found = [option["value"] for option in chosen.options if one in (option["value"], option["label"])]
            assert found, f"{one!r} is none of {[option['label'] for option in chosen.options]}"
            values.append(found[0])
        data = {"custom_id": chosen.custom_id, "component_type": 3, "values": values, "id": 1}
        return await self._on(message, user, data, external_apps=external_apps)

    async def submit(self, action: Action, texts: Mapping[str, str]) -> Action:
        """Somebody fills in a form that an action brought."""
        assert action.modal is not None, "there is no form"
        filled = [_filled(one, texts) for one in action.modal["components"]]
        data = {"custom_id": action.modal["custom_id"], "components": filled}
        return await self._act(MODAL, action.user, action.channel, data, message=action.message)

    async def _on(self, message: Message, user: User, data: Json, *, external_apps: bool) -> Action:
        assert not message.deleted, "the message is gone"
        assert message.viewer in (None, user), "somebody else's answer is not seen"
        channel = self.place(user, message.channel)
        return await self._act(COMPONENT, user, channel, data, message=message, external_apps=external_apps)

    # -- how it reaches the bot

    async def _act(
        self, kind: int, user: User, channel: Channel, data: Json, *, message: Message | None = None,
        external_apps: bool = True,
    ) -> Action:  # fmt: skip
        personal = self._personal(channel)
        action = Action(
            id=self.snowflake(), token=secrets.token_urlsafe(48), type=kind, user=user, channel=channel, data=data,
            at=self.clock.now(), deadline=self.deadline, personal=personal, message=message,
            hushed=personal and channel.guild is not None and not external_apps, wait=self.until,
            breach=self.breach,
        )  # fmt: skip
        self.interactions.by_token[action.token] = action
        self.emit("INTERACTION_CREATE", self._event(action), guild=channel.guild)
        return action if self.no_wait else await action.settled()

    def _personal(self, channel: Channel) -> bool:
        if channel.guild is not None:
            return not channel.guild.bot
        return len(channel.recipients) > 1

    def _event(self, action: Action) -> Json:
        channel, user = action.channel, action.user
        guild = channel.guild
        bots = channel.permissions(self.bot) if not action.personal else permissions.bits(*permissions.PLAIN)
        event: Json = {
            "id": str(action.id), "application_id": str(self.bot.id), "type": action.type, "data": action.data,
            "token": action.token, "version": 1, "locale": user.locale, "entitlements": [],
            "entitlement_sku_ids": [], "app_permissions": str(bots), "context": place(channel),
            "authorizing_integration_owners": owners(action), "attachment_size_limit": 10 * 2**20,
            "channel_id": str(channel.id), "channel": shapes.channel(channel, permissions=channel.permissions(user)),
        }  # fmt: skip
        if isinstance(guild, Server):
            event |= {
                "guild_id": str(guild.id), "guild_locale": guild.locale, "guild": shapes.partial_guild(guild),
                "member": shapes.member(guild, user, permissions=channel.permissions(user)),
            }  # fmt: skip
        else:
            event["user"] = shapes.user(user)
        if action.message is not None:
            event["message"] = shapes.message(action.message)
        return event

    # -- what the client offers

    def _offered(self, user: User, channel: Channel, name: str) -> Json:
        commands = self.commands_of.registered
        if channel.guild is not None:
            commands = commands | self.commands_of.of_guilds.get(channel.guild.id, {})
        assert name in commands, f"there is no /{name} among {sorted(commands)}"
        command = commands[name]
        contexts = command["contexts"]
        assert contexts is None or place(channel) in contexts, f"/{name} is not offered there: {contexts}"
        kinds = {0} if not self._personal(channel) else set()
        kinds |= {1} if user.installed else set()
        assert kinds & set(command["integration_types"]), f"/{name} is not installed there for {user.name}"
        rights = int(command["default_member_permissions"] or 0)
        if channel.guild is not None:
            assert channel.may(user, "VIEW_CHANNEL", "USE_APPLICATION_COMMANDS"), f"{user.name} may use no commands"
            assert channel.permissions(user) & rights == rights, f"/{name} is not shown to {user.name}"
        return command

    def _options(
        self, known: list[Json], below: list[str], values: dict[str, Any], resolved: Json, focused: str
    ) -> list[Json]:
        if below:
            sub = next(one for one in known if one["name"] == below[0] and one["type"] in (SUB, GROUP))
            deeper = self._options(sub.get("options") or [], below[1:], values, resolved, focused)
            return [{"name": sub["name"], "type": sub["type"], "options": deeper}]
        by_name = {one["name"]: one for one in known}
        assert values.keys() <= by_name.keys(), f"there are only the options {sorted(by_name)}, not {sorted(values)}"
        if not focused:
            missing = [one["name"] for one in known if one.get("required") and one["name"] not in values]
            assert not missing, f"{missing} must be given"
        return [self._option(by_name[name], value, resolved, name == focused) for name, value in values.items()]

    def _option(self, known: Json, value: Any, resolved: Json, focused: bool) -> Json:
        name, kind = known["name"], known["type"]
        option: Json = {"name": name, "type": kind, "value": value}
        if focused:
            assert known.get("autocomplete"), f"{name} offers nothing while one types"
            return {**option, "focused": True}
        assert isinstance(value, PLAIN[kind]), f"{name} is of type {kind}, not {value!r}"
        choices = [one["value"] for one in known.get("choices") or []]
        assert not choices or value in choices, f"{value!r} is no choice of {name}: {choices}"
        if kind == STRING:
            length = len(str(value))
            assert known.get("min_length", 0) <= length <= known.get("max_length", 6000), f"{name}: {length}"
        if kind in (INTEGER, NUMBER):
            assert known.get("min_value", value) <= value <= known.get("max_value", value), f"{name}: {value}"
        if isinstance(value, User | Role | Channel):
            option["value"] = str(value.id)
            _resolve(value, resolved)
        return option


def _resolve(value: User | Role | Channel, resolved: Json) -> None:
    if isinstance(value, User):
        resolved.setdefault("users", {})[str(value.id)] = shapes.user(value)
    elif isinstance(value, Role):
        resolved.setdefault("roles", {})[str(value.id)] = shapes.role(value, 1)
    else:
        shape = shapes.channel(value, permissions=0)
        resolved.setdefault("channels", {})[str(value.id)] = shape


def _data(command: Json, options: list[Json]) -> Json:
    return {"id": command["id"], "name": command["name"], "type": command["type"], "options": options}


def _filled(one: Json, texts: Mapping[str, str]) -> Json:
    if one["type"] == 1:
        return {"type": 1, "components": [_filled(each, texts) for each in one["components"]]}
    if one["type"] == 18:
        return {"type": 18, "id": one.get("id", 1), "component": _filled(one["component"], texts)}
    value = texts.get(one["custom_id"], one.get("value") or "")
    return {"type": one["type"], "custom_id": one["custom_id"], "value": value, "id": 1}
