"""Addresses of messages, and what is stored of where they stand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.telegram import places
from bot.telegram.places import Anchor, Place

CHANNEL, GROUP = -1_001_234_567_890, -1_009_876_543_210


@pytest.mark.parametrize(
    ("place", "chat", "username", "address"),
    [
        (Place(chat=CHANNEL, message=7), CHANNEL, "papers", "https://t.me/papers/7"),
        (Place(chat=CHANNEL, message=7), CHANNEL, "", "https://t.me/c/1234567890/7"),
        (Place(chat=CHANNEL, message=7, topic=3), CHANNEL, "readers", "https://t.me/readers/3/7"),
        (Place(chat=CHANNEL, message=7, topic=3), CHANNEL, "", "https://t.me/c/1234567890/3/7"),
        (Place(chat=GROUP, message=9, post=7), CHANNEL, "papers", "https://t.me/papers/7?comment=9"),
        (Place(chat=GROUP, message=9, post=7), CHANNEL, "", "https://t.me/c/1234567890/7?comment=9"),
        (Place(chat=-4001, message=9), CHANNEL, "", None),
        (Place(chat=-4001, message=9), -4001, "", None),
        (Place(chat=1001, message=9), 1001, "ada", None),
    ],
)
def test_a_message_has_the_address_that_its_chat_gives_it(
    place: Place, chat: int, username: str, address: str | None
) -> None:
    assert places.address(place, chat=chat, username=username) == address


@given(
    st.builds(Place, chat=st.integers(max_value=-1), message=st.integers(1), topic=st.integers(0), post=st.integers(0))
)
def test_a_place_is_read_as_it_was_written(place: Place) -> None:
    assert places.read(place.written()) == place


@given(st.builds(Anchor, st.integers(), st.none() | st.integers(0)))
def test_an_anchor_is_read_as_it_was_written(anchor: Anchor) -> None:
    assert places.read_anchor(anchor.written()) == anchor


def test_nothing_written_is_nothing_read() -> None:
    assert places.read("") is None
    assert places.read_anchor("") is None
