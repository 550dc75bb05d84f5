"""The bot over real sockets: conversations, comings and goings, whatever fails meanwhile."""

import asyncio
import logging
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from bot.discord import answering, client, conversation
from bot.errors import SettingsError
from bot.messages import Asker, Button, Choice, Command, File, Reply
from tests.doubles.clock import MovedClock
from tests.doubles.desks import Clerk, Register, a_list, one_card
from tests.doubles.discord.logins import logged_in, new_login, settled
from tests.doubles.discord.server import DiscordDouble


@pytest.fixture
def clock() -> MovedClock:
    return MovedClock(datetime(2026, 11, 24, 11, tzinfo=UTC))


@pytest.fixture
async def discord(clock: MovedClock) -> AsyncIterator[DiscordDouble]:
    async with DiscordDouble(clock, rates=False) as double:
        yield double


@pytest.fixture(autouse=True)
def _few_servers(monkeypatch: pytest.MonkeyPatch) -> None:
    """All servers are known at once; the library would wait half a second for more."""
    monkeypatch.setattr(client, "_SETTLED", 0.02)


@pytest.fixture
def clerk() -> Clerk:
    """One who knows the command behind the button of a list, too."""
    usual = Clerk()
    search = Command(name="search", handler=usual.commands[0].handler)
    return Clerk(commands=(*usual.commands, search))


@pytest.fixture
def register() -> Register:
    return Register()


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """An answer is promised almost at once."""
    monkeypatch.setattr(answering, "SOON", 0.05)


def later(first: str, whole: Reply, **changed: bool) -> Reply:
    """A reply that promises more, and keeps it a moment later."""

    async def made() -> Reply:
        await asyncio.sleep(0.1)
        return whole

    return Reply(text=first, later=made, **changed)  # type: ignore[arg-type]  # whatever may be changed


def slow(reply: Reply, seconds: float = 0.3):  # type: ignore[no-untyped-def]  # what the clerk takes
    async def made(asker: Asker) -> Reply:
        await asyncio.sleep(seconds)
        return reply

    return made


async def test_a_wrong_token_is_one_sentence_without_the_token(
    discord: DiscordDouble, caplog: pytest.LogCaptureFixture
) -> None:
    wrong = "MTIzNDU2Nzg5MDEyMzQ1Njc4.GAbCdE." + "b2" * 19
    with pytest.raises(SettingsError) as caught:
        async with new_login(discord, token=wrong):
            pass
    assert wrong not in str(caught.value)
    assert wrong not in caplog.text


async def test_commands_are_published_once_and_again_only_when_they_change(discord: DiscordDouble) -> None:
    for _ in range(2):
        async with logged_in(discord):
            pass
    assert len(discord.called("PUT /applications/*/commands")) == 1
    assert set(discord.commands) == {"start", "paper", "saved", "subscribe", "Find papers here"}
    async with logged_in(discord, Clerk(commands=Clerk().commands[:2])):
        pass
    assert set(discord.commands) == {"start", "paper", "Find papers here"}


async def test_a_command_in_a_server_is_answered_for_all_and_what_is_personal_for_one(
    discord: DiscordDouble, clerk: Clerk
) -> None:
    ada, papers = discord.user("Ada"), discord.guild("Lab").text("papers")
    clerk.answers = {"paper 2": Reply(text="Not for all.", private=True)}
    async with logged_in(discord, clerk):
        public = await discord.slash(ada, papers, "paper", {"paper": "1"})
        saved = await discord.slash(ada, papers, "saved")
        refused = await discord.slash(ada, papers, "paper", {"paper": "2"})
        direct = await discord.slash(ada, ada, "saved")
    assert (public.text, public.ephemeral, public.deferred) == ("You said: paper 1", False, False)
    assert [one.ephemeral for one in (saved, refused, direct)] == [True, True, False]
    assert [asker.chat for asker, _ in clerk.ran] == [str(papers.id)] * 3 + [str(ada.id)]
    assert [asker.direct for asker, _ in clerk.ran] == [False] * 3 + [True]


