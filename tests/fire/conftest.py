"""What the stories share, for those under fire."""

from tests.stories.conftest import arxiv, assemble, clock, model, papers, witness

__all__ = ["arxiv", "assemble", "clock", "model", "papers", "witness"]
