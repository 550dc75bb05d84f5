"""Every refusal of Discord's, by its number, becomes the kind that the rest of the program goes by."""

from __future__ import annotations

import json
from dataclasses import dataclass, field

import aiohttp
import discord
import pytest

from bot.adapter import Barred, Fault, Gone, Refused, Unknown, Unreachable
from bot.discord import faults
from bot.discord.faults import fault
from bot.discord.limits import ToldToWait

SECRET = "MTIzNDU2Nzg5MDEyMzQ1Njc4.GabcDE.abcdefghijklmnopqrstuvwxyz0123456789AB"


@dataclass
class Response:
    """As much of an answer as the library's errors look at."""

    status: int
    reason: str = "Reason"
    headers: dict[str, str] = field(default_factory=lambda: {"Content-Type": "application/json"})


def error(status: int, code: int = 0, message: object = "words", **headers: str) -> discord.HTTPException:
    kinds = {403: discord.Forbidden, 404: discord.NotFound, 500: discord.DiscordServerError}
    response = Response(status)
    response.headers |= {name.replace("_", "-"): value for name, value in headers.items()}
    body = {"code": code, "message": message} if isinstance(message, str) and message[:1] != "<" else message
    return kinds.get(status, discord.HTTPException)(response, body)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("status", "code", "kind", "base"),
    [
        (404, 10003, faults.NoChannel, Gone),
        (404, 10004, faults.NoGuild, Gone),
        (404, 10008, faults.NoMessage, Fault),
        (404, 10013, faults.NoPerson, Gone),
        (404, 10015, faults.Expired, Refused),
        (404, 10062, faults.Expired, Refused),
        (400, 10087, faults.NoTag, Fault),
        (429, 20016, faults.Later, Unreachable),
        (429, 20028, faults.Later, Unreachable),
        (400, 30046, faults.EditedTooOften, Unreachable),
        (400, 30048, faults.TagsFull, Barred),
        (400, 40003, faults.TooFast, Unreachable),
        (403, 40007, Gone, Gone),
        (400, 40033, faults.AlreadyPublished, Fault),
        (400, 40058, faults.IsForum, Fault),
        (400, 40060, faults.Answered, Refused),
        (400, 40061, faults.SameTag, Fault),
        (400, 40067, faults.NeedsTag, Barred),
        (400, 40094, faults.NoMoreFollowUps, Refused),
        (403, 50001, faults.NoAccess, Barred),
        (403, 50005, faults.NotOurs, faults.NoMessage),
        (403, 50007, faults.ClosedDirect, Gone),
        (403, 50013, faults.NoPermission, Barred),
        (400, 50024, faults.WrongKind, Barred),
        (401, 50027, faults.Expired, Refused),
        (400, 50035, Refused, Refused),
        (400, 50083, faults.Archived, Barred),
        (403, 50278, faults.ClosedDirect, Gone),
        (400, 160004, faults.AlreadyThere, Fault),
        (403, 160005, faults.Locked, Barred),
        (400, 160006, faults.TooManyThreads, Barred),
        (400, 160007, faults.TooManyThreads, Barred),
        (400, 200000, Refused, Refused),
        (401, 0, faults.TokenRefused, Unreachable),
        (400, 0, Refused, Refused),
        (404, 0, Refused, Refused),
        (403, 0, Barred, Barred),
        (403, 99999, Barred, Barred),
    ],
)
def test_a_number_of_discords_has_its_kind(status: int, code: int, kind: type[Fault], base: type[Fault]) -> None:
    found = fault(error(status, code))
    assert type(found) is kind
    assert isinstance(found, base)


def test_every_sentence_is_one_that_a_person_can_read() -> None:
    for code, (kind, sentence) in faults._TABLE.items():
        found = fault(error(400, code))
        assert isinstance(found, kind)
        assert str(found).endswith(".")
        assert str(found)[0].isupper()
        assert "  " not in sentence


def test_seconds_that_discord_named_are_told() -> None:
    for told, seconds in (
        (error(429, 0, Retry_After="219"), 219),
        (error(400, 30046, Retry_After="1800"), 1800),
        (discord.RateLimited(219.4), 219.4),
        (ToldToWait("Cloudflare keeps the bot from Discord.", 300), 300),
    ):
        found = fault(told)
        assert isinstance(found, faults.Later)
        assert found.seconds == seconds
    assert "219 s" in str(fault(discord.RateLimited(219.4)))
    assert "300 s" in str(fault(ToldToWait("Cloudflare keeps the bot from Discord.", 300)))


@pytest.mark.parametrize("status", [403, 404, 407])
def test_a_page_of_somebody_in_between_is_no_word_of_discords(status: int) -> None:
    found = fault(error(status, message="<html>Blocked</html>", Content_Type="text/html"))
    assert type(found) is Unreachable
    assert "discord.api_url" in str(found)


@pytest.mark.parametrize(
    "broken",
    [
        error(500),
        error(502, message="<html>", Content_Type="text/html"),
        TimeoutError(),
        ConnectionResetError(104, "Connection reset by peer"),
        aiohttp.ServerDisconnectedError(),
        aiohttp.ClientPayloadError(),
        json.JSONDecodeError("no", "x", 0),
    ],
    ids=lambda one: type(one).__name__,
)
def test_what_left_without_an_answer_may_have_arrived_and_all_else_surely_not(broken: Exception) -> None:
    assert type(fault(broken, left=True)) is Unknown
    assert type(fault(broken)) is Unreachable


def test_what_may_have_arrived_at_an_earlier_try_is_not_undone_by_a_refusal_of_a_later_one() -> None:
    assert type(fault(error(403, 50013), left=True)) is Unknown


def test_a_try_again_later_says_nothing_of_an_earlier_try() -> None:
    assert type(fault(discord.RateLimited(100), left=True)) is Unknown


def test_our_own_faults_stay_as_they_are() -> None:
    mine = Barred("so it is")
    assert fault(mine) is mine


def test_no_sentence_tells_a_token() -> None:
    found = fault(error(400, 50035, f"In /webhooks/123/aW50ZXJhY3Rpb246: {SECRET}"))
    assert SECRET not in str(found)
    assert "aW50" not in str(found)
