from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.messages import Button, File, Fold, Link, Reply
from bot.telegram import answers
from bot.telegram.markup import escaped, utf16
from tests.doubles.desks import a_list, one_card
from tests.doubles.telegram import classic, keyboards
from tests.doubles.telegram.tdlib import Parsed, detected


def shown(message: answers.Message) -> Parsed:
    """A message as the server understands it, which must find nothing to complain about."""
    read = classic.caption if message.file else classic.message
    parsed = read(message.text, "HTML")
    assert classic.breaches(message.text, parsed, "HTML") == []
    assert utf16(parsed.text) <= (answers.LONGEST_CAPTION if message.file else answers.LONGEST)
    if message.keyboard:
        assert keyboards.check(message.keyboard.to_dict(), chat_type="private") == []
    return parsed


def labels(message: answers.Message) -> list[list[str]]:
    return [[button.text for button in row] for row in message.keyboard.inline_keyboard] if message.keyboard else []


FOLDS = (Fold("Method", "We <fold>."), Fold("Result", "They float."), Fold("Abstract", "Rain & boats. " * 60))


def test_a_card_links_its_title_and_unfolds_what_is_long_by_itself() -> None:
    (message,) = answers.messages(Reply(cards=(one_card(folds=FOLDS, credit="In their words."),)))
    parsed = shown(message)
    assert parsed.text.startswith(
        "On Paper Boats <1> & Rain\nAda Brook, Emır Čapek\n\nBoats a < b float.\n\nMethod\nWe <fold>."
    )
    links = [entity.url for entity in parsed.entities if entity.kind == "text_link"]
    assert links == ["https://arxiv.org/abs/2611.90001"]
    quotes = [parsed.words(entity) for entity in parsed.entities if entity.kind == "expandable_blockquote"]
    assert [quote.split("\n")[0] for quote in quotes] == ["Method", "Abstract"]
    assert "2611.90001" in [parsed.words(entity) for entity in parsed.entities if entity.kind == "code"]


def test_a_cards_links_come_first_and_an_address_that_telegram_would_refuse_is_left_out() -> None:
    links = (Link("PDF", "https://arxiv.org/pdf/1"), Link("Odd", "https://no host/x"), Link("Bare", "http://localhost"))
    buttons = (Button("Save", "save 1", apart=True), Button("In Chinese", "paper 1 in Chinese"))
    (message,) = answers.messages(Reply(cards=(one_card(links=links, buttons=buttons),)))
    shown(message)
    assert labels(message) == [["PDF"], ["Save", "In Chinese"]]
    assert message.keyboard
    data = [button.callback_data for button in message.keyboard.inline_keyboard[1]]
    assert [answers.pressed(str(one)) for one in data] == [("save 1", True), ("paper 1 in Chinese", False)]


def test_what_is_said_of_a_single_card_stands_on_it_and_the_replys_buttons_below_the_last() -> None:
    row = ((Button("Others", "search page:x", apart=True),),)
    (alone,) = answers.messages(Reply(text="Being written <soon>.", cards=(one_card(),), buttons=row))
    assert shown(alone).text.startswith("Being written <soon>.\n\nOn Paper Boats")
    assert labels(alone) == [["Others"]]
    text, first, second = answers.messages(Reply(text="Two.", cards=(one_card(1), one_card(2)), buttons=row))
    assert (shown(text).text, labels(text), labels(first), labels(second)) == ("Two.", [], [], [["Others"]])


@pytest.mark.parametrize("count", [1, 8, 9, 20])
def test_a_list_is_one_message_with_a_button_for_every_line(count: int) -> None:
    (message,) = answers.messages(a_list(count))
    assert shown(message).text.startswith("Papers:\n\n1. Paper <1>\nAda Brook · cs.\u2060RO\nIt floats.")
    *numbers, last = labels(message)
    assert [label for row in numbers for label in row] == [str(at) for at in range(1, count + 1)]
    assert last == ["Next"]
    assert message.keyboard
    assert answers.pressed(str(message.keyboard.inline_keyboard[0][0].callback_data)) == ("paper 2611.90001", True)


def test_lines_and_their_buttons_go_by_the_numbers_that_the_list_gives_them() -> None:
    reply = a_list(3)
    items = tuple(replace(item, number=at) for at, item in enumerate(reply.items, 96))
    (message,) = answers.messages(replace(reply, items=items))
    assert [line.split(".")[0] for line in shown(message).text.split("\n") if "Paper <" in line] == ["96", "97", "98"]
    assert labels(message)[0] == ["96", "97", "98"]


def test_a_heading_that_leaves_no_room_for_its_list_goes_before_it() -> None:
    *before, last = answers.messages(a_list(8, text="Totals of a day. " * 400))
    assert len(before) == 2
    assert shown(last).text.startswith("1. Paper <1>")


def test_a_short_file_that_is_said_as_well_is_text_to_copy() -> None:
    (message,) = answers.messages(Reply(text="One left out.\n@article{a}", file=File("a.bib", "@article{a}\n")))
    parsed = shown(message)
    assert (parsed.text, message.file) == ("One left out.\n@article{a}", None)
    assert [parsed.words(entity) for entity in parsed.entities if entity.kind == "pre"] == ["@article{a}"]


@pytest.mark.parametrize(("length", "messages"), [(20, 1), (1024, 1), (1025, 2), (9000, 4)])
def test_a_file_comes_with_its_words_or_after_them(length: int, messages: int) -> None:
    found = answers.messages(Reply(text="x" * length, file=File("a.json", "{}")))
    assert len(found) == messages
    assert [one.file is not None for one in found] == [False] * (messages - 1) + [True]
    for one in found:
        if one.text:
            shown(one)


