"""Pictures of what readers see: the bot's real messages, drawn as their clients would draw them (``make pictures``)."""
