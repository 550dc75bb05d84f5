"""Permissions: their bits and names, and what becomes of them through roles and overwrites."""

from __future__ import annotations

from collections.abc import Iterable

_NAMES = (
    "CREATE_INSTANT_INVITE", "KICK_MEMBERS", "BAN_MEMBERS", "ADMINISTRATOR", "MANAGE_CHANNELS", "MANAGE_GUILD",
    "ADD_REACTIONS", "VIEW_AUDIT_LOG", "PRIORITY_SPEAKER", "STREAM", "VIEW_CHANNEL", "SEND_MESSAGES",
    "SEND_TTS_MESSAGES", "MANAGE_MESSAGES", "EMBED_LINKS", "ATTACH_FILES", "READ_MESSAGE_HISTORY", "MENTION_EVERYONE",
    "USE_EXTERNAL_EMOJIS", "VIEW_GUILD_INSIGHTS", "CONNECT", "SPEAK", "MUTE_MEMBERS", "DEAFEN_MEMBERS", "MOVE_MEMBERS",
    "USE_VAD", "CHANGE_NICKNAME", "MANAGE_NICKNAMES", "MANAGE_ROLES", "MANAGE_WEBHOOKS", "MANAGE_GUILD_EXPRESSIONS",
    "USE_APPLICATION_COMMANDS", "REQUEST_TO_SPEAK", "MANAGE_EVENTS", "MANAGE_THREADS", "CREATE_PUBLIC_THREADS",
    "CREATE_PRIVATE_THREADS", "USE_EXTERNAL_STICKERS", "SEND_MESSAGES_IN_THREADS", "USE_EMBEDDED_ACTIVITIES",
    "MODERATE_MEMBERS", "VIEW_CREATOR_MONETIZATION_ANALYTICS", "USE_SOUNDBOARD", "CREATE_GUILD_EXPRESSIONS",
    "CREATE_EVENTS", "USE_EXTERNAL_SOUNDS", "SEND_VOICE_MESSAGES", "", "SET_VOICE_CHANNEL_STATUS",
    "SEND_POLLS", "USE_EXTERNAL_APPS", "PIN_MESSAGES", "BYPASS_SLOWMODE",
)  # fmt: skip
BITS = {name: 1 << place for place, name in enumerate(_NAMES) if name}
_SPOKEN = {
    "VIEW_CHANNELS": "VIEW_CHANNEL",
    "READ_MESSAGES": "VIEW_CHANNEL",
    "SEND_MESSAGES_AND_CREATE_POSTS": "SEND_MESSAGES",
}
EVERY = sum(BITS.values())
ADMINISTRATOR = BITS["ADMINISTRATOR"]
PLAIN = (
    "VIEW_CHANNEL", "SEND_MESSAGES", "EMBED_LINKS", "ATTACH_FILES", "READ_MESSAGE_HISTORY", "ADD_REACTIONS",
    "USE_APPLICATION_COMMANDS", "CREATE_PUBLIC_THREADS", "SEND_MESSAGES_IN_THREADS", "CONNECT", "SPEAK",
    "USE_EXTERNAL_APPS", "CHANGE_NICKNAME",
)  # fmt: skip
"""What people may do who are nothing special."""


def bits(*names: str) -> int:
    """The bits of those names, written as in the API or with blanks, in any case."""
    found = 0
    for name in names:
        written = name.strip().upper().replace(" ", "_")
        found |= BITS[_SPOKEN.get(written, written)]
    return found


def names(value: int) -> list[str]:
    """The names of those bits."""
    return [name for name, bit in BITS.items() if value & bit]


def resolved(base: int, layers: Iterable[tuple[int, int]]) -> int:
    """What is left of ``base`` after layers of (allow, deny), each weightier than the one before it."""
    if base & ADMINISTRATOR:
        return EVERY
    for allow, deny in layers:
        base = (base & ~deny) | allow
    return base if base & BITS["VIEW_CHANNEL"] else 0
