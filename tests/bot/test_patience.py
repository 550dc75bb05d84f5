"""Asking until there is an answer, with few words about it."""

from __future__ import annotations

import pytest

from bot import patience
from bot.errors import SettingsError
from bot.patience import Stubborn, Trouble


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "FIRST_PAUSE", 0.001)
    monkeypatch.setattr(patience, "LONGEST_PAUSE", 0.002)


def judge(error: Exception) -> Trouble | None:
    match error:
        case PermissionError():
            raise SettingsError("Only a person can help.") from None
        case ConnectionError():
            return Trouble(f"It fails: {error}.")
        case TimeoutError():
            return Trouble("It asks to wait.", wait=0.001)
        case _:
            return None


class Flaky:
    def __init__(self, *results: Exception | int) -> None:
        self._results = list(results)

    async def __call__(self) -> int:
        result = self._results.pop(0)
        if isinstance(result, Exception):
            raise result
        return result


async def test_trouble_is_said_when_it_begins_and_when_it_ends_and_each_spell_anew() -> None:
    heard: list[str] = []
    stubborn = Stubborn("Chat", judge, heard.append)
    assert await stubborn(Flaky(1)) == 1
    assert heard == []
    assert await stubborn(Flaky(ConnectionError("a"), ConnectionError("b"), ConnectionError("c"), 2)) == 2
    assert await stubborn(Flaky(ConnectionError("d"), 3)) == 3
    assert heard == ["It fails: a.", "Chat answers again.", "It fails: d.", "Chat answers again."]


async def test_a_wait_that_was_asked_for_is_no_trouble() -> None:
    heard: list[str] = []
    assert await Stubborn("Chat", judge, heard.append)(Flaky(TimeoutError(), 1)) == 1
    assert "It asks to wait." not in heard


async def test_what_only_a_person_can_mend_is_not_tried_again() -> None:
    with pytest.raises(SettingsError, match="Only a person"):
        await Stubborn("Chat", judge)(Flaky(ConnectionError(), PermissionError(), 1))


async def test_what_is_nobodys_trouble_comes_out() -> None:
    with pytest.raises(ZeroDivisionError):
        await Stubborn("Chat", judge)(Flaky(ZeroDivisionError(), 1))


async def test_without_a_listener_the_log_is_told(caplog: pytest.LogCaptureFixture) -> None:
    await Stubborn("Chat", judge)(Flaky(ConnectionError("a"), 1))
    assert caplog.messages == ["It fails: a.", "Chat answers again."]
