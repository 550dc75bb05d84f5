"""Telegram's refusals by what follows from them, each in one sentence for whoever runs the bot.

The table has the Bot API's own words, as its server's source code spells them; they are matched in lower case, as the
library changes their letters. What the table does not know is refused (400), needs a person (403), or may have
happened (everything else): the cautious reading of each.
"""

from __future__ import annotations

from datetime import timedelta

from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    EndPointNotFound,
    Forbidden,
    InvalidToken,
    RetryAfter,
    TelegramError,
)

from bot.adapter import Barred, Fault, Gone, LayoutRefused, Moved, Refused, Unknown, Unreachable
from bot.secrets import redact
from bot.telegram.transport import NeverSent


class TokenRefused(Unreachable):
    """Telegram does not know the token. Nothing works until a person mends it."""


class Doubled(Unreachable):
    """Somebody else receives what is written to this bot."""


class NoTopic(Fault):
    """The topic is not there (any more): it must be made anew."""


class NoForum(Fault):
    """The group has no topics (any more): its pages stand in the group itself."""


class NoMessage(Fault):
    """The message that was to be edited or replied to is not there, or can't be edited any more."""


class Uneditable(NoMessage):
    """The message stands there, and the bot may not edit it: it is somebody else's, or a right is missing."""


class Unchanged(Fault):
    """It is so already: for an edit, a success."""


_TABLE: dict[type[Fault], dict[str, str]] = {
    Unchanged: {
        "message is not modified": "The message says so already.",
        "topic_not_modified": "The topic is so already.",
    },
    NoTopic: {
        "message thread not found": "The topic is gone; it is made anew.",
        "topic_deleted": "The topic was deleted; it is made anew.",
        "topic_id_invalid": "The topic is gone; it is made anew.",
    },
    NoForum: {
        "the chat is not a forum": "The group has no topics; its pages come into the group itself.",
        "channel_forum_missing": "The group has no topics; its pages come into the group itself.",
    },
    Uneditable: {
        "message can't be edited": "The message can't be edited: allow the bot to post and to edit messages there.",
        "message_author_required": "The message can't be edited: it is not the bot's own.",
    },
    NoMessage: {
        "message to edit not found": "The message to be edited was deleted.",
        "message to be replied not found": "The message to be replied to was deleted.",
        "message to reply not found": "The message to be replied to was deleted.",
        "message_id_invalid": "The message is gone.",
        "message to pin not found": "The message to be pinned was deleted.",
        "message to delete not found": "The message to be deleted was deleted already.",
    },
    Barred: {
        "topic_closed": "The topic is closed: reopen it, or make the bot an administrator who may manage topics.",
        "chat_write_forbidden": "The bot may not write there: allow it to send messages.",
        "chat_restricted": "The bot may not write there: lift the restriction on it.",
        "have no write access to the chat": "The bot may not write there: allow it to send messages.",
        "have no rights to send a message": "The bot may not write there: allow it to send messages.",
        "not enough rights to send text messages": "The bot may not send text there: allow it to send messages.",
        "not enough rights to create a topic": "The bot may not make topics: make it an administrator who may manage "
        "topics.",
        "not enough rights": "The bot lacks a right there: make it an administrator who may post, edit and manage "
        "topics.",
        "need administrator rights in the channel chat": "The bot is no administrator of the channel: make it one who "
        "may post messages.",
        "chat_admin_required": "The bot is no administrator there: make it one who may post and edit messages.",
        "chat_send_": "The group does not allow this kind of message: allow its members to send text and links.",
        "user is restricted": "The bot may not write there: lift the restriction on it.",
    },
    Gone: {
        "chat not found": "The chat is not there, or the bot is not in it: check its id or @name, and add the bot.",
        "bot was blocked by the user": "The person has blocked the bot; writing to it again undoes that.",
        "user is deactivated": "The person's account was deleted.",
        "user not found": "There is no such person.",
        "bot was kicked": "The bot was removed from the chat: add it again to go on.",
        "bot is not a member": "The bot is not in the chat: add it to go on.",
        "bot is not participant": "The bot is not in the chat: add it to go on.",
        "the group chat was deleted": "The group was deleted.",
        "group chat was deactivated": "The group was closed.",
        "group is deactivated": "The group was closed.",
        "bot can't initiate conversation": "The person has never written to the bot, and must do so first.",
        "bots can't send messages to bots": "This is a bot, and bots can't be written to.",
        "bot can't send messages to bots": "This is a bot, and bots can't be written to.",
        "bot can't send messages to the user": "The person does not take messages from this bot.",
        "user_is_blocked": "The person has blocked the bot; writing to it again undoes that.",
        "peer_id_invalid": "The chat is not there, or the bot is not in it: check its id or @name, and add the bot.",
        "privacy_premium_required": "The person takes messages from Premium users only.",
    },
    LayoutRefused: {
        "method not found": "This Bot API server knows no rich messages: update it, or set format to classic.",
    },
}

