from __future__ import annotations

from pathlib import Path

from pictures.discord.stage import pictures


async def test_what_the_pictures_show_is_what_the_bot_sent(tmp_path: Path) -> None:
    pages = {each.name.removeprefix("discord-"): each for each in await pictures(tmp_path)}
    html = {name: each.html for name, each in pages.items()}
    assert len(html) >= 20
    assert "Receipt: " in html["edition"]
    assert '<div class="branch">' in html["edition"]
    assert '<span class="button secondary"><span>Details</span></span>' in html["papers"]
    assert "Only you can see this" in html["card"]
    assert "Only you can see this" not in html["shared"]
    assert '<span class="command">/search</span>' in html["search"]
    assert "Refold: A Planning Benchmark for Paper Maps" in html["completion"]
    assert '<div class="tags"><span>cs.CV</span></div>' in html["forum"]
    assert "篇论文" in html["chinese-edition"]
    assert pages["edition-wide"].width > pages["edition"].width
