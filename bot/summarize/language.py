"""Is this text in the language that was asked for? Told by its script, and for Latin script by its little words."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import lru_cache

_SCRIPTS: dict[str, frozenset[str]] = {
    name: frozenset(scripts.split())
    for scripts, names in {
        "CJK": "chinese mandarin cantonese",
        "CJK HIRAGANA KATAKANA KATAKANA-HIRAGANA": "japanese",
        "HANGUL": "korean",
        "CYRILLIC": "russian ukrainian belarusian bulgarian macedonian kazakh kyrgyz tajik mongolian",
        "ARABIC": "arabic persian farsi urdu pashto uyghur",
        "HEBREW": "hebrew yiddish",
        "GREEK": "greek",
        "DEVANAGARI": "hindi marathi nepali sanskrit",
        "BENGALI": "bengali bangla assamese",
        "THAI": "thai",
        "TAMIL": "tamil",
        "TELUGU": "telugu",
        "KANNADA": "kannada",
        "MALAYALAM": "malayalam",
        "GUJARATI": "gujarati",
        "SINHALA": "sinhala sinhalese",
        "GEORGIAN": "georgian",
        "ARMENIAN": "armenian",
        "ETHIOPIC": "amharic tigrinya",
        "KHMER": "khmer",
        "LAO": "lao",
        "MYANMAR": "burmese",
    }.items()
    for name in names.split()
}
"""Languages that are not written in Latin letters, with their scripts as Unicode's character names begin."""

_LITTLE_WORDS: dict[str, frozenset[str]] = {
    language: frozenset(words.split())
    for language, words in {
        "english": "the of and to in a is that we for with on by are this from as which an it be our can these has "
        "have their than or its while however where not but also show using existing",
        "french": "le la les de des du et en un une est que pour dans par avec sur sont qui au aux ce cette nous plus "
        "à ne pas ou leur ces d l s n qu sa ses comme entre",
        "german": "der die das und in den von zu mit ein eine ist für auf des dem im nicht werden wird einer eines "
        "durch als bei auch sich wir sowie zur zum dass oder aus sind einen einem an es über diese dieser",
        "spanish": "el la los las de y en un una que es para con por se del al como su más son este esta entre lo o "
        "no sin sobre sus mediante e también desde cuando ha",
        "portuguese": "o a os as de e em um uma que é para com por se do da dos das no na nos nas ao como mais são "
        "não sua seu entre este esta pela pelo também ou sem sobre mas",
        "italian": "il lo la i gli le di e in un una che è per con del della dei delle al alla come più sono non si "
        "da dal nel nella questo questa tra anche o sui su degli ma dalla",
        "dutch": "de het een en van in is dat op te voor met zijn die aan door wordt worden niet als bij om deze dit "
        "ook naar uit over of er tot maar we kan",
        "polish": "i w na z do że się jest o nie to dla od przez oraz po jak które który która za są może a ich tym "
        "tego lub co przy ale nad pod niż",
        "turkish": "ve bir bu için ile olarak de da en daha olan gibi çok ise veya hem kadar her göre ancak bunu sonra "
        "üzerinde tarafından arasında",
        "vietnamese": "và của là các được trong cho một với có không những này để trên từ đến khi bằng như hơn cũng "
        "đã việc phương mô pháp hình bài",
        "indonesian": "yang dan di untuk dengan ini dari pada dalam adalah ke oleh sebagai dapat tidak atau lebih "
        "secara serta bahwa kami itu juga antara kita akan telah",
        "swedish": "och i att en ett som är av för på med den det till inte om de kan från har vid eller men genom "
        "detta denna vi samt mellan än utan",
        "danish": "og i at en et som er af for på med den det til ikke om de kan fra har ved eller men gennem dette "
        "denne vi samt mellem end uten uden av ikkje",
        "finnish": "ja on että ei se ovat joka sekä tai kuin mutta myös voidaan tämä ne joka jotka avulla mukaan "
        "niiden sen kun esittää",
        "czech": "a v na je se z do že s o pro jako i které která který jsou za po od nebo ale při pomocí tak také "
        "k ve není než mezi této",
        "hungarian": "a az és egy hogy nem is meg ez van mint vagy de amely azt ezt alapján által között csak még "
        "valamint számára",
        "romanian": "și de în la a cu pe o un care este pentru din sunt că mai prin nu se al ale sau între acest "
        "această ca dar fără",
    }.items()
}
"""The commonest words without a meaning of their own, for languages in Latin script."""

