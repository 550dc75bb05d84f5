"""``/paper``, ``/original`` and ``/authors``: papers in full, from the store or else from arXiv."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from bot import categories, identifiers, languages
from bot.errors import PaperboyError, UsageError
from bot.identifiers import Reference
from bot.messages import Asker, Card, Command, File, Option, Reply
from bot.papers import Paper, Summary
from bot.summarize.summarizer import Extractor
from bot.text import readable
from bot.words import WordedError, Words, speak
from handlers import cards, completing, search
from handlers.context import ENGLISH, Context
from handlers.daily import Parts, summarize, unwritten

MOST = 10
"""Papers of one request: a pasted bibliography must not flood the chat."""
LONGEST_LIST = 3000
"""Characters of an author list that is said; a longer one is handed over as a file."""

_IN_LANGUAGE = re.compile(r"(?P<paper>\S+)\s+in\s+(?P<language>[^\W\d_][\w '()-]{1,39})", re.IGNORECASE)
_LANGUAGE_FIRST = re.compile(r'lang:(?:"(?P<held>[^"]*)"|(?P<word>\S+))(?:\s+|\Z)', re.IGNORECASE)
_SEPARATORS = re.compile(r"[\s,;，；、]+")


@dataclass(frozen=True, slots=True)
class Summarized:
    """A paper with its summary."""

    paper: Paper
    summary: Summary | None


class NoSuchVersionError(WordedError):
    """The paper is there, and the version that was named is not."""

    def __init__(self, asked: Reference, newest: Paper) -> None:
        super().__init__(
            "paper-no-such-version", id=asked.id, version=str(asked.version), newest=f"{newest.id}v{newest.version}"
        )
        self.newest = newest


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What was asked for."""

    references: tuple[Reference, ...]
    """The papers, at most ``MOST``; none where the request is words."""
    language: str | None = None
    """Of the summary, where one was named."""
    words: str = ""
    """What was written but for the language; words to look for, where it names no papers."""
    complaints: tuple[UsageError, ...] = ()
    """Why what stands beside them cannot be a paper."""
    left_out: int = 0
    """How many more were named."""


def commands(context: Context) -> tuple[Command, ...]:
    """The commands of this family."""
    complete = partial(completing.papers, store=context.parts.store)
    one = partial(completing.paper, store=context.parts.store)
    return (
        Command(
            name="paper",
            handler=partial(paper, context=context),
            argument="argument-paper",
            required=True,
            examples=("paper 2512.10935", "paper https://arxiv.org/abs/1706.03762", "paper attention is all you need"),
            complete=complete,
            options=(
                Option(name="paper", last=True, required=True, complete=complete),
                Option(name="language", form='lang:"{}"', complete=completing.language),
            ),
        ),
        Command(
            name="original",
            handler=partial(original, context=context),
            argument="argument-id",
            required=True,
            examples=("original 2512.10935",),
            complete=complete,
            options=(Option(name="papers", last=True, required=True, complete=complete),),
        ),
        Command(
            name="authors",
            handler=partial(authors, context=context),
            argument="argument-id",
            required=True,
            examples=("authors 2512.10935",),
            complete=one,
            options=(Option(name="paper", last=True, required=True, complete=one),),
        ),
    )


async def paper(asker: Asker, text: str, *, context: Context) -> Reply:
    """A card for every paper named; words are looked for, and one clear hit is shown at once."""
    words = speak(asker.locale)
    request = _requested(text, words)
    if request.references:
        return await _shown(asker, request, context)
    page = await search.read(request.words, words, context)
    found = await search.find(page, context)
    hit = search.clear_hit(page.query, found.papers, alone=page.after is None and found.next is None)
    if hit is None:
        return await search.listed(asker, page, found, context)
    shown = await _shown(asker, replace(request, references=(Reference(hit.id),)), context)
    return await _with_others(shown, page, words, context) if len(found.papers) > 1 else shown


