"""A stretch of a chat as a page for a browser."""

from __future__ import annotations

from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined

from pictures.stage import Scene

_TEMPLATES: Final = Environment(
    loader=PackageLoader("pictures", "."), autoescape=True, undefined=StrictUndefined, trim_blocks=True
)


def drawn(scene: Scene) -> str:
    """HTML that needs nothing else; light or dark as its browser prefers."""
    return _TEMPLATES.get_template("chat.html.j2").render(scene=scene)
