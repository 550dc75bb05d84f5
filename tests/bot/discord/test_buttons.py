import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.discord import buttons
from bot.discord.buttons import Pressed

LINES = st.text(min_size=1, max_size=80).filter(
    lambda line: line.strip() and line[0] not in (buttons.APART, buttons.SHARE) and "#" not in line
)
SIGNS = st.sampled_from(["", buttons.APART, buttons.SHARE])


@given(line=LINES, sign=SIGNS, others=st.integers(0, 5))
def test_what_a_button_carries_is_read_back_and_stands_once_in_a_message(line: str, sign: str, others: int) -> None:
    taken: set[str] = set()
    for _ in range(others + 1):
        carried = buttons.custom_id(line, sign, taken)
        assert 0 < len(carried) <= buttons.LONGEST
        assert carried not in taken
        assert buttons.pressed(carried) == Pressed(line, sign)
        taken.add(carried)


@pytest.mark.parametrize("line", ["", "  ", "x" * 101, "search C #1"])
def test_what_no_button_can_carry_makes_none(line: str) -> None:
    assert buttons.custom_id(line, "") == ""


def test_a_sign_takes_a_letter_of_the_room() -> None:
    assert buttons.custom_id("x" * 100, "") == "x" * 100
    assert buttons.custom_id("x" * 100, buttons.APART) == ""


@given(st.text(max_size=120))
def test_whatever_comes_with_a_press_is_read(carried: str) -> None:
    assert len(buttons.pressed(carried).command) <= len(carried)
