"""Pictures of what readers see: the bot's real messages, drawn as a phone would draw them (``make pictures``)."""