_RICH = ("rich_message_", "inputrichblock", "rich message")
"""Beginnings of what a server says that knows rich messages and does not take this one."""
_EMPTY = ("message text is empty", "text must be non-empty")
"""What a server says of an edit whose rich text it does not know."""


def fault(error: TelegramError, *, rich: bool = False) -> Fault:
    """The adapter's error for a Telegram one. ``rich``: a rich message was sent or edited; only then can it be that
    this layout is what is refused.
    """
    words = error.message.lower()
    match error:
        case ChatMigrated():
            return Moved(str(error.new_chat_id))
        case RetryAfter():
            return Unreachable(f"Telegram asks to be left alone for {retry_after(error):g} s; tried again after that.")
        case Conflict():
            return _conflict(words)
        case InvalidToken() if "method not found" not in words:
            return _token()
        case EndPointNotFound() if (
            isinstance(error.__cause__, InvalidToken) and "unauthorized" in str(error.__cause__).lower()
        ):
            # The library takes every 401 of a method that it does not know itself for a method that is not there.
            return _token()
        case InvalidToken() | EndPointNotFound():
            words = "method not found"
        case NeverSent():
            return Unreachable(f"{redact(error.message)}: check the network and the proxy; tried again later.")
        case BadRequest() | Forbidden():
            pass
        case _:
            return Unknown(f"It left, and no usable answer came ({redact(error.message)}): it may have arrived.")
    return _refusal(error, words, rich=rich)


def trouble(error: TelegramError) -> str:
    """Why a question has no answer yet that does no harm and is asked until it has one, as ``getUpdates``."""
    why = redact(error.message).rstrip(".")
    if isinstance(error, NeverSent):
        return f"Telegram can't be reached: {why}. Check the network and the proxy; it is tried again until it answers."
    return f"Telegram gives no usable answer: {why}. It is asked again until it does."


def _refusal(error: TelegramError, words: str, *, rich: bool) -> Fault:
    """What an answer of the Bot API means."""
    if rich and any(sign in words for sign in (*_RICH, *_EMPTY)):
        return LayoutRefused(f"Telegram does not take this as a rich message ({redact(error.message)}).")
    for kind, table in _TABLE.items():
        for sign, sentence in table.items():
            if sign in words and (rich or kind is not LayoutRefused):
                return kind(sentence)
    if isinstance(error, Forbidden):
        return Barred(f"Telegram forbids it ({redact(error.message)}): check what the bot may do in that chat.")
    return Refused(f"Telegram refuses this message ({redact(error.message)}): it is left out.")


def retry_after(error: BaseException | None) -> float | None:
    """The seconds that Telegram asked to wait, if a "retry after" is this error or the cause of it."""
    while error is not None and not isinstance(error, RetryAfter):
        error = error.__cause__
    if error is None:
        return None
    told = error.retry_after
    return told.total_seconds() if isinstance(told, timedelta) else float(told)


def _token() -> TokenRefused:
    return TokenRefused(
        "Telegram does not know the bot's token: copy it anew from @BotFather into telegram.token or "
        "PAPERBOY_TELEGRAM_TOKEN."
    )


def _conflict(words: str) -> Doubled:
    if "webhook" in words:
        return Doubled(
            "A webhook is set for this bot's token, so its messages go there: stop the program that uses it, or "
            "delete the webhook."
        )
    return Doubled("Another program is using this bot's token: stop it, or give one of the two a token of its own.")