@pytest.mark.parametrize("mark", ["\n\n", "\n", ". ", "。", " "])
def test_a_long_text_is_divided_where_a_reader_would(mark: str) -> None:
    text = mark.join(f"part{at:04}" for at in range(1500))
    parts = answers.divided(text, answers.LONGEST)
    assert all(part.startswith("part") for part in parts)
    assert all(utf16(part) <= answers.LONGEST for part in parts)
    assert mark.strip().join("".join(parts).split()) or parts
    assert "".join("".join(parts).split()) == "".join(text.split())


@given(st.text(st.characters(exclude_categories=()), max_size=400), st.integers(4, 60))
def test_dividing_loses_nothing_but_blanks(text: str, room: int) -> None:
    parts = answers.divided(text, room)
    assert all(0 < utf16(part) <= room for part in parts)
    # What nobody sees goes with a part that has nothing else, and a half of a character becomes a sign for one.
    kept = [letter for letter in "".join(parts) if escaped(letter).strip()]
    assert kept == [letter for letter in _mended(text) if escaped(letter).strip()]


def _mended(text: str) -> str:
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


HOSTILE = st.one_of(
    st.text(st.characters(exclude_categories=()), max_size=200),
    st.sampled_from(["<b>", "&amp;", "</a><a href='tg://'>", "\u202e\u2066x", "\x00" * 40, "𝒳" * 3000, "字" * 10_000]),
    st.builds(lambda text: text * 500, st.text(max_size=20)),
)


@settings(max_examples=150)
@given(title=HOSTILE, byline=HOSTILE, lead=HOSTILE, fact=HOSTILE, fold=HOSTILE, label=HOSTILE, text=HOSTILE)
def test_whatever_a_paper_or_a_person_writes_telegram_takes_it(
    title: str, byline: str, lead: str, fact: str, fold: str, label: str, text: str
) -> None:
    folds = (Fold("Method", fold), Fold(label[:30], text))
    card = one_card(title=title, byline=byline, lead=lead, facts=(fact, text), folds=folds, credit=label)
    button = ((Button(label, "paper 1"), Button("", "paper 2"), Button("x", "paper " + "é" * 60)),)
    listed = a_list(8, text=text)
    for reply in (
        Reply(text=text, cards=(card,), buttons=button),
        Reply(text=text, buttons=button),
        Reply(text=text, file=File("a.txt", fold)),
        listed,
    ):
        found = answers.messages(reply)
        assert found
        for message in found:
            if message.text or not message.file:
                shown(message)


@pytest.mark.parametrize("name", ["@ada ", "#boats ", "$ABC ", "/paper ", "a.com ", "https://a.org ", "a@b.com "])
def test_names_that_telegram_would_find_by_the_hundred_take_no_link_of_ours_away(name: str) -> None:
    many = name * 250
    for reply in (Reply(cards=(one_card(lead=many),)), a_list(8, text=many), Reply(text=many)):
        said = "".join(shown(message).text for message in answers.messages(reply))
        assert name.strip() in said.replace("\u2060", "")
    few = answers.messages(Reply(text=name * 5))[0]
    assert few.text == (name * 5).strip()


@pytest.mark.parametrize(
    ("reply", "found"),
    [
        (Reply(text="In cs.AI and cs.CV. Change that: /settings"), ["/settings"]),
        (a_list(1, text="Newest for cat:cs.AI:"), []),
        (Reply(cards=(one_card(facts=("Robotics (cs.AI)",), lead="By @ada, /start #1 in cs.CV"),)), []),
        (Reply(cards=(one_card(facts=("Comment: code at https://a.example/cs.CV",)),)), ["https://a.example/cs.CV"]),
        (Reply(text="One.\n@article{cs.CV}", file=File("a.bib", "@article{cs.CV}")), []),
    ],
)
def test_a_category_is_never_taken_for_a_site_and_a_command_can_be_tapped(reply: Reply, found: list[str]) -> None:
    (message,) = answers.messages(reply)
    parsed = shown(message)
    marked = [one for one in parsed.entities if one.kind in ("code", "pre", "text_link")]
    free = [one for one in detected(parsed.text) if not any(a.offset <= one.offset < a.end for a in marked)]
    assert [parsed.words(one) for one in free] == found


def test_chinese_stands_upright() -> None:
    (message,) = answers.messages(Reply(cards=(one_card(byline="Ada Brook", credit="导入的摘要"),)))
    parsed = shown(message)
    assert [parsed.words(one) for one in parsed.entities if one.kind == "italic"] == ["Ada Brook"]


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        (Reply(text="Saved."), "Saved."),
        (Reply(text="x" * 201), None),
        (Reply(text="One.", cards=(one_card(),)), None),
        (Reply(text="List.", items=a_list(1).items), None),
        (Reply(text="File.", file=File("a", "b")), None),
        (Reply(), None),
    ],
)
def test_only_a_short_text_alone_is_brief(reply: Reply, said: str | None) -> None:
    assert answers.brief(reply, 200) == said


def test_a_row_of_buttons_is_broken_where_their_labels_would_be_cut() -> None:
    buttons = tuple(Button(label, f"x {label}") for label in ("Save", "Similar", "BibTeX", "In Chinese", "作者的原话"))
    (message,) = answers.messages(Reply(text="x", buttons=(buttons,)))
    assert labels(message) == [["Save", "Similar", "BibTeX"], ["In Chinese", "作者的原话"]]


def test_more_buttons_than_telegram_takes_are_cut_by_whole_rows() -> None:
    rows = tuple(tuple(Button(f"{row}.{at}", f"x {row} {at}") for at in range(4)) for row in range(40))
    (message,) = answers.messages(Reply(text="x", buttons=rows))
    shown(message)
    assert len(labels(message)) == 25
