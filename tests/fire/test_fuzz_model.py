"""Hostile servers in the model's place: what readers see is a checked summary or the authors' own words, in time."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings

from bot.clock import Clock
from bot.papers import FIELDS, Summary
from bot.store import Store
from bot.summarize.summarizer import ModelSummarizer, Outcome
from handlers.budget import StoredBudget
from tests.doubles.clock import MovedClock
from tests.doubles.hostile import SHORT, TEXTS, texts
from tests.doubles.model import KEY, NAME, Fault, ModelServer, Reply
from tests.doubles.pages import MADE
from tests.doubles.papers import invent

PAPER = invent(1)[0]


def completion(content: object) -> str:
    return json.dumps({"choices": [{"message": {"content": content}, "finish_reason": "stop"}], "usage": {}})


BODIES: dict[str, str] = {
    "blanks": "  ",
    "no JSON": "<html><body>Welcome to the portal</body></html>",
    "deep": "[" * 200_000,
    "a deep summary": completion('{"tldr": ' * 50_000),
    "a long number": '{"choices": ' + "9" * 6000 + "}",
    "no object": "42",
    "choices that are none": '{"choices": "x"}',
    "no choice": '{"choices": []}',
    "a list of nothing": '{"choices": [null]}',
    "content that is a list": completion([{"type": "text", "text": "x"}]),
    "content that is a number": completion(1e308),
    "usage that lies": '{"choices": [{"message": {"content": "x"}}], "usage": {"total_tokens": -9e99}}',
    "usage of text": '{"choices": [{"message": {"content": "x"}}], "usage": "free"}',
    "twenty megabytes": completion("tall boats " * 2_000_000),
    "half a character": '{"choices": [{"message": {"content": "\\ud800"}}]}',
    "an error that says the key": json.dumps({"error": {"message": f"bad key {KEY} " * 100}}),
}


async def ask(server: ModelServer, clock: Clock, store: Store) -> Outcome:
    """What becomes of one paper."""
    found: list[Outcome] = []

    async def keep(outcome: Outcome) -> None:
        found.append(outcome)

    async with ModelSummarizer(
        base_url=server.base_url, api_key=KEY, model=NAME, budget=StoredBudget(store, clock), concurrency=1,
        daily_token_budget=0, clock=clock,
    ) as summarizer:  # fmt: skip
        await summarizer.summarize([PAPER], "English", save=keep)
    (outcome,) = found
    return outcome


def check(summary: Summary) -> None:
    """No summary is longer than a reader would read, or holds what no text should."""
    for field in FIELDS:
        text = getattr(summary, field)
        assert len(text) < 3000
        assert "https://evil" not in text
        assert not any(sign in text for sign in ("\x00", "\x1b", "\u202e", "<script"))
        text.encode()


async def outcome_of(step: Reply | Fault) -> Outcome:
    clock = MovedClock(MADE)
    with TemporaryDirectory() as folder:
        async with ModelServer() as server, await Store.open(Path(folder, "p.db")) as store:
            server.always = step
            return await ask(server, clock, store)


@pytest.mark.parametrize("name", BODIES)
async def test_a_body_that_is_no_answer_leaves_the_authors_words(name: str) -> None:
    outcome = await outcome_of(Reply(body=BODIES[name]))
    assert outcome.summary.is_extract
    assert outcome.defect
    assert KEY not in outcome.defect
    check(outcome.summary)


@pytest.mark.parametrize("status", [204, 302, 400, 401, 403, 404, 413, 418, 500, 599])
async def test_a_strange_status_leaves_the_authors_words(status: int) -> None:
    outcome = await outcome_of(Fault(status, f"no {KEY}" * 1000))
    assert outcome.summary.is_extract
    assert KEY not in (outcome.defect or "")


def _in_every_field(text: str) -> Callable[[dict[str, str]], str]:
    return lambda good: json.dumps({name: f"{value} {text}" for name, value in good.items()})


@pytest.mark.parametrize("name", TEXTS)
async def test_a_hostile_text_in_an_answer_is_refused_or_harmless(name: str) -> None:
    outcome = await outcome_of(Reply(text=_in_every_field(TEXTS[name])))
    check(outcome.summary)


@pytest.mark.parametrize("name", SHORT)
async def test_a_hostile_text_alone_is_no_summary(name: str) -> None:
    outcome = await outcome_of(Reply(text=lambda good: json.dumps(dict.fromkeys(good, SHORT[name]))))
    assert outcome.summary.is_extract
    check(outcome.summary)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=texts(300))
async def test_any_answer_is_a_checked_summary_or_the_authors_words(text: str) -> None:
    check((await outcome_of(Reply(text=lambda good: text))).summary)
    check((await outcome_of(Reply(text=_in_every_field(text[:80])))).summary)
