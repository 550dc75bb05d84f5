"""The gateway: sessions over websockets, compressed as a stream, with resumes, refusals and outages on demand."""

from __future__ import annotations

import asyncio
import json
import time
import zlib
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSCloseCode, WSMsgType, web

from tests.doubles.discord import shapes
from tests.doubles.discord.places import Guild, Json
from tests.doubles.discord.world import MESSAGE_CONTENT, World

DISPATCH, HEARTBEAT, IDENTIFY, PRESENCE, VOICE = range(5)
RESUME, RECONNECT, MEMBERS, INVALID, HELLO, ACK = range(6, 12)
PRIVILEGED = 1 << 1 | 1 << 8 | MESSAGE_CONTENT
INTENTS = sum(1 << bit for bit in (*range(17), 20, 21, 24, 25))
PER_MINUTE = 120
FAREWELL = (WSCloseCode.OK, WSCloseCode.GOING_AWAY)
"""With these codes the bot itself ends its session."""
LOST = (4007, 4009)
"""With these the server does."""


@dataclass(slots=True, eq=False)
class Connection:
    """One websocket."""

    socket: web.WebSocketResponse
    request: web.Request
    compressed: bool
    outbox: asyncio.Queue[Json | None] = field(default_factory=asyncio.Queue)
    deflate: Any = field(default_factory=zlib.compressobj)
    session: Session | None = None
    received: deque[float] = field(default_factory=deque)
    hung_up: int | None = None
    """The code with which the server hung up, if it did."""

    def send(self, op: int, data: Any = None, *, event: str | None = None, seq: int | None = None) -> None:
        self.outbox.put_nowait({"op": op, "d": data, "s": seq, "t": event})

    async def write(self) -> None:
        """Bring everything out, in order; None ends it."""
        while (message := await self.outbox.get()) is not None:
            text = json.dumps(message, ensure_ascii=False, separators=(",", ":"))
            try:
                if self.compressed:
                    data = self.deflate.compress(text.encode()) + self.deflate.flush(zlib.Z_SYNC_FLUSH)
                    await self.socket.send_bytes(data)
                else:
                    await self.socket.send_str(text)
            except ConnectionError:
                return


@dataclass(slots=True, eq=False)
class Session:
    """What lasts over connections: everything that was sent can be asked for again."""

    id: str
    intents: int
    shard: tuple[int, int]
    seq: int = 0
    sent: deque[tuple[int, str, Json]] = field(default_factory=deque)
    connection: Connection | None = None

    def dispatch(self, event: str, data: Json) -> None:
        self.seq += 1
        self.sent.append((self.seq, event, data))
        if self.connection is not None:
            self.connection.send(DISPATCH, data, event=event, seq=self.seq)


