"""Whole conversations on Discord: the real desk, the real library, a server that is as strict as the real one."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from typing import Any

import pytest

from bot.clock import Clock
from bot.discord import client
from bot.messages import Command, Destination, Page
from bot.papers import Paper
from bot.passages import check
from bot.words import speak
from handlers.daily import Parts
from handlers.table import desk
from tests.conversations.conftest import CHINESE, FOREIGN, SETTINGS
from tests.doubles.discord.actions import Action
from tests.doubles.discord.logins import new_login, settled
from tests.doubles.discord.places import Channel, Message, User
from tests.doubles.discord.server import DiscordDouble
from tests.doubles.papers import invent
from tests.stories.conftest import TUESDAY, Assemble


@dataclass
class Online:
    """The bot at work, and the world it works in."""

    world: DiscordDouble
    parts: Parts
    commands: tuple[Command, ...]

    async def slash(self, user: User, place: Channel | User, name: str, **values: Any) -> Action:
        """Somebody gives a command; it is answered in full."""
        return await self._whole(await self.world.slash(user, place, name, values))

    async def press(self, message: Message, button: str | int, user: User) -> Action:
        """Somebody presses a button."""
        return await self._whole(await self.world.press(message, button, user))

    async def say(self, user: User, place: Channel | User, text: str, *, mention: bool = False) -> list[Message]:
        """Somebody writes; what the bot says then."""
        channel = user.dm if isinstance(place, User) else place
        before = len(channel.sent)
        self.world.write(user, place, text, mention=mention)
        await settled(self.world)
        return channel.sent[before:]

    async def _whole(self, action: Action) -> Action:
        await settled(self.world)
        assert action.answers or action.updated, action.what
        return action


GoOnline = Callable[[], AbstractAsyncContextManager[Online]]


@pytest.fixture(autouse=True)
def _few_servers(monkeypatch: pytest.MonkeyPatch) -> None:
    """All servers are known at once; the library would wait half a second for more."""
    monkeypatch.setattr(client, "_SETTLED", 0.02)


@pytest.fixture
async def world(clock: Clock) -> AsyncIterator[DiscordDouble]:
    async with DiscordDouble(clock, rates=False) as double:
        yield double
    assert double.breaches == [], double.breaches
    assert [f"{call.method} {call.path}: {call.code}" for call in double.calls if call.status >= 400] == []


@pytest.fixture
def go_online(assemble: Assemble, world: DiscordDouble) -> GoOnline:
    """A start of the bot, on the same database and in the same world as the one before."""

    @asynccontextmanager
    async def start() -> AsyncIterator[Online]:
        async with assemble(patience=60.0) as parts:
            counter = desk(parts, SETTINGS)
            async with new_login(world, counter, notes=parts.store):
                await settled(world)
                yield Online(world, parts, counter.commands)

    return start


@pytest.fixture
async def online(go_online: GoOnline) -> AsyncIterator[Online]:
    async with go_online() as online:
        yield online


@pytest.fixture
def papers() -> list[Paper]:
    """Enough for three pages."""
    return invent(20)


def filled(command: Command, papers: list[Paper]) -> dict[str, Any]:
    """What somebody might fill into the options that a command requires."""
    some = {"paper": papers[0].id, "papers": f"{papers[0].id} {papers[1].id}", "words": "learning"}
    return {option.name: some[option.name] for option in command.options if option.required}


OPTIONS: Mapping[str, Any] = {
    "paper": None, "papers": None, "words": "robots", "category": "cs.CV", "categories": "cs.CV, cs.AI",
    "author": "Ada Brook, Čapek", "authors": "Ada Brook", "without": "survey", "without_author": "Nobody",
    "without_authors": "Nobody", "without_category": "cs.RO", "after": "2026-11-01", "before": "2026-12-01",
    "sort": "newest", "day": "2026-11-24", "gap": "3d", "language": "English", "of": "words", "time": "08:30",
    "timezone": "Europe/Berlin", "detail": "brief", "max_pages": 3, "silent": True, "crosslists": False,
    "missed": "one", "quiet": True,
    "replacements": True, "only": "robots", "command": "today", "menu": "time",
}  # fmt: skip
"""A value for every option that there is, but for a role, which is somebody's server's."""


@pytest.mark.parametrize("locale", ["en", "zh-hans"], indirect=True)
async def test_every_command_is_answered_in_private(online: Online, announced: list[Paper], locale: str) -> None:
    ada = online.world.user("Ada", locale="zh-CN" if locale == "zh-hans" else "en-US")
    sorry = speak(locale)("discord-sorry")
    await online.slash(ada, ada, "today")
    for command in online.commands:
        action = await online.slash(ada, ada, command.name, **filled(command, announced))
        assert not action.ephemeral, command.name
        assert all(message.text != sorry for message in action.answers), command.name
        if locale != "en" and command.name not in FOREIGN:
            assert any(CHINESE.search(message.text) for message in action.answers), command.name


async def test_every_option_is_understood_alone_and_with_the_others(online: Online, announced: list[Paper]) -> None:
    ada = online.world.user("Ada")
    lab = online.world.guild("Lab")
    papers, role = lab.text("papers"), lab.role("readers")
    lab.join(ada, rights=("manage_guild", "view_channel", "send_messages", "use_application_commands"))
    await online.slash(ada, papers, "today")
    there = {"paper": announced[0].id, "papers": announced[0].id, "mention": role}
    asked = 0
    for command in online.commands:
        values = {one.name: there.get(one.name, OPTIONS.get(one.name)) for one in command.options}
        required = {one.name: values[one.name] for one in command.options if one.required}
        several = [required | {name: value} for name, value in values.items()]
        if command.name == "language":
            several.append(values)
        for given in several:
            action = await online.slash(ada, papers, command.name, **given)
            assert not action.text.startswith(("Sorry", "There is no command")), (command.name, given)
            asked += 1
    assert asked > 50


async def test_every_option_that_completes_offers_something_at_once(online: Online, announced: list[Paper]) -> None:
    ada = online.world.user("Ada")
    papers = online.world.guild("Lab").text("papers")
    await online.slash(ada, papers, "today")
    silent = []
    for command in online.commands:
        for option in command.options:
            if option.complete is None:
                continue
            word = announced[0].title.split()[0][:4]
            typed = ("", "c", "e", word, announced[0].authors[0][:3], announced[0].id[:5])
            found = [await online.world.complete(ada, papers, command.name, option.name, text) for text in typed]
            if not any(found):
                silent.append(f"{command.name} {option.name}")
    assert silent == []


async def test_every_command_is_answered_in_a_server_too(online: Online, announced: list[Paper]) -> None:
    ada = online.world.user("Ada")
    papers = online.world.guild("Lab").text("papers")
    personal = {command.name for command in online.commands if command.personal}
    for command in online.commands:
        action = await online.slash(ada, papers, command.name, **filled(command, announced))
        if command.name in personal:
            assert action.ephemeral, command.name


async def test_everybody_else_has_them_where_they_brought_the_bot_along(online: Online, announced: list[Paper]) -> None:
    ada = online.world.user("Ada", installed=True)
    elsewhere = online.world.guild("Elsewhere", bot=False).text("talk")
    for command in online.commands:
        action = await online.slash(ada, elsewhere, command.name, **filled(command, announced))
        assert action.ephemeral or not (command.personal or command.changes), command.name
    kept = await online.slash(ada, elsewhere, "subscribe", categories="cs.CV")
    await online.press(kept.answer, "Keep", ada)
    assert await online.parts.store.subscription("discord", str(ada.id)) is not None


@pytest.mark.parametrize("locale", ["en", "zh-hans"], indirect=True)
async def test_free_text_is_a_search_whose_pages_turn_in_place(
    online: Online, announced: list[Paper], locale: str
) -> None:
    ada = online.world.user("Ada", locale="zh-CN" if locale == "zh-hans" else "en-US")
    words = speak(locale)
    await online.slash(ada, ada, "today")
    (page,) = await online.say(ada, ada, "cat:cs.CV")
    first = page.text
    turned = await online.press(page, words("list-next"), ada)
    assert turned.updated
    assert page.text != first
    await online.press(page, words("list-first"), ada)
    assert (page.text, page.edits) == (first, 2)
    card = await online.press(page, words("discord-details"), ada)
    assert not card.updated
    title = re.search(r"\*\*1\\\. \[(.*?)\]\(", page.text)
    assert title is not None
    assert title[1] in card.text
    assert page.text == first


async def test_the_rest_of_a_long_edition_is_a_press_away(online: Online, announced: list[Paper]) -> None:
    ada = online.world.user("Ada")
    await online.slash(ada, ada, "today")
    channel = Destination("discord", "1001")
    carried = Page(number=2, text="{}", thread="cs.CV", papers=tuple(paper.id for paper in announced[:14]))
    await online.parts.store.plan(channel, TUESDAY, [carried])
    (delivery,) = await online.parts.store.deliveries(channel, TUESDAY)
    passage = f"of:{delivery.id}.{check(carried.papers)} 5 105-114"
    action = await online.slash(ada, ada, "digest", day=passage)
    assert "105" in action.text


async def test_help_names_every_option_by_the_name_that_discord_shows(online: Online) -> None:
    ada = online.world.user("Ada")
    for command in online.commands:
        told = await online.slash(ada, ada, "help", command=command.name)
        lines = [line for line in told.text.split("\n") if ": " in line]
        assert [line.partition(":")[0] for line in lines] == [
            option.name.replace("_", "\\_") if "_" in option.name else option.name for option in command.options
        ], command.name
        for button in told.buttons:
            assert button.label.startswith(f"/{command.name}"), button.label
            assert not re.search(r"\S:\S|[+-]\w+:", button.label.replace("https://", "").replace("08:30", "")), (
                button.label
            )


async def test_a_card_saved_likened_and_cited_by_its_buttons_and_shared(online: Online, announced: list[Paper]) -> None:
    ada, ben = online.world.user("Ada"), online.world.user("Ben")
    papers = online.world.guild("Lab").text("papers")
    await online.slash(ada, papers, "today")
    card = await online.slash(ada, papers, "paper", paper=announced[0].id)
    saved = await online.press(card.answer, "Save", ben)
    assert saved.ephemeral
    assert saved.text.startswith("Saved: ")
    assert "Share" not in [button.label for button in saved.buttons]
    entry = await online.press(card.answer, "BibTeX", ben)
    assert entry.text.startswith("```\n@")
    alike = await online.press(card.answer, "Similar", ben)
    assert alike.ephemeral
    shared = await online.press(alike.answer, "Share", ben)
    assert not shared.ephemeral
    assert shared.text.endswith("Shared by Ben")
    await online.press(saved.answer, "All saved papers", ben)
    assert saved.answer.text.startswith("### Your saved paper")


async def test_buttons_from_before_a_restart_work_after_it(
    go_online: GoOnline, world: DiscordDouble, announced: list[Paper]
) -> None:
    ada, ben = world.user("Ada"), world.user("Ben")
    papers = world.guild("Lab").text("papers")
    async with go_online() as online:
        asked = [
            await online.slash(ada, papers, "today"),
            await online.slash(ada, papers, "search", words="cat:cs.CV"),
            await online.slash(ada, papers, "paper", paper=announced[1].id),
            await online.slash(ada, ada, "settings"),
            await online.slash(ada, ada, "language"),
            await online.slash(ada, ada, "help", command="today"),
            await online.slash(ada, ada, "subscribe"),
        ]
        lists = [action.answer for action in asked]
    assert all(any(button.custom_id for button in message.buttons) for message in lists)
    world.clock.advance(hours=3)  # type: ignore[attr-defined]  # the stories' clock is one that is moved
    async with go_online() as online:
        for message in lists:
            at = next(at for at, button in enumerate(message.buttons) if button.custom_id)
            user = ben if message.channel is papers else ada
            action = await online.press(message, at, user)
            assert action.text
            assert not action.text.startswith(("Sorry", "There is no command"))


async def test_the_day_is_fetched_and_its_list_takes_the_place_of_the_promise(
    online: Online, announced: list[Paper]
) -> None:
    ada = online.world.user("Ada")
    papers = online.world.guild("Lab").text("papers")
    action = await online.slash(ada, papers, "today")
    assert action.answer.edits >= 1 or action.deferred
    assert action.text.startswith("### Tuesday, November 24, 2026")


async def test_a_server_subscribes_by_its_managers_hand_alone(online: Online, announced: list[Paper]) -> None:
    lab = online.world.guild("Lab")
    papers, digest = lab.text("papers"), lab.forum("digest")
    ada, ben = online.world.user("Ada"), online.world.user("Ben")
    lab.join(ada, rights=("manage_guild", "view_channel", "send_messages", "use_application_commands"))
    refusal = await online.slash(ben, papers, "subscribe", categories="cs.CV")
    assert refusal.ephemeral
    assert refusal.text == "Only people who may manage this server can change what this channel gets."
    asking = await online.slash(ada, papers, "subscribe", categories="cs.CV")
    assert not asking.ephemeral
    refused = await online.press(asking.answer, "Keep", ben)
    assert (refused.ephemeral, refused.text) == (True, refusal.text)
    assert await online.parts.store.subscription("discord", str(papers.id)) is None
    kept = await online.press(asking.answer, "Keep", ada)
    assert kept.updated
    assert kept.text.startswith("Subscribed.")
    found = await online.parts.store.subscription("discord", str(papers.id))
    assert found is not None
    assert found.wishes.categories == ("cs.CV",)
    assert digest.id


async def test_a_role_is_called_by_a_subscription_that_asks_for_it(online: Online, announced: list[Paper]) -> None:
    lab = online.world.guild("Lab")
    papers, readers = lab.text("papers"), lab.role("readers", mentionable=True)
    ada = online.world.user("Ada")
    lab.join(ada, rights=("manage_guild", "view_channel", "send_messages", "use_application_commands"))
    asking = await online.slash(ada, papers, "subscribe", categories="cs.CV", mention=readers)
    assert asking.answer.pings == []
    await online.press(asking.answer, "Keep", ada)
    found = await online.parts.store.subscription("discord", str(papers.id))
    assert found is not None
    assert found.mention == str(readers.id)


HOSTILE = (
    "**bold** `code` ||spoiler||",
    "\u202e\u2066gnp.exe\u2069",
    "x" * 4000,
    "<@1> @everyone <#2>",
    "'\"*_`[](){}",
    "😀" * 2000,
    "```\n# heading",
)


async def test_whatever_is_filled_in_it_is_answered(online: Online, announced: list[Paper]) -> None:
    ada = online.world.user("Ada")
    await online.slash(ada, ada, "today")
    at = 0
    for command in online.commands:
        for option in command.options:
            if option.kind != "text" or option.choices:
                continue
            at += 1
            given = filled(command, announced) | {option.name: HOSTILE[at % len(HOSTILE)]}
            action = await online.slash(ada, ada, command.name, **given)
            assert not action.text.startswith("Sorry"), (command.name, option.name, at % len(HOSTILE))
            assert all(not message.pings for message in action.answers)


async def test_twenty_people_ask_at_once_and_all_are_answered(online: Online, announced: list[Paper]) -> None:
    people = [online.world.user(f"Person {at}") for at in range(20)]
    online.world.no_wait = True
    actions = [await online.world.slash(person, person, "today") for person in people]
    await settled(online.world)
    for action in actions:
        await action.settled()
        assert action.text.startswith("### Tuesday,")
