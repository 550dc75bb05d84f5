"""One small question to a model, to learn whether editions can be summarized by it."""

from __future__ import annotations

from typing import Final

from bot.clock import Clock
from bot.errors import ModelError
from bot.papers import Paper
from bot.summarize import prompt
from bot.summarize.answers import BusyError, DeclinedError, DefectiveError
from bot.summarize.reader import read

LANGUAGE: Final = "English"
PAPER: Final = Paper(
    id="check",
    title="Paper Boats",
    abstract="We fold boats from paper and let them swim. They swim until they are wet.",
    authors=("A. Author",),
    categories=("cs.GL",),
)


async def probe(*, base_url: str, api_key: str, model: str, clock: Clock, patience: float) -> int | None:
    """Have a paper of two sentences summarized; returns the tokens that it took, None where the server is silent.

    ``patience``: seconds for the whole request.

    :raises ModelError: no edition could be summarized now; says what to do
    :raises SettingsError: the key can't be one
    """
    from bot.summarize.model import Model  # noqa: PLC0415 -- slow to load, and only for those who have a model

    async with Model(base_url=base_url, api_key=api_key, name=model, timeout=patience, clock=clock) as asked:
        try:
            answer = await asked.ask(prompt.question(PAPER, LANGUAGE), reference=PAPER.id)
            if answer.defect:
                raise DefectiveError(answer.defect)
            read(answer.text)
        except BusyError as error:
            raise ModelError(
                f"The model's server can't serve now: {error}. See whether it is up, and whether summarizer.base_url "
                "names it."
            ) from error
        except (DeclinedError, DefectiveError) as error:
            raise ModelError(f"The model's answer is of no use: {error}. Check summarizer.model.") from error
    return answer.tokens