class Closed(Exception):  # noqa: N818 -- the server hangs up; nothing is broken
    """The server hangs up with a code."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(f"{code} {reason}")
        self.code, self.reason = code, reason


class Gateway:
    """Sessions of the bot, and what may happen to them."""

    def __init__(self, world: World, token: str, news: Callable[[], None]) -> None:
        self._world = world
        self.token = token
        self._news = news
        self.url = ""
        self.breaches: list[str] = []
        self.sessions: dict[str, Session] = {}
        self.connections: list[Connection] = []
        self.received: list[tuple[int, Any]] = []
        self.identified = 0
        self.resumed = 0
        self.heartbeat_interval = 41.25
        self.shards = 1
        self.max_concurrency = 1
        self.starts_left = 1000
        self.identify_rate = False
        """Whether only ``max_concurrency`` sessions may begin within five seconds."""
        self.privileged_allowed = False
        self.down = False
        self.can_resume = True
        self._muted = False
        self._identifies: deque[float] = deque()

    # -- what tests ask for

    @property
    def connected(self) -> bool:
        """Whether a session is up."""
        return any(session.connection is not None for session in self.sessions.values())

    async def close(self, code: int = 4000) -> None:
        """Hang up, with a code."""
        for one in list(self.connections):
            one.hung_up = code
            await one.socket.close(code=code)

    def reconnect(self) -> None:
        """Ask the bot to connect anew, and to resume."""
        self._to_all(RECONNECT, None)

    def invalidate(self, *, resumable: bool = False) -> None:
        """Say that the session is no longer valid."""
        if not resumable:
            self.sessions = {name: session for name, session in self.sessions.items() if session.connection is not None}
        for session in list(self.sessions.values()):
            if session.connection is not None:
                session.connection.send(INVALID, resumable)
                if not resumable:
                    del self.sessions[session.id]

    def drop(self) -> None:
        """Cut the line, without a word."""
        for one in list(self.connections):
            if one.request.transport is not None:
                one.request.transport.abort()

    def mute(self) -> None:
        """Acknowledge no heartbeat any more."""
        self._muted = True

    def unmute(self) -> None:
        """Acknowledge them again."""
        self._muted = False

    def _to_all(self, op: int, data: Any) -> None:
        for one in self.connections:
            one.send(op, data)

    # -- what the world brings

    def dispatch(
        self, event: str, data: Json, *, guild: Guild | None = None, intent: int = 0, stripped: Json | None = None
    ) -> None:
        """An event, to the sessions that it concerns."""
        for session in self.sessions.values():
            shard, shards = session.shard
            mine = ((guild.id >> 22) % shards if guild is not None else 0) == shard
            if mine and (not intent or session.intents & intent):
                whole = stripped is None or session.intents & MESSAGE_CONTENT
                session.dispatch(event, data if whole or stripped is None else stripped)

    # -- websockets

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """One connection, from its hello to its end."""
        if self.down:
            return web.Response(status=503)
        if request.query.get("v") != "10" or request.query.get("encoding") != "json":
            self.breaches.append(f"the gateway was asked for {dict(request.query)}")
        socket = web.WebSocketResponse(heartbeat=None, autoping=True, compress=False)
        await socket.prepare(request)
        connection = Connection(socket, request, request.query.get("compress") == "zlib-stream")
        self.connections.append(connection)
        writer = asyncio.create_task(connection.write())
        connection.send(HELLO, {"heartbeat_interval": int(self.heartbeat_interval * 1000), "_trace": ["[]"]})
        try:
            await self._listen(connection)
        except Closed as closed:
            await socket.close(code=closed.code, message=closed.reason.encode())
        finally:
            self._gone(connection)
            connection.outbox.put_nowait(None)
            writer.cancel()
            await asyncio.gather(writer, return_exceptions=True)
            self._news()
        return socket

    def _gone(self, connection: Connection) -> None:
        self.connections.remove(connection)
        session = connection.session
        if session is not None and session.connection is connection:
            session.connection = None
            theirs = connection.hung_up is None and connection.socket.close_code in FAREWELL
            if theirs or connection.hung_up in LOST:
                self.sessions.pop(session.id, None)

    async def _listen(self, connection: Connection) -> None:
        async for frame in connection.socket:
            if frame.type not in (WSMsgType.TEXT, WSMsgType.BINARY):
                continue
            now = time.monotonic()
            connection.received.append(now)
            while connection.received[0] < now - 60:
                connection.received.popleft()
            if len(connection.received) > PER_MINUTE:
                self.breaches.append("more than 120 messages to the gateway in a minute")
                raise Closed(4008, "Rate limited.")
            if len(frame.data) > 4096:
                raise Closed(4002, "Error while decoding payload.")
            try:
                message = json.loads(frame.data)
                op, data = int(message["op"]), message.get("d")
            except (ValueError, KeyError, TypeError):
                raise Closed(4002, "Error while decoding payload.") from None
            self.received.append((op, data))
            await self._take(connection, op, data)
            self._news()

    async def _take(self, connection: Connection, op: int, data: Any) -> None:
        if op == HEARTBEAT:
            if not self._muted:
                connection.send(ACK)
        elif op == IDENTIFY:
            self._identify(connection, data)
        elif op == RESUME:
            self._resume(connection, data)
        elif connection.session is None:
            raise Closed(4003, "Not authenticated.")
        elif op == MEMBERS:
            self._members(connection.session, data)
        elif op not in (PRESENCE, VOICE):
            raise Closed(4001, "Unknown opcode.")

    def _identify(self, connection: Connection, data: Json) -> None:
        if connection.session is not None:
            raise Closed(4005, "Already authenticated.")
        if data.get("token") != self.token:
            raise Closed(4004, "Authentication failed.")
        if not {"os", "browser", "device"} <= data.get("properties", {}).keys():
            raise Closed(4002, "Error while decoding payload.")
        intents = data.get("intents")
        if not isinstance(intents, int) or intents & ~INTENTS:
            raise Closed(4013, "Invalid intent(s).")
        if intents & PRIVILEGED and not self.privileged_allowed:
            raise Closed(4014, "Disallowed intent(s).")
        shard = data.get("shard") or [0, 1]
        if len(shard) != 2 or not 0 <= shard[0] < shard[1]:
            raise Closed(4010, "Invalid shard.")
        if shard[1] < self.shards:
            raise Closed(4011, "Sharding required.")
        if not self._may_begin():
            connection.send(INVALID, False)
            return
        self.identified += 1
        session = Session(f"{self._world.snowflake():x}", intents, (shard[0], shard[1]))
        session.connection, connection.session = connection, session
        self.sessions[session.id] = session
        self._ready(session)

    def _may_begin(self) -> bool:
        if self.starts_left < 1:
            self.breaches.append("a session began although none was left for today")
            return False
        self.starts_left -= 1
        now = time.monotonic()
        while self._identifies and self._identifies[0] < now - 4.9:
            self._identifies.popleft()
        if self.identify_rate and len(self._identifies) >= self.max_concurrency:
            self.breaches.append(f"more than {self.max_concurrency} sessions began within five seconds")
            return False
        self._identifies.append(now)
        return True

    def _ready(self, session: Session) -> None:
        world = self._world
        mine = [
            one for one in world.guilds.values() if one.bot and (one.id >> 22) % session.shard[1] == session.shard[0]
        ]
        session.dispatch(
            "READY",
            {
                "v": 10, "user": shapes.me(world.bot), "session_id": session.id, "resume_gateway_url": self.url,
                "guilds": [{"id": str(one.id), "unavailable": True} for one in mine], "shard": list(session.shard),
                "application": {"id": str(world.bot.id), "flags": 1 << 19}, "private_channels": [], "relationships": [],
                "presences": [], "session_type": "normal", "user_settings": {}, "geo_ordered_rtc_regions": [],
                "guild_join_requests": [], "auth": {}, "_trace": ["[]"],
            },
        )  # fmt: skip
        for guild in mine:
            if guild.available and session.intents & 1:
                session.dispatch("GUILD_CREATE", world.seen(guild))

    def _resume(self, connection: Connection, data: Json) -> None:
        if data.get("token") != self.token:
            raise Closed(4004, "Authentication failed.")
        session = self.sessions.get(data.get("session_id", ""))
        seq = data.get("seq")
        if session is None or not self.can_resume:
            connection.send(INVALID, False)
            return
        if not isinstance(seq, int) or seq > session.seq:
            raise Closed(4007, "Invalid seq.")
        self.resumed += 1
        session.connection, connection.session = connection, session
        for number, event, missed in session.sent:
            if number > seq:
                connection.send(DISPATCH, missed, event=event, seq=number)
        session.dispatch("RESUMED", {"_trace": ["[]"]})

    def _members(self, session: Session, data: Json) -> None:
        """Members are told one by one where they are asked for by number; the whole list needs an intent."""
        guild = self._world.guilds[int(data["guild_id"])]
        wanted = data.get("user_ids") or []
        ids = [int(one) for one in ([wanted] if isinstance(wanted, str | int) else wanted)]
        if not ids and not session.intents & 2:
            raise Closed(4014, "Disallowed intent(s).")
        found = [self._world.users[one] for one in ids or guild.members if one in guild.members]
        session.dispatch(
            "GUILD_MEMBERS_CHUNK",
            {
                "guild_id": str(guild.id), "members": [shapes.member(guild, one) for one in found], "chunk_index": 0,
                "chunk_count": 1, "nonce": data.get("nonce"), "not_found": [],
            },
        )  # fmt: skip
