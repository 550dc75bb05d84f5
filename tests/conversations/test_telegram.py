"""Whole conversations on Telegram: the real desk, the real library, a server that is as strict as the real one."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass

import pytest

from bot.clock import Clock
from bot.messages import Destination, Page
from bot.papers import Paper
from bot.passages import check
from bot.words import speak
from handlers.daily import Parts
from handlers.table import desk
from tests.conversations.conftest import CHINESE, FOREIGN, SETTINGS
from tests.doubles.logins import new_login, settled
from tests.doubles.papers import invent
from tests.doubles.telegram.chats import Chat, Message, User
from tests.doubles.telegram.server import TelegramDouble
from tests.stories.conftest import TUESDAY, Assemble


@dataclass
class Online:
    """The bot at work, and the world it works in."""

    world: TelegramDouble
    parts: Parts
    commands: tuple[str, ...]
    examples: tuple[str, ...]

    async def say(
        self, chat: Chat | User, text: str, user: User | None = None, *, thread_id: int | None = None
    ) -> list[Message]:
        """Somebody writes; what the bot says then."""
        where = self.world.chat(chat.id)
        before = len(where.sent)
        self.world.write(chat, text, user, thread_id=thread_id)
        await settled(self.world)
        return where.sent[before:]

    async def press(self, message: Message, button: str | int, user: User | None = None) -> list[Message]:
        """Somebody presses; what the bot says beside changing the message. It is always told that it was heard."""
        before = len(message.chat.sent)
        press = self.world.press(message, button, user)
        await settled(self.world)
        assert press.answer is not None
        return message.chat.sent[before:]


GoOnline = Callable[[], AbstractAsyncContextManager[Online]]


@pytest.fixture
async def world(clock: Clock) -> AsyncIterator[TelegramDouble]:
    async with TelegramDouble(clock) as double:
        yield double
    assert double.breaches == []
    refused = [call for call in double.calls if call.status >= 400 and "not modified" not in call.description]
    assert [f"{call.method}: {call.description}" for call in refused if call.status != 403] == []


@pytest.fixture
def go_online(assemble: Assemble, world: TelegramDouble) -> GoOnline:
    """A start of the bot, on the same database and in the same world as the one before."""

    @asynccontextmanager
    async def start() -> AsyncIterator[Online]:
        async with assemble(patience=60.0) as parts:
            counter = desk(parts, SETTINGS)
            async with new_login(world, counter, notes=parts.store):
                examples = tuple(example for command in counter.commands for example in command.examples)
                yield Online(world, parts, tuple(command.name for command in counter.commands), examples)

    return start


@pytest.fixture
async def online(go_online: GoOnline) -> AsyncIterator[Online]:
    async with go_online() as online:
        yield online


@pytest.fixture
def papers() -> list[Paper]:
    """Enough for three pages."""
    return invent(20)


@pytest.mark.parametrize("locale", ["en", "zh-hans"], indirect=True)
async def test_every_command_is_answered_in_private(online: Online, announced: list[Paper], locale: str) -> None:
    ada = online.world.user("Ada", language=locale)
    known = announced[0].id
    lines = [re.sub(r"\d{4}\.\d{4,5}|https\S+|math/\d+", known, example) for example in online.examples]
    said = {line: await online.say(ada, f"/{line}") for line in lines}
    assert all(said.values()), [line for line, messages in said.items() if not messages]
    assert {line.split()[0] for line in said} == set(online.commands)
    sorry = speak(locale)("telegram-sorry")
    for line, messages in said.items():
        assert all(message.text != sorry for message in messages), line
        if locale != "en" and line.split()[0] not in FOREIGN:
            assert any(CHINESE.search(message.text) for message in messages), line


async def test_every_command_is_answered_in_a_group_too(online: Online, announced: list[Paper]) -> None:
    ada = online.world.user("Ada")
    forum = online.world.forum("Papers", members=[ada])
    topic = online.world.topic(forum, "Questions")
    online.world.promote(forum, ada)
    own = online.world.chat(ada.id)
    for at, name in enumerate(online.commands):
        before = len(own.sent)
        example = next(line for line in online.examples if line.split()[0] == name)
        rest = re.sub(r"\d{4}\.\d{4,5}", announced[0].id, example.removeprefix(name))
        address = f"@{online.world.me.username}" if at % 2 else ""
        question = f"/{name}{address}{rest}"
        answers = await online.say(forum, question, ada, thread_id=topic.id)
        assert answers or own.sent[before:], question
        assert all(answer.thread_id == topic.id for answer in answers), question
        online.parts.clock.advance(minutes=1)  # type: ignore[attr-defined]  # a group takes twenty messages a minute


@pytest.mark.parametrize("locale", ["en", "zh-hans"], indirect=True)
async def test_free_text_is_a_search_whose_pages_turn_in_place(
    online: Online, announced: list[Paper], locale: str
) -> None:
    ada = online.world.user("Ada", language=locale)
    words = speak(locale)
    await online.say(ada, "/today")
    (page,) = await online.say(ada, "cat:cs.CV")
    first = page.text
    assert await online.press(page, words("list-next")) == []
    assert page.text != first
    assert await online.press(page, words("list-first")) == []
    assert (page.text, page.edits) == (first, 2)
    (card,) = await online.press(page, "3")
    title = page.text.split("\n3. ")[1].split("\n")[0]
    assert card.text.startswith(title)
    assert page.text == first


async def test_the_rest_of_a_long_edition_is_a_link_away(online: Online, announced: list[Paper]) -> None:
    ada = online.world.user("Ada")
    await online.say(ada, "/today")
    channel = Destination("telegram", "-1001")
    carried = Page(number=2, text="<b>cs.CV</b>", thread="cs.CV", papers=tuple(paper.id for paper in announced[:14]))
    await online.parts.store.plan(channel, TUESDAY, [carried])
    (delivery,) = await online.parts.store.deliveries(channel, TUESDAY)
    (page,) = await online.say(ada, f"/start e_{delivery.id}_{check(carried.papers)}_5_105_114")
    assert "Papers 105 to 112 of 105 to 114" in page.text
    await online.press(page, "Next")
    assert "Papers 113 to 114 of 105 to 114" in page.text
    (card,) = await online.press(page, "114")
    assert card.text.startswith(page.text.split("\n114. ")[1].split("\n")[0])


async def test_a_card_saved_shown_likened_and_cited_by_its_buttons(online: Online, announced: list[Paper]) -> None:
    ada = online.world.user("Ada")
    await online.say(ada, "/today")
    (card,) = await online.say(ada, announced[0].id)
    (saved,) = await online.press(card, "Save")
    assert saved.text.startswith("Saved: ")
    (entry,) = await online.press(card, "BibTeX")
    assert entry.text.startswith("@")
    assert await online.press(card, "Similar")
    assert card.edits == 0
    await online.press(saved, "All saved papers")
    assert saved.text.startswith("Your saved paper:")


async def test_buttons_from_before_a_restart_work_after_it(
    go_online: GoOnline, world: TelegramDouble, announced: list[Paper]
) -> None:
    ada = world.user("Ada")
    async with go_online() as online:
        asked = ["/today", "cat:cs.CV", announced[1].id, "/settings", "/language", "/help today", "/subscribe"]
        for line in asked:
            await online.say(ada, line)
    lists = [message for message in world.chat(ada.id).sent if message.buttons]
    assert len(lists) == len(asked)
    world.clock.advance(hours=3)  # type: ignore[attr-defined]  # the stories' clock is one that is moved
    async with go_online() as online:
        for message in lists:
            at = next(at for at, button in enumerate(message.buttons) if "callback_data" in button)
            edits = message.edits
            assert await online.press(message, at) or message.edits > edits
    said = world.chat(ada.id).texts
    assert not [text for text in said if text.startswith(("Sorry", "There is no command"))]


async def test_the_day_is_fetched_and_its_list_takes_the_place_of_the_promise(
    online: Online, announced: list[Paper]
) -> None:
    ada = online.world.user("Ada")
    (message,) = await online.say(ada, "/today")
    assert message.edits >= 1
    first = next(call for call in online.world.calls if call.method == "sendMessage")
    assert str(first.params["text"]).startswith("Fetching arXiv's announcement")
    assert message.text.startswith("Tuesday, November 24, 2026\n")


async def test_a_group_subscribes_by_an_administrators_hand_alone(online: Online, announced: list[Paper]) -> None:
    ada, ben = online.world.user("Ada"), online.world.user("Ben")
    group = online.world.supergroup("Papers", members=[ada, ben])
    online.world.promote(group, ada)
    (refusal,) = await online.say(group, "/subscribe cs.CV", ben)
    assert refusal.text == "Only administrators can change what this chat gets."
    (asking,) = await online.say(group, "/subscribe cs.CV", ada)
    press = online.world.press(asking, "Keep", ben)
    await settled(online.world)
    assert press.answer == {"callback_query_id": press.id, "text": refusal.text}
    assert await online.parts.store.subscription("telegram", str(group.id)) is None
    assert await online.press(asking, "Keep", ada) == []
    assert asking.text.startswith("Subscribed.")
    kept = await online.parts.store.subscription("telegram", str(group.id))
    assert kept is not None
    assert kept.wishes.categories == ("cs.CV",)


async def test_a_channel_subscribes_by_a_post(online: Online, announced: list[Paper]) -> None:
    ada = online.world.user("Ada")
    channel = online.world.channel("Papers")
    online.world.promote(channel, ada)
    online.world.post(channel, "/subscribe cs.CV lang:Chinese")
    await settled(online.world)
    (asking,) = channel.sent
    assert await online.press(asking, "Keep", ada) == []
    kept = await online.parts.store.subscription("telegram", str(channel.id))
    assert kept is not None
    assert kept.wishes.language == "Chinese"


async def test_a_group_member_who_never_wrote_to_the_bot_finds_the_way_by_a_link(
    online: Online, announced: list[Paper]
) -> None:
    ada = online.world.user("Ada", started=False)
    group = online.world.supergroup("Papers", members=[ada])
    (invitation,) = await online.say(group, "/language", ada)
    payload = invitation.buttons[0]["url"].partition("start=")[2]
    (answer,) = await online.say(ada, f"/start {payload}")
    assert answer.text.startswith("I speak English with you")


async def test_papers_are_found_and_posted_in_any_chat(online: Online, announced: list[Paper]) -> None:
    ada = online.world.user("Ada")
    await online.say(ada, "/today")
    newest = online.world.inline(ada)
    await settled(online.world)
    assert [result["id"] for result in newest.results] == [paper.id for paper in announced]
    found = online.world.inline(ada, "cat:cs.CV")
    await settled(online.world)
    assert len(found.results) == len(announced)
    posted = online.world.choose(found, announced[2].id)
    payload = posted.buttons[-1]["url"].partition("start=")[2]
    (card,) = await online.say(ada, f"/start {payload}")
    assert card.text == posted.text


HOSTILE = (
    "<b>&amp;</a>",
    "\u202e\u2066gnp.exe\u2069",
    "x" * 4096,
    "a\x00b\x00",
    "'\"*_`[](){}",
    "😀" * 2000,
    "//// @@@",
)


async def test_whatever_stands_behind_a_command_it_is_answered(online: Online, announced: list[Paper]) -> None:
    ada = online.world.user("Ada")
    await online.say(ada, "/today")
    for at, name in enumerate(online.commands):
        for text in (HOSTILE[at % len(HOSTILE)], HOSTILE[(at + 3) % len(HOSTILE)]):
            messages = await online.say(ada, f"/{name} {text}"[:4096])
            assert messages, (name, text[:20])
            assert not messages[0].text.startswith("Sorry"), (name, text[:20])


async def test_twenty_people_ask_at_once_and_all_are_answered(online: Online, announced: list[Paper]) -> None:
    people = [online.world.user(f"Person {at}") for at in range(20)]
    for person in people:
        online.world.write(person, "/today")
    await settled(online.world)
    assert all(online.world.chat(person.id).texts[-1].startswith("Tuesday,") for person in people)
