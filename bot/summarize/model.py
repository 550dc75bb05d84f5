"""The client of a model's server: any that speaks OpenAI's chat completions. One request, no retries, no opinion."""

from __future__ import annotations

import asyncio
import json
import logging
import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from enum import IntEnum
from types import TracebackType
from typing import Any, Self

from openai import APIConnectionError, APIStatusError, AsyncOpenAI

from bot.clock import Clock
from bot.errors import SettingsError
from bot.summarize.answers import Answer, BusyError, DeclinedError, StrangeError, UnusableError
from bot.summarize.prompt import SCHEMA, Message

log = logging.getLogger(__name__)

_KEY = re.compile(r"[!-~]+")
_BUSY = frozenset({408, 409, 425, 429})
_NO_CREDIT = re.compile(r"insufficient_quota|billing|insufficient balance|exceeded your current quota", re.IGNORECASE)
_FORMAT = re.compile(r"response_?format|json_?schema|json_?object|json mode|structured output|grammar", re.IGNORECASE)
_MODERATED = re.compile(r"moderation|flagged|content policy|safety", re.IGNORECASE)


class Format(IntEnum):
    """How the shape of an answer is asked for, from the firmest way to the one that every server knows."""

    SCHEMA = 0
    JSON = 1
    TEXT = 2

    @property
    def parameters(self) -> dict[str, Any]:
        """What the request says about it."""
        if self is Format.SCHEMA:
            schema = {"name": "summary", "strict": True, "schema": SCHEMA}
            return {"response_format": {"type": "json_schema", "json_schema": schema}}
        return {"response_format": {"type": "json_object"}} if self is Format.JSON else {}


