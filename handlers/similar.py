"""``/similar``: papers that share the words which make one special."""

from __future__ import annotations

from functools import partial

from bot.messages import Asker, Button, Command, Option, Reply
from bot.text import readable
from bot.words import speak
from handlers import cards, completing
from handlers.context import Context
from handlers.paper import asked_for, known

MOST = 8


def commands(context: Context) -> tuple[Command, ...]:
    """The command of this family."""
    complete = partial(completing.paper, store=context.parts.store)
    return (
        Command(
            name="similar",
            handler=partial(similar, context=context),
            argument="argument-id",
            required=True,
            examples=("similar 2512.10935",),
            complete=complete,
            options=(Option(name="paper", last=True, required=True, complete=complete),),
        ),
    )


async def similar(asker: Asker, text: str, *, context: Context) -> Reply:
    """The papers most like the one named; it is fetched where the store lacks it."""
    words = speak(asker.locale)
    one = await known(asked_for(text, words).references[0], context.parts)
    found = await context.parts.store.similar(one.id, limit=MOST)
    back = ((Button(words("button-card"), f"paper {one.id}", apart=True),),)
    title = readable(one.title)
    if not found:
        return Reply(text=words("similar-none", title=title), buttons=back)
    summaries = await context.summaries(found, (await context.wishes(asker)).language)
    return Reply(
        text=words("similar-to", title=title),
        items=tuple(cards.item(paper, summaries[paper.id], words) for paper in found),
        buttons=back,
    )
