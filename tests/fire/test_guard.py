"""No request leaves to an address that a paper or a person names."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.papers import Paper
from tests.doubles.soak import Soak, soak

LURES = (
    "http://127.0.0.1:9/x https://evil.example/a http://[::1]:9/ //evil.example file:///etc/passwd "
    "![x](http://127.0.0.1:9/i.png) <img src='http://127.0.0.1:9/i.png'> \\url{http://127.0.0.1:9/} 127.0.0.1:9"
)
_SEEN: list[tuple[str, Any]] = []
_WATCHING: list[bool] = []


def _hook(event: str, given: tuple[Any, ...]) -> None:
    if _WATCHING and event == "socket.connect":
        _SEEN.append((event, given[1]))
    elif _WATCHING and event == "socket.getaddrinfo":
        _SEEN.append((event, given[:2]))


@pytest.fixture
def seen() -> Iterator[list[tuple[str, Any]]]:
    """Every connection that this process begins, and every name that it looks up. Such a hook stays for good."""
    if not _WATCHING:
        sys.addaudithook(_hook)
    _SEEN.clear()
    _WATCHING.append(True)
    yield _SEEN
    _WATCHING.clear()


def lured(paper: Paper) -> Paper:
    return replace(
        paper, title=f"{paper.title} {LURES}", abstract=f"{LURES} {paper.abstract}", authors=(LURES, *paper.authors),
        comment=LURES, journal_ref=LURES, doi=LURES,
    )  # fmt: skip


@pytest.mark.timeout(120)
async def test_every_connection_is_to_an_address_of_the_settings(seen: list[tuple[str, Any]], tmp_path: Path) -> None:
    world = Soak(days=1, subscriptions=14, seed=5, folder=tmp_path, dress=lured)
    account = await soak(world)
    assert account.wrong == []
    assert account.pages > 14
    there = [address for _, address in seen if isinstance(address, tuple) and address[0] is not None]
    assert {str(address[0]) for address in there} <= {"127.0.0.1", "::1", "localhost"}
    ports = {address[1] for event, address in seen if event == "socket.connect" and isinstance(address, tuple)}
    assert ports
    assert ports <= world.outside.ports
