"""What stands behind buttons and lines of menus: a command line, with a sign before it for where the answer goes. Pure.

It is all that outlives a restart. ``+paper 2512.10935`` answers with a message of its own, for the presser alone where
others see the chat; ``=paper 2512.10935`` posts the answer for everybody; without a sign the answer takes the place of
the message, if that is the presser's own. Discord wants what stands behind the buttons of one message to differ, so a
number may follow: ``+paper 2512.10935 #2``.
"""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import dataclass
from typing import Final

LONGEST: Final = 100
"""Characters behind a button, or a line of a menu."""
APART: Final = "+"
SHARE: Final = "="
MENU: Final = "menu "
"""A menu's own name, with a number behind it: what counts is the line that was chosen."""

_NUMBER: Final = re.compile(r" #[1-9][0-9]*\Z")
_MOST: Final = 40
"""Components of a message, so no more numbers are ever needed."""


@dataclass(frozen=True, slots=True)
class Pressed:
    """What somebody has pressed."""

    command: str
    sign: str = ""
    """``APART``, ``SHARE`` or none."""


def pressed(custom_id: str) -> Pressed:
    """The command behind a button, and where its answer goes."""
    sign = custom_id[:1] if custom_id[:1] in (APART, SHARE) else ""
    return Pressed(_NUMBER.sub("", custom_id.removeprefix(sign)), sign)


def custom_id(command: str, sign: str = "", taken: Container[str] = ()) -> str:
    """What a button carries, none of those that are ``taken``; empty for a command that no button can carry."""
    if not command.strip() or _NUMBER.search(command):
        return ""
    made = f"{sign}{command}"
    for number in range(2, _MOST + 2):
        if made not in taken:
            break
        made = f"{sign}{command} #{number}"
    return made if len(made) <= LONGEST and made not in taken else ""
