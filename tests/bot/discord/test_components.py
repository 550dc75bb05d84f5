from __future__ import annotations

import pytest

from bot.discord import components
from bot.discord.components import Component
from bot.edition.packing import Size
from tests.doubles.discord.components import breaches, weight

BUTTON = components.button("Go", "+paper 2611.90001")
MENU = components.menu("menu 1", "Choose", [components.option("甲", "+paper 2611.90001")])


@pytest.mark.parametrize(
    ("made", "size"),
    [
        ([components.text("Kites")], Size(units=5, marks=1, raw=17)),
        ([components.text("甲\U0001f600")], Size(units=3, marks=1, raw=19)),
        ([components.section("Kites", BUTTON)], Size(units=5, marks=3, raw=17)),
        ([components.row(BUTTON, components.link("arXiv", "https://arxiv.org"))], Size(marks=3)),
        ([components.row(MENU)], Size(marks=2, raw=3)),
        ([components.container([components.text("a"), components.separator()], color=1)], Size(1, 3, 13)),
    ],
)
def test_parts_are_what_discord_takes_and_take_as_much_as_it_counts(made: list[Component], size: Size) -> None:
    assert breaches(made) == []
    assert components.size(made) == size
    taken = weight(made)
    options = sum(len(one["label"].encode()) for part in components.walk(made) for one in part.get("options", ()))
    assert (taken.characters, taken.components, taken.bytes + options) == (size.units, size.marks, size.raw)
