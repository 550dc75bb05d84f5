"""Numbers in words: the numerals of English, and the scale words of the languages that summaries are written in."""

from __future__ import annotations

_UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_MONTHS = "january february march april may june july august september october november december"
_ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
    "sixteenth seventeenth eighteenth nineteenth twentieth"
)

NUMERALS: dict[str, float] = {
    **{word: float(number) for number, word in enumerate(_UNITS.split())},
    **{word: 10.0 * number for number, word in enumerate(_TENS.split(), start=2)},
    **{word: float(number) for number, word in enumerate(_ORDINALS.split(), start=1)},
    **dict.fromkeys(("a", "an", "single", "once", "mono", "solo", "unit", "hundred", "thousand", "million"), 1.0),
    **dict.fromkeys(
        ("twice", "double", "doubles", "doubled", "doubling", "twofold", "two", "both", "pair", "pairs"), 2.0
    ),
    **dict.fromkeys(("dual", "binary", "bi", "couple", "halves", "halved", "halving", "bilingual", "pairwise"), 2.0),
    **dict.fromkeys(("triple", "triples", "tripled", "thrice", "threefold", "tri", "ternary", "trio"), 3.0),
    **dict.fromkeys(("quadruple", "quadruples", "fourfold", "quad", "quarter", "quarters"), 4.0),
    **dict.fromkeys(("fivefold", "quintuple"), 5.0),
    **dict.fromkeys(("tenfold", "decade", "decades", "order", "orders"), 10.0),  # an order of magnitude
    "dozen": 12.0,
    "dozens": 12.0,
    "half": 0.5,
    "no": 0.0,
    "none": 0.0,
}
"""English words for numbers, with those that imply one."""

MONTHS: dict[str, float] = {
    word: float(number) for number, name in enumerate(_MONTHS.split(), start=1) for word in (name, name[:3])
}
"""English names of months, whole and short; other languages write a month as a number."""

SCALES: dict[str, float] = {
    # English
    "dozen": 12.0,
    "hundred": 1e2,
    "thousand": 1e3,
    "million": 1e6,
    "billion": 1e9,
    "trillion": 1e12,
    # Chinese and Japanese, in both writings, and Korean
    **dict.fromkeys(("百", "백"), 1e2),
    **dict.fromkeys(("千", "천"), 1e3),
    **dict.fromkeys(("万", "萬", "만"), 1e4),
    **dict.fromkeys(("十万", "十萬"), 1e5),
    **dict.fromkeys(("百万", "百萬", "백만"), 1e6),
    **dict.fromkeys(("千万", "千萬", "천만"), 1e7),
    **dict.fromkeys(("亿", "億", "억"), 1e8),
    **dict.fromkeys(("十亿", "十億", "십억"), 1e9),
    **dict.fromkeys(("百亿", "百億"), 1e10),
    **dict.fromkeys(("千亿", "千億"), 1e11),
    **dict.fromkeys(("万亿", "萬億", "조"), 1e12),
    # German, Dutch, French, Spanish, Portuguese, Italian, Russian
    **dict.fromkeys(("Tausend", "duizend", "mille", "mil", "mila", "тысяч", "тысячи", "тыс"), 1e3),
    **dict.fromkeys(("Millionen", "Mio", "miljoen", "millions", "millones", "milhões", "milioni", "миллионов"), 1e6),
    **dict.fromkeys(("млн", "миллиона", "millón", "milhão", "milione", "Million"), 1e6),
    **dict.fromkeys(("Milliarden", "Milliarde", "Mrd", "miljard", "milliards", "milliard", "miliardi"), 1e9),
    **dict.fromkeys(("млрд", "миллиардов", "миллиарда", "bilhões", "bilhão", "миллиард"), 1e9),
}
"""Words that can only mean that the number before them is to be multiplied."""

AMBIGUOUS_SCALES: dict[str, float] = {"k": 1e3, "K": 1e3, "M": 1e6, "B": 1e9, "G": 1e9, "T": 1e12}
"""Letters that scale a number, or belong to a unit or a name (4K, 5G, 3T): both readings are possible."""
