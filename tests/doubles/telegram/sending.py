"""What the server makes of messages: may the bot write there, what is answered, where does it stand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.doubles.telegram import classic, keyboards, rich
from tests.doubles.telegram.chats import Chat, Message
from tests.doubles.telegram.errors import Refusal, bad, forbidden
from tests.doubles.telegram.people import People
from tests.doubles.telegram.rates import Rates
from tests.doubles.telegram.tdlib import Parsed

Params = dict[str, Any]
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current content "
    "and reply markup of the message"
)
NAMES = {"group": "group", "supergroup": "supergroup", "channel": "channel"}


class Sending:
    """The methods that bring, change and remove messages."""

    def __init__(self, world: People, rates: Rates, breach: Callable[[str], None]) -> None:
        self.world = world
        self.rates = rates
        self._breach = breach
        self.rich_supported = True

    # -- chats and rights

    def find_chat(self, which: int | str) -> Chat:
        """By number or ``@name``. Raises ``Refusal``: nobody of that name."""
        try:
            chat = self.world.chat(which)
        except (KeyError, StopIteration):
            raise bad("chat not found") from None
        if chat.user is not None and isinstance(which, str):
            raise bad("chat not found")  # people are not found by their names
        return chat

    def reach(self, which: int | str) -> Chat:
        """A chat the bot is in. Raises ``Refusal`` with the reason why it is not."""
        chat = self.find_chat(which)
        if chat.migrated_to is not None:
            raise bad("group chat was upgraded to a supergroup chat", migrate_to_chat_id=chat.migrated_to)
        if chat.user is not None:
            if chat.user.deactivated:
                raise forbidden("user is deactivated")
            if chat.user.blocked:
                raise forbidden("bot was blocked by the user")
            if not chat.user.started:
                raise forbidden("bot can't initiate conversation with a user")
            return chat
        if chat.deleted and chat.type == "group":
            raise forbidden("the group chat was deleted")
        if chat.bot == "kicked":
            raise forbidden(f"bot was kicked from the {NAMES[chat.type]} chat")
        if chat.bot == "left":
            raise forbidden(f"bot is not a member of the {NAMES[chat.type]} chat")
        return chat

    def writable(self, params: Params) -> Chat:
        """The chat of ``chat_id``, if the bot may write there. Raises ``Refusal``."""
        chat = self.reach(params["chat_id"])
        if chat.type == "channel" and not chat.may("can_post_messages"):
            raise bad("need administrator rights in the channel chat")
        if chat.bot == "restricted" or (chat.muted and not chat.is_admin and chat.type != "private"):
            raise bad("not enough rights to send text messages to the chat")
        return chat

    # -- new messages

    async def send_message(self, p: Params) -> object:
        parsed = self._classic(p, "text", classic.message, classic.MESSAGE)
        preview = not p.get("link_preview_options", {}).get("is_disabled", False)
        return self._send(p, parsed=parsed, source=p["text"], preview=preview)

    async def send_rich_message(self, p: Params) -> object:
        return self._send(p, **self._rich(p, self.find_chat(p["chat_id"])))

    async def send_document(self, p: Params) -> object:
        parsed = self._classic(p, "caption", classic.caption, classic.CAPTION)
        name, content = p["document"] if isinstance(p["document"], tuple) else (str(p["document"]), b"")
        if not content and not name.startswith(("http://", "https://", "file")):
            raise bad("file must be non-empty")
        return self._send(p, parsed=parsed, source=p.get("caption", ""), document=name, content=content)

    def _send(self, p: Params, **content: Any) -> dict[str, Any]:
        chat = self.writable(p)
        thread = self._thread(chat, p.get("message_thread_id"))
        reply_to = self._reply(chat, p.get("reply_parameters"))
        markup = self._markup(p, chat)
        self.count(chat)
        message = self.world.add_message(
            chat,
            None if chat.type == "channel" else self.world.me,
            reply_to=reply_to,
            thread_id=thread,
            silent=p.get("disable_notification", False),
            markup=markup,
            by_bot=True,
            **content,
        )
        self.world.forward_to_linked(message)
        return message.api()

    def count(self, chat: Chat, method: str = "") -> None:
        """Count it against the rates, and those that a method has of its own. Raises ``Refusal`` (429)."""
        found: list[str] = []
        now = self.world.clock.now().timestamp()
        try:
            self.rates.wait(chat.id, now=now, breaches=found, method=method)
            self.rates.take(chat.id, crowd=chat.type != "private", now=now, breaches=found)
        finally:
            for breach in found:
                self._breach(breach)

    def _classic(
        self, p: Params, name: str, read: Callable[[str, str | None, list[dict[str, Any]] | None], Parsed], limit: int
    ) -> Parsed:
        source = p.get(name, "")
        entities = p.get("entities" if name == "text" else "caption_entities")
        parsed = read(source, p.get("parse_mode"), entities)
        for breach in classic.breaches(source, parsed, p.get("parse_mode"), limit):
            self._breach(breach)
        return Parsed(parsed.text, tuple(classic.with_detected(parsed)))

    def _rich(self, p: Params, chat: Chat | None) -> dict[str, Any]:
        """The content of a rich message. Raises ``Refusal``."""
        given = p["rich_message"]
        if chat is not None and chat.refuses_rich:
            raise bad(chat.refuses_rich)
        if len(given.keys() & {"html", "markdown", "blocks"}) != 1:
            raise bad("rich message must be non-empty")
        if "html" not in given:
            raise bad("this stand-in reads rich HTML alone")
        if not given.get("skip_entity_detection"):
            self._breach("a rich message without skip_entity_detection")
        try:
            parsed = rich.parse(given["html"])
        except Refusal as error:
            self._breach(f"{error.description}: {error.__cause__}")
            raise
        return {"parsed": Parsed(parsed.text), "source": given["html"], "rich": parsed}

    def _thread(self, chat: Chat, thread: int | None) -> int | None:
        if thread is None or not chat.is_forum:
            return None if thread is None or chat.type != "private" else self._lost_thread()
        topic = chat.topics.get(thread)
        if topic is None or topic.deleted:
            return self._lost_thread()
        if topic.closed and not chat.may("can_manage_topics"):
            raise bad("TOPIC_CLOSED")
        return thread

    def _lost_thread(self) -> int:
        raise bad("message thread not found")

    def _reply(self, chat: Chat, reply: dict[str, Any] | None) -> int | None:
        if reply is None:
            return None
        if "chat_id" in reply and self.find_chat(reply["chat_id"]) is not chat:
            raise bad("this stand-in knows replies within one chat alone")
        if "message_id" not in reply:
            raise bad("message identifier is not specified")
        if reply["message_id"] in chat.messages_by_id:
            return int(reply["message_id"])
        if reply.get("allow_sending_without_reply"):
            return None
        raise bad("message to be replied not found")

    def _markup(self, p: Params, chat: Chat | None) -> dict[str, Any] | None:
        markup: dict[str, Any] | None = p.get("reply_markup")
        if markup is None:
            return None
        for breach in keyboards.check(markup, chat_type=chat.type if chat else "private"):
            self._breach(breach)
        if markup.get("inline_keyboard") == []:
            return None
        return markup

    # -- changed messages

    async def edit_message_text(self, p: Params) -> object:
        if not self.rich_supported:
            p = {name: value for name, value in p.items() if name != "rich_message"}  # it would not look at it
        if "rich_message" in p and "text" in p:
            raise bad("either text or rich_message must be specified")
        if "rich_message" not in p and "text" not in p:
            raise bad("message text is empty")
        content: dict[str, Any]
        if "rich_message" in p:
            content = self._rich(p, self.find_chat(p["chat_id"]) if "chat_id" in p else None)
        else:
            content = {"parsed": self._classic(p, "text", classic.message, classic.MESSAGE), "source": p["text"]}
        if self._edited(p).document:
            raise bad("there is no text in the message to edit")
        return self._edit(p, **content)

    async def edit_message_caption(self, p: Params) -> object:
        parsed = self._classic(p, "caption", classic.caption, classic.CAPTION)
        if not self._edited(p).document:
            raise bad("there is no caption in the message to edit")
        return self._edit(p, parsed=parsed, source=p.get("caption", ""))

    async def edit_message_reply_markup(self, p: Params) -> object:
        return self._edit(p)

    async def edit_message_live_location(self, p: Params) -> object:
        # Nobody sends any here. What can't be done is refused before the server's limits are asked.
        self._edited(p)
        raise bad("there is no live location in the message to edit")

    def _edit(
        self, p: Params, *, parsed: Parsed | None = None, source: str = "", rich: rich.Rich | None = None
    ) -> object:
        message = self._edited(p)
        inline = "inline_message_id" in p
        markup = self._markup(p, None if inline else message.chat)
        changed = parsed is not None and (message.text, message.entities, message.rich and message.rich.source) != (
            parsed.text,
            parsed.entities,
            rich and rich.source,
        )
        if not inline:
            self.count(message.chat)
        if not changed and markup == message.markup:
            raise bad(NOT_MODIFIED)
        if parsed is not None:
            message.text, message.entities, message.source, message.rich = parsed.text, parsed.entities, source, rich
        message.markup = markup
        message.edits += 1
        message.edited = self.world.clock.now()
        self.world.edit_in_linked(message)
        return True if inline else message.api()

    def _edited(self, p: Params) -> Message:
        if "inline_message_id" in p:
            chosen = self.world.chosen.get(p["inline_message_id"])
            if chosen is None:
                raise bad("MESSAGE_ID_INVALID")
            return chosen
        if "chat_id" not in p:
            raise bad("chat_id is empty")
        chat = self.reach(p["chat_id"])
        if "message_id" not in p:
            raise bad("message identifier is not specified")
        message = chat.messages_by_id.get(p["message_id"])
        if message is None:
            raise bad("message to edit not found")
        # The right to edit messages in a channel reaches to what others have posted there.
        own = message.by_bot and (chat.type != "channel" or chat.may("can_post_messages"))
        editable = own or (chat.type == "channel" and chat.may("can_edit_messages"))
        if not editable or not (message.text or message.rich or message.document):
            raise bad("message can't be edited")
        return message

    async def delete_message(self, p: Params) -> object:
        self._delete(self.reach(p["chat_id"]), p["message_id"], strict=True)
        return True

    async def delete_messages(self, p: Params) -> object:
        chat = self.reach(p["chat_id"])
        if not 1 <= len(p["message_ids"]) <= 100:
            raise bad("message identifiers are not specified")
        for number in p["message_ids"]:
            self._delete(chat, number, strict=False)
        return True

    def _delete(self, chat: Chat, number: int, *, strict: bool) -> None:
        message = chat.messages_by_id.get(number)
        if message is None:
            if strict:
                raise bad("message to delete not found")
            return
        old = (self.world.clock.now() - message.at).total_seconds() > 48 * 3600
        mine = message.by_bot and not old
        if not (mine or chat.may("can_delete_messages") or (chat.type == "private" and not old)):
            raise bad("message can't be deleted")
        self.world.delete_message(message)

    async def pin_chat_message(self, p: Params) -> object:
        chat = self.reach(p["chat_id"])
        right = "can_edit_messages" if chat.type == "channel" else "can_pin_messages"
        if chat.type != "private" and not chat.may(right):
            raise bad("not enough rights to manage pinned messages in the chat")
        if p["message_id"] not in chat.messages_by_id:
            raise bad("message to pin not found")
        chat.pinned = p["message_id"]
        return True

    async def send_chat_action(self, p: Params) -> object:
        chat = self.writable(p)
        self._thread(chat, p.get("message_thread_id"))
        if p["action"] not in {"typing", "upload_document", "upload_photo", "find_location", "choose_sticker"}:
            raise bad("wrong parameter action in request")
        chat.typing.append((self.world.clock.now(), p["action"]))
        return True
