"""What people do in chats and to the bot; each action queues the updates that the bot would get."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal

from tests.doubles.telegram import classic, tdlib
from tests.doubles.telegram.chats import ADMIN_RIGHTS, CHANNEL_RIGHTS, GROUP_RIGHTS, Chat, Message, Status, Topic, User
from tests.doubles.telegram.tdlib import Parsed
from tests.doubles.telegram.world import Asked, Press, World

ANONYMOUS = User(id=1087968824, first_name="Group", username="GroupAnonymousBot", is_bot=True)
"""Who it is that writes where an administrator stays anonymous."""


class People(World):
    """Actions are named by what somebody does."""

    # -- what people write and press

    def write(
        self, chat: Chat | User, text: str, user: User | None = None, *, reply_to: Message | None = None,
        thread_id: int | None = None, anonymous: bool = False,
    ) -> Message:  # fmt: skip
        """Somebody writes, perhaps as an ``anonymous`` administrator; the bot hears of it where it would."""
        where = self.chats[chat.id]
        author = ANONYMOUS if anonymous else user or where.user or self.somebody(where)
        if where.type == "private":
            author.started = True
        elif not anonymous and author.id not in where.members:
            where.members[author.id] = "member"
        parsed = Parsed(text, tuple(tdlib.detected(text)))
        message = self.add_message(
            where, author, parsed=parsed, reply_to=reply_to.id if reply_to else None, thread_id=thread_id,
            service={"sender_chat": where.api()} if anonymous else None,
        )  # fmt: skip
        if self.hears(where, message):
            self.updates.add("message", message.api())
        return message

    def post(self, channel: Chat, text: str) -> Message:
        """Another administrator of a channel posts something."""
        message = self.add_message(channel, None, parsed=Parsed(text, tuple(tdlib.detected(text))))
        if channel.is_admin:
            self.updates.add("channel_post", message.api())
        self.forward_to_linked(message)
        return message

    def press(self, message: Message, button: str | int, user: User | None = None) -> Press:
        """Press the button with this text, this callback data, or this place (counted from 0)."""
        buttons = message.buttons
        if isinstance(button, int):
            pressed = buttons[button]
        else:
            found = [each for each in buttons if button in {each["text"], each.get("callback_data")}]
            if not found:
                raise LookupError(f"no button {button!r} among {[each['text'] for each in buttons]}")
            pressed = found[0]
        if "callback_data" not in pressed:
            raise LookupError(f"{pressed['text']!r} calls nobody back: {pressed}")
        author = user or message.chat.user or self.somebody(message.chat)
        press = Press(
            id=str(88_000_000 + self.number()), message=message, user=author, data=pressed["callback_data"],
            at=self.clock.now(),
        )  # fmt: skip
        self.presses[press.id] = press
        query: dict[str, Any] = {"id": press.id, "from": author.api(), "chat_instance": f"i{message.chat.id}"}
        inline = next((key for key, each in self.chosen.items() if each is message), None)
        query |= {"inline_message_id": inline} if inline else {"message": message.api()}
        self.updates.add("callback_query", query | {"data": press.data})
        return press

    def inline(self, user: User, text: str = "", offset: str = "", chat_type: str = "sender") -> Asked:
        """Somebody types the bot's name and these words in some chat."""
        asked = Asked(id=str(99_000_000 + self.number()), user=user, text=text, offset=offset, at=self.clock.now())
        self.asked[asked.id] = asked
        self.updates.add(
            "inline_query",
            {"id": asked.id, "from": user.api(), "query": text, "offset": offset, "chat_type": chat_type},
        )
        return asked

    def choose(self, asked: Asked, result_id: str, chat: Chat | None = None) -> Message:
        """They send one of the results; the message stands in ``chat``, or in some chat that the bot never sees."""
        result = next(result for result in asked.results if result["id"] == result_id)
        content = result["input_message_content"]
        where = chat or Chat(id=asked.user.id + 5_000_000, type="private", user=asked.user)
        text = content.get("message_text", "")
        parsed = classic.message(text, content.get("parse_mode")) if text else Parsed("")
        message = self.add_message(where, asked.user, parsed=parsed, source=text, markup=result.get("reply_markup"))
        message.service["via_bot"] = self.me.api()
        inline_id = f"inline{self.number()}"
        self.chosen[inline_id] = message
        known: dict[str, Any] = {"result_id": result_id, "from": asked.user.api(), "query": asked.text}
        self.updates.add("chosen_inline_result", known | ({"inline_message_id": inline_id} if message.markup else {}))
        return message

    def delete_message(self, message: Message) -> None:
        """Somebody deletes it; bots are not told."""
        message.chat.messages.remove(message)
        message.chat.deleted_messages.append(message)

    # -- what people do to the bot

    def block(self, user: User) -> None:
        """They stop the bot."""
        user.blocked = True
        self._my_member(self.chats[user.id], "member", "kicked", user)

    def unblock(self, user: User) -> None:
        """They start it again."""
        user.blocked = False
        self._my_member(self.chats[user.id], "kicked", "member", user)

    def deactivate(self, user: User) -> None:
        """They delete their account; nobody is told."""
        user.deactivated = True

    def kick(self, chat: Chat, *, status: Literal["kicked", "left"] = "kicked", by: User | None = None) -> None:
        """The bot is thrown out, or leaves."""
        self._stands(chat, status, by=by)

    def restore(self, chat: Chat, status: Status = "member", rights: Iterable[str] | None = None) -> None:
        """The bot is added, or is back, with this standing."""
        outside = chat.bot in {"left", "kicked"}
        self._stands(chat, status, rights=rights)
        if outside and chat.type != "channel":
            joined = self.add_message(chat, self.somebody(chat), service={"new_chat_members": [self.me.api()]})
            self.updates.add("message", joined.api())

    def restrict(self, chat: Chat) -> None:
        """The bot stays and may not write."""
        self._stands(chat, "restricted")

    def take_rights(self, chat: Chat, *rights: str) -> None:
        """Take these rights from the bot; without any named, it is no administrator any more."""
        if rights:
            self._stands(chat, chat.bot, rights=chat.rights - set(rights))
        else:
            self._stands(chat, "member")

    def give_rights(self, chat: Chat, *rights: str) -> None:
        """Make the bot an administrator with these rights beside those it has; with none named, with all."""
        self._stands(chat, "administrator", rights=chat.rights | set(rights) if rights else None)

    def mute(self, chat: Chat) -> None:
        """Nobody but administrators may write there any more; bots are not told."""
        chat.muted = True

    def delete_chat(self, chat: Chat) -> None:
        """It is gone, for everybody; the bot is told that it is no member."""
        self._stands(chat, "left")
        chat.deleted = True

    def migrate(self, group: Chat) -> Chat:
        """A basic group becomes a supergroup, with another id and its messages counted from 1."""
        new = self.supergroup(group.title, bot=group.bot, members=[self.users[each] for each in group.members])
        old_message = self.add_message(group, self.somebody(group), service={"migrate_to_chat_id": new.id})
        group.migrated_to = new.id
        self.updates.add("message", old_message.api())
        new_message = self.add_message(new, self.somebody(new), service={"migrate_from_chat_id": group.id})
        self.updates.add("message", new_message.api())
        return new

    # -- what people do to topics

    def topic(self, forum: Chat, name: str) -> Topic:
        """Somebody opens one."""
        return self.open_topic(forum, name, by=self.somebody(forum))

    def close_topic(self, forum: Chat, topic: Topic | int) -> None:
        """From now on only administrators with a right to it write there."""
        self._change_topic(forum, topic, "forum_topic_closed").closed = True

    def reopen_topic(self, forum: Chat, topic: Topic | int) -> None:
        """And back."""
        self._change_topic(forum, topic, "forum_topic_reopened").closed = False

    def delete_topic(self, forum: Chat, topic: Topic | int) -> None:
        """It goes with everything in it; bots are not told."""
        gone = forum.topics[topic if isinstance(topic, int) else topic.id]
        gone.deleted = True
        for message in [each for each in forum.messages if each.thread_id == gone.id]:
            self.delete_message(message)

    def _change_topic(self, forum: Chat, topic: Topic | int, event: str) -> Topic:
        changed = forum.topics[topic if isinstance(topic, int) else topic.id]
        message = self.add_message(forum, self.somebody(forum), thread_id=changed.id, service={event: {}})
        self.updates.add("message", message.api())
        return changed

    def _stands(
        self, chat: Chat, status: Status, *, rights: Iterable[str] | None = None, by: User | None = None
    ) -> None:
        old = chat.member(self.me)
        every = ADMIN_RIGHTS + (CHANNEL_RIGHTS if chat.type == "channel" else GROUP_RIGHTS)
        chat.bot = status
        chat.rights = set(every if rights is None else rights) if status == "administrator" else set()
        self._tell_standing(chat, old, chat.member(self.me), by)

    def _my_member(self, chat: Chat, old: Status, new: Status, by: User) -> None:
        self._tell_standing(chat, chat.member(self.me, old), chat.member(self.me, new), by)

    def _tell_standing(self, chat: Chat, old: dict[str, Any], new: dict[str, Any], by: User | None) -> None:
        who = by or self.somebody(chat)
        change = {"chat": chat.api(), "from": who.api(), "date": int(self.clock.now().timestamp())}
        self.updates.add("my_chat_member", change | {"old_chat_member": old, "new_chat_member": new})
