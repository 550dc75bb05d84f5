"""The bot over real sockets: logging in, conversations, comings and goings, whatever fails meanwhile."""

import asyncio
import logging
import socket
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from bot import patience
from bot.errors import PaperboyError, SettingsError
from bot.messages import Asker, Button, File, Reply
from bot.telegram import service, voice
from bot.telegram.service import Webhook
from bot.words import speak
from handlers.desk import Desk
from tests.doubles.clock import MovedClock
from tests.doubles.desks import Clerk, Register, a_list, one_card
from tests.doubles.logins import OPERATOR, logged_in, new_login, settled
from tests.doubles.telegram.chats import Status
from tests.doubles.telegram.server import TelegramDouble


@pytest.fixture
def clock() -> MovedClock:
    return MovedClock(datetime(2026, 11, 24, 11, tzinfo=UTC))


@pytest.fixture
async def telegram(clock: MovedClock) -> AsyncIterator[TelegramDouble]:
    async with TelegramDouble(clock) as double:
        yield double


@pytest.fixture
def clerk() -> Clerk:
    return Clerk()


@pytest.fixture
def register() -> Register:
    return Register()


def later(first: str, whole: Reply) -> Reply:
    """A reply that promises more, and keeps it a moment later."""

    async def made() -> Reply:
        await asyncio.sleep(0.05)
        return whole

    return Reply(text=first, later=made)


def _is_cancelled() -> bool:
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0


# --- logging in -----------------------------------------------------------------------------------------------------


async def test_a_wrong_token_is_one_sentence_without_the_token(
    telegram: TelegramDouble, caplog: pytest.LogCaptureFixture
) -> None:
    wrong = "123456:" + "B" * 35
    with pytest.raises(SettingsError, match="does not know the bot's token") as caught:
        async with new_login(telegram, token=wrong):
            pass
    assert wrong not in str(caught.value)
    assert caught.value.__cause__ is None
    assert wrong not in caplog.text


async def test_what_was_written_while_the_bot_was_away_is_answered(telegram: TelegramDouble) -> None:
    ada = telegram.user("Ada")
    telegram.write(ada, "boats")
    async with logged_in(telegram):
        await settled(telegram)
    assert telegram.chat(ada.id).texts == ["You said: boats"]
    assert set(telegram.updates.allowed) == set(service.ALLOWED)
    assert all(not call.params.get("drop_pending_updates") for call in telegram.calls)


async def test_nothing_is_answered_twice_after_a_restart(telegram: TelegramDouble) -> None:
    ada = telegram.user("Ada")
    for at in range(2):
        async with logged_in(telegram):
            telegram.write(ada, f"boats {at}")
            await settled(telegram)
    assert telegram.chat(ada.id).texts == ["You said: boats 0", "You said: boats 1"]
    assert telegram.updates.pending == []


async def test_a_second_instance_ends_the_first_with_one_sentence(
    telegram: TelegramDouble, caplog: pytest.LogCaptureFixture
) -> None:
    async def first() -> None:
        async with new_login(telegram):
            await asyncio.sleep(0.1)
            async with logged_in(telegram):
                await asyncio.sleep(5)

    with pytest.raises(PaperboyError, match="Another program is using this bot's token"):
        await first()
    assert "Traceback" not in caplog.text
    assert not _is_cancelled()


