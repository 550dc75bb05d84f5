"""Shorten a sentence by deleting from it. Nothing is ever added; only the new first letter may grow."""

from __future__ import annotations

import re

_WORK = (
    r"(?:paper|work|article|study|letter|note|thesis|report|survey|review|research|manuscript|tutorial|chapter"
    r"|contribution|position paper|technical report|project)"
)
_THAT = r"(?:this|these|those|that|such|the above|the aforementioned|the former|both|them|it)"
_OPENING = re.compile(
    rf"""
    (?:in|with|through|throughout|within)\ (?:this|the\ present|our|the\ current|the\ following)\ (?:\w+\ )?{_WORK},?
    | (?:(?:and|so)\ )?(?:
        accordingly | additionally | also | as\ a\ (?:result|consequence) | besides | concretely
      | consequently | crucially | finally | first(?:ly)?
      | for\ this\ (?:purpose|reason) | further(?:more)? | hence | here | importantly
      | in\ (?:addition|detail|fact|other\ words|particular|response|short|summary|conclusion|turn|essence)
      | interestingly | lastly | meanwhile | more\ (?:specifically|precisely|importantly) | moreover | most\ importantly
      | namely | next | notably | now | overall | remarkably | second(?:ly)? | similarly | specifically | subsequently
      | surprisingly | then | thereby | therefore | third(?:ly)? | thus | to\ be\ (?:more\ )?(?:specific|precise)
      | to\ do\ (?:so|this) | to\ (?:this|that)\ (?:end|aim) | towards?\ (?:this|that)\ (?:end|goal|direction)
      | however | yet | nevertheless | nonetheless | unfortunately | instead | in\ contrast | conversely | rather
      | indeed | to\ conclude | ultimately | with\ this\ (?:in\ mind|goal|motivation)
      | (?:motivated|inspired|driven)\ by\ {_THAT}\b[^,;:.]{{0,60}}
      | (?:based|building)\ (?:up)?on\ {_THAT}\b[^,;:.]{{0,60}}
      | to\ (?:\w+(?:\ and\ \w+)?\ )?{_THAT}\b[^,;:.]{{0,60}}
    ),""",
    re.VERBOSE | re.IGNORECASE,
)
_DANGLING = re.compile(r"\s*(?:and|or|but|nor|which|who|whose|that)\b", re.IGNORECASE)
"""What cannot begin the sentence that is left."""

_CONTRAST = re.compile(
    r"""(?:while|whereas|although|though|unlike|different\ from|in\ contrast\ to|contrary\ to|inspired\ by|motivated\ by
      |instead\ of|rather\ than|despite|building\ (?:up)?on)\b[^.;:]{5,300}?,
      (?=\ (?:we|this\ (?:paper|work|study))\ (?:(?:also|then|further|here|first)\ )?
        (?:propose|present|introduce|develop|show|study|investigate|describe|design|demonstrate|prove)s?\b.{40})""",
    re.VERBOSE | re.IGNORECASE,
)
_CITATION = re.compile(r"\s?\([^()]{0,200}\b(?:19|20)\d\d[a-z]?\)|\s?\[\d{1,3}(?:,\s?\d{1,3}){0,9}\]")
_ALSO = re.compile(r"(?<=^we )(?:also|further|then|additionally|therefore|thus|hence|first) ", re.IGNORECASE)

MIN_LEFT = 20
"""Characters that have to be left, so that no stump is shown."""


def without_opening(sentence: str) -> str:
    """The sentence without "In this paper," "To address this issue," "Specifically," and the like, once or twice."""
    for _ in range(2):
        match = _OPENING.match(sentence)
        if not match or len(sentence) - match.end() < MIN_LEFT or _DANGLING.match(sentence, match.end()):
            break
        sentence = sentence[match.end() :].lstrip()
    return _capitalised(sentence)


def headline(sentence: str) -> str:
    """The sentence as it can stand alone: no opening, no contrast with the work of others, no citation, no "also"."""
    sentence = without_opening(sentence)
    if match := _CONTRAST.match(sentence):
        sentence = _capitalised(sentence[match.end() :].lstrip())
    return _ALSO.sub("", _CITATION.sub("", sentence))


def _capitalised(sentence: str) -> str:
    """With its first letter in upper case, unless the first word is a name of its own case such as mmWave."""
    first = sentence.split(maxsplit=1)[0] if sentence.strip() else ""
    return sentence[0].upper() + sentence[1:] if first.isascii() and first.isalpha() and first.islower() else sentence
