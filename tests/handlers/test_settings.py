"""/settings changes one wish and leaves the rest; /language is everybody's own."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import time

import pytest

from bot.messages import Asker, Destination
from bot.store import Person
from bot.subscriptions import Origin, Subscription
from bot.wishes import Wishes
from bot.words import speak
from handlers import reader
from handlers.daily import Parts
from tests.doubles.chats import ADA, OFFERED, Chat, labels
from tests.stories.conftest import Assemble

HERE = Destination("telegram", "7")
WHOLE = Subscription(
    destination=HERE,
    wishes=Wishes(categories=("cs.CV", "cs.AI"), wanted_words=("diffusion", "扩散"), unwanted_authors=("Paul Erdős",)),
    time=time(8, 30),
    timezone="Europe/Berlin",
)


async def subscribed(parts: Parts, subscription: Subscription = WHOLE, asker: Asker = ADA) -> Chat:
    await parts.store.save_subscription(subscription, at=parts.clock.now())
    return Chat(parts, asker)


async def kept(parts: Parts) -> Subscription:
    found = await parts.store.subscription("telegram", "7")
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("line", "changed"),
    [
        ("time:asap", {"time": None}),
        ("time:23:59 tz:tokyo", {"time": time(23, 59), "timezone": "Asia/Tokyo"}),
        ("layout:rich", {"layout": "rich"}),
        ("detail:titles", {"detail": "titles"}),
        ("pages:5", {"max_pages": 5}),
        ("silent", {"silent": True}),
        ("missed:one", {"missed": "one"}),
        ("补发:最新", {"missed": "newest"}),
        ("quiet:yes", {"quiet": True}),
    ],
)
async def test_an_option_that_is_named_changes_and_all_others_stay(
    line: str, changed: dict[str, object], assemble: Assemble
) -> None:
    async with assemble() as parts:
        chat = await subscribed(parts)
        before = await kept(parts)
        assert (await chat.say(f"/settings {line}")).text.startswith("Changed.")
        assert await kept(parts) == replace(before, **changed)  # type: ignore[arg-type]  # each value fits its name
        assert (await chat.say(f"/settings {line}")).text.startswith("That is how it was already.")


@pytest.mark.parametrize(
    ("line", "changed"),
    [
        ("+cs.LG", {"categories": ("cs.CV", "cs.AI", "cs.LG")}),
        ("-cs.CV", {"categories": ("cs.AI",)}),
        ("cs.LG", {"categories": ("cs.LG",)}),
        ("lang:de", {"language": "German"}),
        ("crosslists:no replacements:yes", {"crosslists": False, "replacements": True}),
        ("+gan -survey", {"wanted_words": ("diffusion", "扩散", "gan"), "unwanted_words": ("survey",)}),
        ("-Diffusion", {"wanted_words": ("扩散",), "unwanted_words": ("Diffusion",)}),
        ('author:"paul erdős"', {"wanted_authors": ("paul erdős",), "unwanted_authors": ()}),
    ],
)
async def test_a_wish_that_is_named_changes_and_all_others_stay(
    line: str, changed: dict[str, object], assemble: Assemble
) -> None:
    async with assemble() as parts:
        chat = await subscribed(parts)
        assert (await chat.say(f"/settings {line}")).text.startswith("Changed.")
        assert (await kept(parts)).wishes == replace(WHOLE.wishes, **changed)  # type: ignore[arg-type]  # as above


@pytest.mark.parametrize("locale", ["en", "zh"])
async def test_every_menu_opens_and_every_button_in_it_does_what_it_says(locale: str, assemble: Assemble) -> None:
    async with assemble() as parts:
        chat = await subscribed(parts, asker=replace(ADA, locale=locale))
        overview = await chat.say("/settings")
        menus = [button for row in overview.buttons[:2] for button in row]
        assert len(menus) == 8
        for menu in menus:
            choices = [button for row in (await chat.press(overview, menu.label)).buttons[:-1] for button in row]
            assert choices
            for choice in choices:
                await parts.store.save_subscription(WHOLE, at=parts.clock.now())
                before = await kept(parts)
                await chat.desk.press(chat.asker, choice.command)
                changed = await kept(parts) != before
                is_taken_away = menu.command.endswith("categories")
                assert changed is (not choice.label.startswith("✓") or is_taken_away), choice


async def test_a_menu_opens_after_what_else_was_wished_for(assemble: Assemble) -> None:
    async with assemble() as parts:
        chat = await subscribed(parts)
        assert await chat.say("/settings menu:time") == await chat.say("/settings time")
        opened = await chat.say("/settings menu:words detail:titles +gan")
        assert opened.text.startswith("Changed.")
        assert "× +gan" in labels(opened)
        assert (await kept(parts)).detail == "titles"
        assert "“Xyzzy”" in (await chat.say("/settings menu:words lang:Xyzzy")).text
        assert "“menu:”" in (await chat.say("/settings menu:xyzzy")).text


async def test_a_role_is_called_on_discord_until_it_is_taken_away(assemble: Assemble) -> None:
    asker = replace(ADA, platform="discord", direct=False)
    there = replace(WHOLE, destination=Destination("discord", "7"))
    async with assemble() as parts:
        chat = await subscribed(parts, there, asker)
        for written, role in (("123456789012345678", "123456789012345678"), ("<@&42>", "42"), ("43", "43")):
            reply = await chat.say(f"/settings mention:{written}")
            assert f"Each edition calls the role {role}" in reply.text
            assert await parts.store.subscription("discord", "7") == replace(there, mention=role, origin=Origin.COMMAND)
        assert "提及身份组 43" in (await Chat(parts, replace(asker, locale="zh")).say("/settings")).text
        for wrong in ("everyone", "@here", "<@42>", "1" * 21, "४२"):
            assert "is not a role" in (await chat.say(f"/settings mention:{wrong}")).text
        document = (await Chat(parts, replace(asker, direct=True)).say("/export")).file
        assert document
        assert json.loads(document.text)["subscription"]["mention"] == "43"
        reply = await chat.press(reply, "Call no role")
        assert "role" not in reply.text
        assert "Call no role" not in labels(reply)
        assert await parts.store.subscription("discord", "7") == replace(there, origin=Origin.COMMAND)


async def test_where_there_are_no_roles_or_layouts_it_says_so(assemble: Assemble) -> None:
    async with assemble() as parts:
        for locale, said in (("en", "Only on Discord"), ("zh", "只有 Discord")):
            chat = await subscribed(parts, asker=replace(ADA, locale=locale))
            assert said in (await chat.say("/settings mention:42")).text
            assert said in (await chat.say("/subscribe cs.CV mention:none")).text
        assert (await kept(parts)).mention == ""
        there = replace(WHOLE, destination=Destination("discord", "7"))
        chat = await subscribed(parts, there, replace(ADA, platform="discord"))
        assert "one layout" in (await chat.say("/settings layout:rich")).text
        shown = await chat.say("/settings")
        assert "ayout" not in shown.text + "".join(labels(shown))
        assert "Of each paper: everything" in shown.text


async def test_what_is_chosen_is_marked(assemble: Assemble) -> None:
    async with assemble() as parts:
        chat = await subscribed(parts)
        assert [label for label in labels(await chat.say("/settings timezone")) if label[0] == "✓"] == [
            "✓ Europe/Berlin"
        ]
        assert labels(await chat.say("/settings categories"))[:3] == ["✓ cs.CV", "✓ cs.AI", "cs.LG"]


async def test_words_are_removed_one_by_one_even_by_old_buttons(assemble: Assemble) -> None:
    async with assemble() as parts:
        chat = await subscribed(parts)
        menu = await chat.say("/settings words")
        assert labels(menu)[:3] == ["× +diffusion", "× +扩散", "× -author:Paul Erdős"]
        after = await chat.press(menu, "× +diffusion")
        assert labels(after)[:2] == ["× +扩散", "× -author:Paul Erdős"]
        await chat.press(menu, "× -author:Paul Erdős")
        assert (await kept(parts)).wishes == replace(WHOLE.wishes, wanted_words=("扩散",), unwanted_authors=())
        assert (await chat.press(menu, "× +diffusion")).text.startswith("That is how it was already.")


async def test_switches_turn_on_and_off(assemble: Assemble) -> None:
    async with assemble() as parts:
        chat = await subscribed(parts)
        reply = await chat.press(await chat.say("/settings"), "Without cross-lists")
        assert not (await kept(parts)).wishes.crosslists
        await chat.press(reply, "Add cross-lists")
        assert (await kept(parts)).wishes.crosslists


async def test_a_mistake_changes_nothing(assemble: Assemble) -> None:
    async with assemble() as parts:
        chat = await subscribed(parts)
        before = await kept(parts)
        assert "Did you mean Europe/Berlin?" in (await chat.say("/settings silent:yes tz:Berlni")).text
        assert await kept(parts) == before


async def test_a_chat_without_a_subscription_is_shown_the_way_to_one(assemble: Assemble) -> None:
    async with assemble() as parts:
        reply = await Chat(parts).say("/settings time:08:30")
        assert reply.buttons[0][0].command == "subscribe"
        assert await parts.store.subscriptions() == []


async def test_the_settings_file_has_the_last_word(assemble: Assemble) -> None:
    async with assemble() as parts:
        parts.store.adopt([WHOLE])
        for line in ("", " time:asap", " time", " remove 00000000"):
            reply = await Chat(parts).say(f"/settings{line}")
            assert "Only whoever runs the bot can change it" in reply.text
            assert "08:30, Europe/Berlin" in reply.text
        assert await kept(parts) == WHOLE


async def test_in_a_group_only_administrators_change_settings(assemble: Assemble) -> None:
    async with assemble() as parts:
        reader = replace(ADA, direct=False, may_change=False)
        assert not (await Chat(parts, reader).say("/settings")).buttons
        chat = await subscribed(parts, asker=reader)
        before = await kept(parts)
        for line in ("time:asap", "time", "categories -cs.AI"):
            assert (await chat.say(f"/settings {line}")).text.startswith("Only administrators")
        shown = await chat.say("/settings")
        assert "08:30, Europe/Berlin" in shown.text
        assert not shown.buttons
        assert await kept(parts) == before


@pytest.mark.parametrize(
    ("locale", "said", "done"), [("en", "Categories: cs.CV, cs.AI", "Done"), ("zh", "分类：cs.CV、cs.AI", "完成")]
)
async def test_the_menu_of_categories_stays_open_until_it_is_done(
    locale: str, said: str, done: str, assemble: Assemble
) -> None:
    async with assemble() as parts:
        chat = await subscribed(parts, asker=replace(ADA, locale=locale))
        menu = await chat.say("/settings categories")
        assert said in menu.text
        menu = await chat.press(menu, "cs.LG")
        assert labels(menu)[:3] == ["✓ cs.CV", "✓ cs.AI", "✓ cs.LG"]
        menu = await chat.press(menu, "✓ cs.CV")
        menu = await chat.press(menu, "✓ cs.LG")
        assert labels(menu)[0] == "✓ cs.AI"
        last = await chat.press(menu, "✓ cs.AI")
        assert speak(locale)("wish-no-category-left") in last.text
        assert (await kept(parts)).wishes.categories == ("cs.AI",)
        overview = await chat.press(last, done)
        assert overview == await chat.say("/settings")


# /language


@pytest.mark.parametrize(
    ("line", "person"),
    [
        ("German", Person(language="German")),
        ("中文", Person(locale="zh", language="Chinese")),
        ("en", Person(locale="en", language="English")),
        ("words zh", Person(locale="zh")),
        ("words Chinese", Person(locale="zh")),
        ("summaries Chinese", Person(language="Chinese")),
        ("summaries brazilian portuguese", Person(language="Brazilian Portuguese")),
        ("auto", Person()),
    ],
)
async def test_a_choice_is_kept_for_the_person(line: str, person: Person, assemble: Assemble) -> None:
    async with assemble() as parts:
        await Chat(parts).say(f"/language {line}")
        assert await parts.store.person("telegram", "7") == person
        assert await parts.store.person("discord", "7") == Person()


@pytest.mark.parametrize(
    ("line", "english", "chinese"),
    [
        ("Chinise", "Did you mean Chinese", "是不是 Chinese"),
        ("Xyzzy", "Write its English name", "英文名"),
        ("words German", "I don't speak German myself", "我自己不会说德语"),
    ],
)
async def test_a_language_that_cannot_be_is_said(line: str, english: str, chinese: str, assemble: Assemble) -> None:
    async with assemble() as parts:
        assert english in (await Chat(parts).say(f"/language {line}")).text
        assert chinese in (await Chat(parts, replace(ADA, locale="zh")).say(f"/language {line}")).text
        assert await parts.store.person("telegram", "7") == Person()


@pytest.mark.parametrize("line", ["words", "summaries"])
async def test_one_of_the_two_languages_alone_is_a_question_not_a_language(line: str, assemble: Assemble) -> None:
    async with assemble() as parts:
        chat = Chat(parts)
        assert await chat.say(f"/language {line}") == await chat.say("/language")


async def test_the_answer_comes_in_the_language_that_was_chosen(assemble: Assemble) -> None:
    async with assemble() as parts:
        chat = Chat(parts)
        assert "until you choose" in (await chat.say("/language")).text
        reply = await chat.press(await chat.say("/language"), "I speak 中文")
        assert reply.text.startswith("好的。\n我与你交流的语言：中文；摘要的语言：中文。")
        assert await reader.recognized(ADA, parts.store) == replace(ADA, locale="zh")
        assert "your app" in (await chat.press(reply, "跟随应用")).text
        assert await reader.recognized(ADA, parts.store) == ADA


@pytest.mark.parametrize(("locale", "of_summaries"), [("en", "Summaries: {}"), ("zh", "摘要：{}")])
async def test_every_button_says_which_of_the_two_languages_it_is_for(
    locale: str, of_summaries: str, assemble: Assemble
) -> None:
    async with assemble() as parts:
        chat = Chat(parts, replace(ADA, locale=locale))
        shown = await chat.say("/language")
        labelled = [button for row in shown.buttons for button in row if "summaries" in button.command]
        assert of_summaries.format("Deutsch") in [button.label for button in labelled]
        assert all(button.label.startswith(of_summaries.format("")) for button in labelled)
        await chat.press(shown, of_summaries.format("Deutsch"))
        assert await parts.store.person("telegram", "7") == Person(language="German")


async def test_without_a_model_it_promises_no_translation(assemble: Assemble) -> None:
    async with assemble() as parts:
        assert "No model writes summaries here" in (await Chat(parts).say("/language German")).text
    async with assemble(with_model=True) as parts:
        assert "No model" not in (await Chat(parts).say("/language German")).text


async def test_the_daily_edition_can_follow(assemble: Assemble) -> None:
    async with assemble() as parts:
        chat = await subscribed(parts)
        reply = await chat.say("/language summaries German")
        assert "The daily edition of this chat comes in English." in reply.text
        await chat.press(reply, "The daily edition, too")
        assert (await kept(parts)).wishes.language == "German"
        assert "The daily edition, too" not in labels(await chat.say("/language"))
        other = Chat(parts, replace(ADA, user="8", may_change=False))
        assert "The daily edition, too" not in labels(await other.say("/language Korean"))


@pytest.mark.parametrize(
    ("direct", "chosen", "chats", "locale", "language"),
    [
        (True, None, None, "zh-Hans-CN", "Chinese"),
        (True, None, "German", "zh", "German"),
        (True, "Korean", "German", "zh", "Korean"),
        (False, "Korean", "German", "zh", "German"),
        (False, "Korean", None, "zh", "Korean"),
        (True, None, None, "tlh", "English"),
    ],
)
async def test_a_reader_gets_summaries_in_the_language_that_was_meant_for_them(
    direct: bool, chosen: str | None, chats: str | None, locale: str, language: str, assemble: Assemble
) -> None:
    async with assemble() as parts:
        asker = replace(ADA, direct=direct, locale=locale)
        await parts.store.save_person("telegram", "7", Person(language=chosen))
        if chats:
            wishes = Wishes(categories=("cs.AI",), language=chats)
            await parts.store.save_subscription(Subscription(destination=HERE, wishes=wishes), at=parts.clock.now())
        assert await reader.language(asker, parts.store) == language
        assert await reader.wishes(asker, parts.store, OFFERED) == Wishes(
            categories=("cs.AI",) if chats else OFFERED, language=language
        )
