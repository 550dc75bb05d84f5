from __future__ import annotations

import pytest
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    EndPointNotFound,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.adapter import Barred, Fault, Gone, LayoutRefused, Moved, Refused, Unknown, Unreachable
from bot.telegram.faults import (
    Doubled,
    NoForum,
    NoMessage,
    NoTopic,
    TokenRefused,
    Unchanged,
    Uneditable,
    fault,
    retry_after,
)
from bot.telegram.transport import NeverSent, Unanswered

TOKEN = "123456:" + "A" * 35

NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current "
    "content and reply markup of the message"
)

REFUSALS: list[tuple[str, type[Fault]]] = [
    ("chat not found", Gone),
    ("PEER_ID_INVALID", Gone),
    ("message text is empty", Refused),
    ("message is too long", Refused),
    ("text is too long", Refused),
    ('can\'t parse entities: Unsupported start tag "x" at byte offset 12', Refused),
    ("BUTTON_DATA_INVALID", Refused),
    ("reply markup is too long", Refused),
    ("query is too old and response timeout expired or query ID is invalid", Refused),
    ("message thread not found", NoTopic),
    ("TOPIC_DELETED", NoTopic),
    ("TOPIC_CLOSED", Barred),
    ("TOPIC_NOT_MODIFIED", Unchanged),
    ("the chat is not a forum", NoForum),
    ("message to be replied not found", NoMessage),
    ("message to edit not found", NoMessage),
    ("message can't be edited", Uneditable),
    ("MESSAGE_ID_INVALID", NoMessage),
    (NOT_MODIFIED, Unchanged),
    ("not enough rights to send text messages to the chat", Barred),
    ("not enough rights to create a topic", Barred),
    ("need administrator rights in the channel chat", Barred),
    ("have no write access to the chat", Barred),
    ("CHAT_WRITE_FORBIDDEN", Barred),
    ("CHAT_ADMIN_REQUIRED", Barred),
    ("CHAT_SEND_PLAIN_FORBIDDEN", Barred),
]
FORBIDDINGS: list[tuple[str, type[Fault]]] = [
    ("bot was blocked by the user", Gone),
    ("user is deactivated", Gone),
    ("bot was kicked from the group chat", Gone),
    ("bot was kicked from the supergroup chat", Gone),
    ("bot was kicked from the channel chat", Gone),
    ("bot is not a member of the group chat", Gone),
    ("bot is not a member of the supergroup chat", Gone),
    ("bot is not a member of the channel chat", Gone),
    ("the group chat was deleted", Gone),
    ("bot can't initiate conversation with a user", Gone),
    ("bots can't send messages to bots", Gone),
    ("CHAT_WRITE_FORBIDDEN", Barred),
    ("something that nobody has heard of", Barred),
]


@pytest.mark.parametrize("rich", [False, True])
@pytest.mark.parametrize(("words", "kind"), [pair for pair in REFUSALS if pair[0] != "message text is empty"])
def test_each_refusal_has_its_consequence(words: str, kind: type[Fault], *, rich: bool) -> None:
    assert type(fault(BadRequest(f"Bad Request: {words}"), rich=rich)) is kind


@pytest.mark.parametrize("rich", [False, True])
@pytest.mark.parametrize(("words", "kind"), FORBIDDINGS)
def test_each_forbidding_has_its_consequence(words: str, kind: type[Fault], *, rich: bool) -> None:
    assert type(fault(Forbidden(f"Forbidden: {words}"), rich=rich)) is kind


def not_found(words: str) -> EndPointNotFound:
    """As ``Bot.do_api_request`` raises it: for a 404, and for a 401 as well."""
    error = EndPointNotFound("Endpoint 'sendRichMessage' not found in Bot API")
    error.__cause__ = InvalidToken(words)
    return error


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (RetryAfter(7), Unreachable),
        (NeverSent("No connection to api.telegram.org (refused)"), Unreachable),
        (TimedOut("No answer within 30 s"), Unknown),
        (Unanswered("api.telegram.org answered 502"), Unknown),
        (NetworkError("Unknown error in HTTP implementation"), Unknown),
        (TelegramError("whatever"), Unknown),
        (InvalidToken("Unauthorized"), TokenRefused),
        (InvalidToken("Not Found"), TokenRefused),
        (InvalidToken(f"The token `{TOKEN}` was rejected by the server."), TokenRefused),
        (not_found("Unauthorized"), TokenRefused),
        (Conflict("Conflict: terminated by other getUpdates request; make sure that only one"), Doubled),
        (Conflict("Conflict: can't use getUpdates method while webhook is active"), Doubled),
    ],
)
@pytest.mark.parametrize("rich", [False, True])
def test_each_failure_has_its_consequence(error: TelegramError, kind: type[Fault], *, rich: bool) -> None:
    assert type(fault(error, rich=rich)) is kind


@pytest.mark.parametrize(
    "error",
    [
        BadRequest("Bad Request: RICH_MESSAGE_CONTENT_REQUIRED"),
        BadRequest("Bad Request: RICH_MESSAGE_URL_INVALID"),
        BadRequest("Bad Request: rich message must be non-empty"),
        BadRequest("Bad Request: can't parse InputRichBlock: no field"),
        BadRequest("Bad Request: message text is empty"),
        InvalidToken("Not Found: method not found"),
        not_found("Not Found: method not found"),
    ],
)
def test_a_rich_message_that_is_not_taken_as_such_is_the_layouts_fault(error: TelegramError) -> None:
    assert type(fault(error, rich=True)) is LayoutRefused
    assert type(fault(error)) is not LayoutRefused


def test_a_group_that_became_a_supergroup_has_moved() -> None:
    moved = fault(ChatMigrated(-1001234))
    assert isinstance(moved, Moved)
    assert moved.chat == "-1001234"


@pytest.mark.parametrize("words", ["terminated by other getUpdates request", "can't use getUpdates, webhook is active"])
def test_two_instances_are_one_clear_sentence(words: str) -> None:
    sentence = str(fault(Conflict(f"Conflict: {words}")))
    assert "this bot's token" in sentence
    assert "stop" in sentence


@pytest.mark.parametrize(
    "error",
    [
        *(BadRequest(f"Bad Request: {words}") for words, _ in REFUSALS),
        *(Forbidden(f"Forbidden: {words}") for words, _ in FORBIDDINGS),
        BadRequest(f"Bad Request: strange {TOKEN}"),
        NetworkError(f"https://api.telegram.org/bot{TOKEN}/getMe"),
        RetryAfter(3),
        NeverSent("No connection to api.telegram.org (refused)"),
        InvalidToken(f"The token `{TOKEN}` was rejected by the server."),
    ],
)
def test_every_reason_is_a_sentence_without_the_token(error: TelegramError) -> None:
    sentence = str(fault(error))
    assert sentence[0].isupper()
    assert sentence.endswith(".")
    assert ".." not in sentence
    assert TOKEN not in sentence


def test_how_long_to_wait_is_found_at_the_bottom() -> None:
    error = ValueError("later")
    error.__cause__ = fault(RetryAfter(5))
    error.__cause__.__cause__ = RetryAfter(5)
    assert retry_after(error) == 5.0
    assert retry_after(ValueError("never")) is None
    assert retry_after(None) is None
