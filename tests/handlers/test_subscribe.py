"""/subscribe and /unsubscribe: tried first, kept only when somebody says yes, in the chat that it was tried in."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.messages import Asker, Destination, Page
from bot.papers import Announced, Announcement, Kind, Paper
from bot.store import Store
from bot.subscriptions import Origin, Subscription
from bot.wishes import Wishes
from bot.words import speak
from handlers import subscribe
from tests.doubles.chats import ADA, OFFERED, Chat, labels, offline
from tests.doubles.clock import MovedClock
from tests.stories.conftest import SIX_IN_NEW_YORK, TUESDAY, Assemble

VISION = Wishes(categories=("cs.CV",))
HERE = Destination("telegram", "7")
FILES = Subscription(destination=HERE, wishes=VISION)


async def test_a_wish_is_kept_with_everything_that_was_said_once_somebody_says_yes(assemble: Assemble) -> None:
    async with assemble() as parts:
        chat = Chat(parts)
        shown = await chat.say(
            "/subscribe cs.ai CS.cv lang:chinese time:8:30pm tz:berlin layout:rich detail:brief pages:3 silent:yes "
            "missed:one quiet:yes crosslists:no replacements:yes "
            '+diffusion +"point cloud" -survey author:"Paul Erdős" -author:Prolific'
        )
        assert labels(shown) == ["Keep", "Cancel"]
        assert await parts.store.subscription("telegram", "7") is None
        await chat.press(shown, "Keep")
        assert await parts.store.subscription("telegram", "7") == Subscription(
            destination=HERE,
            wishes=Wishes(
                categories=("cs.AI", "cs.CV"),
                language="Chinese",
                crosslists=False,
                replacements=True,
                wanted_words=("diffusion", "point cloud"),
                unwanted_words=("survey",),
                wanted_authors=("Paul Erdős",),
                unwanted_authors=("Prolific",),
            ),
            time=time(20, 30),
            timezone="Europe/Berlin",
            layout="rich",
            detail="brief",
            max_pages=3,
            silent=True,
            missed="one",
            quiet=True,
            origin=Origin.COMMAND,
        )


async def test_nothing_said_means_every_category_in_the_language_of_the_client(assemble: Assemble) -> None:
    async with assemble() as parts:
        chat = Chat(parts, replace(ADA, locale="zh-Hans"))
        await chat.press(await chat.say("/subscribe"), "确认")
        kept = await parts.store.subscription("telegram", "7")
    assert kept is not None
    assert kept.wishes == Wishes(categories=OFFERED, language="Chinese")


async def test_cancelled_means_nothing_is_kept(assemble: Assemble) -> None:
    async with assemble() as parts:
        chat = Chat(parts)
        assert (await chat.press(await chat.say("/subscribe"), "Cancel")).text == "Nothing was kept."
        assert await parts.store.subscriptions() == []


async def test_a_wish_waits_a_day_and_then_is_gone(assemble: Assemble, clock: MovedClock) -> None:
    async with assemble() as parts:
        chat = Chat(parts)
        shown = await chat.say("/subscribe")
        clock.advance(hours=24)
        assert (await chat.press(shown, "Keep")).text.startswith("Subscribed.")
        shown = await chat.say("/subscribe cs.CV")
        clock.advance(hours=24, seconds=1)
        assert "I keep one for a day" in (await chat.press(shown, "Keep")).text


async def test_a_button_works_after_a_restart_and_only_once_and_only_in_its_own_chat(assemble: Assemble) -> None:
    async with assemble() as parts:
        shown = await Chat(parts).say("/subscribe cs.CV")
    async with assemble() as parts:
        elsewhere = Chat(parts, replace(ADA, chat="-100"))
        assert "only for the chat that it was made in" in (await elsewhere.press(shown, "Keep")).text
        chat = Chat(parts)
        assert (await chat.press(shown, "Keep")).text.startswith("Subscribed.")
        await parts.store.drop_subscription(HERE)
        assert "I don't have that wish any more" in (await chat.press(shown, "Keep")).text


async def test_a_subscribed_chat_sees_what_it_has_and_a_new_wish_takes_its_place(assemble: Assemble) -> None:
    async with assemble() as parts:
        chat = Chat(parts)
        await chat.press(await chat.say("/subscribe cs.CV +diffusion"), "Keep")
        assert "Only papers with one of: “diffusion”" in (await chat.say("/subscribe")).text
        again = await chat.say("/subscribe cs.AI")
        assert "in the place of what this chat gets now" in again.text
        await chat.press(again, "Keep")
        (kept,) = await parts.store.subscriptions()
    assert kept.wishes == Wishes(categories=("cs.AI",))


@pytest.mark.parametrize(
    ("line", "english", "chinese"),
    [
        ("cs.VC", "“cs.VC” is not a category. Did you mean cs.CV", "“cs.VC”不是分类。是不是 cs.CV"),
        ("cs", "“cs” is not a category. Did you mean cs.CV, cs.AI, cs.LG?", "是不是 cs.CV, cs.AI, cs.LG"),
        ("xyzzy", "“xyzzy” is not a category. I fetch cs.CV, cs.AI, cs.LG", "我收录的是 cs.CV"),
        ("math.NT", "math.NT is not among the categories that I fetch", "math.NT 不在我收录的分类"),
        ("-cs.CV -cs.AI -cs.LG", "keep at least one", "至少保留一个"),
        ("lang:Chinise", "language “Chinise”. Did you mean Chinese", "“Chinise”这种语言。是不是 Chinese"),
        ("lang:Xyzzyish", "Write its English name", "英文名"),
        ("tz:Europe/Berlni", "Did you mean Europe/Berlin", "是不是 Europe/Berlin"),
        ("tz:Xyzzy", "such as Europe/Berlin or Asia/Shanghai", "例如 Asia/Shanghai"),
        ("time:25:00", "“25:00” is not a time", "“25:00”不是时间"),
        ("time:8", "“8” is not a time", "“8”不是时间"),
        ("time:13:00pm", "“13:00pm” is not a time", "不是时间"),
        ("lnag:de", "I don't know “lnag:”. Did you mean lang: ?", "没有“lnag:”这一项。是不是 lang:"),
        ("xyzzy:1", "I don't know “xyzzy:”. I know cat:, lang:", "没有“xyzzy:”这一项。可用的有"),
        ("lang:", "Something is missing after lang:", "lang: 后面缺少内容"),
        ("+lang:de", "lang: takes no + before it", "lang: 前面不能有 +"),
        ("time:08:00 at:09:00", "You said at: twice", "写了两次"),
        ("+", "There is a + with nothing after it", "+ 后面没有内容"),
        ("-***", "“***” has no letters or digits", "没有可供查找的文字"),
        ("+GAN -gan", "“gan” cannot be both wanted and unwanted", "不能既要又不要"),
        ('author:"Ada', "A quote is open: “Ada”", "引号没有结束"),
        ("silent:maybe", "“maybe” should be yes or no", "应为“是”或“否”"),
        ("pages:many", "“many” is not a number of pages", "不是页数"),
        ("layout:baroque", "“baroque” is none of: classic, rich", "classic, rich"),
        ("+" + "a" * 101, "too long; a word or name may have 100 characters", "最多 100 个字符"),
        (" ".join(f"+w{n}" for n in range(51)), "at most 50 of each kind", "每类最多 50 个"),
        ("+a " * 700, "at most 2,000 characters", "2,000"),
    ],
)
async def test_a_mistake_is_a_sentence_in_the_readers_language_and_nothing_is_kept(
    line: str, english: str, chinese: str, assemble: Assemble
) -> None:
    async with assemble() as parts:
        for locale, said in (("en", english), ("zh", chinese)):
            reply = await Chat(parts, replace(ADA, locale=locale)).say(f"/subscribe {line}")
            assert said in reply.text
            assert f"/{subscribe.EXAMPLE}" in reply.text
            assert not reply.buttons


async def test_all_mistakes_are_told_together_up_to_five(assemble: Assemble) -> None:
    async with assemble() as parts:
        told = (await Chat(parts).say("/subscribe " + " ".join(f"xyz{letter}:1" for letter in "abcdefghi"))).text
    assert told.count("I don't know “xyz") == 5


@pytest.mark.parametrize(
    ("line", "english", "chinese"),
    [
        ("xyzzy plugh", "nothing of “xyzzy”, “plugh”. A category is written", "看不懂 “xyzzy”, “plugh”。分类请写成"),
        ("cs.VC lantern", "Did you mean cs.CV? A word to look for is", "是不是 cs.CV？要按关键词"),
    ],
)
async def test_words_that_say_nothing_are_one_line_and_one_that_works(
    line: str, english: str, chinese: str, assemble: Assemble
) -> None:
    async with assemble() as parts:
        for locale, said in (("en", english), ("zh", chinese)):
            told = (await Chat(parts, replace(ADA, locale=locale)).say(f"/subscribe {line}")).text
            first, blank, example = told.splitlines()
            assert said in first
            assert blank == ""
            assert example.endswith(f"/{subscribe.EXAMPLE}")


@pytest.mark.parametrize(
    ("line", "time_", "zone", "language", "codes"),
    [
        ("cs.CV in Chinese at 8:30 Europe/Berlin", time(8, 30), "Europe/Berlin", "Chinese", ("cs.CV",)),
        (
            "cs.CV, cs.AI daily at 8.30 pm New York time",
            time(20, 30),
            "America/New_York",
            "English",
            ("cs.CV", "cs.AI"),
        ),
        ("papers from cs.CV and cs.LG every day at 08:30", time(8, 30), "UTC", "English", ("cs.CV", "cs.LG")),
        ("8pm berlin in Brazilian Portuguese", time(20), "Europe/Berlin", "Brazilian Portuguese", OFFERED),
        ("time: 8:30 p.m. tz:tokyo", time(20, 30), "Asia/Tokyo", "English", OFFERED),
        ("in Port of Spain in cs.CV", None, "America/Port_of_Spain", "English", ("cs.CV",)),
        ("cs.CV，用中文，每天8：30 Asia/Shanghai", time(8, 30), "Asia/Shanghai", "Chinese", ("cs.CV",)),
        ("cs.CV asap utc", None, "UTC", "English", ("cs.CV",)),
        ("cs.CV at 7 am 中文", time(7), "UTC", "Chinese", ("cs.CV",)),
    ],
)
async def test_a_wish_may_be_put_as_people_say_it(
    line: str, time_: time | None, zone: str, language: str, codes: tuple[str, ...], assemble: Assemble
) -> None:
    async with assemble() as parts:
        chat = Chat(parts)
        await chat.press(await chat.say(f"/subscribe {line}"), "Keep")
        kept = await parts.store.subscription("telegram", "7")
    assert kept is not None
    assert (kept.time, kept.timezone) == (time_, zone)
    assert (kept.wishes.language, kept.wishes.categories) == (language, codes)


@pytest.mark.parametrize("word", ["north", "center", "general", "in cs", "is", "at 8", "Japan", "pm"])
async def test_a_word_that_is_by_chance_a_zone_or_a_code_is_none(word: str, assemble: Assemble) -> None:
    async with assemble() as parts:
        assert not (await Chat(parts).say(f"/subscribe cs.CV {word}")).buttons


# What comes next


@pytest.mark.parametrize(
    ("line", "english", "chinese"),
    [
        (
            "cs.CV time:08:30 tz:Europe/Berlin",
            "The newest edition comes in a moment; then daily at 08:30 (Europe/Berlin), the next on Wednesday",
            "最新一期马上送到；之后每天 08:30（Europe/Berlin）推送，下一期在2026年11月25日星期三。",
        ),
        (
            "cs.CV",
            "The newest edition comes in a moment; then each as soon as it is complete, the next on Wednesday",
            "最新一期马上送到；之后每期内容齐全后立即推送，下一期预计在2026年11月25日星期三（UTC）。",
        ),
        (
            "cs.CV time:20:00 tz:Europe/Berlin",
            "The next edition comes on Tuesday, November 24, 2026 at 20:00 (Europe/Berlin), and then daily.",
            "下一期在2026年11月24日星期二 20:00（Europe/Berlin）推送，之后每天如此。",
        ),
        (
            "cs.CV time:06:00 tz:Asia/Tokyo",  # 06:00 on Wednesday there comes while it is Tuesday in New York
            "The next edition comes on Wednesday, November 25, 2026 at 06:00 (Asia/Tokyo), and then daily.",
            "下一期在2026年11月25日星期三 06:00（Asia/Tokyo）推送，之后每天如此。",
        ),
        (
            "cs.LG",
            "The newest edition comes as soon as I have all of it; then each as soon as it is complete",
            "最新一期收全后立即送到；之后每期内容齐全后立即推送",
        ),
        (
            "cs.AI",
            "The next edition comes on Wednesday, November 25, 2026 (UTC), as soon as it is complete.",
            "下一期预计在2026年11月25日星期三（UTC），内容齐全后立即推送。",
        ),
    ],
)
async def test_whoever_subscribes_hears_what_comes_and_when(
    line: str, english: str, chinese: str, assemble: Assemble, papers: list[Paper]
) -> None:
    """cs.CV is in, cs.AI announced nothing, cs.LG is not here yet."""
    async with assemble() as parts:
        for category, entries in (("cs.CV", tuple(Announced(one, Kind.NEW) for one in papers[:2])), ("cs.AI", ())):
            one = Announcement(day=TUESDAY, category=category, entries=entries, source="rss", stated=len(entries))
            await parts.store.save_announcement(one, at=parts.clock.now())
        for locale, keep, said in (("en", "Keep", english), ("zh", "确认", chinese)):
            chat = Chat(parts, replace(ADA, locale=locale, chat=locale))
            kept = await chat.press(await chat.say(f"/subscribe {line}"), keep)
            assert kept.text.splitlines()[1].startswith(said)


async def test_where_the_newest_edition_came_already_only_the_rest_of_it_is_promised(assemble: Assemble) -> None:
    async with assemble() as parts:
        await parts.store.plan(HERE, TUESDAY, [Page(number=1, text="a")])
        chat = Chat(parts)
        kept = await chat.press(await chat.say("/subscribe cs.CV"), "Keep")
    assert kept.text.splitlines()[1:3] == [
        "Papers of the newest edition that did not come here yet follow within half an hour.",
        "The next edition comes on Wednesday, November 25, 2026 (UTC), as soon as it is complete.",
    ]


async def test_on_the_terminal_nothing_is_promised_that_comes_only_when_asked_for(assemble: Assemble) -> None:
    async with assemble() as parts:
        chat = Chat(parts, Asker(platform="console", user="local", chat="local"))
        kept = await chat.press(await chat.say("/subscribe cs.CV"), "Keep")
    assert kept.text.splitlines()[:2] == ["Subscribed.", ""]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("cs.CV,cs.AI;cs.LG", Wishes(categories=("cs.CV", "cs.AI", "cs.LG"))),
        ("-cs.AI", Wishes(categories=("cs.CV", "cs.LG"))),
        ("cs.CV +cs.LG", Wishes(categories=("cs.CV", "cs.LG"))),
        ("语言：中文，＋扩散", Wishes(categories=OFFERED, language="Chinese", wanted_words=("扩散",))),
        ("cs.CV、—survey", replace(VISION, unwanted_words=("survey",))),
        ("cs.CV －综述 +“point  cloud”", replace(VISION, wanted_words=("point cloud",), unwanted_words=("综述",))),
        ("cs.CV +a +A +b", replace(VISION, wanted_words=("a", "b"))),
        ("cs.CV author:«Erdős, Paul»", replace(VISION, wanted_authors=("Erdős, Paul",))),
        ("cs.CV lang:pt-BR", replace(VISION, language="Brazilian Portuguese")),
    ],
)
async def test_a_line_is_read_as_people_type_it(line: str, expected: Wishes, assemble: Assemble) -> None:
    async with assemble() as parts:
        chat = Chat(parts)
        await chat.press(await chat.say(f"/subscribe {line}"), "Keep")
        kept = await parts.store.subscription("telegram", "7")
    assert kept is not None
    assert kept.wishes == expected


async def test_what_stands_in_the_settings_file_is_changed_there_and_nowhere_else(assemble: Assemble) -> None:
    async with assemble() as parts:
        parts.store.adopt([FILES])
        for locale, said in (("en", "Only whoever runs the bot can change it"), ("zh", "只有运行机器人的人")):
            chat = Chat(parts, replace(ADA, locale=locale))
            for line in ("/subscribe", "/subscribe cs.AI", "/subscribe keep abc", "/unsubscribe", "/unsubscribe yes"):
                reply = await chat.say(line)
                assert said in reply.text
                assert not reply.buttons
        assert await parts.store.subscriptions() == [FILES]


@pytest.mark.parametrize("locale", ["en", "zh"])
async def test_in_a_group_everybody_may_see_what_comes_and_nobody_can_press_anything(
    locale: str, assemble: Assemble
) -> None:
    async with assemble() as parts:
        group = replace(ADA, chat="-100", direct=False, locale=locale)
        reader = Chat(parts, replace(group, user="8", may_change=False))
        refused = await reader.say("/subscribe")
        assert refused.text == speak(locale)("not-allowed", platform="console")
        admins = Chat(parts, group)
        await admins.desk.press(group, (await admins.say("/subscribe cs.CV")).buttons[0][0].command)
        for line in ("/subscribe", "/settings"):
            shown = await reader.say(line)
            assert "cs.CV" in shown.text
            assert shown.text.endswith(speak(locale)("not-allowed", platform="console"))
            assert not shown.buttons
            assert not shown.private
            assert (await reader.desk.press(reader.asker, line[1:])).private


@pytest.mark.parametrize("command", ["subscribe cs.AI", "subscribe cancel", "unsubscribe", "unsubscribe yes"])
async def test_in_a_group_only_administrators_change_anything(command: str, assemble: Assemble) -> None:
    async with assemble() as parts:
        group = replace(ADA, chat="-100", direct=False)
        admins = Chat(parts, group)
        await admins.press(await admins.say("/subscribe cs.CV"), "Keep")
        before = await parts.store.subscriptions()
        reply = await Chat(parts, replace(group, may_change=False)).say(f"/{command}")
        assert reply.text == "Only administrators can change what this chat gets."
        assert await parts.store.subscriptions() == before != []


async def test_unsubscribing_asks_once_and_then_nothing_comes_any_more(assemble: Assemble) -> None:
    async with assemble() as parts:
        chat = Chat(parts)
        assert (await chat.say("/unsubscribe")).text == "This chat is not subscribed to anything."
        await chat.press(await chat.say("/subscribe cs.CV cs.AI"), "Keep")
        asked = await chat.say("/unsubscribe")
        assert "cs.CV, cs.AI" in asked.text
        assert "stays" in (await chat.press(asked, "Cancel")).text
        assert await parts.store.subscription("telegram", "7")
        assert (await chat.press(asked, "Unsubscribe")).text.startswith("Unsubscribed.")
        assert await parts.store.subscriptions() == []


async def test_on_the_terminal_it_says_what_does_nothing_there(assemble: Assemble) -> None:
    async with assemble() as parts:
        there = Asker(platform="console", user="local", chat="local")
        assert "whenever `paperboy deliver` runs" in (await Chat(parts, there).say("/subscribe time:08:30")).text
        assert "paperboy deliver" not in (await Chat(parts).say("/subscribe time:08:30")).text


_anything = st.text(max_size=60) | st.lists(
    st.sampled_from(
        ["cs.CV", "cs.RO", "+", "-", '"', "“", ":", "lang:", "author:", "tz:", "time:", "08:30", "keep", "cancel", "，",
         "\x00", "\ud800", "扩散", "silent", "+cs.AI", "-x", " ", "pages:0", "e\u0301", "remove ", "{ $x }"]
    ),
    max_size=8,
).map("".join)  # fmt: skip


@settings(max_examples=80)
@given(
    lines=st.lists(_anything, min_size=1, max_size=3), verb=st.sampled_from(("subscribe", "settings", "unsubscribe"))
)
def test_any_text_gets_a_reply(lines: list[str], verb: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    async def converse() -> None:
        async with await Store.open(tmp_path_factory.mktemp("any") / "any.db") as store:
            chat = Chat(offline(store, MovedClock(SIX_IN_NEW_YORK)))
            for line in lines:
                shown = await chat.say(f"/{verb} {line}")
                if "Keep" in labels(shown):
                    await chat.press(shown, "Keep")
                    assert await store.subscriptions()

    asyncio.run(converse())