_LANGUAGES_OF: dict[str, list[str]] = {}
for _language, _words in _LITTLE_WORDS.items():
    for _word in _words:
        _LANGUAGES_OF.setdefault(_word, []).append(_language)

_UNMISTAKABLY_ENGLISH = frozenset(
    ("the", "and", "of", "that", "for", "with", "this", "from", "which", "are", "these", "their", "while", "has")
)
"""English words that few other languages have; models that miss the language answer in the abstract's."""

_RELATIVES = {
    "norwegian": "danish",
    "malay": "indonesian",
    "bahasa": "indonesian",
    "slovak": "czech",
    "moldovan": "romanian",
    "flemish": "dutch",
    "filipino": "",
}
"""Languages too close to another to tell apart by little words."""

# A Chinese character says about as much as four letters, a Korean syllable as three.
_WEIGHT = {"CJK": 4, "HIRAGANA": 4, "KATAKANA": 4, "HANGUL": 3}
_WORD = re.compile(r"[^\W\d_]+")


def speaks(text: str, language: str, *, whole: bool) -> bool:
    """True unless ``text`` is plainly not in ``language`` (an English name, such as "Brazilian Portuguese").

    ``whole``: all of a summary, judged strictly; else a part, which may consist of names for the most part. A
    language that is not known here is believed to be what it should be, unless it is English.
    """
    weights = _script_weights(text)
    total = sum(weights.values())
    if not total:
        return False
    names = [word.lower() for word in _WORD.findall(language)]
    if scripts := next((_SCRIPTS[name] for name in names if name in _SCRIPTS), None):
        if sum(weights[script] for script in scripts) < total * (0.5 if whole else 0.25):
            return False
        return not whole or scripts.isdisjoint({"CJK"}) or _east_asian(weights, japanese="HIRAGANA" in scripts)
    asked = next((_RELATIVES.get(name, name) for name in names if _RELATIVES.get(name, name) in _LITTLE_WORDS), None)
    if asked and weights["LATIN"] < total * (0.9 if whole else 0.6):
        return False
    return _little_words_agree(text, asked, whole=whole)


def _east_asian(weights: Counter[str], *, japanese: bool) -> bool:
    kana = weights["HIRAGANA"] + weights["KATAKANA"]
    share = kana / (kana + weights["CJK"])
    return share >= 0.15 if japanese else share <= 0.05


def _little_words_agree(text: str, asked: str | None, *, whole: bool) -> bool:
    words = _WORD.findall(text.lower())
    if asked is None:
        return sum(word in _UNMISTAKABLY_ENGLISH for word in words) < 0.07 * len(words)
    counts = Counter(language for word in words for language in _LANGUAGES_OF.get(word, ()))
    best = max(counts.values(), default=0)
    if best < (5 if whole else 3):
        return True
    return counts[asked] >= (0.75 if whole else 0.5) * best


def _script_weights(text: str) -> Counter[str]:
    weights: Counter[str] = Counter()
    for character, count in Counter(text).items():
        if character.isalpha():
            script = _script(character)
            weights[script] += count * _WEIGHT.get(script, 1)
    return weights


@lru_cache(maxsize=4096)
def _script(character: str) -> str:
    # Unicode's names begin with the script: CYRILLIC SMALL LETTER A, CJK UNIFIED IDEOGRAPH-4E00.
    return unicodedata.name(character, "").partition(" ")[0]
