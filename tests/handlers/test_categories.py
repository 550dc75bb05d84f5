"""arXiv's categories, listed and found."""

from __future__ import annotations

from bot.messages import Asker
from handlers.categories import find
from tests.doubles.lookups import reader


async def test_no_words_list_the_archives_within_one_message() -> None:
    reply = await find(reader(), "")
    assert "cs Computer Science: 38 categories" in reply.text
    assert "gr-qc General Relativity and Quantum Cosmology: 1 category" in reply.text
    assert len(reply.text) < 2000


async def test_an_archive_lists_its_categories_and_only_them() -> None:
    lines = (await find(reader(), "Math")).text.splitlines()
    assert len(lines) == 30
    assert all(line.startswith("math.") for line in lines)


async def test_words_find_categories_by_name_and_lead_to_todays_papers() -> None:
    reply = await find(reader(), "vision")
    assert reply.text == "cs.CV Computer Vision and Pattern Recognition"
    assert [button.command for row in reply.buttons for button in row] == ["today cs.CV"]


async def test_what_is_nowhere_is_said_in_the_readers_language() -> None:
    for asker, said in ((reader(), "No category has “owls”"), (reader("zh"), "没有代码或名称中含“owls”的分类")):
        reply = await find(asker, "owls")
        assert said in reply.text
        assert await _press_all(asker, reply.buttons[0][0].command) > 10


async def _press_all(asker: Asker, command: str) -> int:
    return len((await find(asker, command.removeprefix("categories"))).text.splitlines())
