"""Discord's refusals by what follows from them, each in one sentence for whoever runs the bot.

The numbers are those of Discord's documentation ("JSON Error Codes"). What the table does not know is refused (400 and
404), needs a person (403), is told to wait (429), or may have happened (everything else that had left): the cautious
reading of each.
"""

from __future__ import annotations

import discord

from bot.adapter import Barred, Fault, Gone, Refused, Unknown, Unreachable
from bot.discord.limits import ToldToWait
from bot.network import why
from bot.secrets import redact


class TokenRefused(Unreachable):
    """Discord does not know the token. Nothing works until a person mends it."""


class Later(Unreachable):
    """Discord said when it makes sense again."""

    def __init__(self, sentence: str, seconds: float = 0.0) -> None:
        super().__init__(sentence)
        self.seconds = seconds
        """For how long at least it had better not be asked; 0 where it did not say."""


class TooFast(Later):
    """Too many conversations with people were opened in a short time."""


class EditedTooOften(Later):
    """Old messages may be edited only so often an hour."""


class NoMessage(Fault):
    """The message is not there (any more)."""


class NotOurs(NoMessage):
    """The message stands there, and is somebody else's."""


class NoChannel(Gone):
    """The channel or thread was deleted."""


class NoGuild(Gone):
    """The bot is not in the server, or the server is no more."""


class NoPerson(Gone):
    """There is no such person."""


class ClosedDirect(Gone):
    """The person takes no direct messages from the bot."""


class NoAccess(Barred):
    """The bot does not see the channel, or is not in the server any more."""


class NoPermission(Barred):
    """The bot sees the channel, and lacks a permission for this."""


class AlreadyThere(Fault):
    """The message has its thread already."""


class Archived(Barred):
    """The thread is archived: it must be opened again first."""


class Locked(Barred):
    """The thread is locked."""


class TooManyThreads(Barred):
    """The server has as many active threads as it may."""


class NeedsTag(Barred):
    """The forum takes no post without a tag."""


class NoTag(Fault):
    """The tag is not there (any more)."""


class TagsFull(Barred):
    """The forum has as many tags as it may."""


class SameTag(Fault):
    """The forum has a tag of this name already."""


class IsForum(Fault):
    """It is a forum: pages stand in posts there, not in the channel itself."""


class WrongKind(Barred):
    """Nothing of this sort can be done in a channel of this kind."""


class AlreadyPublished(Fault):
    """It is so already: for publishing, a success."""


class Expired(Refused):
    """The time in which an interaction can be answered is over."""


class Answered(Refused):
    """The interaction was answered already."""


class NoMoreFollowUps(Refused):
    """The interaction takes no more answers."""


_INVITE = "invite the bot to the server again with the link that `paperboy check` prints"
_GRANT = "`paperboy check` says which permissions it needs"

_TABLE: dict[int, tuple[type[Fault], str]] = {
    10003: (NoChannel, "The channel or thread is gone: subscribe another one."),
    10004: (NoGuild, f"The bot is not in that server: {_INVITE}."),
    10008: (NoMessage, "The message was deleted."),
    10013: (NoPerson, "There is no person with that id on Discord: check it."),
    10015: (Expired, "The question is too old to be answered: ask it again."),
    10062: (Expired, "The answer came too late for Discord: ask again."),
    10087: (NoTag, "The forum's tag was deleted; it is made anew."),
    20016: (Later, "The channel's slow mode makes the bot wait: allow it to bypass slow mode, or switch that off."),
    20022: (Later, "Discord lets announcements be edited a few times an hour only; tried again later."),
    20028: (Later, "Discord asks for a pause in that channel; tried again later."),
    20029: (Later, "Discord asks for a pause in that server; tried again later."),
    30046: (EditedTooOften, "Discord lets old messages be edited only so often an hour; tried again later."),
    30048: (TagsFull, "The forum has all the tags that it may have: delete one, or let pages come without."),
    40001: (TokenRefused, ""),
    40002: (Barred, "Discord wants the bot's account to be verified: see to it in the Developer Portal."),
    40003: (TooFast, "Discord lets the bot open only so many conversations at a time; tried again later."),
    40004: (Unreachable, "Sending messages is switched off on Discord for a while; tried again later."),
    40006: (Unreachable, "This is switched off on Discord for a while; tried again later."),
    40007: (Gone, "The bot is banned from that server: lift the ban and invite it again."),
    40033: (AlreadyPublished, "The announcement is published already."),
    40058: (IsForum, "This is a forum: pages come into posts there."),
    40060: (Answered, "This was answered already."),
    40061: (SameTag, "The forum has a tag of this name already."),
    40062: (Later, "Discord is asked too often for this, by everybody together; tried again later."),
    40066: (NeedsTag, "The forum has no tag that the bot may set: add one that members may use."),
    40067: (NeedsTag, "The forum takes no post without a tag: allow the bot to manage channels, or add a tag."),
    40094: (NoMoreFollowUps, "Discord takes no more answers to this question: ask it again."),
    40333: (Later, "Cloudflare keeps the bot from Discord; tried again later."),
    50001: (NoAccess, f"The bot has no access: let it see the channel (View Channel), or {_INVITE}."),
    50003: (WrongKind, "That can't be done in direct messages: choose a channel of a server."),
    50005: (NotOurs, "The message is somebody else's, and can't be edited by the bot."),
    50007: (ClosedDirect, "The person takes no direct messages from the bot: allow them from the server's members."),
    50008: (WrongKind, "Nothing can be written in that channel: choose a text, announcement or forum channel."),
    50009: (Barred, "The server's verification level keeps the bot from writing: give it a role."),
    50013: (NoPermission, f"The bot lacks a permission there: {_GRANT}."),
    50014: (TokenRefused, ""),
    50021: (NotOurs, "It is a message of Discord's own, and can't be edited."),
    50024: (WrongKind, "That can't be done in a channel of this kind: choose a text, announcement or forum channel."),
    50027: (Expired, "The question is too old to be answered: ask it again."),
    50033: (ClosedDirect, "That account can't be written to: bots and the bot itself take no messages."),
    50083: (Archived, "The thread is archived: open it again."),
    50278: (ClosedDirect, "The person shares no server with the bot, so it can't write: join one, or install the bot."),
    110001: (Unreachable, "Discord does not know the bot everywhere yet; tried again later."),
    130000: (Unreachable, "Discord is overloaded; tried again later."),
    160002: (NoPermission, "The bot can't reply there: allow it to read the message history (Read Message History)."),
    160004: (AlreadyThere, "The message has a thread already."),
    160005: (Locked, "The thread is locked: unlock it, or allow the bot to manage threads (Manage Threads)."),
    160006: (TooManyThreads, "The server has as many active threads as Discord allows: archive some of them."),
    160007: (TooManyThreads, "The server has as many active announcement threads as Discord allows: archive some."),
    200000: (Refused, "A rule of the server's AutoMod blocks this message: exempt the bot's role from it."),
    200001: (Refused, "A rule of the server's AutoMod blocks this title: exempt the bot's role from it."),
    240000: (Refused, "Discord's filter of harmful links blocks this message; it is left out."),
}


