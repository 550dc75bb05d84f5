from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from bot.errors import SettingsError
from bot.papers import FIELDS
from bot.summarize.answers import Answer, BusyError, DeclinedError, StrangeError, UnusableError
from bot.summarize.model import Model
from bot.summarize.prompt import FENCE, corrected, question
from bot.summarize.reader import read
from tests.doubles.clock import MovedClock
from tests.doubles.model import (
    BAD_GATEWAY,
    KEY,
    NAME,
    NO_QUOTA,
    RATE_LIMIT,
    SERVER_ERROR,
    Fault,
    ModelServer,
    Reply,
    Silence,
    api_error,
)
from tests.doubles.papers import invent

PAPER = invent(1)[0]
NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


@pytest.fixture
async def server() -> AsyncIterator[ModelServer]:
    async with ModelServer() as server:
        yield server


async def ask(server: ModelServer, *, key: str = KEY, name: str = NAME, patience: float = 5.0) -> Answer:
    clock = MovedClock(NOW)
    async with Model(base_url=server.base_url, api_key=key, name=name, timeout=patience, clock=clock) as model:
        return await model.ask(question(PAPER, "English"), reference="2611.90001v1")


async def test_an_answer_comes_with_the_tokens_that_the_server_counted(server: ModelServer) -> None:
    answer = await ask(server)
    assert set(read(answer.text)) == set(FIELDS)
    assert answer.tokens == server.tokens > 0
    assert answer.defect is None
    assert server.answered == {"2611.90001v1": 1}


@pytest.mark.parametrize(
    ("formats", "expected"),
    [
        (("json_schema", "json_object"), "json_schema"),
        (("json_object",), "json_object"),
        ((), None),
    ],
)
async def test_the_firmest_format_that_the_server_knows_is_found_and_remembered(
    server: ModelServer, formats: tuple[str, ...], expected: str | None
) -> None:
    server.formats = formats
    async with Model(base_url=server.base_url, api_key=KEY, name=NAME, timeout=5.0, clock=MovedClock(NOW)) as model:
        for _ in range(2):
            await model.ask(question(PAPER, "English"), reference="2611.90001v1")
    assert [body.get("response_format", {}).get("type") for body in server.requests] == [expected, expected]
    assert server.refused == 2 - len(formats)


async def test_many_requests_that_are_refused_at_once_take_one_step_down(server: ModelServer) -> None:
    server.formats = ("json_object",)
    clock = MovedClock(NOW)
    async with Model(base_url=server.base_url, api_key=KEY, name=NAME, timeout=5.0, clock=clock) as model:
        asked = (model.ask(question(PAPER, "English"), reference="2611.90001v1") for _ in range(8))
        await asyncio.gather(*asked)
    assert [body["response_format"]["type"] for body in server.requests] == ["json_object"] * 8


@pytest.mark.parametrize(
    ("step", "said"),
    [
        (RATE_LIMIT, "429"),
        (SERVER_ERROR, "500"),
        (BAD_GATEWAY, "503"),
        (Silence(reset=True), "no connection"),
        (Reply(body='{"error": {"message": "Upstream is busy.", "code": 429}}'), "Upstream is busy"),
        (Reply(body='{"error": {"code": 500}, "choices": null}'), "no reason given"),
    ],
)
async def test_passing_trouble_is_told_apart(server: ModelServer, step: Reply | Fault | Silence, said: str) -> None:
    server.always = step
    with pytest.raises(BusyError, match=said):
        await ask(server)


@pytest.mark.parametrize(
    "body", ["<html>Welcome to our router</html>", '"ok"', "null", "[]", '{"object": "list"}', "[" * 100_000]
)
async def test_success_without_a_completion_is_told_from_other_trouble(server: ModelServer, body: str) -> None:
    server.always = Reply(body=body)
    with pytest.raises(StrangeError):
        await ask(server)


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (SERVER_ERROR, "status 500 (The server had an error while processing your request)"),
        (BAD_GATEWAY, "status 503 (Service Unavailable)"),
        (Fault(500, {"detail": "Out of memory."}), "status 500 (Out of memory)"),
        (Fault(500, {"error": "Out of memory."}), "status 500 (Out of memory)"),
        (Fault(500, {"error": {"code": 7}}), "status 500 (Internal Server Error)"),
    ],
)
async def test_a_fault_is_told_in_the_servers_own_words_without_the_wrapping(
    server: ModelServer, fault: Fault, said: str
) -> None:
    server.always = fault
    with pytest.raises(BusyError) as caught:
        await ask(server)
    assert str(caught.value) == said


@pytest.mark.parametrize("silence", [Silence(), Silence(drips=True)])
async def test_a_server_that_never_finishes_is_given_up_after_the_timeout(
    server: ModelServer, silence: Silence
) -> None:
    server.always = silence
    with pytest.raises(BusyError, match=r"no answer within 0\.2 s|timed out|Timeout"):
        await ask(server, patience=0.2)