class Model:
    """One model on one server. Keeps its connections open; close it, or use it as an async context manager."""

    def __init__(self, *, base_url: str, api_key: str, name: str, timeout: float, clock: Clock) -> None:
        """``timeout``: seconds for a whole request, from connecting to the last byte.

        Raises ``SettingsError`` for a key that cannot travel in an HTTP header.
        """
        self.name = name
        self._key = api_key.strip()
        if not _KEY.fullmatch(self._key):
            raise SettingsError(
                "The model server's key is empty or holds characters that no key has: copy it once more to "
                "summarizer.api_key or OPENAI_API_KEY."
            )
        self._timeout = timeout
        self._clock = clock
        self._format = Format.SCHEMA
        # The client's own retries know nothing of budgets, of a stop, or of a server that is down for everybody.
        self._client = AsyncOpenAI(api_key=self._key, base_url=base_url, max_retries=0, timeout=timeout)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Close the connections."""
        await self._client.close()

    async def ask(self, conversation: Sequence[Message], *, reference: str) -> Answer:
        """The model's next turn. Raises ``BusyError``, ``DeclinedError`` or ``UnusableError``.

        ``reference`` travels in OpenAI's ``X-Client-Request-Id`` header, so that a line in the server's log can be
        matched to a paper. ASCII.
        """
        while True:
            format_ = self._format
            try:
                return await self._request(conversation, format_, reference)
            except APIStatusError as error:
                if format_ is Format.TEXT or not _is_about_format(error):
                    raise self._trouble(error) from error
            # Of many requests in flight only the first to hear of it takes the step down.
            if self._format is format_:
                self._format = Format(format_ + 1)
                log.info("%s refuses %s answers; asking for %s", self.name, format_.name, self._format.name)

    async def _request(self, conversation: Sequence[Message], format_: Format, reference: str) -> Answer:
        # No temperature, no token limit, no effort: each is refused by some server or model, and none is needed.
        body = {"model": self.name, "messages": [asdict(message) for message in conversation], **format_.parameters}
        try:
            async with asyncio.timeout(self._timeout):
                # The client's plain way to a path: its typed one takes 0.7 ms longer, and would only be in the way of
                # reading an answer of which nothing is certain.
                text = await self._client.post(
                    "/chat/completions",
                    body=body,
                    cast_to=str,
                    options={"headers": {"X-Client-Request-Id": reference}},
                )
        except TimeoutError as error:
            msg = f"no answer within {self._timeout:g} s"
            raise BusyError(msg) from error
        except APIConnectionError as error:
            cause = error.__cause__ or error
            msg = f"no connection ({self._safe(str(cause) or type(cause).__name__)})"
            raise BusyError(msg) from error
        return self._answer(text)

    def _answer(self, body: str) -> Answer:
        """Read a completion by hand: servers differ in all that is not needed here, and some answer HTML with 200."""
        try:
            completion = json.loads(body)
            if isinstance(completion, dict) and completion.get("error") and not completion.get("choices"):
                # What passes requests on to other servers may have promised success before it heard of their trouble.
                said = self._safe(_message(completion["error"]) or "no reason given")
                raise BusyError(f"an error instead of an answer ({said})")
            choices, usage = completion["choices"], completion.get("usage")
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
            raise StrangeError("an answer that is no chat completion") from error
        return _read(choices, _tokens(usage))

    def _trouble(self, error: APIStatusError) -> BusyError | DeclinedError | UnusableError:
        status = error.status_code
        said = self._safe(_message(error.body) or error.response.reason_phrase or "no reason given")
        if status == 403 and _MODERATED.search(str(error)):
            return DeclinedError(f"the model's server will not read this paper ({said})")
        if status in (401, 403):
            # Whatever the server says here may quote the key, in full or in part.
            return UnusableError(
                f"The model's server refuses the key (status {status}): check summarizer.api_key or OPENAI_API_KEY."
            )
        if status == 404:
            return UnusableError(
                f"The model's server knows no model {self.name!r} ({said}): check summarizer.model and "
                "summarizer.base_url."
            )
        if status == 402 or (status == 429 and _NO_CREDIT.search(f"{error.code} {error.type} {error}")):
            return UnusableError(f"The account at the model's server has no credit left ({said}): top it up.")
        if status in _BUSY or status >= 500:
            return BusyError(f"status {status} ({said})", wait=self._wait(error))
        return DeclinedError(f"the model's server refuses the request with status {status} ({said})")

    def _wait(self, error: APIStatusError) -> float | None:
        headers = error.response.headers
        for name, unit in (("retry-after-ms", 0.001), ("retry-after", 1.0)):
            with suppress(KeyError, ValueError):
                return max(0.0, float(headers[name]) * unit)
        with suppress(KeyError, ValueError):
            until = parsedate_to_datetime(headers["retry-after"])
            return max(0.0, (_aware(until) - self._clock.now()).total_seconds())
        return None

    def _safe(self, words: str) -> str:
        """Somebody else's words, fit to stand in brackets: one short line, no full stop, and never the key."""
        words = " ".join(words.split()).rstrip(".").replace(self._key, "***")
        return words if len(words) <= 200 else words[:199] + "…"


def _message(error: Any) -> str:
    """What an error's body says; empty where it is a page, or says it in another way."""
    said = error.get("message") or error.get("detail") if isinstance(error, dict) else error
    return said.strip() if isinstance(said, str) and not said.lstrip().startswith("<") else ""


def _aware(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _is_about_format(error: APIStatusError) -> bool:
    """True where the server objects to how the answer's shape was asked for, not to what was asked."""
    return error.status_code in (400, 404, 415, 422, 501) and bool(_FORMAT.search(f"{error.param} {error}"))


def _read(choices: Any, tokens: int | None) -> Answer:
    try:
        message = choices[0]["message"]
        text, refusal, finish = message.get("content"), message.get("refusal"), choices[0].get("finish_reason")
    except (TypeError, KeyError, IndexError, AttributeError):
        return Answer("", tokens, "it holds no message")
    if refusal:
        return Answer("", tokens, "it is a refusal")
    if not isinstance(text, str):
        return Answer("", tokens, "it holds no text")
    defects = {"length": "it is cut off", "content_filter": "the server's content filter stopped it"}
    text = text.encode("utf-8", "replace").decode()
    return Answer(text, tokens, defects.get(finish) if isinstance(finish, str) else None)


def _tokens(usage: Any) -> int | None:
    if not isinstance(usage, dict):
        return None
    total = usage.get("total_tokens")
    if total is None:
        with suppress(KeyError, TypeError):
            total = usage["prompt_tokens"] + usage["completion_tokens"]
    return total if isinstance(total, int) and total > 0 else None