async def _shown(asker: Asker, request: Request, context: Context) -> Reply:
    """The cards of papers. What must be fetched or written by a model first is announced, and ``later`` has it.

    A single paper that must be fetched is shown in its authors' words meanwhile.
    """
    words = speak(asker.locale)
    language = request.language or (await context.wishes(asker)).language
    held = {one.id: there for one in request.references if (there := await stored(one, context.parts))}
    absent = [one for one in request.references if one.id not in held]
    if len(request.references) == 1 and absent:
        one = absent.pop()
        try:
            held[one.id] = await fetch(one, context.parts)
        except NoSuchVersionError as error:
            held[one.id] = error.newest
            request = replace(request, references=(Reference(one.id),), complaints=(*request.complaints, error))
    silent = {paper.id for paper in await unwritten(list(held.values()), language, context.parts)}
    if not absent and not (silent and context.parts.summarizer.uses_model):
        return await _whole(asker, request, language, context)
    summaries = await context.summaries([paper for paper in held.values() if paper.id not in silent], language)
    coming = [words("paper-fetching", papers=", ".join(map(str, absent)))] if absent else []
    coming += [words("paper-summarizing", count=len(silent))] if silent else []
    return Reply(
        text="\n".join([*remarks(request, words), *coming]),
        cards=tuple(cards.card(paper, summaries.get(paper.id), words) for paper in held.values()),
        later=partial(_whole, asker, request, language, context),
    )


async def _with_others(shown: Reply, page: search.Page, words: Words, context: Context) -> Reply:
    """The card of the best hit, now and when it is completed, with a way to the others."""
    row = ((await search.more(page, words, context),),)
    whole = shown.later
    if whole is None:
        return replace(shown, buttons=row)

    async def later() -> Reply:
        return replace(await whole(), buttons=row)

    return replace(shown, buttons=row, later=later)


async def _whole(asker: Asker, request: Request, language: str, context: Context) -> Reply:
    """The finished answer, whatever it takes; what cannot be had is said beside what can."""
    words = speak(asker.locale)
    said = remarks(request, words)
    found: list[Paper] = []
    for reference in request.references:
        try:
            found.append(await known(reference, context.parts))
        except NoSuchVersionError as error:
            found.append(error.newest)
            said.append(words.told(error))
        except PaperboyError as error:
            said.append(words.told(error))
    silent = await unwritten(found, language, context.parts)
    if not all(await asyncio.gather(*(_write(asker, one, language, context) for one in silent))):
        said.append(context.limits.refusal(asker))
    return Reply(text="\n".join(said), cards=await in_full(found, language, words, context))


async def _write(asker: Asker, one: Paper, language: str, context: Context) -> bool:
    """Have a summary made, if nobody else just did; False where the asker may cause no more of them."""
    async with context.turns.of((one.id, one.version, language)):
        if not await unwritten([one], language, context.parts):
            return True
        # Without a model it costs nothing.
        if context.parts.summarizer.uses_model and not context.limits.allow(asker):
            return False
        await summarize([one], language, context.parts)
        return True


async def original(asker: Asker, text: str, *, context: Context) -> Reply:
    """The same cards with the abstract's own words in the place of the summary."""
    words = speak(asker.locale)
    request = asked_for(text, words)
    found = [await known(one, context.parts) for one in request.references]
    others = await context.summaries(found, (await context.wishes(asker)).language)
    extractor = Extractor(clock=context.parts.clock)
    shown = [
        cards.card(one, await extractor.summary(one), words, original=not others[one.id].is_extract) for one in found
    ]
    return Reply(text="\n".join(remarks(request, words)), cards=tuple(shown))


async def authors(asker: Asker, text: str, *, context: Context) -> Reply:
    """Everybody who wrote a paper; a crowd comes as a file."""
    words = speak(asker.locale)
    one = await known(asked_for(text, words).references[0], context.parts)
    names = list(map(readable, one.authors))
    heading = words("authors-of", title=readable(one.title), count=len(names))
    listed = ", ".join(names)
    if len(listed) <= LONGEST_LIST:
        return Reply(text=f"{heading}\n{listed}")
    return Reply(text=heading, file=File(f"authors-{one.id.replace('/', '-')}.txt", "\n".join(names) + "\n"))


async def in_full(papers: Sequence[Paper], language: str, words: Words, context: Context) -> tuple[Card, ...]:
    """The cards of papers, with what can be said of them now."""
    summaries = await context.summaries(papers, language)
    others = {one.id: _other_language(summaries[one.id], language) for one in papers}
    # Offered is what is there already, and what a model could write.
    if not context.parts.summarizer.uses_model:
        ready: set[str] = set()
        for other in set(others.values()):
            theirs = [one for one in papers if others[one.id] == other]
            there = await context.parts.store.summaries(theirs, other)
            ready |= {one_id for one_id, summary in there.items() if summary.language == other}
        others = {one_id: other for one_id, other in others.items() if one_id in ready}
    return tuple(cards.card(one, summaries[one.id], words, other_language=others.get(one.id)) for one in papers)


def _other_language(shown: Summary, asked: str) -> str:
    if shown.language != ENGLISH:
        return ENGLISH
    return asked if asked != ENGLISH else "Chinese"


