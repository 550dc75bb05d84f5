"""What stands on which page: sections of papers, packed as tightly as their order allows, shared out fairly. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple


@dataclass(frozen=True, slots=True)
class Size:
    """How much of a message something takes, or how much there may be; what is counted, its layout knows."""

    units: int = 0
    """UTF-16 units of text."""
    marks: int = 0
    """Parts of which a message may have so many: entities, blocks, components."""
    raw: int = 0
    """Bytes of text as it is sent."""

    def __add__(self, other: Size) -> Size:
        return Size(self.units + other.units, self.marks + other.marks, self.raw + other.raw)

    def fits(self, room: Size) -> bool:
        """Whether it is within ``room`` in every respect."""
        return self.units <= room.units and self.marks <= room.marks and self.raw <= room.raw


_NOTHING: Final = Size()


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Items under one heading."""

    items: Sequence[Size]
    opening: Size
    """Its heading, before the first item."""
    again: Size = _NOTHING
    """What stands over it where it goes on, on another page."""
    closing: Size = _NOTHING
    """What has to stand behind the last item, on the same page."""


class Run(NamedTuple):
    """Items of a section that stand on one page: those from ``start`` to before ``stop``."""

    section: int
    start: int
    stop: int


def pack(sections: Sequence[Section], room: Size, *, frame: Size) -> list[list[Run]]:
    """The runs of each page: as many items as fit, in order, and at least one; every page has the ``frame``.

    An item too big for a page of its own is put on one all the same: items are made to fit before they are packed.
    """
    pages: list[list[Run]] = []
    used = room
    for at, section in enumerate(sections):
        for number, item in enumerate(section.items):
            size = item + section.closing if number == len(section.items) - 1 else item
            here = size if number else section.opening + size
            if pages and (used + here).fits(room):
                used += here
                start = pages[-1].pop().start if number else 0
                pages[-1].append(Run(at, start, number + 1))
            else:
                used = frame + (section.again if number else section.opening) + size
                pages.append([Run(at, number, number + 1)])
    return pages


def shares(wanted: Sequence[int], most: int) -> list[int]:
    """``most`` things dealt out in turns: nobody gets more than is wanted, or more than others who want as much."""
    given = [0] * len(wanted)
    left = min(most, sum(wanted))
    while left:
        for at, want in enumerate(wanted):
            if left and given[at] < want:
                given[at] += 1
                left -= 1
    return given
