"""How whoever runs the bot is told of what is no fault of a page."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TypeAlias

Report: TypeAlias = Callable[[str, str], Awaitable[None]]
"""Takes a cause, by which it is told once, and a sentence."""
