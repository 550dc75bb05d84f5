"""The bot itself, its servers and the people, over REST."""

from __future__ import annotations

from collections.abc import Callable

from tests.doubles.discord import shapes
from tests.doubles.discord.errors import invalid, refusal
from tests.doubles.discord.exchange import Done, Handler, Request, snowflake
from tests.doubles.discord.gateway import Gateway
from tests.doubles.discord.places import Guild, Json, User
from tests.doubles.discord.world import GUILDS, World


class Guilds:
    """What can be asked of everything but channels."""

    def __init__(self, world: World, gateway: Gateway, breach: Callable[[str], None]) -> None:
        self._world = world
        self._gateway = gateway
        self._breach = breach
        self.routes: dict[str, Handler] = {
            "GET /gateway": lambda request: Done(200, {"url": gateway.url}),
            "GET /gateway/bot": self.gateway,
            "GET /users/@me": lambda request: Done(200, shapes.me(world.bot)),
            "GET /oauth2/applications/@me": self.application,
            "GET /applications/@me": self.application,
            "GET /users/@me/guilds": self.listed,
            "DELETE /users/@me/guilds/{guild_id}": self.leave,
            "POST /users/@me/channels": self.open_dm,
            "GET /users/{user_id}": self.user,
            "GET /guilds/{guild_id}": self.get,
            "GET /guilds/{guild_id}/channels": self.channels,
            "GET /guilds/{guild_id}/roles": self.roles,
            "GET /guilds/{guild_id}/members/{user_id}": self.member,
            "GET /users/@me/guilds/{guild_id}/member": self.myself,
        }

    def gateway(self, request: Request) -> Done:
        shards = {
            "total": 1000, "remaining": self._gateway.starts_left, "reset_after": 14_400_000,
            "max_concurrency": self._gateway.max_concurrency,
        }  # fmt: skip
        return Done(200, {"url": self._gateway.url, "shards": self._gateway.shards, "session_start_limit": shards})

    def application(self, request: Request) -> Done:
        world = self._world
        there = sum(guild.bot for guild in world.guilds.values())
        return Done(200, shapes.application(world.bot, world.operator, there))

    def listed(self, request: Request) -> Done:
        after = int(request.query.get("after", 0))
        mine = sorted(
            (one for one in self._world.guilds.values() if one.bot and one.id > after), key=lambda one: one.id
        )
        limit = int(request.query.get("limit", 200))
        return Done(200, [shapes.listed(one, self._world.bot) for one in mine[:limit]])

    def leave(self, request: Request) -> Done:
        guild = self._guild(request)
        guild.bot = False
        guild.members.pop(self._world.bot.id, None)
        self._world.emit("GUILD_DELETE", {"id": str(guild.id)}, guild=guild, intent=GUILDS)
        return Done(204)

    def open_dm(self, request: Request) -> Done:
        number = snowflake(request.body.get("recipient_id"), "recipient_id")
        user = self._world.users.get(number)
        if user is None or user.bot:
            raise refusal(50033)
        return Done(200, shapes.channel(user.dm))

    def user(self, request: Request) -> Done:
        return Done(200, shapes.user(self._user(request)))

    def get(self, request: Request) -> Done:
        guild = self._guild(request)
        shape: Json = shapes.guild(guild)
        if request.query.get("with_counts", "").lower() in ("1", "true"):
            shape |= {"approximate_member_count": len(guild.members), "approximate_presence_count": 1}
        return Done(200, shape)

    def channels(self, request: Request) -> Done:
        return Done(200, [shapes.channel(one) for one in self._guild(request).channels if not one.is_thread])

    def roles(self, request: Request) -> Done:
        return Done(200, shapes.roles(self._guild(request)))

    def member(self, request: Request) -> Done:
        guild, user = self._guild(request), self._user(request)
        if user.id not in guild.members:
            raise refusal(10007)
        return Done(200, shapes.member(guild, user))

    def myself(self, request: Request) -> Done:
        self._breach("GET /users/@me/guilds/{id}/member is for bearers of a person's token")
        raise refusal(50001)

    def _guild(self, request: Request) -> Guild:
        guild = self._world.guilds.get(request.id("guild_id"))
        if guild is None:
            raise refusal(10004)
        if not guild.bot:
            raise refusal(50001)
        return guild

    def _user(self, request: Request) -> User:
        if not request.ids["user_id"].isdecimal():
            raise invalid("user_id", "NUMBER_TYPE_COERCE", f'Value "{request.ids["user_id"]}" is not snowflake.')
        user = self._world.users.get(request.id("user_id"))
        if user is None:
            raise refusal(10013)
        return user
