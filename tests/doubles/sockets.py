"""Servers that treat each connection as a script says: the ways in which a network misbehaves, over real sockets."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

Talk = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@dataclass
class Server:
    """What came in, whole requests only."""

    port: int = 0
    connections: int = 0
    requests: list[tuple[str, bytes]] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/bot"

    async def read(self, reader: asyncio.StreamReader) -> None:
        """One request."""
        head = await reader.readuntil(b"\r\n\r\n")
        length = next(
            (int(line.split(b":")[1]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length")), 0
        )
        self.requests.append((head.split(b"\r\n", 1)[0].decode(), await reader.readexactly(length)))


@asynccontextmanager
async def listening(*talks: Talk | bytes) -> AsyncIterator[Server]:
    """A server whose first connection is treated by the first of ``talks``, and so on; the last goes on for ever.

    Bytes are the answer to one request, after which the connection is closed.
    """
    server = Server()
    tasks: set[asyncio.Task[object]] = set()

    async def meet(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        talk = talks[min(server.connections, len(talks) - 1)]
        server.connections += 1
        if (task := asyncio.current_task()) is not None:
            tasks.add(task)
        try:
            if isinstance(talk, bytes):
                await server.read(reader)
                writer.write(talk)
                await writer.drain()
            else:
                await talk(reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass
        finally:
            writer.close()

    listener = await asyncio.start_server(meet, "127.0.0.1", 0)
    server.port = listener.sockets[0].getsockname()[1]
    try:
        yield server
    finally:
        listener.close()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await listener.wait_closed()


def answer(body: object, status: str = "200 OK", kind: str = "application/json", more: str = "") -> bytes:
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    head = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(data)}\r\n{more}\r\n"
    return head.encode() + data


def refusal(code: int, description: str, **parameters: int) -> bytes:
    body = {"ok": False, "error_code": code, "description": description}
    return answer({**body, "parameters": parameters} if parameters else body, f"{code} Reason")
