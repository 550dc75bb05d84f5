"""From papers to summaries: by a model, by the abstract's own sentences, or by the first with the second behind it."""

from __future__ import annotations

import asyncio
import logging
import math
import random
import re
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import TYPE_CHECKING, ClassVar, Protocol, Self

from bot.clock import Clock
from bot.errors import ModelError, UsageError
from bot.papers import EXTRACT, Paper, Summary
from bot.summarize import prompt
from bot.summarize.answers import Answer, BusyError, DeclinedError, DefectiveError, StrangeError, UnusableError
from bot.summarize.checks import check
from bot.summarize.extract import extract
from bot.summarize.pool import Pool, Stopped
from bot.summarize.reader import read
from bot.text import readable

if TYPE_CHECKING:
    from bot.summarize.model import Model

log = logging.getLogger(__name__)

_DICE = random.SystemRandom()
_LANGUAGE = re.compile(r"[^\W\d_][\w '()-]{1,39}")
_WITHDRAWN = re.compile(
    r"\W*(?:(?:this|the) (?:arxiv )?(?:paper|submission|article|manuscript|preprint|work) (?:has been|was|is) )?"
    r"(?:temporarily )?withdrawn\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one paper: there is always a summary."""

    paper: Paper
    summary: Summary
    defect: str | None = None
    """Why a model that was asked for did not write it, so that it can be repaired later; None otherwise."""


Save = Callable[[Outcome], Awaitable[None]]
"""Called with each outcome as soon as it is ready, from several tasks at once; its exceptions end the run."""


class Budget(Protocol):
    """The day's account of tokens (UTC), kept by somebody who outlives the process."""

    async def spent(self) -> int:
        """Tokens used today."""

    async def add(self, tokens: int) -> None:
        """Tokens were used."""


class Summarizer(Protocol):
    """Whoever turns papers into summaries."""

    @property
    def uses_model(self) -> bool:
        """Whether a model writes them, so that the abstract's own words are only a stand-in."""

    async def summarize(self, papers: Sequence[Paper], language: str, *, save: Save) -> None:
        """Save an outcome for every paper version, each exactly once, in any order, as soon as it is ready.

        Cancelled, it saves what was already under way and paid for, then ends; papers not reached have no outcome.
        """


class Extractor:
    """The summarizer without a model. Its summaries are in English, whatever language is asked for."""

    uses_model: ClassVar = False

    def __init__(self, *, clock: Clock) -> None:
        self._clock = clock
        self._turn = asyncio.Lock()

    async def summarize(self, papers: Sequence[Paper], language: str, *, save: Save) -> None:
        """See ``Summarizer``."""
        if language != "English":
            log.info("Without a model, summaries are the abstracts' own words: nothing will be in %s", language)
        for paper in _each_once(papers):
            await save(Outcome(paper, await self.summary(paper)))

    async def summary(self, paper: Paper) -> Summary:
        """The summary of one paper; never fails."""
        # In a thread, so that no abstract stalls the loop; one at a time, since busy threads would, by their number.
        async with self._turn:
            found = await asyncio.to_thread(lambda: extract(readable(paper.title), readable(paper.abstract)))
        return Summary(
            paper_id=paper.id,
            version=paper.version,
            language="English",
            tldr=found.tldr,
            motivation=found.motivation,
            method=found.method,
            result=found.result,
            conclusion=found.conclusion,
            origin=EXTRACT,
            made=self._clock.now(),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How long to bear with a server that does not answer. Times in seconds."""

    attempts: int = 11
    """Requests for one answer."""
    first_wait: float = 0.25
    """Before the second attempt; doubled for each further one, where the server asks for no other."""
    longest_wait: float = 30.0
    longest_ask: float = 120.0
    """The longest Retry-After that is waited for; a server that asks for more is not asked again in this run."""
    outage: float = 90.0
    """After so long without any answer at all the server counts as down for the run."""
    refusals: int = 10
    """So many refused requests in a row, and the server counts as unusable for the run."""
    strange: int = 2
    """The same for answers that are no chat completions, as a wrong address gives."""
    grace: float = 10.0
    """What answers in flight get to arrive when the run is stopped."""


class ModelSummarizer:
    """The summarizer that asks a model. A paper without a sound answer is extracted, and its outcome says why."""

    uses_model: ClassVar = True

    def __init__(
        self,
        *,
        base_url: str,
        api_key: str,
        model: str,
        budget: Budget,
        clock: Clock,
        concurrency: int = 16,
        daily_token_budget: int = 0,
        timeout: float = 60.0,
        patience: Patience | None = None,
        on_end: Callable[[str], object] | None = None,
    ) -> None:
        """``daily_token_budget``: tokens a day (UTC), 0 for no limit; ``timeout``: seconds for one request.

        ``on_end`` is told in a sentence, as the log is, why the model is asked no more in a run.
        """
        # openai takes most of a second and 60 MB to load, which whoever extracts need not pay.
        from bot.summarize.model import Model  # noqa: PLC0415

        self._extractor = Extractor(clock=clock)
        self._model = Model(base_url=base_url, api_key=api_key, name=model, timeout=timeout, clock=clock)
        self._account = _Account(budget, daily_token_budget)
        self._clock = clock
        self._concurrency = concurrency
        self._patience = patience or Patience()
        self._on_end = on_end

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._model.close()

    async def summarize(self, papers: Sequence[Paper], language: str, *, save: Save) -> None:
        """See ``Summarizer``. Raises ``UsageError`` where ``language`` cannot be the name of one."""
        if not _LANGUAGE.fullmatch(language):
            msg = f"{language!r} is no language's name: write it in English, like German or Chinese."
            raise UsageError(msg)
        # Twice as many workers as requests: while one checks and saves an answer, another has its question ready.
        pool = Pool(2 * self._concurrency, grace=self._patience.grace)
        slots = asyncio.Semaphore(self._concurrency)
        run = _Run(self._model, self._account, pool, slots, self._clock, self._patience, language, self._on_end)

        async def work(paper: Paper) -> None:
            try:
                summary = await run.summary(paper) if _worth_asking(paper) else await self._extractor.summary(paper)
                outcome = Outcome(paper, summary)
            except ModelError as error:
                log.info("%s is summarized from its abstract: %s", paper.id, error)
                outcome = Outcome(paper, await self._extractor.summary(paper), str(error))
            with pool.saving():
                await save(outcome)

        await pool.run(_each_once(papers), work)


class _Account:
    """The tokens used, and whether any are left."""

    def __init__(self, budget: Budget, limit: int) -> None:
        self._budget = budget
        self._limit = limit
        self._estimated = False

    async def is_empty(self) -> bool:
        return self._limit > 0 and await self._budget.spent() >= self._limit

    async def charge(self, conversation: Sequence[prompt.Message], answer: Answer) -> None:
        """Book one answer, good or bad."""
        tokens = answer.tokens
        if tokens is None:
            if not self._estimated:
                self._estimated = True
                log.warning("The model's server does not say how many tokens it used; they are estimated")
            # Three bytes of UTF-8 a token is more than any tokenizer in use takes for English, and about what they
            # take for Chinese: the estimate errs on the side of stopping early.
            written = [*(message.content for message in conversation), answer.text]
            tokens = math.ceil(sum(len(text.encode()) for text in written) / 3)
        await self._budget.add(tokens)


class _Run:
    """One call of ``summarize``: what its workers share, and how they ask."""

    def __init__(
        self,
        model: Model,
        account: _Account,
        pool: Pool,
        slots: asyncio.Semaphore,
        clock: Clock,
        patience: Patience,
        language: str,
        on_end: Callable[[str], object] | None,
    ) -> None:
        self._on_end = on_end
        self._model = model
        self._account = account
        self._pool = pool
        self._slots = slots
        self._clock = clock
        self._patience = patience
        self._language = language
        self._over: str | None = None
        self._heard = clock.now()
        self._refusals = 0
        self._strange = 0

    async def summary(self, paper: Paper) -> Summary:
        """The model's summary of one paper. Raises ``ModelError`` with the reason where there is none."""
        conversation = prompt.question(paper, self._language)
        sound: list[Summary] = []
        defect = ""
        for _ in range(2):
            try:
                answer = await self._answer(conversation, f"{paper.id}v{paper.version}")
            except (ModelError, Stopped):
                if sound:
                    break
                raise
            try:
                sound.append(self._checked(answer, paper))
            except DefectiveError as error:
                defect = str(error)
            else:
                unsupported = sound[-1].unsupported
                if not unsupported:
                    break
                defect = f"numbers that stand neither in the title nor in the abstract: {', '.join(unsupported)}"
            conversation = prompt.corrected(conversation, answer.text, defect)
        if not sound:
            msg = f"the model's answer was unusable twice: {defect}"
            raise DefectiveError(msg)
        return min(sound, key=lambda summary: len(summary.unsupported))

    def _checked(self, answer: Answer, paper: Paper) -> Summary:
        if answer.defect:
            raise DefectiveError(answer.defect)
        checked = check(read(answer.text), paper, self._language)
        return Summary(
            paper_id=paper.id,
            version=paper.version,
            language=self._language,
            **checked.fields,
            origin=self._model.name,
            prompt=prompt.PROMPT_VERSION,
            made=self._clock.now(),
            unsupported=checked.unsupported,
        )

    async def _answer(self, conversation: Sequence[prompt.Message], reference: str) -> Answer:
        """One answer, however many requests it takes."""
        patience = self._patience
        backoff = patience.first_wait
        for attempt in range(1, patience.attempts + 1):
            try:
                async with self._slots:
                    return await self._ask(conversation, reference)
            except BusyError as error:
                self._judge(error)
                if self._over is not None:
                    raise UnusableError(self._over) from error
                if attempt == patience.attempts:
                    msg = f"{attempt} tries at the model's server came to nothing; the last got {error}"
                    raise BusyError(msg) from error
                wait = backoff if error.wait is None else error.wait
            # Spread out, so that requests that failed together do not come back together.
            await self._pool.pause(self._clock.sleep(wait * _DICE.uniform(1.0, 1.25)))
            backoff = min(2 * backoff, patience.longest_wait)
        raise AssertionError("the last attempt answers or raises")

    async def _ask(self, conversation: Sequence[prompt.Message], reference: str) -> Answer:
        """One request, if there is any sense in it, and its bill."""
        self._pool.breathe()
        if self._over is None and await self._account.is_empty():
            self._end("Today's token budget is used up: raise summarizer.daily_token_budget or wait for tomorrow.")
        if self._over is not None:
            raise UnusableError(self._over)
        try:
            answer = await self._model.ask(conversation, reference=reference)
        except DeclinedError as error:
            self._refusals += 1
            if self._refusals >= self._patience.refusals:
                self._end(f"{self._refusals} papers in a row came to nothing: {error}. Check summarizer.model.")
            raise
        except UnusableError as error:
            self._end(str(error))
            raise
        self._heard, self._refusals, self._strange = self._clock.now(), 0, 0
        await self._account.charge(conversation, answer)
        return answer

    def _judge(self, error: BusyError) -> None:
        """End the run where waiting for this server makes no sense."""
        self._strange += isinstance(error, StrangeError)
        if self._strange >= self._patience.strange:
            self._end(
                "What answers at summarizer.base_url is no model's server: check the address, which is everything "
                "before /chat/completions and mostly ends in /v1."
            )
        elif (error.wait or 0.0) > self._patience.longest_ask:
            self._end(f"The model's server asks to wait {error.wait:.0f} s, with {error}. Run again after that.")
        elif (silence := (self._clock.now() - self._heard).total_seconds()) >= self._patience.outage:
            self._end(
                f"For {silence:.0f} s the model's server has given no answer of use; the last try got {error}. "
                "See whether it is up, and whether summarizer.base_url names it."
            )

    def _end(self, reason: str) -> None:
        """Ask no more in this run."""
        if self._over is None:
            self._over = reason
            log.error("%s The remaining papers are summarized from their abstracts.", reason)
            if self._on_end:
                self._on_end(reason)


def _worth_asking(paper: Paper) -> bool:
    """False where a model could only invent: there is no abstract, or just the note that the paper was withdrawn."""
    return len(paper.abstract.split()) >= 5 and not _WITHDRAWN.match(paper.abstract)


def _each_once(papers: Iterable[Paper]) -> list[Paper]:
    return list({(paper.id, paper.version): paper for paper in papers}.values())
