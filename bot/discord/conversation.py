"""Questions and their answers: commands, pressed buttons, completions and messages, brought to the desk and back."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Final

import discord
from discord import app_commands

from bot.adapter import Barred, Desk, Fault, Gone, Unknown, Unreachable
from bot.commandline import line
from bot.discord import answers, buttons, slash
from bot.discord.answering import Answering, ToInteraction, ToMessage
from bot.discord.attempts import attempt
from bot.discord.faults import Expired
from bot.discord.people import People, Room
from bot.discord.questions import papers, question
from bot.messages import Asker, Choice, Reply
from bot.turns import Turns, told
from bot.words import Words, speak

log = logging.getLogger(__name__)

HOLDING: Final = 10.0
"""Seconds for which a question makes the next ones of the same person wait, in the same place."""
TYPED: Final = 2.0
"""Seconds for completions: later, there is nothing that would show them."""
_MOST_CHOICES: Final = 25
_LONGEST_CHOICE: Final = 100
_MOST_PAPERS: Final = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is asked, and how its answer is to be shown."""

    asker: Asker
    line: str
    """As a command line; a button with it asks the same again."""
    asking: Callable[[], Awaitable[Reply]]
    answering: Answering
    may_share: bool = False
    """Whether the asker may post for everybody what nobody else sees."""
    signed: str = ""
    """What stands below, where others see the answer without seeing who asked."""

    @property
    def words(self) -> Words:
        """The words for whoever asks."""
        return speak(self.asker.locale)


