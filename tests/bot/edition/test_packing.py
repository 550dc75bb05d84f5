from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.edition.packing import Run, Section, Size, pack, shares

SIZES = st.builds(Size, st.integers(0, 60), st.integers(0, 9), st.integers(0, 200))
SECTIONS = st.builds(Section, items=st.lists(SIZES, min_size=1, max_size=20), opening=SIZES, again=SIZES, closing=SIZES)
ROOM = Size(100, 20, 400)


def used(section: Section, run: Run) -> Size:
    """What a run takes of its page, with its heading and what closes it."""
    heading = section.again if run.start else section.opening
    closing = section.closing if run.stop == len(section.items) else Size()
    return sum(section.items[run.start : run.stop], heading + closing)


@given(st.lists(SECTIONS, max_size=6), SIZES)
def test_packing_keeps_the_order_fills_every_page_and_overfills_none(sections: list[Section], frame: Size) -> None:
    pages = pack(sections, ROOM, frame=frame)
    runs = [run for page in pages for run in page]
    assert [(run.section, at) for run in runs for at in range(run.start, run.stop)] == [
        (number, at) for number, section in enumerate(sections) for at in range(len(section.items))
    ]
    for number, page in enumerate(pages):
        size = sum((used(sections[run.section], run) for run in page), frame)
        assert size.fits(ROOM) or [run.stop - run.start for run in page] == [1]
        if number + 1 < len(pages):
            last, following = page[-1], pages[number + 1][0]
            section = sections[following.section]
            more = section.items[following.start]
            more += Size() if following.section == last.section else section.opening
            more += section.closing if following.start + 1 == len(section.items) else Size()
            assert not (size + more).fits(ROOM)


@pytest.mark.parametrize(
    ("wanted", "most", "given"),
    [
        ([3, 3, 3], 5, [2, 2, 1]),
        ([9, 1, 2], 7, [4, 1, 2]),
        ([1, 1, 1], 2, [1, 1, 0]),
        ([2, 0, 1], 9, [2, 0, 1]),
        ([], 4, []),
        ([5], 0, [0]),
    ],
)
def test_what_is_dealt_out_is_shared_fairly_and_nobody_gets_more_than_is_wanted(
    wanted: list[int], most: int, given: list[int]
) -> None:
    assert shares(wanted, most) == given