@pytest.mark.usefixtures("hasty")
async def test_what_takes_long_is_promised_and_completed_in_place(discord: DiscordDouble, clerk: Clerk) -> None:
    ada, papers = discord.user("Ada"), discord.guild("Lab").text("papers")
    two = Reply(text="Both.", cards=(one_card(1), one_card(2)))
    clerk.answers = {
        "paper 1": slow(two),
        "saved": slow(Reply(text="Mine.")),
        "paper 2": slow(Reply(text="Alone.", private=True)),
    }
    async with logged_in(discord, clerk):
        both = await discord.slash(ada, papers, "paper", {"paper": "1"})
        await settled(discord)
        saved = await discord.slash(ada, papers, "saved")
        alone = await discord.slash(ada, papers, "paper", {"paper": "2"})
        await settled(discord)
    assert both.deferred
    assert both.answers[0].text == "Both."
    assert len(both.answers) == 3
    assert (saved.deferred, saved.ephemeral, saved.text) == (True, True, "Mine.")
    assert (alone.deferred, alone.ephemeral, alone.text) == (True, True, "Alone.")
    assert [text.split("\n")[0] for text in papers.texts if "Alone" in text] == []
    assert not [message for message in papers.messages if message.loading]


async def test_the_whole_answer_takes_the_place_of_the_first(discord: DiscordDouble, clerk: Clerk) -> None:
    ada, papers = discord.user("Ada"), discord.guild("Lab").text("papers")
    clerk.answers = {
        "paper 1": later("Being fetched.", Reply(text="Both.", cards=(one_card(1), one_card(2)))),
        "paper 2": later("Being fetched.", Reply(text="arXiv does not answer.", private=True)),
        "paper 3": Reply(
            text="Two.",
            cards=(one_card(1), one_card(2)),
            later=later("", Reply(text="One.", file=File("a.txt", "x"))).later,
        ),
    }
    async with logged_in(discord, clerk):
        actions = [await discord.slash(ada, papers, "paper", {"paper": str(at)}) for at in (1, 2, 3)]
        await settled(discord)
    both, failed, fewer = actions
    assert (both.answers[0].text, both.answers[0].edits, len(both.answers)) == ("Both.", 1, 3)
    assert [(one.text, one.ephemeral) for one in failed.answers] == [("arXiv does not answer.", True)]
    assert [one.text for one in fewer.answers] == ["One."]
    assert len(fewer.answers[0].attachments) == 1