async def test_a_network_failure_is_said_once_and_gone_on_from(
    telegram: TelegramDouble, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(patience, "FIRST_PAUSE", 0.01)
    monkeypatch.setattr(patience, "LONGEST_PAUSE", 0.01)
    caplog.set_level(logging.INFO)
    telegram.fault("getMe", "500", times=3)
    telegram.fault("getUpdates", "502 html", times=3)
    ada = telegram.user("Ada")
    async with logged_in(telegram):
        telegram.write(ada, "boats")
        await settled(telegram)
    assert telegram.chat(ada.id).texts == ["You said: boats"]
    said = [record.message for record in caplog.records if record.name == "bot.patience"]
    assert [line.split(".0.0.1 ")[-1].split(", which")[0] for line in said] == [
        "answered 500: Internal Server Error: restart",
        "Telegram answers again.",
        "answered 502",
        "Telegram answers again.",
    ]
    assert said[0].startswith("Telegram gives no usable answer: 127.0.0.1 answered 500")
    assert said[0].endswith("It is asked again until it does.")
    assert telegram.token not in caplog.text
    assert "Traceback" not in caplog.text


async def test_updates_that_come_broken_are_said_once_and_answered_when_they_come_whole(
    telegram: TelegramDouble, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(patience, "FIRST_PAUSE", 0.01)
    monkeypatch.setattr(patience, "LONGEST_PAUSE", 0.01)
    ada = telegram.user("Ada")
    telegram.write(ada, "boats")
    telegram.fault("getUpdates", "malformed json", times=4)
    async with logged_in(telegram):
        await settled(telegram)
    assert telegram.chat(ada.id).texts == ["You said: boats"]
    begins, ends = [record for record in caplog.records if record.levelno >= logging.WARNING]
    assert begins.message.startswith("Telegram gives no usable answer: What came back is not an answer of the Bot API.")
    assert ends.message == "Telegram answers again."


async def test_a_login_without_an_answer_is_said(
    telegram: TelegramDouble, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "LOGIN", 0.05)
    monkeypatch.setattr(patience, "FIRST_PAUSE", 0.01)
    telegram.fault("getMe", "silent before")
    async with logged_in(telegram):
        pass
    assert caplog.messages == [
        "Telegram gives no usable answer: No answer within 0.05 s. It is asked again until it does.",
        "Telegram answers again.",
    ]


async def test_a_webhook_of_an_earlier_time_gives_way_to_polling(telegram: TelegramDouble) -> None:
    telegram.updates.webhook = {"url": "https://old.example.org/hook"}
    ada = telegram.user("Ada")
    telegram.write(ada, "boats")
    async with logged_in(telegram):
        await settled(telegram)
        telegram.updates.webhook = {"url": "https://old.example.org/hook"}
        telegram.write(ada, "canoes")
        await settled(telegram)
    assert telegram.updates.webhook == {}
    assert telegram.chat(ada.id).texts == ["You said: boats", "You said: canoes"]


async def test_behind_a_balancer_updates_are_brought(telegram: TelegramDouble) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    ada = telegram.user("Ada")
    hook = Webhook("https://bot.example.org/paperboy", f"127.0.0.1:{port}")
    async with new_login(telegram, webhook=hook):
        telegram.balancer = f"http://127.0.0.1:{port}/paperboy"
        telegram.write(ada, "boats")
        assert await telegram.deliver() == [200]
        await telegram.until(lambda: telegram.chat(ada.id).sent)
        assert await telegram.post_update(telegram.balancer, "wrong", {"update_id": 1}) == 403
    assert telegram.chat(ada.id).texts == ["You said: boats"]
    assert telegram.called("getUpdates") == []
    assert telegram.breaches == []


async def test_a_webhook_that_telegram_does_not_take_is_one_sentence(telegram: TelegramDouble) -> None:
    with pytest.raises(SettingsError, match=r"can be set up only on ports .* check telegram\.webhook_url"):
        async with new_login(telegram, webhook=Webhook("https://bot.example.org:1234/x", "127.0.0.1:0")):
            pass


# --- answers --------------------------------------------------------------------------------------------------------


async def test_each_chat_is_answered_in_order_and_a_slow_one_keeps_nobody_waiting(
    telegram: TelegramDouble, clerk: Clerk
) -> None:
    ada, ben = telegram.user("Ada"), telegram.user("Ben")
    free = asyncio.Event()

    async def slow(asker: Asker) -> Reply:
        await free.wait()
        return Reply(text="slow")

    clerk.answers = {"slow": slow}
    async with logged_in(telegram, clerk):
        telegram.write(ada, "slow")
        telegram.write(ada, "quick")
        telegram.write(ben, "quick")
        await telegram.until(lambda: telegram.chat(ben.id).sent)
        assert telegram.chat(ada.id).sent == []
        free.set()
        await settled(telegram)
    assert telegram.chat(ada.id).texts == ["slow", "You said: quick"]


async def test_a_question_that_takes_long_lets_the_next_ones_pass(
    telegram: TelegramDouble, clerk: Clerk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "HOLDING", 0.05)
    ada = telegram.user("Ada")
    free = asyncio.Event()

    async def slow(asker: Asker) -> Reply:
        await free.wait()
        return Reply(text="slow")

    clerk.answers = {"slow": slow}
    async with logged_in(telegram, clerk):
        telegram.write(ada, "slow")
        telegram.write(ada, "quick")
        await telegram.until(lambda: telegram.chat(ada.id).sent)
        free.set()
        await settled(telegram)
    assert telegram.chat(ada.id).texts == ["You said: quick", "slow"]


async def test_a_fault_of_ours_is_told_in_the_readers_language_and_nothing_of_theirs_is_logged(
    telegram: TelegramDouble, clerk: Clerk, caplog: pytest.LogCaptureFixture
) -> None:
    text = "my diary"

    async def broken(asker: Asker) -> Reply:
        raise ValueError(text)

    clerk.answers = {text: broken}
    li = telegram.user("Li", language="zh-hans")
    async with logged_in(telegram, clerk):
        telegram.write(li, text)
        telegram.write(li, "and then")
        await settled(telegram)
    first, second = telegram.chat(li.id).texts
    assert first.startswith("抱歉")
    assert second == "You said: and then"
    assert "ValueError" in caplog.text
    assert "test_service.py" in caplog.text
    assert "diary" not in caplog.text


async def test_an_update_that_nobody_can_read_stops_no_others(telegram: TelegramDouble) -> None:
    ada = telegram.user("Ada")
    telegram.updates.add("message", {"message_id": "x", "chat": 7, "date": None})
    telegram.updates.add("message", {})
    telegram.write(ada, "boats")
    async with logged_in(telegram):
        await settled(telegram)
    assert telegram.chat(ada.id).texts == ["You said: boats"]


async def test_the_whole_answer_takes_the_place_of_the_first_and_more_cards_follow(
    telegram: TelegramDouble, clerk: Clerk
) -> None:
    ada = telegram.user("Ada")
    whole = Reply(text="Both.", cards=(one_card(1), one_card(2)))
    clerk.answers = {"two": later("Being fetched.", whole), "same": later("Same.", Reply(text="Same."))}
    async with logged_in(telegram, clerk):
        telegram.write(ada, "two")
        await telegram.until(lambda: telegram.chat(ada.id).sent)
        assert telegram.chat(ada.id).texts == ["Being fetched."]
        await telegram.until(lambda: len(telegram.chat(ada.id).sent) == 3)
        telegram.write(ada, "same")
        await settled(telegram)
    first, *cards, same = telegram.chat(ada.id).sent
    assert (first.text, first.edits) == ("Both.", 1)
    assert [card.text.split("\n")[0] for card in cards] == ["On Paper Boats <1> & Rain", "On Paper Boats <2> & Rain"]
    assert (same.text, same.edits) == ("Same.", 0)


async def test_what_is_promised_may_turn_out_shorter_or_be_a_file(telegram: TelegramDouble, clerk: Clerk) -> None:
    ada = telegram.user("Ada")
    two = Reply(text="Two.", cards=(one_card(1), one_card(2)))

    async def made() -> Reply:
        return Reply(text="One.", file=File("a.txt", "x"))

    clerk.answers = {"fewer": Reply(text=two.text, cards=two.cards, later=made)}
    async with logged_in(telegram, clerk):
        telegram.write(ada, "fewer")
        await settled(telegram)
    (left,) = telegram.chat(ada.id).sent
    assert (left.text, left.document, left.content) == ("One.", "a.txt", b"x")


async def test_a_sign_of_writing_is_shown_while_something_takes_long(
    telegram: TelegramDouble, clerk: Clerk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(voice, "SOON", 0.03)
    monkeypatch.setattr(voice, "TYPING", 0.03)
    ada = telegram.user("Ada")

    async def slow(asker: Asker) -> Reply:
        await asyncio.sleep(0.2)
        return Reply(text="slow")

    clerk.answers = {"slow": slow}
    async with logged_in(telegram, clerk):
        telegram.write(ada, "quick")
        await settled(telegram)
        assert telegram.chat(ada.id).typing == []
        telegram.write(ada, "slow")
        await settled(telegram)
        shown = len(telegram.chat(ada.id).typing)
        await asyncio.sleep(0.1)
    assert shown >= 2
    assert len(telegram.chat(ada.id).typing) == shown


async def test_a_deep_link_opens_what_it_names_and_a_foreign_one_the_beginning(
    telegram: TelegramDouble, clerk: Clerk
) -> None:
    ada = telegram.user("Ada")
    async with logged_in(telegram, clerk):
        for text in ("/start p_2611_90001", "/start forget_yes", "/start"):
            telegram.write(ada, text)
        await settled(telegram)
    assert [line for _, line in clerk.pressed] == ["paper 2611.90001"]
    assert [line for _, line in clerk.asked] == ["/start forget_yes", "/start"]


async def test_what_is_copied_from_an_answer_is_understood(telegram: TelegramDouble, clerk: Clerk) -> None:
    ada = telegram.user("Ada")
    async with logged_in(telegram, clerk):
        telegram.write(ada, "papers of cs.AI")
        await settled(telegram)
        (said,) = telegram.chat(ada.id).texts
        assert said == "You said: papers of cs.\u2060AI"
        telegram.write(ada, said)
        await settled(telegram)
    assert [line for _, line in clerk.asked] == ["papers of cs.AI", "You said: papers of cs.AI"]


async def test_pictures_without_a_word_are_kindly_refused_and_captions_are_read(
    telegram: TelegramDouble, clerk: Clerk
) -> None:
    ada, group = telegram.user("Ada"), telegram.group("Friends")
    photo = [{"file_id": "f", "file_unique_id": "u", "width": 1, "height": 1}]
    sticker = {"file_id": "f", "file_unique_id": "u", "width": 1, "height": 1, "is_animated": False, "is_video": False}
    base: dict[str, object] = {"date": 1_790_000_000, "from": ada.api(), "chat": telegram.chat(ada.id).api()}
    shapes: list[dict[str, object]] = [
        {"photo": photo},
        {"sticker": sticker | {"type": "regular"}},
        {"photo": photo, "caption": "2611.90001"},
        {"photo": photo, "media_group_id": "album"},
        {"location": {"latitude": 1.0, "longitude": 2.0}},
        {"pinned_message": base | {"message_id": 1, "date": 0}},
        {"new_chat_title": "x"},
        {"chat": group.api(), "sticker": sticker | {"type": "regular"}},
    ]
    async with logged_in(telegram, clerk):
        for at, shape in enumerate(shapes, 100):
            telegram.updates.add("message", base | {"message_id": at} | shape)
        telegram.updates.add("edited_message", base | {"message_id": 99, "text": "boats", "edit_date": 1_790_000_001})
        await settled(telegram)
    assert [line for _, line in clerk.asked] == ["2611.90001"]
    hint = [text for text in telegram.chat(ada.id).texts if text.startswith("I can read text only")]
    assert len(hint) == 3
    assert group.sent == []


async def test_whoever_has_blocked_the_bot_is_no_fault(
    telegram: TelegramDouble, clerk: Clerk, caplog: pytest.LogCaptureFixture
) -> None:
    ada = telegram.user("Ada")

    async def rude(asker: Asker) -> Reply:
        ada.blocked = True
        return Reply(text="too late")

    clerk.answers = {"bye": rude}
    async with logged_in(telegram, clerk):
        telegram.write(ada, "bye")
        await telegram.until(lambda: telegram.called("sendMessage"))
        await settled(telegram)
    assert [record for record in caplog.records if record.levelno >= logging.WARNING] == []


async def test_a_429_is_waited_for(telegram: TelegramDouble) -> None:
    ada = telegram.user("Ada")
    async with logged_in(telegram):
        telegram.fault("sendMessage", "429", retry_after=2)
        telegram.write(ada, "one")
        await settled(telegram)
    assert telegram.chat(ada.id).texts == ["You said: one"]


@pytest.mark.parametrize("times", [1, 2])
@pytest.mark.parametrize("kind", ["500", "502 html", "reset before", "malformed json", "reset after"])
async def test_an_answer_of_which_nothing_was_heard_is_sent_again_rather_than_lost(
    telegram: TelegramDouble, monkeypatch: pytest.MonkeyPatch, kind: str, times: int
) -> None:
    monkeypatch.setattr(voice, "PAUSES", (0.01, 0.01))
    ada = telegram.user("Ada")
    telegram.fault("sendMessage", kind, times=times)
    async with logged_in(telegram):
        telegram.write(ada, "boats")
        await settled(telegram)
    arrived = 1 + times if kind in ("malformed json", "reset after") else 1
    assert telegram.chat(ada.id).texts == ["You said: boats"] * arrived


async def test_an_answer_is_not_sent_again_for_ever(telegram: TelegramDouble, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(voice, "PAUSES", (0.01, 0.01))
    telegram.fault("sendMessage", "502 html", times=10)
    async with logged_in(telegram):
        telegram.write(telegram.user("Ada"), "boats")
        await settled(telegram)
    assert len(telegram.called("sendMessage")) == 3


@pytest.mark.parametrize("kind", ["502 html", "reset before", "reset after"])
async def test_a_change_of_which_nothing_was_heard_is_made_again(
    telegram: TelegramDouble, clerk: Clerk, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    monkeypatch.setattr(voice, "PAUSES", (0.01, 0.01))
    ada = telegram.user("Ada")
    clerk.answers = {"two": later("Being fetched.", Reply(text="Here."))}
    telegram.fault("editMessageText", kind, times=2)
    async with logged_in(telegram, clerk):
        telegram.write(ada, "two")
        await settled(telegram)
    assert telegram.chat(ada.id).texts == ["Here."]


async def test_a_lone_slash_is_an_unknown_command(telegram: TelegramDouble, caplog: pytest.LogCaptureFixture) -> None:
    ada = telegram.user("Ada")
    group = telegram.supergroup("Friends", members=[ada], bot="administrator")
    async with logged_in(telegram, Desk([])):
        for text in ("/", "/ "):
            telegram.write(ada, text)
        telegram.write(group, f"@{telegram.me.username} /", ada)
        await settled(telegram)
    sentence = speak("en")("no-such-command", name="")
    assert telegram.chat(ada.id).texts == [sentence] * 2
    assert group.texts == [sentence]
    assert [record for record in caplog.records if record.levelno >= logging.WARNING] == []


# --- buttons --------------------------------------------------------------------------------------------------------


async def test_pages_turn_in_place_and_cards_come_apart(telegram: TelegramDouble, clerk: Clerk) -> None:
    ada = telegram.user("Ada")
    clerk.answers = {
        "boats": a_list(3),
        "search page:abc 1.2.3": a_list(2, text="More:"),
        "paper 2611.90002": Reply(cards=(one_card(2),)),
    }
    async with logged_in(telegram, clerk):
        telegram.write(ada, "boats")
        await settled(telegram)
        (page,) = telegram.chat(ada.id).sent
        presses = [telegram.press(page, "Next"), telegram.press(page, "2")]
        await settled(telegram)
    page, card = telegram.chat(ada.id).sent
    assert page.text.startswith("More:")
    assert page.edits == 1
    assert card.text.startswith("On Paper Boats <2>")
    assert all(press.answer is not None for press in presses)


async def test_buttons_work_after_a_restart_and_old_ones_get_a_sentence(
    telegram: TelegramDouble, clerk: Clerk, clock: MovedClock
) -> None:
    ada = telegram.user("Ada")
    clerk.answers = {"boats": a_list(2)}
    async with logged_in(telegram, clerk):
        telegram.write(ada, "boats")
        await settled(telegram)
    (page,) = telegram.chat(ada.id).sent
    telegram.press(page, "1")
    clock.advance(hours=2)
    async with logged_in(telegram, clerk):
        await settled(telegram)
    assert telegram.chat(ada.id).texts[1:] == ["You said: paper 2611.90001"]


async def test_a_page_that_was_deleted_meanwhile_comes_anew(telegram: TelegramDouble, clerk: Clerk) -> None:
    ada = telegram.user("Ada")
    clerk.answers = {"boats": a_list(2)}
    async with logged_in(telegram, clerk):
        telegram.write(ada, "boats")
        await settled(telegram)
        (page,) = telegram.chat(ada.id).sent
        telegram.press(page, "Next")
        telegram.delete_message(page)
        await settled(telegram)
    assert telegram.chat(ada.id).texts == ["You said: search page:abc 1.2.3"]


# --- groups, topics and channels ------------------------------------------------------------------------------------


async def test_a_group_is_answered_when_it_asks_and_left_alone_when_it_chats(
    telegram: TelegramDouble, clerk: Clerk
) -> None:
    ada = telegram.user("Ada")
    group = telegram.supergroup("Friends", members=[ada], bot="administrator")
    name = telegram.me.username
    clerk.answers = {"list": a_list(1)}
    heard = ["/saved", f"/paper@{name} 1", f"@{name} boats in rain", f"what of @{name.upper()}, boats"]
    ignored = ["hello all", "/weather", "/paper@other_bot 1", "see 2611.90001", "mail me@example.org"]
    async with logged_in(telegram, clerk):
        questions = [telegram.write(group, text, ada) for text in heard]
        for text in ignored:
            telegram.write(group, text, ada)
        await settled(telegram)
        telegram.write(group, f"@{name} list", ada)
        await settled(telegram)
        telegram.write(group, "older ones", ada, reply_to=group.sent[-1])
        await settled(telegram)
    lines = [line for _, line in clerk.asked]
    assert lines == ["/saved", "/paper 1", "boats in rain", "what of , boats", "list", "older ones"]
    assert [message.reply_to for message in group.sent[:4]] == [question.id for question in questions]


async def test_who_talks_about_an_edition_does_not_talk_to_the_bot(telegram: TelegramDouble, clerk: Clerk) -> None:
    ada = telegram.user("Ada")
    group = telegram.supergroup("Friends", members=[ada], bot="administrator")
    clerk.answers = {"page": Reply(cards=(one_card(1, buttons=()),))}
    async with logged_in(telegram, clerk):
        telegram.write(group, f"@{telegram.me.username} page", ada)
        telegram.write(group, f"@{telegram.me.username} boats", ada)
        await settled(telegram)
        page, text = group.sent
        telegram.write(group, "what a nice paper", ada, reply_to=page)
        telegram.write(group, "and canoes", ada, reply_to=text)
        await settled(telegram)
    assert [line for _, line in clerk.asked] == ["page", "boats", "and canoes"]


async def test_answers_stand_in_the_topic_of_their_question(telegram: TelegramDouble, clerk: Clerk) -> None:
    ada = telegram.user("Ada")
    forum = telegram.forum("Forum", members=[ada])
    topic = telegram.topic(forum, "Boats")
    clerk.answers = {"/saved": a_list(1)}
    async with logged_in(telegram, clerk):
        question = telegram.write(forum, "/saved", ada, thread_id=topic.id)
        await settled(telegram)
        telegram.press(forum.sent[0], "1", ada)
        await settled(telegram)
    first, second = forum.sent
    assert (first.thread_id, first.reply_to) == (topic.id, question.id)
    assert (second.thread_id, second.reply_to) == (topic.id, first.id)


@pytest.mark.parametrize(("status", "may"), [("member", False), ("administrator", True), ("creator", True)])
async def test_who_may_change_a_group_is_asked_of_telegram_once_a_minute(
    telegram: TelegramDouble, clerk: Clerk, clock: MovedClock, status: Status, may: bool
) -> None:
    ada = telegram.user("Ada")
    group = telegram.supergroup("Friends", members=[ada])
    telegram.promote(group, ada, status)
    async with logged_in(telegram, clerk):
        for text in ("/subscribe", "/subscribe", "/paper 1"):
            telegram.write(group, text, ada)
        await settled(telegram)
        assert len(telegram.called("getChatMember")) == 1
        clock.advance(seconds=61)
        telegram.write(group, "/subscribe", ada)
        await settled(telegram)
    assert len(telegram.called("getChatMember")) == 2
    assert [asker.may_change for asker, line in clerk.asked if "subscribe" in line] == [may] * 3


async def test_who_asks_is_known_by_their_id_language_and_rank(telegram: TelegramDouble, clerk: Clerk) -> None:
    ada, boss = telegram.user("Ada", language="pt-br"), telegram.user("Boss", user_id=OPERATOR)
    async with logged_in(telegram, clerk):
        telegram.write(ada, "x")
        await settled(telegram)
        telegram.write(boss, "x")
        await settled(telegram)
    told = Asker(platform="telegram", user=str(ada.id), chat=str(ada.id), locale="pt-br")
    assert clerk.asked[0][0] == told
    assert clerk.asked[1][0].operator


async def test_an_anonymous_administrator_may_change_a_group_and_a_channel_that_comments_may_not(
    telegram: TelegramDouble, clerk: Clerk
) -> None:
    group, channel = telegram.supergroup("Friends", bot="administrator"), telegram.channel("Other")
    shape = {"date": 1_790_000_000, "chat": group.api(), "text": "/subscribe"}
    mask = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
    async with logged_in(telegram, clerk):
        for at, sender in enumerate((group, channel), 50):
            telegram.updates.add("message", shape | {"message_id": at, "from": mask, "sender_chat": sender.api()})
            await settled(telegram)
    assert [(asker.user, asker.may_change) for asker, _ in clerk.asked] == [
        (str(group.id), True),
        (str(channel.id), False),
    ]


async def test_what_is_for_one_person_comes_to_them_alone(telegram: TelegramDouble, clerk: Clerk) -> None:
    ada = telegram.user("Ada")
    group = telegram.supergroup("Friends", members=[ada])
    clerk.answers = {"/saved": a_list(2, private=True)}
    async with logged_in(telegram, clerk):
        telegram.write(group, "/saved", ada)
        await settled(telegram)
    assert group.sent == []
    assert telegram.chat(ada.id).texts[0].startswith("Papers:")


async def test_a_stranger_is_shown_the_way_to_their_own_chat(telegram: TelegramDouble, clerk: Clerk) -> None:
    ada = telegram.user("Ada", started=False)
    group = telegram.supergroup("Friends", members=[ada])
    clerk.answers = {"/saved": a_list(2, private=True)}
    async with logged_in(telegram, clerk):
        telegram.write(group, "/saved", ada)
        await settled(telegram)
    (message,) = group.sent
    (button,) = message.buttons
    assert button["url"] == f"https://t.me/{telegram.me.username}?start=saved"


async def test_a_refusal_is_said_where_the_question_stands(telegram: TelegramDouble, clerk: Clerk) -> None:
    ada = telegram.user("Ada")
    group = telegram.supergroup("Friends", members=[ada])
    clerk.answers = {"/subscribe": Reply(text="Only administrators.", private=True)}
    async with logged_in(telegram, clerk):
        telegram.write(group, "/subscribe", ada)
        await settled(telegram)
    assert group.texts == ["Only administrators."]
    assert telegram.chat(ada.id).sent == []


async def test_what_a_presser_alone_must_know_is_shown_to_them_and_changes_nothing(
    telegram: TelegramDouble, clerk: Clerk
) -> None:
    ada, ben = telegram.user("Ada"), telegram.user("Ben")
    group = telegram.supergroup("Friends", members=[ada, ben])
    telegram.promote(group, ada)
    keep = ((Button("Keep", "subscribe keep x"), Button("Save", "save 1", apart=True)),)
    clerk.answers = {
        "/subscribe": Reply(text="Shall I?", buttons=keep),
        "subscribe keep x": Reply(text="Only administrators.", private=True),
        "save 1": Reply(text="Saved.", private=True, buttons=((Button("Undo", "saved remove 1"),),)),
    }
    async with logged_in(telegram, clerk):
        telegram.write(group, "/subscribe", ada)
        await settled(telegram)
        (asking,) = group.sent
        refused, saved = telegram.press(asking, "Keep", ben), telegram.press(asking, "Save", ben)
        await settled(telegram)
    assert refused.answer
    assert refused.answer["text"] == "Only administrators."
    assert saved.answer
    assert saved.answer["text"] == "Saved."
    assert asking.edits == 0
    assert len(group.sent) == 1
    assert [(asker.user, asker.may_change) for asker, _ in clerk.pressed] == [(str(ben.id), False)] * 2


async def test_a_channel_is_answered_to_commands_alone_and_buttons_by_who_presses_them(
    telegram: TelegramDouble, clerk: Clerk
) -> None:
    ada, ben = telegram.user("Ada"), telegram.user("Ben")
    channel = telegram.channel("Papers")
    telegram.promote(channel, ada)
    clerk.answers = {"/subscribe cs.RO": Reply(text="Shall I?", buttons=((Button("Keep", "subscribe keep x"),),))}
    async with logged_in(telegram, clerk):
        for text in ("Good morning", "/subscribe cs.RO", "/weather", "2611.90001"):
            telegram.post(channel, text)
        await settled(telegram)
        assert channel.texts == ["Shall I?"]
        for presser in (ada, ben):
            telegram.press(channel.sent[0], "Keep", presser)
        await settled(telegram)
    ((author, _),) = clerk.asked
    assert (author.user, author.chat, author.may_change, author.direct) == (*[str(channel.id)] * 2, True, False)
    assert [asker.may_change for asker, _ in clerk.pressed] == [True, False]


# --- comings and goings ---------------------------------------------------------------------------------------------


async def test_who_blocks_and_unblocks_is_reported(telegram: TelegramDouble, register: Register) -> None:
    ada = telegram.user("Ada")
    async with logged_in(telegram, register=register):
        telegram.block(ada)
        telegram.unblock(ada)
        await settled(telegram)
        telegram.write(ada, "/start")
        await settled(telegram)
    assert register.events == [
        ("closed", str(ada.id), "The person has blocked the bot."),
        ("opened", str(ada.id)),
        ("opened", str(ada.id)),
    ]


async def test_a_new_chat_is_greeted_a_subscribed_one_otherwise_and_a_change_of_rights_is_none(
    telegram: TelegramDouble, register: Register
) -> None:
    group, channel = (
        telegram.supergroup("Friends", bot="left"),
        telegram.channel("Papers", bot="left", username="papers"),
    )
    async with logged_in(telegram, register=register):
        for chat in (group, channel):
            telegram.restore(chat, "administrator")
            await settled(telegram)
            telegram.take_rights(chat, "can_edit_messages" if chat is channel else "can_pin_messages")
            telegram.kick(chat)
            register.served |= {str(group.id), "@papers"}
            telegram.restore(chat, "administrator")
            await settled(telegram)
            register.served.clear()
    said, again = group.texts
    assert "/subscribe" in said
    assert again == speak("en")("telegram-greeting-again")
    posted, posted_again = channel.texts
    assert "Post /subscribe here" in posted
    assert "come here from now on" in posted_again
    assert ("closed", str(group.id), "The bot was removed from the group.") in register.events
    assert ("closed", "@papers", "The bot was removed from the channel.") in register.events
    assert register.events[-1] == ("opened", "@papers")


async def test_a_group_that_becomes_a_supergroup_is_followed(telegram: TelegramDouble, register: Register) -> None:
    group = telegram.group("Friends")
    async with logged_in(telegram, register=register):
        new = telegram.migrate(group)
        await settled(telegram)
    assert register.events == [("moved", str(group.id), str(new.id))]


async def test_a_channels_posts_are_found_again_in_its_group(telegram: TelegramDouble, register: Register) -> None:
    group = telegram.supergroup("Talk", bot="administrator")
    channel = telegram.channel("Papers", linked=group)
    async with logged_in(telegram, register=register):
        telegram.post(channel, "/nothing of ours")
        await settled(telegram)
    assert any(str(group.messages[-1].id) in note for note in register.notes.values())
    assert group.sent == []


async def test_what_stands_in_chats_is_known_before_anything_waits(telegram: TelegramDouble, clerk: Clerk) -> None:
    ada = telegram.user("Ada")
    group = telegram.supergroup("Friends", members=[ada], bot="administrator")
    async with logged_in(telegram, clerk) as bot:
        message = telegram.write(group, "hello all", ada)
        await settled(telegram)
        assert await bot.adapter._trail.highest(group.id) == message.id
