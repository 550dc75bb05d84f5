"""The methods beside messages: who is there, topics, answers to buttons and inline queries, commands."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

from tests.doubles.telegram import classic, rich
from tests.doubles.telegram.chats import Chat
from tests.doubles.telegram.errors import bad
from tests.doubles.telegram.keyboards import check
from tests.doubles.telegram.people import People
from tests.doubles.telegram.sending import Params, Sending

CALLBACK_SECONDS = 15
INLINE_SECONDS = 10
TOO_OLD = "query is too old and response timeout expired or query ID is invalid"
ICON_COLORS = {7322096, 16766590, 13338331, 9367192, 16749490, 16478047}
COMMAND = re.compile(r"[a-z0-9_]{1,32}")
DEEP_LINK = re.compile(r"[A-Za-z0-9_-]{1,64}")
PORTS = {None, 443, 80, 88, 8443}


class Asking:
    """Everything that is no message."""

    def __init__(self, world: People, sending: Sending, breach: Callable[[str], None]) -> None:
        self.world = world
        self.sending = sending
        self._breach = breach
        self.commands: dict[tuple[str, str], list[dict[str, str]]] = {}
        """By scope (its JSON, keys sorted) and language."""
        self.profile: dict[tuple[str, str], str] = {}
        """Name, description and short description, by field and language."""

    # -- the bot itself

    async def get_me(self, p: Params) -> object:
        return self.world.me.api() | {
            "can_join_groups": True,
            "can_read_all_group_messages": not self.world.privacy,
            "supports_inline_queries": True,
            "can_connect_to_business": False,
            "has_main_web_app": False,
        }

    async def set_my_commands(self, p: Params) -> object:
        commands = p["commands"]
        if not re.fullmatch(r"(?:[a-z]{2})?", p.get("language_code", "")):
            raise bad("invalid language_code specified")
        if len(commands) > 100:
            raise bad("BOT_COMMANDS_TOO_MUCH")
        for each in commands:
            if not COMMAND.fullmatch(each["command"].removeprefix("/")):
                raise bad("BOT_COMMAND_INVALID")
            if not 1 <= len(each["description"]) <= 256:
                raise bad("BOT_COMMAND_DESCRIPTION_INVALID")
        self.commands[_scope(p)] = commands
        return True

    async def get_my_commands(self, p: Params) -> object:
        return self.commands.get(_scope(p), [])

    async def delete_my_commands(self, p: Params) -> object:
        self.commands.pop(_scope(p), None)
        return True

    async def set_my_name(self, p: Params) -> object:
        return self._describe(p, "name", 64)

    async def set_my_description(self, p: Params) -> object:
        return self._describe(p, "description", 512)

    async def set_my_short_description(self, p: Params) -> object:
        return self._describe(p, "short_description", 120)

    async def get_my_name(self, p: Params) -> object:
        return {"name": self._described(p, "name")}

    async def get_my_description(self, p: Params) -> object:
        return {"description": self._described(p, "description")}

    async def get_my_short_description(self, p: Params) -> object:
        return {"short_description": self._described(p, "short_description")}

    async def set_chat_menu_button(self, p: Params) -> object:
        return True

    async def set_my_default_administrator_rights(self, p: Params) -> object:
        return True

    def _describe(self, p: Params, what: str, limit: int) -> bool:
        text = p.get(what, "")
        if len(text) > limit:
            raise bad(f"{what.replace('_', ' ')} is too long")
        self.profile[what, p.get("language_code", "")] = text
        return True

    def _described(self, p: Params, what: str) -> str:
        return self.profile.get((what, p.get("language_code", "")), "") or self.profile.get((what, ""), "")

    # -- updates

    async def get_updates(self, p: Params) -> object:
        limit, seconds = p.get("limit", 100), min(p.get("timeout", 0), 50)
        if not 1 <= limit <= 100:
            limit = 100
        return await self.world.updates.fetch(p.get("offset", 0), limit, seconds, p.get("allowed_updates"))

    async def set_webhook(self, p: Params) -> object:
        url = p["url"]
        found = re.fullmatch(r"https://[^/:]+(?::(\d+))?(?:/.*)?", url)
        if url and found is None:
            raise bad("bad webhook: An HTTPS URL must be provided for webhook")
        if found is not None and (int(found[1]) if found[1] else None) not in PORTS:
            raise bad("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")
        if not re.fullmatch(r"[A-Za-z0-9_-]{0,256}", p.get("secret_token", "")):
            raise bad("secret token contains unallowed characters")
        if not 1 <= p.get("max_connections", 40) <= 100:
            self._breach(f"max_connections {p['max_connections']}")
        if "allowed_updates" in p:
            self.world.updates.allowed = p["allowed_updates"]
        return self._set_webhook(p if url else {}, p)

    async def delete_webhook(self, p: Params) -> object:
        return self._set_webhook({}, p)

    def _set_webhook(self, webhook: Params, p: Params) -> bool:
        self.world.updates.webhook = webhook
        if p.get("drop_pending_updates"):
            self.world.updates.pending.clear()
        return True

    async def get_webhook_info(self, p: Params) -> object:
        updates = self.world.updates
        shape: dict[str, Any] = {
            "url": updates.webhook.get("url", ""),
            "has_custom_certificate": False,
            "pending_update_count": len(updates.pending),
        }
        return shape | ({"allowed_updates": updates.allowed} if updates.allowed else {})

    # -- chats

    async def get_chat(self, p: Params) -> object:
        chat = self._visible(p)
        return chat.full()

    async def get_chat_member(self, p: Params) -> object:
        chat, who = self._visible(p), p["user_id"]
        user = self.world.me if who == self.world.me.id else self.world.users.get(who)
        if user is None:
            raise bad("PARTICIPANT_ID_INVALID")
        if chat.type == "channel" and user is not self.world.me and not chat.is_admin:
            raise bad("CHAT_ADMIN_REQUIRED")
        return chat.member(user)

    async def get_chat_administrators(self, p: Params) -> object:
        chat = self._visible(p)
        if chat.type == "private":
            raise bad("there are no administrators in the private chat")
        people = [
            self.world.users[who] for who, status in chat.members.items() if status in {"creator", "administrator"}
        ]
        return [chat.member(user) for user in people] + ([chat.member(self.world.me)] if chat.is_admin else [])

    async def get_chat_member_count(self, p: Params) -> object:
        return len(self._visible(p).members) + 1

    async def leave_chat(self, p: Params) -> object:
        self.world.kick(self.sending.reach(p["chat_id"]), status="left", by=self.world.me)
        return True

    def _visible(self, p: Params) -> Chat:
        chat = self.sending.find_chat(p["chat_id"])
        # Public ones can be looked at by anybody; a private chat also after its owner has stopped the bot.
        if chat.username or (chat.user is not None and chat.user.started):
            return chat
        if chat.user is not None:
            raise bad("chat not found")
        return self.sending.reach(p["chat_id"])

    # -- topics

    async def create_forum_topic(self, p: Params) -> object:
        chat = self._forum(p)
        if not chat.may("can_manage_topics"):
            raise bad("not enough rights to create a topic")
        name = self._topic_name(p["name"])
        color = p.get("icon_color", 7322096)
        if color not in ICON_COLORS:
            raise bad("wrong icon color specified")
        self.sending.count(chat, "createForumTopic")
        topic = self.world.open_topic(chat, name, by=self.world.me, icon_color=color)
        return {"message_thread_id": topic.id, "name": name, "icon_color": color}

    async def edit_forum_topic(self, p: Params) -> object:
        topic = self._topic(p)
        name = self._topic_name(p["name"]) if "name" in p else topic.name
        if name == topic.name:
            raise bad("TOPIC_NOT_MODIFIED")
        topic.name = name
        return True

    async def close_forum_topic(self, p: Params) -> object:
        topic = self._topic(p)
        if topic.closed:
            raise bad("TOPIC_NOT_MODIFIED")
        topic.closed = True
        return True

    async def reopen_forum_topic(self, p: Params) -> object:
        topic = self._topic(p)
        if not topic.closed:
            raise bad("TOPIC_NOT_MODIFIED")
        topic.closed = False
        return True

    async def delete_forum_topic(self, p: Params) -> object:
        topic = self._topic(p)
        self.world.delete_topic(self._forum(p), topic)
        return True

    async def get_forum_topic_icon_stickers(self, p: Params) -> object:
        return []

    def _forum(self, p: Params) -> Chat:
        chat = self.sending.reach(p["chat_id"])
        if not chat.is_forum:
            raise bad("the chat is not a forum")
        return chat

    def _topic(self, p: Params) -> Any:
        chat = self._forum(p)
        topic = chat.topics.get(p["message_thread_id"])
        if topic is None or topic.deleted:
            raise bad("message thread not found")
        if not chat.may("can_manage_topics") and not topic.by_bot:
            raise bad("not enough rights to edit the topic")
        return topic

    def _topic_name(self, name: str) -> str:
        if not name.strip():
            raise bad("title must be non-empty")
        if len(name) > 128:
            self._breach(f"a topic's name of {len(name)} characters is cut after 128")
        return name.strip()[:128]

    # -- answers to people

    async def answer_callback_query(self, p: Params) -> object:
        press = self.world.presses.get(p["callback_query_id"])
        if press is None or press.answer is not None or self._age(press.at) > CALLBACK_SECONDS:
            raise bad(TOO_OLD)
        if len(p.get("text", "")) > 200:
            raise bad("MESSAGE_TOO_LONG")
        url = p.get("url", "")
        if url and not url.startswith((f"t.me/{self.world.me.username}", f"https://t.me/{self.world.me.username}")):
            raise bad("URL_INVALID")
        press.answer = p
        return True

    async def answer_inline_query(self, p: Params) -> object:
        asked = self.world.asked.get(p["inline_query_id"])
        results = p["results"]
        if len(results) > 50:
            raise bad("too many inline query results specified")
        if not all(1 <= len(str(result["id"]).encode()) <= 64 for result in results):
            raise bad("RESULT_ID_INVALID")
        if len({result["id"] for result in results}) != len(results):
            raise bad("RESULT_ID_DUPLICATE")
        if len(p.get("next_offset", "").encode()) > 64:
            raise bad("NEXT_OFFSET_INVALID")
        if not 0 <= p.get("cache_time", 300) <= 86_400:
            self._breach(f"cache_time {p['cache_time']}")
        self._check_inline_button(p.get("button"))
        for result in results:
            self._check_result(result)
        if asked is None or asked.answer is not None or self._age(asked.at) > INLINE_SECONDS:
            raise bad(TOO_OLD)
        asked.answer = p
        return True

    def _check_inline_button(self, button: dict[str, Any] | None) -> None:
        if button is None:
            return
        if not button.get("text"):
            raise bad("inline query button text must be non-empty")
        if "web_app" not in button and not DEEP_LINK.fullmatch(button.get("start_parameter", "")):
            raise bad("START_PARAM_INVALID")

    def _check_result(self, result: dict[str, Any]) -> None:
        if result["type"] != "article":
            self._breach(f"an inline result of type {result['type']}")
            return
        if not result.get("title"):
            raise bad("can't parse inline query result: title is empty")
        content = result.get("input_message_content") or {}
        if "message_text" in content:
            parsed = classic.message(content["message_text"], content.get("parse_mode"), content.get("entities"))
            for breach in classic.breaches(content["message_text"], parsed, content.get("parse_mode")):
                self._breach(breach)
        elif "rich_message" in content:
            if not content["rich_message"].get("skip_entity_detection"):
                self._breach("a rich message without skip_entity_detection")
            rich.parse(content["rich_message"].get("html", ""))
        else:
            raise bad("can't parse inline query result: input_message_content is needed")
        if "reply_markup" in result:
            for breach in check(result["reply_markup"], chat_type="inline"):
                self._breach(breach)

    def _age(self, since: Any) -> float:
        return float((self.world.clock.now() - since).total_seconds())


def _scope(p: Params) -> tuple[str, str]:
    scope = p.get("scope", {"type": "default"})
    return json.dumps(scope, sort_keys=True), p.get("language_code", "")