def fault(error: BaseException, *, left: bool = False) -> Fault:
    """The adapter's error for one of the library's, of aiohttp's or of ours. ``left``: a request that may have changed
    something was on its way, and no answer has told what became of it.
    """
    match error:
        case Fault():
            return error
        case ToldToWait():
            found: Fault = Later(f"{error} Tried again in {error.seconds:.0f} s.", error.seconds)
        case discord.RateLimited():
            found = later(error.retry_after)
        case discord.LoginFailure():
            return _token()
        case discord.HTTPException() if error.status < 500:
            found = _refusal(error)
        case _:
            found = Unreachable(f"Discord can't be reached ({_why(error)}): check the network; tried again later.")
    if left:
        return Unknown(f"It left, and no usable answer came ({_why(error)}): it may have arrived.")
    return found


def _refusal(error: discord.HTTPException) -> Fault:
    """What an answer of Discord's means."""
    if error.status == 429 and not error.code:
        return later(_retry_after(error))
    if error.response.headers.get("Content-Type") != "application/json":
        return Unreachable(
            f"What answers is not Discord's API ({error.status}): check the network, the proxy and discord.api_url; "
            "tried again later."
        )
    if error.status == 401 and error.code not in _TABLE:
        return _token()
    kind, sentence = _TABLE.get(error.code, (None, ""))
    if kind is None:
        words = redact(" ".join(error.text.split()))[:300]
        if error.status == 403:
            return Barred(f"Discord forbids it ({words}): check what the bot may do there; {_GRANT}.")
        return Refused(f"Discord refuses this ({error.status}, {words}): it is left out.")
    if issubclass(kind, TokenRefused):
        return _token()
    if issubclass(kind, Later):
        return kind(sentence, _retry_after(error))
    return kind(sentence)


def later(seconds: float) -> Later:
    """What is said where Discord has named a time."""
    when = f"for {seconds:.0f} s" if seconds else "for a while"
    return Later(f"Discord asks to be left alone with this {when}; tried again after that.", seconds)


def _retry_after(error: discord.HTTPException) -> float:
    try:
        return float(error.response.headers.get("Retry-After", 0))
    except ValueError:
        return 0.0


def _token() -> TokenRefused:
    return TokenRefused(
        "Discord does not know the bot's token: reset it in the Developer Portal (the application's page, Bot) and "
        "copy it into discord.token or PAPERBOY_DISCORD_TOKEN."
    )


def _why(error: BaseException) -> str:
    """Few words for what went wrong, without any address: some hold tokens."""
    match error:
        case discord.HTTPException():
            return f"it answered {error.status}"
        case discord.ConnectionClosed():
            return f"it closed the connection with {error.code}"
        case discord.RateLimited() | ToldToWait():
            return "it was not to be asked again so soon"
        case ValueError():
            return "what came back is no answer of its API"
        case Exception():
            return why(error)
        case _:
            return type(error).__name__
