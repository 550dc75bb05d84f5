"""``make pictures``: pictures of editions and answers on Telegram, as a phone shows them."""

from __future__ import annotations

import asyncio
import sys
import tempfile
from pathlib import Path
from typing import Final

from bot.errors import PaperboyError
from pictures import browser, stage
from pictures.browser import Theme
from pictures.page import drawn

OUT: Final = Path(__file__).with_name("out")
"""Everything, for those who work on how it looks."""
DOCS: Final = Path(__file__).parents[1] / "docs"
SHOWN: Final = {"edition": "telegram-edition", "papers": "telegram-papers", "search": "telegram-search"}
"""What the README shows: scenes and the names of their files."""
SCREEN: Final = 680
"""The height of a phone's screen in CSS pixels; in the README all pictures have it."""
THEMES: Final[tuple[Theme, ...]] = ("light", "dark")


def main() -> None:
    """Make all pictures."""
    try:
        asyncio.run(_make(browser.find()))
    except PaperboyError as error:
        sys.exit(str(error))


async def _make(program: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        scenes = await stage.scenes(Path(folder))
    OUT.mkdir(exist_ok=True)
    async with browser.started(program) as page:
        for scene in scenes:
            html = drawn(scene)
            for theme in THEMES:
                _keep(OUT / f"{scene.name}-{theme}.png", await page.picture(html, theme))
                if name := SHOWN.get(scene.name):
                    _keep(DOCS / f"{name}-{theme}.png", await page.picture(html, theme, height=SCREEN))


def _keep(path: Path, picture: bytes) -> None:
    path.write_bytes(picture)
    print(f"{len(picture) // 1000:>5} kB  {path.relative_to(DOCS.parent)}")


if __name__ == "__main__":
    main()
