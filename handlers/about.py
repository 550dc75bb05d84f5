"""``/about``: what this is, whose papers, whose summaries, and thanks to arXiv."""

from __future__ import annotations

import bot
from bot.messages import Asker, Button, Command, Reply
from bot.words import speak

THANKS = "Thank you to arXiv for use of its open access interoperability."
"""The sentence that arXiv's terms of use ask for; it stays in arXiv's own words, whatever the reader's language."""
DISCLAIMER = (
    "This service was not reviewed or approved by, nor does it necessarily express or reflect the policies or "
    "opinions of, arXiv."
)
"""The rest of it, from arXiv's brand guidelines."""


def commands(*, model: str | None) -> tuple[Command, ...]:
    """The command. ``model`` writes the summaries; None: they are picked from the abstracts."""

    async def about(asker: Asker, text: str) -> Reply:
        del text
        words = speak(asker.locale)
        summaries = words("about-model", model=model) if model else words("about-extract")
        told = [
            words("about-what"),
            "",
            words("about-source"),
            summaries,
            words("about-version", version=bot.__version__),
        ]
        return Reply(
            text="\n".join([*told, "", f"{THANKS} {DISCLAIMER}"]),
            buttons=(
                (Button(words("about-status"), "status", apart=True), Button(words("start-help"), "help", apart=True)),
            ),
        )

    return (Command(name="about", handler=about, examples=("about",)),)
