from __future__ import annotations

import re
from pathlib import Path

from pictures.page import drawn
from pictures.stage import scenes


async def test_what_the_pictures_show_is_what_the_bot_sent(tmp_path: Path) -> None:
    pages = {scene.name: drawn(scene) for scene in await scenes(tmp_path)}
    assert len(pages) >= 10
    assert "Receipt: " in pages["edition"]
    assert '<blockquote class="expandable"><div><b>Motivation</b>' in pages["papers"]
    assert "<math>" in pages["rich-edition"]
    assert "<details>" in pages["rich-papers"]
    assert re.search(r'<span class="out">PDF</span>', pages["card"])
    assert "<span>1</span>" in pages["search"]
    assert "篇论文" in pages["chinese-edition"]