def read(text: str) -> Request:
    """Find what is asked for: papers in any form, and perhaps a language.

    One paper may have it behind it (``2512.10935 in Chinese``); before them, as ``lang:Chinese``, it is that of all.
    Raises ``UsageError`` with the reason where the one thing asked for is meant as a paper and cannot be one.
    """
    text = text.strip()
    language = None
    if first := _LANGUAGE_FIRST.match(text):
        text, language = text[first.end() :], _language(first["held"] or first["word"] or "")
    elif (match := _IN_LANGUAGE.fullmatch(text)) and identifiers.find(match["paper"]):
        text, language = match["paper"], _language(match["language"])
    found = identifiers.find(text)
    if len(found) < 2 and (one := identifiers.parse(text)):
        return Request(references=(one,), language=language, words=text)
    complaints = tuple(filter(None, map(_complaint, _SEPARATORS.split(text)))) if found else ()
    return Request(
        references=tuple(found[:MOST]),
        language=language,
        words=text,
        complaints=complaints,
        left_out=len(found[MOST:]),
    )


def _language(written: str) -> str:
    """What goes to the model is one of the languages there are, and nothing else that somebody writes."""
    if found := languages.find(written):
        return found
    near = languages.near(written)
    raise WordedError("language-near" if near else "language-none", written=written, near=" / ".join(near))


def _complaint(token: str) -> UsageError | None:
    try:
        identifiers.parse(token)
    except UsageError as error:
        return error
    return None


def asked_for(text: str, words: Words) -> Request:
    """The papers that a command needs. Raises ``UsageError`` where none is named."""
    request = _requested(text, words)
    if not request.references:
        raise UsageError(words("needs-id"))
    return request


def _requested(text: str, words: Words) -> Request:
    """``read``, where a category or an archive is answered with the command that leads to its papers in a chat."""
    try:
        return read(text)
    except UsageError:
        if instead := _instead(_LANGUAGE_FIRST.sub("", text.strip(), count=1), words):
            raise UsageError(instead) from None
        raise


def _instead(named: str, words: Words) -> str | None:
    try:
        return words("names-category", category=categories.canonical(named))
    except UsageError:
        is_archive = any(one.archive == named for one in categories.CATEGORIES.values())
        return words("names-archive", archive=named) if is_archive else None


def remarks(request: Request, words: Words) -> list[str]:
    """What is to be said of a request beside its answer."""
    return [
        *map(words.told, request.complaints),
        *([words("paper-left-out", count=request.left_out)] if request.left_out else []),
    ]


async def stored(reference: Reference, parts: Parts) -> Paper | None:
    """The paper as the store holds it, unless a newer version was named."""
    found = await parts.store.paper(reference.id)
    return found if found and found.version >= (reference.version or 0) else None


async def fetch(reference: Reference, parts: Parts) -> Paper:
    """The paper from arXiv, kept from now on.

    Raises ``UsageError`` where arXiv knows none, ``NoSuchVersionError`` where it knows it in older versions only, and
    ``SourceError`` where it cannot be asked.
    """
    found = await _asked(reference, parts)
    if found is None and reference.version and (newest := await _asked(Reference(reference.id), parts)):
        await parts.store.save_papers([newest], at=parts.clock.now())
        raise NoSuchVersionError(reference, newest)
    if found is None:
        raise WordedError("paper-unknown", id=str(reference))
    await parts.store.save_papers([found], at=parts.clock.now())
    return found


async def _asked(reference: Reference, parts: Parts) -> Paper | None:
    try:
        return await parts.source.paper(reference)
    finally:
        # A host that answered 403 must be left alone by the next process as well.
        await parts.store.save_stops(parts.source.stopped)


async def known(reference: Reference, parts: Parts) -> Paper:
    """The paper from the store or from arXiv; raises as ``fetch`` does."""
    return await stored(reference, parts) or await fetch(reference, parts)


async def find_paper(text: str, language: str, parts: Parts) -> Summarized:
    """The paper that ``text`` (an identifier, DOI or link in any usual form) names, with its summary.

    Raises ``UsageError`` with the reason where it can name none, and ``SourceError`` where arXiv cannot be asked.
    """
    reference = identifiers.parse(text)
    if reference is None:
        raise UsageError(f"“{text}” is not an arXiv identifier or link. To look for words: paperboy search {text}")
    one = await known(reference, parts)
    await summarize([one], language, parts)
    return Summarized(one, (await parts.store.summaries([one], language)).get(one.id))