async def test_what_comes_after_the_tokens_quarter_hour_is_a_message_if_all_may_see_it(
    discord: DiscordDouble, clerk: Clerk, clock: MovedClock, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    ada, papers = discord.user("Ada"), discord.guild("Lab").text("papers")

    def late(first: str, text: str) -> Reply:
        async def made() -> Reply:
            clock.advance(minutes=16)
            return Reply(text=text)

        return Reply(text=first, later=made)

    clerk.answers = {"paper 1": late("Soon.", "At last."), "saved": late("Soon.", "My diary.")}
    async with logged_in(discord, clerk):
        await discord.slash(ada, papers, "paper", {"paper": "1"})
        await settled(discord)
        await discord.slash(ada, papers, "saved")
        await settled(discord)
    assert papers.texts == ["Soon.", "At last."]
    assert "came too late" in caplog.text
    assert "diary" not in caplog.text


async def test_a_button_answers_the_presser_alone_who_may_share_it(discord: DiscordDouble, clerk: Clerk) -> None:
    ada, ben, papers = discord.user("Ada"), discord.user("Ben"), discord.guild("Lab").text("papers")
    clerk.answers = {"paper 1": a_list(2), "paper 2611.90001": Reply(cards=(one_card(),))}
    async with logged_in(discord, clerk):
        listed = await discord.slash(ada, papers, "paper", {"paper": "1"})
        card = await discord.press(listed.answer, "Details", ben)
        assert (card.ephemeral, card.buttons[-1].label) == (True, "Share")
        before = len(papers.sent)
        shared = await discord.press(card.answer, "Share", ben)
    assert not shared.ephemeral
    assert shared.text.startswith("### [On Paper Boats")
    assert shared.text.endswith("Shared by Ben")
    assert len(papers.sent) == before + 1
    assert "Share" not in [button.label for button in shared.buttons]


async def test_a_line_of_a_menu_leads_to_its_card(discord: DiscordDouble, clerk: Clerk) -> None:
    ada, papers = discord.user("Ada"), discord.guild("Lab").text("papers")
    clerk.answers = {"paper 1": a_list(14), "paper 2611.90013": Reply(cards=(one_card(13),))}
    async with logged_in(discord, clerk):
        listed = await discord.slash(ada, papers, "paper", {"paper": "1"})
        card = await discord.choose(listed.answer, "13. Paper <13>", ada)
    assert card.ephemeral
    assert card.text.startswith("### [On Paper Boats")
    assert listed.answer.edits == 0


async def test_whoever_may_not_write_somewhere_posts_nothing_there_by_the_bot(
    discord: DiscordDouble, clerk: Clerk
) -> None:
    lab = discord.guild("Lab")
    ben, papers = discord.user("Ben"), lab.text("papers")
    lab.join(ben, rights=("view_channel", "use_application_commands", "read_message_history"))
    clerk.answers = {"paper 1": a_list(2)}
    async with logged_in(discord, clerk):
        listed = await discord.slash(ben, papers, "paper", {"paper": "1"})
        card = await discord.press(listed.answer, "Details", ben)
    assert listed.ephemeral
    assert "Share" not in [button.label for button in (*listed.buttons, *card.buttons)]
    assert papers.sent == []


async def test_a_page_turns_in_place_for_its_asker_and_beside_it_for_others(
    discord: DiscordDouble, clerk: Clerk
) -> None:
    ada, ben, papers = discord.user("Ada"), discord.user("Ben"), discord.guild("Lab").text("papers")
    clerk.answers = {"paper 1": a_list(2), "search page:abc 1.2.3": a_list(1, text="Page two:")}
    async with logged_in(discord, clerk):
        listed = await discord.slash(ada, papers, "paper", {"paper": "1"})
        copy = await discord.press(listed.answer, "Next", ben)
        assert copy.ephemeral
        assert copy.text.startswith("### Page two")
        assert listed.answer.edits == 0
        again = await discord.press(copy.answer, "Next", ben)
        assert again.updated
        turned = await discord.press(listed.answer, "Next", ada)
    assert turned.updated
    assert listed.answer.text.startswith("### Page two")
    assert len(papers.sent) == 1


@pytest.mark.usefixtures("hasty")
async def test_a_slow_page_turns_in_place_too(discord: DiscordDouble, clerk: Clerk) -> None:
    ada, papers = discord.user("Ada"), discord.guild("Lab").text("papers")
    clerk.answers = {
        "paper 1": a_list(2),
        "search page:abc 1.2.3": slow(a_list(1, text="Page two:")),
    }
    async with logged_in(discord, clerk):
        listed = await discord.slash(ada, papers, "paper", {"paper": "1"})
        await discord.press(listed.answer, "Next", ada)
        await settled(discord)
    assert listed.answer.text.startswith("### Page two")
    assert len(papers.sent) == 1


async def test_a_refusal_never_takes_the_place_of_what_all_see(discord: DiscordDouble, clerk: Clerk) -> None:
    ada, papers = discord.user("Ada"), discord.guild("Lab").text("papers")
    keep = Reply(text="Keep it?", buttons=((Button("Keep", "subscribe keep"),),))
    clerk.answers = {"subscribe": keep, "subscribe keep": Reply(text="Not allowed.", private=True)}
    async with logged_in(discord, clerk):
        asked = await discord.slash(ada, papers, "subscribe")
        refused = await discord.press(asked.answer, "Keep", ada)
    assert (refused.ephemeral, refused.text, refused.updated) == (True, "Not allowed.", False)
    assert asked.answer.text == "Keep it?"


async def test_a_button_that_another_version_has_made_is_explained_to_the_presser_alone(
    discord: DiscordDouble, clerk: Clerk
) -> None:
    ada, papers = discord.user("Ada"), discord.guild("Lab").text("papers")
    clerk.answers = {"paper 1": Reply(text="Look.", buttons=((Button("Plot", "plot 1"),),))}
    async with logged_in(discord, clerk):
        asked = await discord.slash(ada, papers, "paper", {"paper": "1"})
        told = await discord.press(asked.answer, "Plot", ada)
    assert (told.ephemeral, told.updated) == (True, False)
    assert told.text.startswith("I do not know this button")
    assert [line for _, line in clerk.ran] == ["paper 1"]


async def test_whoever_uses_options_is_known_to_and_whoever_writes_lines_is_known_to(
    discord: DiscordDouble, clerk: Clerk
) -> None:
    ada = discord.user("Ada")
    async with logged_in(discord, clerk):
        await discord.slash(ada, ada, "paper", {"paper": "1"})
        discord.write(ada, ada, "boats")
        await settled(discord)
    assert [asker.fills_in for asker, _ in clerk.ran] == [True]
    assert [asker.fills_in for asker, _ in clerk.asked] == [False]


async def test_a_writer_is_answered_in_the_language_of_their_client_after_a_restart_too(
    discord: DiscordDouble, register: Register
) -> None:
    li, papers = discord.user("Li", locale="zh-CN"), discord.guild("Lab").text("papers")
    async with logged_in(discord, register=register):
        await discord.slash(li, papers, "paper", {"paper": "1"})
        assert not [name for _, name in register.notes if name == "locale"], "a server has a language of its own"
        await discord.slash(li, li, "paper", {"paper": "1"})
        await settled(discord)
    clerk = Clerk()
    async with logged_in(discord, clerk, register=register):
        discord.write(li, li, "boats")
        await settled(discord)
    assert [asker.locale for asker, _ in clerk.asked] == ["zh-CN"]


async def test_choices_are_offered_while_one_types_and_a_slow_desk_offers_none(
    discord: DiscordDouble, clerk: Clerk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(conversation, "TYPED", 0.05)
    ada, papers = discord.user("Ada"), discord.guild("Lab").text("papers")
    clerk.choices = {("paper", "26"): [Choice("On Boats", "2611.90001"), Choice("x" * 101, "1")]}
    async with logged_in(discord, clerk):
        found = await discord.complete(ada, papers, "paper", "paper", "26")
        assert [(one["name"], one["value"]) for one in found] == [("On Boats", "2611.90001")]

        async def never(asker: Asker, name: str, typed: str, option: str = "") -> list[Choice]:
            await asyncio.sleep(5)
            return []

        clerk.complete = never  # type: ignore[method-assign]  # a clerk who is asleep
        assert await discord.complete(ada, papers, "paper", "paper", "26") == []


async def test_direct_messages_and_mentions_are_questions_and_other_talk_is_not(
    discord: DiscordDouble, clerk: Clerk
) -> None:
    ada, papers = discord.user("Ada"), discord.guild("Lab").text("papers")
    async with logged_in(discord, clerk):
        discord.write(ada, ada, "paper boats")
        asked = discord.write(ada, papers, "paper ships", mention=True)
        discord.write(ada, papers, "nice weather")
        discord.write(ada, papers, "", mention=True)
        await settled(discord)
        discord.write(ada, papers, "and rafts", reply_to=papers.sent[0])
        await settled(discord)
    assert [line for _, line in clerk.asked][:3] == ["paper boats", "paper ships", "/start"]
    assert ada.dm.texts == ["You said: paper boats"]
    assert papers.sent[0].text == "You said: paper ships"
    assert papers.sent[0].reply_to is asked
    assert all(not message.pings for message in papers.sent)


async def test_without_the_right_to_read_the_history_the_answer_is_no_reply(
    discord: DiscordDouble, clerk: Clerk
) -> None:
    ada, papers = discord.user("Ada"), discord.guild("Lab").text("papers", deny=("read_message_history",))
    async with logged_in(discord, clerk):
        discord.write(ada, papers, "paper ships", mention=True)
        await settled(discord)
    assert papers.texts == ["You said: paper ships"]
    assert papers.sent[0].reply_to is None


async def test_what_is_for_one_person_is_shown_to_them_alone_at_a_press(discord: DiscordDouble, clerk: Clerk) -> None:
    ada, papers = discord.user("Ada"), discord.guild("Lab").text("papers")
    mine = Reply(text="Mine.", buttons=((Button("More", "saved 2"),),), private=True)
    clerk.answers = {"/saved": mine, "saved": mine, "no": Reply(text="Not allowed.", private=True)}
    async with logged_in(discord, clerk):
        discord.write(ada, papers, "/saved", mention=True)
        discord.write(ada, papers, "no", mention=True)
        await settled(discord)
        invitation, refusal = papers.sent
        assert refusal.text == "Not allowed."
        alone = await discord.press(invitation, "Show me", ada)
    assert (alone.ephemeral, alone.text) == (True, "Mine.")
    assert "Mine." not in "".join(papers.texts)


async def test_a_fault_of_ours_is_told_in_the_readers_language_and_nothing_of_theirs_is_logged(
    discord: DiscordDouble, clerk: Clerk, caplog: pytest.LogCaptureFixture
) -> None:
    text = "my diary"

    async def broken(asker: Asker) -> Reply:
        raise ValueError(text)

    clerk.answers = {text: broken, f"paper {text}": broken}
    li = discord.user("Li", locale="zh-CN")
    papers = discord.guild("Lab").text("papers")
    async with logged_in(discord, clerk):
        told = await discord.slash(li, papers, "paper", {"paper": text})
        discord.write(li, li, text)
        discord.write(li, li, "and then")
        await settled(discord)
    assert told.text.startswith("抱歉")
    assert told.ephemeral
    assert li.dm.texts[0].startswith("抱歉")
    assert li.dm.texts[1] == "You said: and then"
    assert "ValueError" in caplog.text
    assert "test_service.py" in caplog.text
    assert "diary" not in caplog.text


@pytest.mark.usefixtures("hasty")
async def test_one_persons_questions_are_answered_in_order_and_nobody_waits_for_another(
    discord: DiscordDouble, clerk: Clerk
) -> None:
    ada, ben, papers = discord.user("Ada"), discord.user("Ben"), discord.guild("Lab").text("papers")
    free = asyncio.Event()

    async def held(asker: Asker) -> Reply:
        await free.wait()
        return Reply(text="slow")

    clerk.answers = {"paper slow": held}
    async with logged_in(discord, clerk):
        discord.no_wait = True
        first = await discord.slash(ada, papers, "paper", {"paper": "slow"})
        second = await discord.slash(ada, papers, "paper", {"paper": "quick"})
        discord.no_wait = False
        other = await discord.slash(ben, papers, "paper", {"paper": "quick"})
        await discord.until(lambda: first.deferred and second.deferred)
        assert [line for _, line in clerk.ran] == ["paper slow", "paper quick"]
        free.set()
        await first.settled()
        await second.settled()
    assert [one.text for one in (first, second, other)] == ["slow", "You said: paper quick", "You said: paper quick"]
    assert [asker.user for asker, _ in clerk.ran] == [str(ada.id), str(ben.id), str(ada.id)]


@pytest.mark.parametrize("kind", ["404 10062", "400 40060"])
async def test_an_interaction_that_is_over_or_came_twice_is_no_error(
    discord: DiscordDouble, clerk: Clerk, caplog: pytest.LogCaptureFixture, kind: str
) -> None:
    ada, papers = discord.user("Ada"), discord.guild("Lab").text("papers")
    discord.no_wait = True
    async with logged_in(discord, clerk):
        discord.fault("POST /interactions/*/*/callback", kind)
        await discord.slash(ada, papers, "paper", {"paper": "1"})
        await settled(discord)
    assert [record for record in caplog.records if record.levelno >= logging.WARNING] == []


async def test_brought_along_the_bot_answers_and_what_is_changed_is_ones_own(
    discord: DiscordDouble, clerk: Clerk
) -> None:
    ada = discord.user("Ada", installed=True)
    elsewhere = discord.guild("Elsewhere", bot=False).text("talk")
    group = discord.group_dm(ada, discord.user("Ben"))
    clerk.answers = {"paper 1": Reply(text="Ten.", cards=tuple(one_card(at) for at in range(10)))}
    async with logged_in(discord, clerk):
        for place in (elsewhere, group):
            many = await discord.slash(ada, place, "paper", {"paper": "1"})
            await settled(discord)
            assert not many.ephemeral
            assert "".join(one.text for one in many.answers).count("### [On Paper Boats") == 10
            own = await discord.slash(ada, place, "subscribe")
            assert own.ephemeral
    assert {(asker.chat, asker.direct, asker.may_change) for asker, _ in clerk.ran} == {(str(ada.id), True, True)}


async def test_who_may_change_a_chat_is_told_by_what_comes_with_a_question(
    discord: DiscordDouble, clerk: Clerk
) -> None:
    lab = discord.guild("Lab")
    papers, forum = lab.text("papers"), lab.forum("digest")
    ada, ben = discord.user("Ada"), discord.user("Ben")
    lab.join(ada, rights=("manage_guild", "view_channel", "send_messages", "use_application_commands"))
    post = discord.start_thread(papers, "Talk", ada)
    async with logged_in(discord, clerk):
        for user in (ada, ben):
            await discord.slash(user, papers, "subscribe")
            discord.write(user, papers, "hello", mention=True)
            await settled(discord)
        await discord.slash(ben, post, "subscribe")
    assert [asker.may_change for asker, _ in clerk.ran] == [True, False, False]
    assert [asker.may_change for asker, _ in clerk.asked] == [True, False]
    assert clerk.ran[-1][0].chat == str(post.id)
    assert forum.id


async def test_comings_and_goings_are_reported_and_a_new_server_is_greeted_once(
    discord: DiscordDouble, register: Register
) -> None:
    lab = discord.guild("Lab")
    papers, other = lab.text("papers"), lab.text("other")
    lab.greets = papers
    register.served = {str(papers.id), str(other.id)}
    async with logged_in(discord, register=register):
        discord.delete(other)
        await settled(discord)
        assert ("closed", str(other.id), "The channel was deleted.") in register.events
        discord.kick(lab)
        await settled(discord)
        assert ("closed", str(papers.id), "The bot was removed from the server.") in register.events
        register.events.clear()
        discord.invite(lab)
        await settled(discord)
        assert ("opened", str(papers.id)) in register.events
        assert [text.split(".")[0] for text in papers.texts] == ["Hello"]
        assert papers.sent[0].silent
        register.events.clear()
        discord.take_rights(papers, "send_messages")
        await settled(discord)
        assert register.events == []
        discord.give_rights(papers, "send_messages")
        await settled(discord)
        assert register.events == [("opened", str(papers.id))]


async def test_an_outage_closes_nothing(discord: DiscordDouble, register: Register) -> None:
    lab = discord.guild("Lab")
    papers = lab.text("papers")
    register.served = {str(papers.id)}
    async with logged_in(discord, register=register):
        discord.outage(lab)
        await settled(discord)
        discord.recover(lab)
        await settled(discord)
    assert [event for event in register.events if event[0] == "closed"] == []
    assert papers.texts == []


@pytest.mark.parametrize("times", [1, 2])
@pytest.mark.parametrize("kind", ["reset before", "reset after", "malformed json", "502 html"])
async def test_an_answer_of_which_nothing_was_heard_is_sent_again_and_stands_there_once(
    discord: DiscordDouble, monkeypatch: pytest.MonkeyPatch, kind: str, times: int
) -> None:
    monkeypatch.setattr(answering, "PAUSES", (0.01, 0.01))
    ada, papers = discord.user("Ada"), discord.guild("Lab").text("papers")
    async with logged_in(discord):
        discord.fault("POST /channels/*/messages", kind, times=times)
        discord.write(ada, papers, "boats", mention=True)
        await settled(discord)
    assert papers.texts == ["You said: boats"]


@pytest.mark.parametrize("kind", ["reset before", "reset after", "malformed json"])
async def test_a_commands_answer_of_which_nothing_was_heard_is_given_again_and_stands_there_once(
    discord: DiscordDouble, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    monkeypatch.setattr(answering, "PAUSES", (0.01, 0.01))
    ada, papers = discord.user("Ada"), discord.guild("Lab").text("papers")
    async with new_login(discord):
        await settled(discord)
        discord.fault("POST /interactions/*/*/callback", kind)
        await discord.slash(ada, papers, "paper", {"paper": "1"})
        await settled(discord)
    assert papers.texts == ["You said: paper 1"]


async def test_in_a_forums_post_a_command_is_about_the_forum(discord: DiscordDouble, clerk: Clerk) -> None:
    lab = discord.guild("Lab")
    ada, forum = discord.user("Ada"), lab.forum("digest")
    post = discord.start_thread(forum, "Talk", ada)
    async with logged_in(discord, clerk):
        await discord.slash(ada, post, "subscribe")
    assert [asker.chat for asker, _ in clerk.ran] == [str(forum.id)]


async def test_papers_are_found_in_a_message_by_its_menu(discord: DiscordDouble, clerk: Clerk) -> None:
    ada, papers = discord.user("Ada"), discord.guild("Lab").text("papers")
    message = discord.write(ada, papers, "see arXiv:2611.90001 and https://arxiv.org/pdf/2611.90002v1")
    idle = discord.write(ada, papers, "nothing here")
    async with logged_in(discord, clerk):
        answers = []
        for one in (message, idle):
            shape = {"id": str(one.id), "content": one.content, "embeds": [], "components": []}
            data = {
                "id": discord.commands["Find papers here"]["id"],
                "name": "Find papers here",
                "type": 3,
                "target_id": str(one.id),
                "resolved": {"messages": {str(one.id): shape}},
            }
            answers.append(await discord._act(2, ada, papers, data))
    assert [line for _, line in clerk.ran] == ["paper 2611.90001 2611.90002v1"]
    assert [one.ephemeral for one in answers] == [True, True]
    assert [button.label for button in answers[0].buttons] == ["Share"]
    assert answers[1].text == "I find no arXiv id or link in that message."


async def test_a_lost_token_ends_the_bot_with_one_sentence(discord: DiscordDouble) -> None:
    async def run() -> None:
        async with new_login(discord):
            await settled(discord)
            await discord.gateway.close(4004)
            await asyncio.sleep(5)

    with pytest.raises(SettingsError):
        await run()
    task = asyncio.current_task()
    assert task is not None
    assert task.cancelling() == 0
