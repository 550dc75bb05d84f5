"""Telegram's messages, drawn as a phone would draw them."""
