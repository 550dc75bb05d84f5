"""A browser without a window, told by its DevTools protocol what to show and when to take a picture."""

from __future__ import annotations

import asyncio
import base64
import itertools
import re
import shutil
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Final, Literal

import aiohttp

from bot.errors import PaperboyError

Theme = Literal["light", "dark"]

NAMES: Final = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
FLAGS: Final = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    "--remote-debugging-port=0",
)
SCALE: Final = 2
_PATIENCE: Final = 30.0
_ADDRESS: Final = re.compile(rb"DevTools listening on (ws://\S+)")


def find() -> str:
    """The program of a browser.

    :raises PaperboyError: there is none
    """
    for name in NAMES:
        if path := shutil.which(name):
            return path
    raise PaperboyError(
        "Pictures need Chromium, and there is none: install it, such as with `apt-get install chromium`."
    )


class Browser:
    """One page of a browser that is running."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket
        self._ids = itertools.count(1)
        self._session = ""

    async def begin(self) -> None:
        """Open the page."""
        target = await self._tell("Target.createTarget", url="about:blank")
        attached = await self._tell("Target.attachToTarget", targetId=target["targetId"], flatten=True)
        self._session = attached["sessionId"]

    async def picture(self, html: str, theme: Theme, *, width: int, height: int = 0) -> bytes:
        """A page as PNG, so many CSS pixels wide; as high as it is, or only its first ``height`` pixels."""
        await self._tell("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": theme}])
        await self._resize(width, height or 800)
        frame = (await self._tell("Page.getFrameTree"))["frameTree"]["frame"]["id"]
        await self._tell("Page.setDocumentContent", frameId=frame, html=html)
        script = "document.fonts.ready.then(() => { prepare(); return document.documentElement.scrollHeight })"
        measured = await self._tell("Runtime.evaluate", expression=script, awaitPromise=True)
        await self._resize(width, height or int(measured["result"]["value"]))
        shot = await self._tell("Page.captureScreenshot", format="png")
        return base64.b64decode(shot["data"])

    async def _resize(self, width: int, height: int) -> None:
        await self._tell(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=SCALE, mobile=False
        )

    async def _tell(self, method: str, **params: object) -> dict[str, Any]:
        number = next(self._ids)
        session = {"sessionId": self._session} if self._session else {}
        await self._socket.send_json({"id": number, "method": method, "params": params, **session})
        while True:
            answer = await self._socket.receive_json(timeout=_PATIENCE)
            if answer.get("id") == number:
                if "error" in answer:
                    raise PaperboyError(f"The browser does not do {method}: {answer['error']['message']}")
                result: dict[str, Any] = answer["result"]
                return result


@asynccontextmanager
async def started(program: str) -> AsyncIterator[Browser]:
    """A browser that is closed at the end of the block, and leaves nothing behind."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        process = await asyncio.create_subprocess_exec(
            program, *FLAGS, f"--user-data-dir={Path(profile)}", stderr=asyncio.subprocess.PIPE
        )
        try:
            address = await asyncio.wait_for(_address(process), _PATIENCE)
            async with aiohttp.ClientSession() as client, client.ws_connect(address, max_msg_size=0) as socket:
                browser = Browser(socket)
                await browser.begin()
                yield browser
        finally:
            if process.returncode is None:
                process.terminate()
            await process.wait()


async def _address(process: asyncio.subprocess.Process) -> str:
    assert process.stderr is not None
    async for line in process.stderr:
        if found := _ADDRESS.search(line):
            return found[1].decode()
    raise PaperboyError("The browser ended before it had begun; try it by hand with --headless.")
