"""Messages as Discord takes them: components written out, where the library wants objects of its own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from discord import ui

Component = dict[str, Any]
"""One component as Discord's API has it."""


class Native(ui.LayoutView):
    """Components that are already what goes over the wire.

    The library reads three things of a view that it sends: what its components are, whether they are of the newer kind,
    and whether somebody listens to it. Nobody does: a button's own words say what it means.
    """

    def __init__(self, components: Sequence[Component]) -> None:
        super().__init__(timeout=None)
        self._written = list(components)
        self.stop()

    def to_components(self) -> list[Component]:
        """What goes over the wire."""
        return self._written

    def has_components_v2(self) -> bool:
        """They are of the newer kind: texts are components, too."""
        return True
