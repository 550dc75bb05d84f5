"""The barest client, for the stand-in's own tests."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from aiohttp import ClientSession

from tests.doubles.telegram.server import TelegramDouble

NOON = datetime(2026, 6, 25, 12, tzinfo=UTC)
RICH = {"html": "<h3>cs.IT</h3><p>words</p>", "skip_entity_detection": True}


@dataclass(slots=True)
class Client:
    """Calls methods over bare HTTP."""

    telegram: TelegramDouble
    session: ClientSession

    async def __call__(self, method: str, **params: Any) -> dict[str, Any]:
        async with self.session.post(f"{self.telegram.base_url}{self.telegram.token}/{method}", json=params) as answer:
            found: dict[str, Any] = await answer.json()
            assert found["ok"] is (answer.status == 200)
            assert found.get("error_code", 200) == answer.status
            return found

    async def result(self, method: str, **params: Any) -> Any:
        """What it answers, where it must not refuse."""
        answer = await self(method, **params)
        assert answer["ok"], answer
        return answer["result"]

    async def refusal(self, method: str, **params: Any) -> str:
        """How it refuses, where it must."""
        answer = await self(method, **params)
        assert not answer["ok"], answer
        return str(answer["description"])


def keyboard(*buttons: dict[str, Any]) -> dict[str, Any]:
    """One row of buttons, each with the text "a"."""
    return {"inline_keyboard": [[{"text": "a", **button} for button in buttons]]}
