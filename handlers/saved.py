"""``/save`` and ``/saved``: a person's own shelf of papers."""

from __future__ import annotations

import re
from functools import partial

from bot import identifiers
from bot.messages import Asker, Button, Command, Option, Reply
from bot.text import readable
from bot.words import speak
from handlers import cards, completing, reader
from handlers.context import Context
from handlers.paper import asked_for, known, remarks

A_PAGE = 8
MOST = 1000
"""Papers on one shelf."""


def commands(context: Context) -> tuple[Command, ...]:
    """The commands of this family."""
    complete = partial(completing.papers, store=context.parts.store)
    return (
        Command(
            name="save",
            personal=True,
            handler=partial(save, context=context),
            argument="argument-id",
            required=True,
            examples=("save 2512.10935",),
            complete=complete,
            options=(Option(name="papers", last=True, required=True, complete=complete),),
        ),
        Command(
            name="saved",
            personal=True,
            handler=partial(saved, context=context),
            aliases=("shelf",),
            examples=("saved",),
        ),
    )


async def save(asker: Asker, text: str, *, context: Context) -> Reply:
    """Keep the papers named; those that the store lacks are fetched."""
    words = speak(asker.locale)
    store, clock = context.parts.store, context.parts.clock
    request = asked_for(text, words)
    said = list(remarks(request, words))
    buttons = []
    for reference in request.references:
        paper = await known(reference, context.parts)
        if not await store.save_paper(asker.platform, asker.user, paper.id, at=clock.now(), most=MOST):
            said.append(words("save-full", most=MOST))
            break
        said.append(words("save-done", title=readable(paper.title)))
        buttons.append((Button(words("save-undo", paper=paper.id), f"saved remove {paper.id}"),))
    return Reply(text="\n".join(said), buttons=(*buttons, (Button(words("save-all"), "saved"),)), private=True)


async def saved(asker: Asker, text: str, *, context: Context) -> Reply:
    """One page of the shelf, the last saved first; ``remove ID`` takes a paper off it."""
    words = speak(asker.locale)
    asked = text.split()
    said = []
    if asked[:1] == ["remove"]:
        reference = identifiers.parse(" ".join(asked[1:2]))
        gone = reference and await context.parts.store.unsave_paper(asker.platform, asker.user, reference.id)
        said.append(words("saved-removed" if gone else "saved-not-there"))
        asked = asked[2:]
    page = int(asked[0]) if asked and re.fullmatch(r"[0-9]{1,4}", asked[0]) else 1
    return await _page(asker, max(1, page), said, context)


async def _page(asker: Asker, page: int, said: list[str], context: Context) -> Reply:
    words, store = speak(asker.locale), context.parts.store
    shelf = await store.saved(asker.platform, asker.user, offset=(page - 1) * A_PAGE, limit=A_PAGE)
    last = max(1, -(-shelf.total // A_PAGE))
    if page > last:  # papers were taken off it since the button was made
        return await _page(asker, last, said, context)
    if not shelf.total:
        return Reply(text="\n".join([*said, words("saved-none")]), private=True)
    summaries = await context.summaries(shelf.papers, await reader.language(asker, store))
    said.append(words("saved-heading", count=shelf.total, page=page, pages=last))
    removes = [
        Button(words("saved-remove", paper=paper.id), f"saved remove {paper.id} {page}") for paper in shelf.papers
    ]
    turns = [Button(sign, f"saved {to}") for sign, to in (("‹", page - 1), ("›", page + 1)) if 1 <= to <= last]
    rows = [tuple(removes[at : at + 2]) for at in range(0, len(removes), 2)]
    return Reply(
        text="\n".join(said),
        items=tuple(
            cards.item(paper, summaries[paper.id], words, number=number)
            for number, paper in enumerate(shelf.papers, (page - 1) * A_PAGE + 1)
        ),
        buttons=(*rows, *([tuple(turns)] if turns else [])),
        private=True,
    )
