"""Text as arXiv stores it and as people read it: TeX to Unicode, author strings to names, long to short.

All pure, total (any ``str`` is taken, none raises) and linear in the length of what they are given.
"""

from bot.text.characters import printable
from bot.text.names import clean_authors, split_authors
from bot.text.reading import readable
from bot.text.setting import Segment, segments
from bot.text.shortening import shorten

__all__ = ["Segment", "clean_authors", "printable", "readable", "segments", "shorten", "split_authors"]
