from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.discord import answers, buttons
from bot.messages import Button, File, Fold, Link, Reply
from bot.words import speak
from tests.doubles.desks import a_list, one_card
from tests.doubles.discord.components import Component, breaches, walk
from tests.doubles.discord.markdown import read

WORDS = speak("en")


def shown(message: answers.Message) -> str:
    """All texts of a message, about which Discord must find nothing to complain."""
    there = list(message.components)
    assert breaches(there) == []
    return "\n".join(one["content"] for one in walk(there) if one["type"] == 10)


def pressable(message: answers.Message) -> list[Component]:
    return [one for one in walk(list(message.components)) if one["type"] == 2]


def labels(message: answers.Message) -> list[str]:
    return [one["label"] for one in pressable(message)]


FOLDS = (Fold("Method", "We <fold>."), Fold("Result", "They float."), Fold("Abstract", "Rain & boats. " * 60))


def test_a_card_links_its_title_and_holds_every_fold_in_full() -> None:
    (message,) = answers.messages(Reply(cards=(one_card(folds=FOLDS, credit="In their words."),)), WORDS)
    text = shown(message)
    assert text.startswith("### [On Paper Boats")
    assert "(https://arxiv.org/abs/2611.90001)\n-# Ada Brook" in text
    assert text.count("Rain & boats.") == 60
    assert "-# `2611.90001` · Robotics" in text


def test_a_cards_links_come_first_and_an_address_that_discord_would_refuse_is_left_out() -> None:
    links = (Link("PDF", "https://arxiv.org/pdf/1"), Link("Odd", "https://no host/x"), Link("Bare", "http://localhost"))
    those = (Button("Save", "save 1", apart=True), Button("In Chinese", "paper 1 in Chinese"))
    (message,) = answers.messages(Reply(cards=(one_card(links=links, buttons=those),)), WORDS)
    shown(message)
    assert labels(message) == ["PDF", "Save", "In Chinese"]
    assert [one.get("custom_id") for one in pressable(message)] == [None, "+save 1", "paper 1 in Chinese"]


def test_what_is_said_of_a_single_card_stands_over_it_and_the_replys_buttons_below_the_last() -> None:
    row = ((Button("Others", "search page:x", apart=True),),)
    (alone,) = answers.messages(Reply(text="Being written <soon>.", cards=(one_card(),), buttons=row), WORDS)
    assert shown(alone).startswith("Being written")
    assert labels(alone) == ["Others"]
    text, first, second = answers.messages(Reply(text="Two.", cards=(one_card(1), one_card(2)), buttons=row), WORDS)
    assert (shown(text), labels(text), labels(first), labels(second)) == ("Two.", [], [], ["Others"])


@pytest.mark.parametrize("count", [1, 5, 6, 10])
def test_any_number_of_cards_is_few_enough_messages_for_whoever_brought_the_bot_along(count: int) -> None:
    links = tuple(Link(str(at), f"https://arxiv.org/pdf/{at}") for at in range(6))
    those = tuple(Button(f"Button {at}", f"save {at}", apart=True) for at in range(7))
    cards = tuple(one_card(at, folds=FOLDS, links=links, buttons=those) for at in range(count))
    found = answers.messages(Reply(text="So many.", cards=cards), WORDS, share="paper 1 2 3")
    assert len(found) <= answers.MOST_MESSAGES
    text = "\n".join(map(shown, found))
    assert text.count("### [On Paper Boats") == count
    assert labels(found[-1])[-1] == "Share"


@pytest.mark.parametrize("count", [1, 8, 10, 11, 25, 30])
def test_a_list_is_one_message_with_a_way_to_every_card(count: int) -> None:
    (message,) = answers.messages(a_list(count), WORDS)
    assert shown(message).startswith("### Papers:\n**1\\. [Paper")
    lines = [one["value"] for part in walk(list(message.components)) for one in part.get("options", ())]
    ways = lines or [one["custom_id"] for one in pressable(message) if one["label"] == "Details"]
    assert ways == [f"+paper 2611.9{at:04}" for at in range(1, count + 1)]
    assert labels(message)[-1] == "Next"


def test_a_paper_that_stands_twice_in_a_list_has_two_buttons_that_mean_the_same() -> None:
    reply = a_list(1)
    (message,) = answers.messages(replace(reply, items=reply.items * 2), WORDS)
    shown(message)
    ways = [one["custom_id"] for one in pressable(message)][:2]
    assert len(set(ways)) == 2
    assert {buttons.pressed(way).command for way in ways} == {"paper 2611.90001"}


def test_lines_go_by_the_numbers_that_the_list_gives_them() -> None:
    reply = a_list(3)
    items = tuple(replace(item, number=at) for at, item in enumerate(reply.items, 96))
    (message,) = answers.messages(replace(reply, items=items), WORDS)
    assert [line[2:4] for line in shown(message).split("\n") if line.startswith("**")] == ["96", "97", "98"]


def kinds(message: answers.Message) -> list[int]:
    (box,) = message.components
    return [one["type"] for one in box["components"]]


