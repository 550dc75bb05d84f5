"""``paperboy paper`` and ``paperboy search``: what is known, found and shown."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from rich.cells import cell_len

from bot.papers import Paper
from bot.text import readable
from tests.bot.cli.conftest import Ask, one_sentence, settings
from tests.doubles.arxiv import ArxivDouble


async def test_a_paper_is_shown_in_full_and_asked_for_once(
    arxiv: ArxivDouble, ask: Ask, papers: list[Paper], tmp_path: Path
) -> None:
    path, paper = settings(tmp_path, arxiv), papers[0]
    arxiv.keep([paper])
    first = await ask("paper", f"https://arxiv.org/pdf/{paper.id}", "--config", path)
    again = await ask("paper", paper.id, "--config", path)
    assert (first.status, again.status, again.err) == (0, 0, "")
    assert first.out == again.out
    assert len(arxiv.requests) == 1
    assert readable(paper.title) in " ".join(first.out.split())
    assert readable(paper.abstract).split(".")[0] in " ".join(first.out.split())
    assert max(map(cell_len, first.out.splitlines())) <= 80


async def test_a_paper_that_arxiv_does_not_know_is_told(arxiv: ArxivDouble, ask: Ask, tmp_path: Path) -> None:
    ran = await ask("paper", "2611.95000", "--config", settings(tmp_path, arxiv))
    assert ran.status == 2
    assert "2611.95000" in one_sentence(ran)


async def test_words_find_stored_papers_and_only_those(
    arxiv: ArxivDouble, ask: Ask, day: date, papers: list[Paper], tmp_path: Path
) -> None:
    path = settings(tmp_path, arxiv)
    nothing_yet = await ask("search", "owl", "--config", path)
    assert nothing_yet.status == 1
    assert "There is no database at" in one_sentence(nothing_yet)
    await ask("digest", "--config", path, "--day", day)
    asked = len(arxiv.requests)
    found = await ask("search", *readable(papers[1].title).split(), "--config", path)
    assert (found.status, found.err) == (0, "")
    assert papers[1].url in found.out
    assert max(map(cell_len, found.out.splitlines())) <= 80
    none = await ask("search", "no-such-word", "--config", path)
    assert (none.status, none.out) == (0, "")
    assert "Fewer words find more." in none.err
    assert len(arxiv.requests) == asked
