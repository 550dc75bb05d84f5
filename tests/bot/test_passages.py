from __future__ import annotations

import pytest

from bot.passages import Passage, check, placeholder

PAPERS = ("2611.90001", "2611.90002", "2611.90003")


def test_a_placeholder_becomes_the_line_of_its_page() -> None:
    made = Passage.behind(placeholder(at=2, first=96, last=97), delivery=17, papers=PAPERS)
    assert made.line == f"digest of:17.{check(PAPERS)} 2 96-97"
    assert Passage.read(made.line.removeprefix("digest ")) == made


@pytest.mark.parametrize("text", ["", "edition:", "thread:cs.CV", "edition:1:2", "edition:1:2-3x", "edition:-1:2-3"])
def test_what_is_no_placeholder_leads_nowhere(text: str) -> None:
    with pytest.raises(ValueError, match="no way to more papers"):
        Passage.behind(text, delivery=17, papers=PAPERS)
