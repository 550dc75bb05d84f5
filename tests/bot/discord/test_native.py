"""What the library makes of components that are written out; it says what it reads of a view only in its source."""

import discord
from discord.http import handle_message_parameters

from bot.discord.native import Native


async def test_the_library_sends_components_as_they_are_and_listens_to_none() -> None:
    components = [{"type": 10, "content": "Hello."}]
    view = Native(components)
    assert view.is_finished()
    assert not view.is_dispatchable()
    sent = handle_message_parameters(view=view).payload
    assert sent is not None
    assert sent["components"] == components
    assert sent["flags"] == discord.MessageFlags(components_v2=True).value
