"""Editions and answers in the terminal."""
