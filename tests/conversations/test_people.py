"""What people choose and keep: /subscribe, /unsubscribe, /settings, /language, /save, /saved, /export, /forget."""

from __future__ import annotations

import json
from dataclasses import replace

from bot.messages import Asker
from bot.papers import Paper
from bot.text import readable
from bot.words import speak
from tests.conversations.conftest import ASKER, OpenTalk, Talk
from tests.doubles.arxiv import ArxivDouble
from tests.doubles.papers import invent
from tests.stories.conftest import TUESDAY, announce

GROUP = Asker(platform="console", user="reader", chat="everybody", direct=False, may_change=False)


async def test_subscribe_shows_what_it_would_have_brought_and_is_kept_by_a_tap(
    talk: Talk, announced: list[Paper]
) -> None:
    await talk.say("/today")
    await talk.say("/subscribe cs.AI -survey")
    assert talk.hears("subscribe-keep")
    assert talk.hears("wish-categories", categories="cs.AI")
    assert await talk.parts.store.subscriptions() == []
    await talk.press("subscription-keep")
    assert talk.hears("subscribe-kept")
    (kept,) = await talk.parts.store.subscriptions()
    assert (kept.destination.platform, kept.destination.chat) == (talk.asker.platform, talk.asker.chat)
    assert kept.wishes.categories == ("cs.AI",)
    assert kept.wishes.unwanted_words == ("survey",)
    await talk.say("/today")
    assert {item.command for item in talk.reply.items} == {
        f"paper {paper.id}" for paper in announced if "cs.AI" in paper.categories
    }


async def test_a_draft_that_is_cancelled_changes_nothing(talk: Talk) -> None:
    await talk.say("/subscribe cs.CV")
    await talk.press("subscription-cancel")
    assert talk.hears("subscribe-cancelled")
    await talk.say("/settings")
    assert talk.hears("settings-none")


async def test_unsubscribe_asks_first(talk: Talk) -> None:
    await talk.say("/unsubscribe")
    assert talk.hears("unsubscribe-none")
    await talk.say("/subscribe cs.CV")
    await talk.press("subscription-keep")
    await talk.say("/unsubscribe")
    await talk.press("subscription-cancel")
    assert len(await talk.parts.store.subscriptions()) == 1
    await talk.say("/unsubscribe")
    await talk.press("subscription-stop")
    assert talk.hears("unsubscribe-done")
    assert await talk.parts.store.subscriptions() == []


async def test_settings_are_changed_by_menus_and_by_a_line(talk: Talk) -> None:
    await talk.say("/subscribe cs.CV")
    await talk.press("subscription-keep")
    await talk.press("subscription-settings")
    await talk.press("settings-menu", menu="detail")
    assert talk.hears("settings-choose", menu="detail")
    await talk.press(next(one.label for one in talk.buttons if talk.words("wish-detail", detail="brief") in one.label))
    (kept,) = await talk.parts.store.subscriptions()
    assert kept.detail == "brief"
    await talk.say("/settings +cs.AI time:08:30 tz:berlin")
    assert talk.hears("settings-changed")
    (kept,) = await talk.parts.store.subscriptions()
    assert (kept.wishes.categories, kept.at, kept.timezone) == (("cs.CV", "cs.AI"), "08:30", "Europe/Berlin")


async def test_a_wish_that_cannot_be_read_is_explained_and_keeps_nothing(talk: Talk) -> None:
    await talk.say("/subscribe cs.VC tiem:8")
    assert talk.reply.private
    assert "cs.VC" in talk.reply.text
    assert "tiem" in talk.reply.text
    assert await talk.parts.store.subscriptions() == []


async def test_in_a_group_only_administrators_change_things(open_talk: OpenTalk) -> None:
    async with open_talk(GROUP) as talk:
        for command in ("/subscribe cs.CV", "/unsubscribe", "/settings time:08:30"):
            await talk.say(command)
            assert talk.hears("not-allowed", platform="console")
            assert talk.reply.private
    async with open_talk(replace(GROUP, may_change=True)) as talk:
        await talk.say("/subscribe cs.CV")
        await talk.press("subscription-keep")
        assert talk.hears("subscribe-kept")


async def test_language_changes_what_the_bot_speaks_from_then_on(talk: Talk) -> None:
    other = "zh" if talk.words.language == "en" else "en"
    await talk.desk.answer(talk.asker, f"/language {'Chinese' if other == 'zh' else 'English'}")
    reply = await talk.desk.answer(talk.asker, "/help")
    assert reply.text.startswith(speak(other)("help-intro"))
    reply = await talk.desk.answer(replace(talk.asker, user="somebody else", chat="elsewhere"), "/help")
    assert reply.text.startswith(talk.words("help-intro"))
    await talk.desk.answer(talk.asker, "/language auto")
    reply = await talk.desk.answer(talk.asker, "/help")
    assert reply.text.startswith(talk.words("help-intro"))


async def test_a_saved_paper_stands_on_the_shelf_until_it_is_removed(talk: Talk, announced: list[Paper]) -> None:
    one = announced[0]
    await talk.say(one.id)
    await talk.press("button-save")
    assert talk.hears("save-done", title=readable(one.title))
    await talk.press("save-all")
    assert talk.hears("saved-heading", count=1, page=1, pages=1)
    assert (await talk.open(1)).cards[0].paper == one.id
    await talk.say("/saved")
    await talk.press("saved-remove", paper=one.id)
    assert talk.hears("saved-removed")
    assert talk.hears("saved-none")


async def test_a_full_shelf_has_pages(talk: Talk, arxiv: ArxivDouble) -> None:
    many = invent(12)
    announce(arxiv, TUESDAY, many)
    await talk.say("/save " + " ".join(paper.id for paper in many[:10]))
    await talk.say("/save " + " ".join(paper.id for paper in many[10:]))
    await talk.press("save-all")
    assert talk.hears("saved-heading", count=12, page=1, pages=2)
    first = [item.command for item in talk.reply.items]
    await talk.press("›")
    assert sorted(first + [item.command for item in talk.reply.items]) == [f"paper {paper.id}" for paper in many]


async def test_what_is_kept_is_handed_over_and_then_forgotten(talk: Talk, announced: list[Paper]) -> None:
    await talk.say(announced[0].id)
    await talk.press("button-save")
    await talk.say("/subscribe cs.CV")
    await talk.press("subscription-keep")
    await talk.say("/export")
    assert talk.reply.file is not None
    assert announced[0].id in json.dumps(json.loads(talk.reply.file.text))
    await talk.say("/forget")
    await talk.press("subscription-cancel")
    assert talk.hears("forget-cancelled")
    await talk.say("/forget")
    await talk.press("forget-yes")
    await talk.say("/saved")
    assert talk.hears("saved-none")
    assert await talk.parts.store.subscriptions() == []


async def test_the_limit_on_costly_work_is_a_friendly_sentence(open_talk: OpenTalk, announced: list[Paper]) -> None:
    async with open_talk(replace(ASKER, operator=False), with_model=True) as talk:
        refused = []
        for language in ("German", "French", "Spanish"):
            for paper in announced:
                await talk.say(f"/paper {paper.id} in {language}")
                refused.append("20 new summaries" in talk.reply.text or "20 篇新摘要" in talk.reply.text)
                assert talk.reply.cards
        assert refused == [False] * 20 + [True] * 4
