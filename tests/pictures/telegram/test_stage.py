from __future__ import annotations

import re
from pathlib import Path

from pictures.telegram.stage import pictures


async def test_what_the_pictures_show_is_what_the_bot_sent(tmp_path: Path) -> None:
    pages = {each.name.removeprefix("telegram-"): each.html for each in await pictures(tmp_path)}
    assert len(pages) >= 10
    assert "Receipt: " in pages["edition"]
    assert '<blockquote class="expandable"><div><b>Motivation</b>' in pages["papers"]
    assert "<math>" in pages["rich-edition"]
    assert "<details>" in pages["rich-papers"]
    assert re.search(r'<span class="out">PDF</span>', pages["card"])
    assert "<span>1</span>" in pages["search"]
    assert "篇论文" in pages["chinese-edition"]
