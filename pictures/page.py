"""A stretch of a chat as a page for a browser."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined

PHONE: Final = 400
"""The width of a phone's screen, in CSS pixels."""
DESKTOP: Final = 1000

_TEMPLATES: Final = Environment(
    loader=PackageLoader("pictures", "."), autoescape=True, undefined=StrictUndefined, trim_blocks=True
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A page that is worth a picture."""

    name: str
    html: str
    """Needs nothing else; light or dark as its browser prefers."""
    width: int = PHONE


def drawn(template: str, scene: object) -> str:
    """HTML by one of the templates here, which knows what it draws as ``scene``."""
    return _TEMPLATES.get_template(template).render(scene=scene)
