"""Pages in every kind of chat: where they stand, what they lead to, and what happens when a chat refuses."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.adapter import Barred, Gone, LayoutRefused, Moved, Post, Unreachable
from bot.messages import Destination, Page, State
from bot.passages import check
from tests.doubles.telegram.office import EDITION, TEXTS, Open
from tests.doubles.telegram.server import TelegramDouble


async def test_in_a_channel_each_category_is_a_chain_of_replies_and_only_the_cover_makes_a_sound(
    telegram: TelegramDouble, opened: Open
) -> None:
    channel = telegram.channel(username="papers")
    async with opened() as here:
        await here.bring("@papers")
    assert channel.texts == TEXTS
    one, two, three, four, five = channel.sent
    assert [each.reply_to for each in channel.sent] == [None, None, two.id, None, four.id]
    assert [each.silent for each in channel.sent] == [False, True, True, True, True]
    assert one.links == [f"https://t.me/papers/{two.id}", f"https://t.me/papers/{four.id}"]
    assert (three.edits, five.edits) == (0, 0)


@pytest.mark.parametrize("kind", ["supergroup", "group", "user"])
async def test_groups_and_private_chats_have_chains_too_and_links_only_where_messages_have_addresses(
    kind: str, telegram: TelegramDouble, opened: Open
) -> None:
    made = getattr(telegram, kind)()
    chat = telegram.chat(made.id)
    async with opened() as here:
        await here.bring(chat.id)
    assert chat.texts == TEXTS
    cover, two, _, four, _ = chat.sent
    assert [each.reply_to for each in chat.sent] == [None, None, two.id, None, four.id]
    number = str(chat.id).removeprefix("-100")
    links = [f"https://t.me/c/{number}/{two.id}", f"https://t.me/c/{number}/{four.id}"]
    assert cover.links == (links if kind == "supergroup" else [])


async def test_papers_and_the_rest_of_an_edition_lead_into_the_bot(telegram: TelegramDouble, opened: Open) -> None:
    ada = telegram.user()
    page = Page(
        number=1,
        text='<a href="card:2611.90001">1.</a> <a href="edition:2:61-62">more</a> <a href="thread:q">x</a>',
        papers=("2611.90001", "2611.90002", "2611.90003"),
    )
    async with opened() as here:
        await here.bring(ada.id, [page])
        (delivery,) = await here.deliveries(ada.id)
    (message,) = telegram.chat(ada.id).sent
    root = "https://t.me/paperboy_bot?start="
    assert message.links == [f"{root}p_2611_90001", f"{root}e_{delivery.id}_{check(page.papers)}_2_61_62"]
    assert message.text == "1. more x"


async def test_a_chain_goes_on_when_its_first_page_was_deleted(telegram: TelegramDouble, opened: Open) -> None:
    channel = telegram.channel()
    async with opened() as here:
        await here.bring(channel.id, EDITION[:2])
        telegram.delete_message(channel.sent[1])
        await here.bring(channel.id)
    assert channel.texts == [TEXTS[0], *TEXTS[2:]]
    assert channel.sent[1].reply_to is None


async def test_a_rich_page_is_sent_and_edited_as_it_is_written(telegram: TelegramDouble, opened: Open) -> None:
    channel = telegram.channel()
    page = Page(number=1, text="<h3>Vision</h3><p>mail a@b.org #1</p>", form="rich")
    async with opened() as here:
        await here.bring(channel.id, [page])
        (delivery,) = await here.deliveries(channel.id)
        await here.store.revise(delivery, replace(page, text="<h3>Vision</h3><p>seen again</p>"))
        done = await here.bring(channel.id, [page])
    (message,) = channel.sent
    assert done.edited == 1
    assert message.html == "<h3>Vision</h3><p>seen again</p>"


@pytest.mark.parametrize("old_server", [True, False])
async def test_where_rich_pages_are_refused_the_layout_is_what_is_said_to_be_refused(
    old_server: bool, telegram: TelegramDouble, opened: Open
) -> None:
    channel = telegram.channel()
    if old_server:
        telegram.rich_supported = False
    else:
        channel.refuses_rich = "RICH_MESSAGE_CONTENT_REQUIRED"
    async with opened() as here:
        with pytest.raises(LayoutRefused):
            await here.bring(channel.id, [Page(number=1, text="<p>x</p>", form="rich")])
        assert await here.states(channel.id) == [State.PLANNED]


async def test_an_edit_that_changes_nothing_succeeds_and_one_of_a_deleted_page_is_given_up(
    telegram: TelegramDouble, opened: Open
) -> None:
    channel = telegram.channel()
    async with opened() as here:
        await here.bring(channel.id)
        first, second, *_ = await here.deliveries(channel.id)
        await here.store.revise(first, replace(first.page, text=first.page.text))
        assert (await here.bring(channel.id)).edited == 1
        telegram.delete_message(channel.sent[1])
        await here.store.revise(second, replace(second.page, text="other words"))
        assert (await here.bring(channel.id)).edited == 0
        assert not any(one.stale for one in await here.deliveries(channel.id))


async def test_an_edit_whose_answer_is_lost_is_made_again(telegram: TelegramDouble, opened: Open) -> None:
    channel = telegram.channel()
    telegram.fault("editMessageText", "reset after")
    async with opened() as here:
        assert (await here.bring(channel.id)).edited == 1
    assert len(channel.sent[0].links) == 2


async def test_a_page_that_telegram_never_takes_fails_and_the_others_go_on(
    telegram: TelegramDouble, opened: Open
) -> None:
    channel = telegram.channel()
    telegram.fault("sendMessage", "400 can't parse entities: whatever", nth=2)
    async with opened() as here:
        assert list((await here.bring(channel.id)).failed) == [2]
    assert channel.texts == [TEXTS[0], *TEXTS[2:]]


@pytest.mark.parametrize(
    ("refusal", "expected"),
    [
        ("403 bot was kicked from the channel chat", Gone),
        ("400 chat not found", Gone),
        ("400 need administrator rights in the channel chat", Barred),
    ],
)
async def test_what_a_chat_refuses_is_raised_by_its_consequence_and_the_pages_stay_planned(
    refusal: str, expected: type[Exception], telegram: TelegramDouble, opened: Open
) -> None:
    channel = telegram.channel()
    telegram.fault("sendMessage", refusal, nth=2)
    async with opened() as here:
        with pytest.raises(expected):
            await here.bring(channel.id)
        assert await here.states(channel.id) == [State.SENT, *[State.PLANNED] * 4]
        await here.bring(channel.id)
    assert channel.texts == TEXTS


async def test_a_chat_that_cannot_be_looked_up_is_gone_and_a_silent_look_up_is_no_lost_page(
    telegram: TelegramDouble, opened: Open
) -> None:
    channel = telegram.channel()
    telegram.fault("getChat", "silent after", times=9)
    async with opened(patience=0.05) as here:
        with pytest.raises(Unreachable):
            await here.bring(channel.id)
        assert await here.states(channel.id) == [State.PLANNED] * 5
        telegram.faults.clear()
        with pytest.raises(Gone):
            await here.bring(-1_001_999_999_999)


async def test_a_group_that_became_a_supergroup_has_moved(telegram: TelegramDouble, opened: Open) -> None:
    group = telegram.group()
    async with opened() as here:
        await here.bring(group.id, EDITION[:1])
        new = telegram.migrate(group)
        with pytest.raises(Moved) as caught:
            await here.bring(group.id)
        assert caught.value.chat == str(new.id)
        await here.store.move_chat(Destination("telegram", str(group.id)), str(new.id))
        await here.bring(new.id)
    assert new.texts == TEXTS[1:]


async def test_two_editions_into_one_chat_do_not_mix_up_their_answers(telegram: TelegramDouble, opened: Open) -> None:
    """While a page is under way nothing else of ours goes to its chat."""
    group = telegram.supergroup()
    async with opened() as here:
        post = Post(destination=Destination("telegram", str(group.id)), page=EDITION[0], delivery=1)
        async with here.adapter.turn(post):
            answer = here.bot.send_message(group.id, "an answer")
            await here.adapter.send(post)
            assert group.texts == TEXTS[:1]
        await answer
    assert group.texts == [TEXTS[0], "an answer"]


async def test_a_plain_line_is_said_as_it_is(telegram: TelegramDouble, opened: Open) -> None:
    channel = telegram.channel(username="papers")
    async with opened() as here:
        await here.adapter.say(Destination("telegram", "@papers"), "1 < 2 & no <b>tags</b>")
        telegram.kick(channel)
        with pytest.raises(Gone):
            await here.adapter.say(Destination("telegram", "@papers"), "hello?")
    assert channel.texts == ["1 < 2 & no <b>tags</b>"]


async def test_what_stands_in_a_group_from_before_its_move_is_not_edited_and_moves_nothing_again(
    telegram: TelegramDouble, opened: Open
) -> None:
    group = telegram.group()
    async with opened() as here:
        await here.bring(group.id, EDITION[:1])
        new = telegram.migrate(group)
        await here.store.move_chat(Destination("telegram", str(group.id)), str(new.id))
        done = await here.bring(new.id)
        assert (done.edited, done.sent) == (0, 4)
        assert not any(one.stale for one in await here.deliveries(new.id))


async def test_a_page_under_way_when_its_group_moved_is_settled_by_wish(telegram: TelegramDouble, opened: Open) -> None:
    group = telegram.group()
    ada = telegram.user()
    async with opened() as here:
        telegram.write(ada, "good morning")
        await here.caught_up(telegram)
        telegram.fault("sendMessage", "reset after")
        telegram.fault("editMessageReplyMarkup", "500", times=9)
        with pytest.raises(Unreachable):
            await here.bring(group.id)
        telegram.faults.clear()
        new = telegram.migrate(group)
        await here.store.move_chat(Destination("telegram", str(group.id)), str(new.id))
        assert list((await here.bring(new.id)).unknown) == [1]
    assert new.texts == TEXTS


async def test_a_linked_group_that_throws_us_out_does_not_close_its_channel(
    telegram: TelegramDouble, opened: Open
) -> None:
    group = telegram.supergroup(bot="administrator")
    channel = telegram.channel(username="papers", linked=group)
    async with opened() as here:
        await here.bring("@papers", EDITION[:2])
        _, comment = await here.deliveries("@papers")
        anchor = f'{{"chat":{group.id},"above":1}}'
        await here.store.mark(comment, State.SENDING, anchor=anchor)
    async with opened() as here:
        assert await here.adapter.identity(Destination("telegram", "@papers")) == str(channel.id)
        telegram.kick(group)
        with pytest.raises(Unreachable, match="into the channel itself"):
            await here.bring("@papers")
        await here.bring("@papers")
        assert await here.states("@papers") == [State.SENT] * 5
    assert channel.texts == TEXTS


async def test_a_comment_that_cannot_be_edited_now_stays_stale_until_it_can(
    telegram: TelegramDouble, opened: Open
) -> None:
    group = telegram.supergroup(bot="administrator")
    channel = telegram.channel(linked=group)
    async with opened() as here:
        await here.bring(channel.id)
        comment = (await here.deliveries(channel.id))[1]
        await here.store.revise(comment, replace(comment.page, text="repaired"))
        telegram.kick(group)
        with pytest.raises(Barred, match="in the group linked to the channel"):
            await here.bring(channel.id)
        telegram.restore(group, "administrator")
        await here.bring(channel.id)
    assert group.texts == ["repaired", *TEXTS[2:]]


async def test_a_post_that_cannot_be_edited_without_a_right_stays_stale_until_it_can(
    telegram: TelegramDouble, opened: Open
) -> None:
    channel = telegram.channel()
    async with opened() as here:
        await here.bring(channel.id)
        page = (await here.deliveries(channel.id))[1]
        await here.store.revise(page, replace(page.page, text="repaired"))
        telegram.take_rights(channel, "can_post_messages", "can_edit_messages")
        with pytest.raises(Barred, match="allow the bot to post and to edit"):
            await here.bring(channel.id)
        telegram.give_rights(channel)
        await here.bring(channel.id)
    assert channel.texts == [TEXTS[0], "repaired", *TEXTS[2:]]


@pytest.mark.parametrize(
    ("kind", "links"), [("channel", True), ("supergroup", True), ("group", False), ("user", False)]
)
async def test_messages_have_addresses_in_channels_and_supergroups_alone(
    kind: str, links: bool, telegram: TelegramDouble, opened: Open
) -> None:
    chat = getattr(telegram, kind)()
    async with opened() as here:
        done = await here.bring(chat.id)
        place = (await here.deliveries(chat.id))[0].place
        assert here.adapter.has_address(place) is links
        assert done.edited == links  # a cover that leads nowhere needs no edit


async def test_a_chat_is_called_by_its_title_and_its_address(telegram: TelegramDouble, opened: Open) -> None:
    channel = telegram.channel("Daily Papers", username="daily_papers")
    group = telegram.supergroup("Reading group")
    ada = telegram.user()
    async with opened() as here:
        names = {}
        for chat in ("@daily_papers", str(group.id), str(ada.id)):
            where = Destination("telegram", chat)
            assert here.adapter.name(where) == chat
            await here.bring(chat, EDITION[:1])
            names[chat] = here.adapter.name(where)
        assert list(names.values()) == ["Daily Papers (@daily_papers)", f"Reading group ({group.id})", str(ada.id)]
        assert await here.adapter.identity(Destination("telegram", "@daily_papers")) == str(channel.id)
        assert await here.adapter.identity(Destination("telegram", str(ada.id))) == str(ada.id)
