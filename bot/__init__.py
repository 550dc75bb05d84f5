"""Paperboy: the day's arXiv papers, each exactly once, with a receipt that proves none was lost."""

__version__ = "0.1.0"
