"""Replies in the terminal: everything is there, choices are numbered, and nothing moves the cursor."""

from __future__ import annotations

from dataclasses import replace
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console

from bot.console.replies import commands, render
from bot.messages import Button, Card, File, Fold, Item, Link, Reply

CARD = Card(
    paper="2611.90001",
    title="Folding Paper Boats under Drizzle",
    url="https://arxiv.org/abs/2611.90001",
    byline="Ada Brook, Bo Ink",
    facts=("Computer Vision (cs.CV)", "Submitted 2026-11-01"),
    lead="Boats that fold themselves.",
    folds=(Fold("Method", "We fold twice."), Fold("摘要", "How boats behave under drizzle is poorly understood.")),
    credit="Summary by a-model, 2026-11-24",
    links=(Link("PDF", "https://arxiv.org/pdf/2611.90001"),),
    buttons=(Button("Save", "save 2611.90001"), Button("Similar papers", "similar 2611.90001")),
)
ITEM = Item(
    title="Counting Moss Gardens",
    url="https://arxiv.org/abs/2611.90002",
    byline="Chidi Drift",
    lead="Moss can be counted.",
    command="paper 2611.90002",
)
WHOLE = Reply(
    text="Two papers.",
    cards=(CARD,),
    items=(ITEM, ITEM),
    buttons=((Button("Next", "more 1"),), (Button("All", "help"),)),
    file=File("papers.bib", "@misc{brook2026,\n  title = {Folding}\n}\n"),
)


def shown(reply: Reply, *, width: int = 80) -> str:
    stream = StringIO()
    Console(file=stream, width=width, color_system=None, emoji=False, markup=False, highlight=False).print(
        render(reply)
    )
    return stream.getvalue()


def test_a_card_shows_all_of_it_with_its_folds_open() -> None:
    assert shown(Reply(cards=(CARD,))) == (
        "Folding Paper Boats under Drizzle\n"
        "    Ada Brook, Bo Ink\n"
        "    Computer Vision (cs.CV)\n"
        "    Submitted 2026-11-01\n"
        "\n"
        "    Boats that fold themselves.\n"
        "\n"
        "    Method      We fold twice.\n"
        "    摘要        How boats behave under drizzle is poorly understood.\n"
        "\n"
        "    Summary by a-model, 2026-11-24\n"
        "\n"
        "    PDF         https://arxiv.org/pdf/2611.90001\n"
        "\n"
        "      1 Save    2 Similar papers\n"
    )


def test_every_choice_is_numbered_and_its_number_leads_to_its_command() -> None:
    lines = [line.strip() for line in shown(WHOLE).splitlines()]
    assert "1 Save    2 Similar papers" in lines
    assert [line for line in lines if "Moss Gardens" in line] == ["3 Counting Moss Gardens", "4 Counting Moss Gardens"]
    assert {"5 Next", "6 All"} <= set(lines)
    assert list(commands(WHOLE).items()) == [
        *((1, "save 2611.90001"), (2, "similar 2611.90001"), (3, "paper 2611.90002"), (4, "paper 2611.90002")),
        *((5, "more 1"), (6, "help")),
    ]


def test_papers_are_typed_by_the_numbers_that_their_list_gives_them_and_buttons_follow() -> None:
    items = tuple(replace(ITEM, number=number) for number in (96, 97))
    reply = Reply(items=items, buttons=((Button("Next", "more 1"),),))
    lines = [line.strip() for line in shown(reply).splitlines()]
    assert {"96 Counting Moss Gardens", "97 Counting Moss Gardens", "98 Next"} <= set(lines)
    assert commands(reply) == {96: "paper 2611.90002", 97: "paper 2611.90002", 98: "more 1"}


def test_a_file_is_printed_as_it_is() -> None:
    assert "papers.bib\n@misc{brook2026,\n  title = {Folding}\n}\n" in shown(WHOLE)


def test_buttons_that_do_not_fit_on_a_line_go_to_the_next_one_whole() -> None:
    row = tuple(Button(f"Category number {n}", f"today {n}") for n in range(1, 8))
    lines = shown(Reply(buttons=(row,)), width=60).splitlines()
    assert len(lines) == 4
    assert lines[0].endswith("2 Category number 2")
    assert max(map(len, lines)) <= 60


def test_nothing_to_say_prints_nothing_but_the_end_of_a_line() -> None:
    assert shown(Reply()).strip() == ""


@pytest.mark.parametrize("width", [30, 80, 200])
def test_a_reply_fits_the_terminal_and_is_never_wider_than_can_be_read(width: int) -> None:
    long = Reply(text="word " * 100, cards=(CARD,), items=(ITEM,), buttons=((Button("A " * 10, "help"),) * 6,))
    assert max(cell_len(line) for line in shown(long, width=width).splitlines()) <= min(width, 100)


@given(st.text() | st.text("\x1b\x07\r\x9b[]31mé中 \n"))
def test_no_text_moves_the_cursor_or_is_taken_for_markup(text: str) -> None:
    card = Card(
        paper="2611.90001",
        title=text,
        url="https://arxiv.org/abs/2611.90001",
        byline=text,
        facts=(text,),
        lead=text,
        folds=(Fold(text, text),),
        credit=text,
        links=(Link(text, "https://example.org"),),
        buttons=(Button(text, "help"),),
    )
    item = Item(title=text, url="https://arxiv.org/abs/2611.90001", byline=text, lead=text, command="help")
    output = shown(Reply(text=text, cards=(card,), items=(item,), file=File(text, text)))
    assert not {letter for letter in output if letter < " " and letter != "\n"} - {"\t"}
    assert not {letter for letter in output if "\x7f" <= letter <= "\x9f"}


def test_brackets_are_text() -> None:
    assert shown(Reply(text="[bold]not bold[/bold] :boat:")) == "[bold]not bold[/bold] :boat:\n"
