"""Requests that may be made again where their answer is lost."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Final, TypeVar

from bot.adapter import Unknown, Unreachable

T = TypeVar("T")

_TRIES: Final = 3


async def insisting(request: Callable[[], Awaitable[T]]) -> T:
    """Make a request that comes to the same however often it is made, again where its answer is lost.

    :raises Unreachable: no answer ever came
    :raises Fault: any other but ``Unknown``
    """
    for _ in range(_TRIES):
        try:
            return await request()
        except Unknown as error:
            lost = error
    raise Unreachable(str(lost)) from lost
