"""One small question tells whether a model can serve, and if not, what to do."""

from __future__ import annotations

import pytest

from bot.clock import SystemClock
from bot.errors import ModelError, SettingsError
from bot.summarize.probe import probe
from tests.doubles.model import BAD_ANSWERS, BAD_GATEWAY, KEY, NAME, NO_QUOTA, ModelServer, Reply, Silence, Step


async def ask(server: ModelServer, *, key: str = KEY, name: str = NAME, patience: float = 5.0) -> int | None:
    return await probe(base_url=server.base_url, api_key=key, model=name, clock=SystemClock(), patience=patience)


async def test_a_model_that_serves_is_asked_once_and_says_what_it_took() -> None:
    async with ModelServer() as server:
        tokens = await ask(server)
        assert len(server.requests) == 1
        server.steps.append(Reply(usage=False))
        assert await ask(server) is None
    assert tokens is not None
    assert 100 < tokens < 1000


@pytest.mark.parametrize(
    ("step", "says"),
    [
        (BAD_GATEWAY, r"can't serve now: status 503 .*summarizer\.base_url"),
        (NO_QUOTA, "no credit left"),
        (Reply(finish="length"), r"of no use: it is cut off\. Check summarizer\.model\."),
        (Reply(text=BAD_ANSWERS["no json"]), r"of no use: it holds no complete JSON object"),
        (Silence(reset=True), "can't serve now: no connection"),
    ],
)
async def test_one_that_does_not_is_a_sentence(step: Step, says: str) -> None:
    async with ModelServer() as server:
        server.steps.append(step)
        with pytest.raises(ModelError, match=says):
            await ask(server)


async def test_a_key_or_a_model_that_the_server_does_not_know_is_told_without_the_key() -> None:
    async with ModelServer() as server:
        with pytest.raises(ModelError, match="refuses the key") as refused:
            await ask(server, key="sk-hush")
        with pytest.raises(ModelError, match="knows no model 'gpt-none'"):
            await ask(server, name="gpt-none")
        with pytest.raises(SettingsError, match=r"OPENAI_API_KEY"):
            await ask(server, key="sk hush")
    assert "hush" not in str(refused.value)


async def test_silence_is_waited_for_no_longer_than_agreed() -> None:
    async with ModelServer() as server:
        server.steps.append(Silence())
        with pytest.raises(ModelError, match=r"no answer within 0\.2 s"):
            await ask(server, patience=0.2)