async def test_a_server_that_is_not_there_is_passing_trouble(server: ModelServer) -> None:
    await server.__aexit__()
    with pytest.raises(BusyError, match="no connection"):
        await ask(server)


@pytest.mark.parametrize(
    ("retry_after", "wait"),
    [("7", 7.0), ("0.5", 0.5), ("-3", 0.0), ("Mon, 23 Nov 2026 01:00:30 GMT", 30.0), ("soon", None), (None, None)],
)
async def test_retry_after_is_understood_in_seconds_and_as_a_date(
    server: ModelServer, retry_after: str | None, wait: float | None
) -> None:
    server.always = Fault(429, RATE_LIMIT.body, retry_after=retry_after)
    with pytest.raises(BusyError) as caught:
        await ask(server)
    assert caught.value.wait == wait


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (NO_QUOTA, "credit"),
        (Fault(402, api_error("Insufficient Balance")), "credit"),
        (Fault(403, api_error("Your project may not use this.")), "key"),
        (Fault(404, "<html>nginx</html>"), "base_url"),
    ],
)
async def test_lasting_trouble_says_what_to_do(server: ModelServer, fault: Fault, said: str) -> None:
    server.always = fault
    with pytest.raises(UnusableError, match=said):
        await ask(server)


async def test_an_unknown_model_is_named(server: ModelServer) -> None:
    with pytest.raises(UnusableError, match=r"'gpt-0'.*summarizer\.model"):
        await ask(server, name="gpt-0")


async def test_a_wrong_key_is_never_repeated(server: ModelServer) -> None:
    with pytest.raises(UnusableError, match=r"summarizer\.api_key") as caught:
        await ask(server, key="sk-mistyped")
    assert "mistyped" not in str(caught.value)


async def test_a_server_that_echoes_the_key_does_not_get_it_into_a_message(server: ModelServer) -> None:
    server.always = Fault(500, api_error(f"cannot handle Bearer {KEY} today"))
    with pytest.raises(BusyError) as caught:
        await ask(server)
    assert KEY not in str(caught.value)
    assert "***" in str(caught.value)


@pytest.mark.parametrize("key", ["", " ", "sk-two words", "sk-line\nbreak", "sk-copied…"])
async def test_a_key_that_can_be_none_is_refused_before_it_travels(server: ModelServer, key: str) -> None:
    with pytest.raises(SettingsError, match="OPENAI_API_KEY") as caught:
        await ask(server, key=key)
    assert "sk-" not in str(caught.value)


async def test_spaces_around_a_key_do_no_harm(server: ModelServer) -> None:
    assert (await ask(server, key=f" {KEY}\n")).defect is None


@pytest.mark.parametrize(
    "fault",
    [
        Fault(400, api_error("This model's maximum context length is 4096.", code="context_length_exceeded")),
        Fault(413, "<html>too large</html>"),
        Fault(403, api_error("Your input was flagged by moderation.")),
    ],
)
async def test_a_refused_request_condemns_one_paper_only(server: ModelServer, fault: Fault) -> None:
    server.always = fault
    with pytest.raises(DeclinedError):
        await ask(server)


@pytest.mark.parametrize(
    ("reply", "defect"),
    [
        (Reply(finish="length"), "cut off"),
        (Reply(finish="content_filter"), "content filter"),
        (Reply(refusal="I can't help with that."), "refusal"),
        (Reply(choices=False), "no message"),
        (Reply(body='{"choices": null, "usage": {"total_tokens": 9}}'), "no message"),
        (Reply(body='{"choices": [{"message": {"content": null}}]}'), "no text"),
    ],
)
async def test_incomplete_answers_are_marked(server: ModelServer, reply: Reply, defect: str) -> None:
    server.always = reply
    assert defect in str((await ask(server)).defect)


@pytest.mark.parametrize(
    ("usage", "tokens"),
    [
        ('{"total_tokens": 12}', 12),
        ('{"prompt_tokens": 5, "completion_tokens": 6}', 11),
        ('{"total_tokens": 0}', None),
        ('{"total_tokens": "many"}', None),
        ("null", None),
        ("[]", None),
    ],
)
async def test_strange_usage_is_taken_for_none(server: ModelServer, usage: str, tokens: int | None) -> None:
    server.always = Reply(body=f'{{"choices": [{{"message": {{"content": "x"}}}}], "usage": {usage}}}')
    assert (await ask(server)).tokens == tokens


def test_the_papers_text_stays_between_fences_that_it_cannot_contain() -> None:
    instructions, asked = question(PAPER, "German")
    fence, *_, last = asked.content.splitlines()
    assert fence == last
    assert fence.startswith(FENCE)
    assert asked.content.count(fence) == 2
    assert fence in instructions.content
    assert "German" in instructions.content
    assert PAPER.title not in instructions.content


def test_a_correction_names_the_defect_and_is_never_empty() -> None:
    conversation = corrected(question(PAPER, "German"), "", "it is not in German")
    assert [message.role for message in conversation] == ["system", "user", "assistant", "user"]
    assert all(message.content for message in conversation)
    assert "it is not in German" in conversation[-1].content