class Conversation:
    """Answers: one person's questions of one place in their order, all others side by side."""

    def __init__(self, desk: Desk, people: People, turns: Turns) -> None:
        self._desk = desk
        self._people = people
        self._turns = turns
        self._by_name = {name: command for command in desk.commands for name in (command.name, *command.aliases)}

    def interaction(self, interaction: discord.Interaction) -> None:
        """Begin to answer a command, a pressed button, or what is being typed."""
        kinds = discord.InteractionType
        if interaction.type is kinds.autocomplete:
            self._turns.spawn(self._complete(interaction))
        elif interaction.type is kinds.application_command:
            self._begin(interaction, *self._command(interaction))
        elif interaction.type is kinds.component:
            self._begin(interaction, *self._pressed(interaction))

    def message(self, message: discord.Message, me: discord.abc.User) -> None:
        """Begin to answer a message, if it is a question; ``me`` is the bot."""
        asked = question(message, me.id)
        if asked is None:
            return
        asker, room = self._people.writer(message, me)
        if asked or message.attachments or message.stickers:
            answering = partial(self._reply, asked, asker, ToMessage(message, room))
            self._turns.take((room.channel, asker.user), answering, holding=HOLDING)

    def _begin(self, interaction: discord.Interaction, one: Question, answering: ToInteraction) -> None:
        self._turns.spawn(_promised(answering))
        self._turns.spawn(self._people.remember(one.asker))
        key = (interaction.channel_id, one.asker.user)
        self._turns.take(key, partial(self._serve, one), holding=HOLDING)

    def _command(self, interaction: discord.Interaction) -> tuple[Question, ToInteraction]:
        """A slash command, or an entry of a message's menu."""
        data: Mapping[str, Any] = interaction.data or {}
        asker, room = self._people.presser(interaction)
        if data.get("type") == discord.AppCommandType.message.value:
            return self._menu(interaction, data, asker, room)
        name = str(data.get("name", ""))
        command = self._by_name.get(name)
        rest = line(command, slash.given(data.get("options") or ())) if command else ""
        # Where the bot was brought along, what is changed is one's own.
        own = command is not None and (command.personal or (command.changes and not room.ours))
        answering = ToInteraction(interaction, room, alone=own or not room.may_post)
        one = Question(
            asker=asker,
            line=f"{name} {rest}".strip(),
            asking=partial(self._desk.run, asker, name, rest),
            answering=answering,
        )
        return one, answering

    def _menu(
        self, interaction: discord.Interaction, data: Mapping[str, Any], asker: Asker, room: Room
    ) -> tuple[Question, ToInteraction]:
        """Papers that a message names."""
        target = data.get("resolved", {}).get("messages", {}).get(str(data.get("target_id")), {})
        found = " ".join(papers(target)[:_MOST_PAPERS])
        answering = ToInteraction(interaction, room, alone=True)
        asking: Callable[[], Awaitable[Reply]] = partial(self._desk.run, asker, "paper", found)
        if not found:
            asking = partial(_said, speak(asker.locale)("discord-no-papers"))
        one = Question(
            asker=asker,
            line=f"paper {found}",
            asking=asking,
            answering=answering,
            may_share=room.may_post and bool(found),
        )
        return one, answering

    def _pressed(self, interaction: discord.Interaction) -> tuple[Question, ToInteraction]:
        """A button, or a line of a menu; whoever presses it asks."""
        data: Mapping[str, Any] = interaction.data or {}
        chosen = data.get("values") or (data.get("custom_id", ""),)
        press = buttons.pressed(str(chosen[0]))
        asker, room = self._people.presser(interaction)
        in_place = not press.sign and _is_own(interaction, room)
        shares = press.sign == buttons.SHARE and room.may_post
        ephemeral = interaction.message is not None and interaction.message.flags.ephemeral
        alone = ephemeral if in_place else not shares
        answering = ToInteraction(interaction, room, alone=alone, in_place=in_place)
        command = self._by_name.get(press.command.partition(" ")[0])
        asking: Callable[[], Awaitable[Reply]] = partial(self._desk.press, asker, press.command)
        if command is None:
            asking = partial(_said, speak(asker.locale)("discord-old-button"), private=True)
        one = Question(
            asker=asker,
            line=press.command,
            asking=asking,
            answering=answering,
            may_share=alone
            and room.may_post
            and not room.alone
            and not (command and (command.changes or command.personal)),
            signed=speak(asker.locale)("discord-shared", name=interaction.user.display_name) if shares else "",
        )
        return one, answering

    async def _complete(self, interaction: discord.Interaction) -> None:
        """Offer what is being typed; nothing, where that can't be told in time."""
        data: Mapping[str, Any] = interaction.data or {}
        option, typed = slash.focused(data.get("options") or ())
        asker, _ = self._people.presser(interaction)
        choices: Sequence[Choice] = ()
        try:
            async with asyncio.timeout(TYPED):
                choices = await self._desk.complete(asker, str(data.get("name", "")), typed, option)
        except TimeoutError:
            log.debug("Completions came too late")
        except Exception as error:  # the others are still to be answered, and these can be typed out
            log.error("Completions could not be made: %s", told(error))  # noqa: TRY400 -- its words may be somebody's
        shown = [app_commands.Choice(name=one.label, value=one.value) for one in choices if _is_sound(one)]
        try:
            async with attempt(TYPED):
                await interaction.response.autocomplete(shown[:_MOST_CHOICES])
        except Fault as error:
            log.debug("Completions were not shown: %s", type(error).__name__)  # whoever types on does not need them

    async def _reply(self, asked: str, asker: Asker, answering: ToMessage) -> None:
        async with answering.writing():
            asker = await self._people.recall(asker)
            asking: Callable[[], Awaitable[Reply]] = partial(self._desk.answer, asker, asked)
            if not asked:
                asking = partial(_said, speak(asker.locale)("discord-only-text"))
            one = Question(asker=asker, line=asked.removeprefix("/"), asking=asking, answering=answering)
            await self._serve(one)

    async def _serve(self, one: Question) -> None:
        """Show the reply; what it promises for later takes its place when it is there."""
        try:
            reply = await one.asking()
            await self._show(one, reply)
        except Exception as error:  # whatever it is, the person hears of it and the others go on
            await self._sorry(one, error)
            return
        if reply.later:
            self._turns.spawn(self._serve(replace(one, asking=reply.later)))

    async def _show(self, one: Question, reply: Reply) -> None:
        if reply.private and not one.answering.hides:
            if reply.buttons or not answers.is_brief(reply):
                await one.answering.show([_invitation(one)])
                return
            # A sentence about the question, such as a refusal: everybody could see the question, too.
            reply = replace(reply, private=False)
        share = one.line if one.may_share and not (reply.private or reply.later) else ""
        signed = "" if reply.private else one.signed
        shown = answers.messages(reply, one.words, share=share, signed=signed)
        await one.answering.show(shown, private=reply.private)

    async def _sorry(self, one: Question, error: Exception) -> None:
        if isinstance(error, Expired | Gone | Barred | Unknown | Unreachable):
            # It can't be said, or it has been said perhaps: nobody is helped by hearing so in the same place.
            log.info("An answer did not arrive, or perhaps it did: %s", error)
            return
        log.error("A question could not be answered: %s", told(error))
        try:
            await one.answering.show([answers.plain(one.words("discord-sorry"))], private=one.answering.hides)
        except Fault as again:
            log.warning("Nor could that be said: %s", told(again))


async def _promised(answering: ToInteraction) -> None:
    try:
        await answering.promise()
    except Fault as error:
        # It came twice, or too late: the answer finds that out by itself.
        log.info("That an answer is on its way could not be said: %s", type(error).__name__)


async def _said(text: str, *, private: bool = False) -> Reply:
    return Reply(text=text, private=private)


def _invitation(one: Question) -> answers.Message:
    """The way to see alone what is for one person: whoever presses sees their own."""
    row = answers.offer(one.words("discord-show-me"), one.line) or answers.offer(
        one.words("discord-show-me"), one.line.partition(" ")[0]
    )
    return answers.plain(one.words("discord-for-you-alone"), *filter(None, (row,)))


def _is_own(interaction: discord.Interaction, room: Room) -> bool:
    """Whether the message with the button is an answer to the presser."""
    message = interaction.message
    if room.alone or message is None or message.flags.ephemeral:
        return message is not None
    if (asked := message.interaction_metadata) is not None:
        return asked.user.id == interaction.user.id
    former = message.reference.resolved if message.reference else None
    return isinstance(former, discord.Message) and former.author.id == interaction.user.id


def _is_sound(choice: Choice) -> bool:
    return 0 < len(choice.label) <= _LONGEST_CHOICE and 0 < len(choice.value) <= _LONGEST_CHOICE
