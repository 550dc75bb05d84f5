"""The store's methods, theme by theme; ``bot.store.Store`` is all of them together."""
