"""What goes wrong at random, from a seed."""

from __future__ import annotations

import random
from collections.abc import Iterator

from tests.doubles.model import RATE_LIMIT, SERVER_ERROR, Reply
from tests.doubles.outside import Outside
from tests.doubles.readers import CODES, Place, Readers


class Mishaps:
    """Of all that is outside, and of the readers."""

    def __init__(self, outside: Outside, readers: Readers, dice: random.Random) -> None:
        self._outside, self._readers, self._dice = outside, readers, dice
        self._away: list[Place] = []

    def happen(self) -> Iterator[str]:
        """None to three of them; gives what each is called."""
        dice = self._dice
        for _ in range(dice.choice((0, 1, 1, 2, 3))):
            what = dice.choice((self._arxiv_fails, self._model_fails, self._telegram_fails, self._discord_fails,
                                self._somebody_leaves))  # fmt: skip
            yield what()

    def _arxiv_fails(self) -> str:
        code = self._dice.choice(CODES)
        kind = self._dice.choice(
            ("500", "429", "truncated", "reset", "not XML", "empty feed", "late page", "lagging feed")
        )
        path = self._dice.choice((f"/rss/{code}", f"/list/{code}/new"))
        if kind == "late page":
            self._outside.arxiv.late_page(code)
        elif kind == "lagging feed":
            self._outside.arxiv.lagging_feed(code)
        elif kind in ("500", "429"):
            self._outside.arxiv.fail(path, status=int(kind), times=self._dice.randint(1, 4))
        else:
            self._outside.arxiv.spoil(f"/rss/{code}", kind, times=self._dice.randint(1, 3))  # type: ignore[arg-type]  # one of its kinds
        return f"arXiv: {kind}"

    def _model_fails(self) -> str:
        step = self._dice.choice((RATE_LIMIT, SERVER_ERROR, Reply(text=lambda good: "{")))
        self._outside.model.steps.extend([step] * self._dice.randint(1, 12))
        return "model fails"

    def _telegram_fails(self) -> str:
        kind = self._dice.choice(("429", "500", "502 html", "reset before", "reset after", "malformed json"))
        self._outside.telegram.fault("send*", kind, nth=self._dice.randint(1, 60), times=self._dice.randint(1, 3))
        return f"Telegram: {kind}"

    def _discord_fails(self) -> str:
        kind = self._dice.choice(("429", "500", "502 html", "503", "reset before", "reset after", "malformed json"))
        what = self._dice.choice(("POST /channels/*/messages", "POST /channels/*/messages", "POST /channels/*/threads"))
        self._outside.discord.fault(what, kind, nth=self._dice.randint(1, 40), times=self._dice.randint(1, 2))
        return f"Discord: {kind}"

    def _somebody_leaves(self) -> str:
        place = self._dice.choice([place for place in self._readers.places if place.kick] or [None])
        if place is None or place in self._away or place.kick is None:
            return "nothing"
        place.kick()
        self._away.append(place)
        return f"{place.platform.capitalize()}: kicked or without rights"

    def mend(self) -> None:
        """All is well again."""
        self._outside.arxiv.mend()
        self._outside.model.steps.clear()
        self._outside.telegram.faults.clear()
        self._outside.discord.faults.clear()
        for place in self._away:
            if place.back:
                place.back()
        self._away.clear()