@pytest.mark.parametrize(
    ("count", "shown"),
    [(1, [9, 10]), (7, [*[9, 10, 14] * 6, 9, 10]), (8, [9, 10] * 8), (10, [9] * 10), (25, [10, 1])],
)
def test_a_list_has_room_around_its_summaries_as_far_as_there_are_components_for_it(
    count: int, shown: list[int]
) -> None:
    (message,) = answers.messages(a_list(count), WORDS)
    assert kinds(message) == [10, *shown, 1]


def test_buttons_of_a_list_stand_within_its_box() -> None:
    (message,) = answers.messages(a_list(3), WORDS, share="today", signed="Shared by Ben")
    (box,) = message.components
    assert [one["label"] for one in box["components"][-1]["components"]] == ["Next", "Share"]


def test_a_file_comes_after_a_list() -> None:
    listed, file = answers.messages(replace(a_list(3), file=File("a.txt", "x")), WORDS)
    assert labels(listed)[-1] == "Next"
    assert file.file == File("a.txt", "x")


def test_a_number_at_the_beginning_of_a_line_begins_no_list_of_discords() -> None:
    (message,) = answers.messages(a_list(1), WORDS)
    (line,) = [node for node in read(shown(message).split("\n")[1]) if node.kind == "bold"]
    assert [node.kind for node in line.children] == ["text", "link"]


@pytest.mark.parametrize("locale", ["en", "zh"])
def test_the_role_that_an_edition_calls_is_seen_by_its_name_and_nobody_elses_text_makes_a_mention(locale: str) -> None:
    words, role = speak(locale), "1440257723634548745"
    told = f"Categories: *cs.CV*\n{words('wish-mention', role=role)}"
    (message,) = answers.messages(Reply(text=told), words)
    assert f"<@&{role}>" in shown(message)
    assert "\\*cs.CV" in shown(message)
    (other,) = answers.messages(Reply(text=f"{told}?\n{role} <@&{role}>"), words)
    assert f"<@&{role}>" not in shown(other)


def test_a_heading_that_leaves_no_room_for_its_list_goes_before_it() -> None:
    *before, last = answers.messages(a_list(8, text="Totals of a day. " * 400), WORDS)
    assert len(before) == 2
    assert shown(last).startswith("**1\\. [Paper")


def test_a_short_file_that_is_said_as_well_is_text_to_copy() -> None:
    reply = Reply(text="One left out.\n@article{a}", file=File("a.bib", "@article{a}\n"))
    (message,) = answers.messages(reply, WORDS)
    assert (shown(message), message.file) == ("One left out.\n```\n@article{a}\n```", None)


@pytest.mark.parametrize(("length", "count"), [(20, 1), (3000, 1), (9000, 3)])
def test_a_file_comes_with_its_words_under_a_name_that_discord_keeps(length: int, count: int) -> None:
    found = answers.messages(Reply(text="x" * length, file=File("a b/c.json", "{}")), WORDS)
    assert len(found) == count
    assert found[-1].file == File("a-b-c.json", "{}")
    assert {"type": 13, "file": {"url": "attachment://a-b-c.json"}} in found[-1].components


def test_who_shares_is_said_without_calling_anybody() -> None:
    (message,) = answers.messages(Reply(text="Hello."), WORDS, signed="Shared by <@1> @everyone")
    assert "<@" not in shown(message).replace("\\<@", "")
    assert "@everyone" not in shown(message)


def test_more_buttons_than_a_row_takes_go_on_below() -> None:
    many = tuple(Button(str(at), f"paper {at}") for at in range(12))
    (message,) = answers.messages(Reply(text="Choose.", buttons=(many, many[:2])), WORDS, share="today")
    shown(message)
    assert [len(one["components"]) for one in message.components[1:]] == [5, 5, 2, 3]


HOSTILE = st.one_of(
    st.text(st.characters(exclude_categories=()), max_size=200),
    st.sampled_from(["**", "](https://x)", "[a](b)", "@everyone <@1>", "\x00" * 40, "𝒳" * 3000, "字" * 10_000, "```"]),
    st.builds(lambda text: text * 500, st.text(max_size=20)),
)


@settings(max_examples=40)
@given(title=HOSTILE, byline=HOSTILE, lead=HOSTILE, fact=HOSTILE, fold=HOSTILE, label=HOSTILE, text=HOSTILE)
def test_whatever_a_paper_or_a_person_writes_discord_takes_it(
    title: str, byline: str, lead: str, fact: str, fold: str, label: str, text: str
) -> None:
    folds = (Fold("Method", fold), Fold(label[:30], text))
    card = one_card(title=title, byline=byline, lead=lead, facts=(fact, text), folds=folds, credit=label)
    button = ((Button(label, "paper 1"), Button("", "paper 2"), Button("x", "paper " + "é" * 100)),)
    listed = a_list(8, text=text)
    items = tuple(replace(item, title=title, byline=byline, lead=lead) for item in listed.items)
    for reply in (
        Reply(text=text, cards=(card,), buttons=button),
        Reply(text=text, cards=(card, card, card)),
        Reply(text=text, buttons=button),
        Reply(text=text, file=File("a.txt", fold)),
        replace(listed, items=items),
    ):
        for message in answers.messages(reply, WORDS, share="today", signed=label):
            shown(message)
