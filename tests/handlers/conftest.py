"""The same parts, servers and clock as in the stories."""

from __future__ import annotations

from tests.stories.conftest import arxiv, assemble, clock, model, papers, witness

__all__ = ["arxiv", "assemble", "clock", "model", "papers", "witness"]
