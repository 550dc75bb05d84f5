"""``make pictures``: pictures of editions and answers on Telegram and Discord, as their readers see them."""

from __future__ import annotations

import asyncio
import sys
import tempfile
from pathlib import Path
from typing import Final

import pictures.discord.stage
import pictures.telegram.stage
from bot.errors import PaperboyError
from pictures import browser
from pictures.browser import Theme

OUT: Final = Path(__file__).with_name("out")
"""Everything, for those who work on how it looks."""
DOCS: Final = Path(__file__).parents[1] / "docs"
SHOWN: Final = {
    "telegram-edition": 680,
    "telegram-papers": 680,
    "telegram-search": 680,
    "discord-edition": 880,
    "discord-papers": 880,
    "discord-search": 880,
}
"""What the README shows, and how high in CSS pixels: those that stand side by side are equal."""
THEMES: Final[tuple[Theme, ...]] = ("light", "dark")
STAGES: Final = (pictures.telegram.stage, pictures.discord.stage)


def main() -> None:
    """Make all pictures."""
    try:
        asyncio.run(_make(browser.find()))
    except PaperboyError as error:
        sys.exit(str(error))


async def _make(program: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        made = [picture for stage in STAGES for picture in await stage.pictures(Path(folder))]
    OUT.mkdir(exist_ok=True)
    async with browser.started(program) as page:
        for picture in made:
            for theme in THEMES:
                name = f"{picture.name}-{theme}.png"
                _keep(OUT / name, await page.picture(picture.html, theme, width=picture.width))
                if height := SHOWN.get(picture.name):
                    _keep(DOCS / name, await page.picture(picture.html, theme, width=picture.width, height=height))


def _keep(path: Path, picture: bytes) -> None:
    path.write_bytes(picture)
    print(f"{len(picture) // 1000:>5} kB  {path.relative_to(DOCS.parent)}")


if __name__ == "__main__":
    main()
