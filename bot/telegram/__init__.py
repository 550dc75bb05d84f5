"""Telegram: editions in channels, groups and topics, conversations in direct messages, inline search in any chat."""
