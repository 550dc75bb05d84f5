"""Each cell of the fault matrix: what is seen meanwhile, and that nothing is lost and nothing repeated in the end."""

from __future__ import annotations

import inspect
import re
from pathlib import Path

import pytest

from bot.discord import client
from tests.doubles.cells import CELLS, DEPENDENCIES, DOCUMENT, FAULTS, Cell, document
from tests.doubles.matrix import PLATFORMS, World, opened
from tests.doubles.troubles import Action

STEP = 16
"""Minutes between looks."""
REAL = [cell for cell in CELLS if isinstance(cell, Cell)]


@pytest.fixture(autouse=True)
def _few_servers(monkeypatch: pytest.MonkeyPatch) -> None:
    """All servers are known at once; the library would wait half a second for more."""
    monkeypatch.setattr(client, "_SETTLED", 0.02)


async def _do(action: Action, world: World) -> None:
    done = action(world)
    if inspect.isawaitable(done):
        await done


@pytest.mark.timeout(60)
@pytest.mark.parametrize("cell", REAL, ids=lambda cell: f"{cell.dependency}, {cell.fault}")
async def test_what_the_matrix_says_is_so(cell: Cell, tmp_path: Path) -> None:
    async with opened(tmp_path) as world:
        if cell.early:
            await _do(cell.trouble, world)
            if world.bot is None and cell.starts:
                assert await world.start(of=cell.logged_in)
            elif world.bot is None:
                await world.start(of=cell.logged_in)
        else:
            assert await world.start(of=cell.logged_in)
            if cell.whole and not cell.starts:
                await world.round()
            await _do(cell.trouble, world)
        assert (world.bot is not None) is (cell.starts and cell.dependency != "memory"), world.said
        await world.round()
        for platform in PLATFORMS:
            assert world.has_all(platform) is (platform in cell.whole.split()), (platform, world.carried(platform))
        if cell.asks:
            await world.ask(cell.asks)
        assert re.search(cell.says, world.heard), world.heard
        await _do(cell.mend, world)
        assert world.bot is not None
        await world.bot.log_in()
        for _ in range(cell.within // STEP):
            await world.round(STEP)
        for platform in PLATFORMS:
            assert world.has_all(platform), (platform, world.carried(platform))
        assert re.search(cell.after, world.heard)
        assert "Traceback" not in world.heard


def test_every_thing_has_a_cell_for_every_way_in_which_it_fails() -> None:
    assert [(cell.dependency, cell.fault) for cell in CELLS] == [(one, how) for one in DEPENDENCIES for how in FAULTS]


def test_the_document_says_what_the_matrix_says() -> None:
    written = DOCUMENT.read_text(encoding="utf-8")
    assert written == document(written), "run: python -m tests.doubles.cells"
