"""What the bodies of messages must keep to, and what becomes of them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from tests.doubles.discord import components
from tests.doubles.discord.errors import general, invalid, refusal, too_long
from tests.doubles.discord.places import (
    COMPONENTS_V2,
    EPHEMERAL,
    SUPPRESS_EMBEDS,
    SUPPRESS_NOTIFICATIONS,
    Json,
    Message,
)

CONTENT = 2000
NONCE = 25
EMBEDS = 6000
SETTABLE = SUPPRESS_EMBEDS | SUPPRESS_NOTIFICATIONS | COMPONENTS_V2 | 1 << 13
OF_ANSWERS = SETTABLE | EPHEMERAL
LEGACY = ("content", "embeds", "poll", "sticker_ids")
PARSED = ("everyone", "roles", "users")
TOO_MANY_BYTES = re.compile(r"bytes of text")
LIMITS = {"title": 256, "description": 4096}
MENTION = re.compile(r"<@(&?)!?(\d+)>|@(everyone|here)")


def message(body: Json, *, editing: Message | None = None, settable: int = SETTABLE, files: bool = False) -> None:
    """Raises ``Refusal`` where a message is refused for its shape alone; ``editing``: the one that it changes."""
    content, flags = body.get("content"), body.get("flags") or 0
    if content is not None and not isinstance(content, str):
        raise invalid("content", "BASE_TYPE_STRING", "Must be a string.")
    if content is not None and len(content) > CONTENT:
        raise too_long("content", CONTENT)
    if not isinstance(flags, int) or flags & ~settable & ~(editing.flags if editing is not None else 0):
        raise invalid("flags", "MESSAGE_INVALID_FLAGS", f"These flags cannot be set: {flags}.")
    if editing is not None and editing.flags & COMPONENTS_V2 and "flags" in body and not flags & COMPONENTS_V2:
        raise invalid("flags", "MESSAGE_CANNOT_REMOVE_COMPONENTS_V2_FLAG", "IS_COMPONENTS_V2 cannot be removed.")
    v2 = bool((flags | (editing.flags if editing is not None else 0)) & COMPONENTS_V2)
    for name in LEGACY if v2 else ():
        if body.get(name):
            raise invalid(
                name,
                "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2",
                f"The '{name}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2",
            )
    _embeds(body.get("embeds") or [])
    _mentions(body.get("allowed_mentions"))
    _nonce(body)
    if body.get("components"):
        _components(body["components"], v2=v2)
    left = dict(_remaining(editing)) if editing is not None else {}
    left |= {name: value for name, value in body.items() if name in (*LEGACY, "components", "attachments")}
    if not files and not any(left.values()):
        raise refusal(50006)


def _remaining(old: Message) -> Iterable[tuple[str, Any]]:
    return {
        "content": old.content,
        "components": old.components,
        "embeds": old.embeds,
        "attachments": old.attachments,
    }.items()


def _components(value: Any, *, v2: bool) -> None:
    found = components.breaches(value, v2=v2)
    wrong = [each for each in found if not TOO_MANY_BYTES.search(each)]
    if wrong:
        raise invalid("components", "UNION_TYPE_CHOICES", "; ".join(wrong))
    if found:
        raise general(500)


def _embeds(embeds: Any) -> None:
    if not isinstance(embeds, list) or len(embeds) > 10:
        raise invalid("embeds", "BASE_TYPE_MAX_LENGTH", "Must be 10 or fewer in length.")
    total = 0
    for number, embed in enumerate(embeds):
        for name, limit in LIMITS.items():
            if len((embed.get(name) or "").strip()) > limit:
                raise too_long(f"embeds.{number}.{name}", limit)
        fields = embed.get("fields") or []
        if len(fields) > 25:
            raise invalid(f"embeds.{number}.fields", "BASE_TYPE_MAX_LENGTH", "Must be 25 or fewer in length.")
        for place, one in enumerate(fields):
            for name, limit in (("name", 256), ("value", 1024)):
                if not 1 <= len(one.get(name, "").strip()) <= limit:
                    raise too_long(f"embeds.{number}.fields.{place}.{name}", limit)
        texts = [embed.get(name) or "" for name in LIMITS] + [one[name] for one in fields for name in ("name", "value")]
        texts += [(embed.get("footer") or {}).get("text", ""), (embed.get("author") or {}).get("name", "")]
        total += sum(len(text.strip()) for text in texts)
    if total > EMBEDS:
        raise invalid("embeds", "MAX_EMBED_SIZE_EXCEEDED", f"Embed size exceeds maximum size of {EMBEDS}")


def _mentions(allowed: Any) -> None:
    if allowed is None:
        return
    if not isinstance(allowed, dict) or set(allowed.get("parse") or ()) - set(PARSED):
        raise invalid("allowed_mentions", "BASE_TYPE_CHOICES", f"Value must be one of {PARSED}.")
    for name in ("roles", "users"):
        if allowed.get(name) and name in (allowed.get("parse") or ()):
            raise invalid("allowed_mentions", "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE", f"parse:['{name}'] and ids")
        if len(allowed.get(name) or ()) > 100:
            raise too_long(f"allowed_mentions.{name}", 100)


def _nonce(body: Json) -> None:
    nonce = body.get("nonce")
    if nonce is not None and not isinstance(nonce, str | int):
        raise invalid("nonce", "NONCE_TYPE", "Must be a string or an integer.")
    if isinstance(nonce, str) and len(nonce) > NONCE:
        raise invalid("nonce", "NONCE_TYPE_TOO_LONG", f"Must be {NONCE} or fewer in length.")


def rude(body: Json) -> list[str]:
    """What the server would take, and this program never means."""
    allowed = body.get("allowed_mentions")
    if allowed is None:
        return ["allowed_mentions is absent, so that everybody may be called"]
    parsed = allowed.get("parse")
    if parsed is None or parsed:
        return [f"allowed_mentions parses {parsed}"]
    return []


def called(text: str, body: Json) -> list[tuple[str, int]]:
    """Who is called by a text, as ("user" or "role", id) or ("everyone", 0), and may be by ``allowed_mentions``."""
    allowed = body.get("allowed_mentions")
    parsed = set(PARSED if allowed is None else allowed.get("parse") or ())
    found: list[tuple[str, int]] = []
    for is_role, number, everyone in MENTION.findall(text):
        if everyone:
            found += [("everyone", 0)] * ("everyone" in parsed)
            continue
        kind = "role" if is_role else "user"
        named = {int(one) for one in (allowed or {}).get(f"{kind}s") or ()}
        if f"{kind}s" in parsed or int(number) in named:
            found.append((kind, int(number)))
    return list(dict.fromkeys(found))
