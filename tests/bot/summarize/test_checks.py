from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.papers import FIELDS, Paper
from bot.summarize.answers import DefectiveError
from bot.summarize.checks import Checked, check
from bot.summarize.grounding import unsupported
from bot.summarize.reader import read
from tests.doubles.model import BAD_ANSWERS, HARMLESS_ANSWERS, SENTENCES
from tests.doubles.papers import invent

DATA = Path(__file__).parents[4] / "shared" / "data"
PAPER = invent(1)[0]


def paper(abstract: str, *, title: str = "On Paper Boats", comment: str | None = None) -> Paper:
    return Paper(id="2611.90001", title=title, abstract=abstract, authors=(), categories=("cs.CV",), comment=comment)


def written(language: str, **changes: str) -> dict[str, str]:
    sentences = (sentence.format("paper boats") for sentence in SENTENCES[language])
    return {**dict(zip(FIELDS, sentences, strict=True)), **changes}


def checked(about: Paper = PAPER, **changes: str) -> Checked:
    return check(written("English", **changes), about, "English")


@pytest.mark.parametrize("name", BAD_ANSWERS)
def test_no_bad_answer_passes(name: str) -> None:
    with pytest.raises(DefectiveError, match=r"\w"):
        check(read(BAD_ANSWERS[name](written("English"))), PAPER, "English")


@pytest.mark.parametrize("name", HARMLESS_ANSWERS)
def test_harmless_oddities_are_cleaned_away(name: str) -> None:
    fields = check(read(HARMLESS_ANSWERS[name](written("English"))), PAPER, "English").fields
    assert fields == written("English")


@pytest.mark.parametrize("asked", SENTENCES)
@pytest.mark.parametrize("answered", SENTENCES)
def test_only_the_asked_language_passes(asked: str, answered: str) -> None:
    if asked == answered:
        assert check(written(answered), PAPER, asked).fields == written(asked)
    else:
        with pytest.raises(DefectiveError, match=f"not in {asked}"):
            check(written(answered), PAPER, asked)


@pytest.mark.parametrize("asked", [language for language in SENTENCES if language != "English"])
def test_a_single_field_left_in_english_is_noticed(asked: str) -> None:
    with pytest.raises(DefectiveError, match=f'"result" is not in {asked}'):
        check(written(asked, result=written("English")["result"]), PAPER, asked)


@pytest.mark.parametrize(
    ("asked", "answered", "passes"),
    [
        ("British English", "English", True),
        ("Simplified Chinese", "Chinese", True),
        ("Latin American Spanish", "Spanish", True),
        ("Esperanto", "French", True),  # no profile: believed, unless it is English
        ("Esperanto", "English", False),
        ("Portuguese", "Spanish", False),
        ("Ukrainian", "English", False),
        ("Arabic", "Russian", False),
    ],
)
def test_languages_are_known_by_their_english_names(asked: str, answered: str, passes: bool) -> None:
    if passes:
        assert check(written(answered), PAPER, asked).fields == written(answered)
    else:
        with pytest.raises(DefectiveError):
            check(written(answered), PAPER, asked)


@pytest.mark.parametrize(
    "text",
    [
        "使用Qwen2.5-VL-Instruct和LLaVA在GLUE与ImageNet上进行微调。",
        "提出MoE-Transformer架构，并在COCO、ADE20K和Cityscapes数据集上验证。",
    ],
)
def test_a_field_full_of_names_is_still_chinese(text: str) -> None:
    about = paper("We fine-tune Qwen2.5-VL-Instruct; ADE20K is one of our benchmarks.")
    assert check(written("Chinese", method=text), about, "Chinese").unsupported == ()


@pytest.mark.parametrize(
    "text",
    [
        "Error correction codes are compared with a learned decoder.",
        "Failed experiments are shown to hold more information than published ones.",
        "Unknown classes are found by looking at the distance to known ones.",
        "None of the models that were tested is able to fold a boat.",
        "Apologies in dialogue systems are studied, with a corpus of them.",
        "When p < q and a > b, the boats drift apart; R&D follows.",
        "Results: the boats float for longer than expected in the rain.",
        "Snake_case and __init__ are names that the models often confuse.",
        "Here we show that the boats can float for longer in the rain.",
        "Here is shown that the boats can float for longer in the rain.",
        "Below the surface the boats float for longer than in the rain.",
        "The following conjecture is shown: the boats float in the rain.",
        "The optical response follows from the shape of the boats.",
        "Summary statistics of the boats are shown to be of no use.",
        "Ensuring that the boats float is the aim of the authors here.",
    ],
)
def test_sentences_that_merely_look_suspicious_pass(text: str) -> None:
    assert checked(tldr=text).fields["tldr"] in text


@pytest.mark.parametrize(
    ("own", "text"),
    [
        ("Code: https://example.org/boats.", "The code of the new way is at https://example.org/boats."),
        ("We look at <think> blocks and **bold** claims.", "The <think> blocks and **bold** claims are studied here."),
        ("A stray </think> token is harmful.", "A stray </think> token is shown to do harm in the long run."),
    ],
)
def test_what_the_authors_wrote_themselves_is_no_debris(own: str, text: str) -> None:
    assert checked(paper(own), tldr=text).fields["tldr"] == text
    with pytest.raises(DefectiveError):
        checked(paper("Nothing of the kind."), tldr=text)


def test_tex_in_an_answer_becomes_readable_and_invisible_characters_go() -> None:
    text = "The bound of $\\alpha_i$ is\u200b tight, and \u202eso is\u202c the other of the two."
    assert checked(tldr=text).fields["tldr"] == "The bound of α_i is tight, and so is the other of the two."


SOURCE = (
    "We fold 1,234 boats (1{,}671 in 2024) in three stages. Our model has 1.2 million parameters and 7B tokens, errs "
    "in 72.64\\% of $10^{-3}$ cases, 77. 7% when wet, .9411 when dry, and needs 13 977 steps of 2.5$\\times$10$^5$ "
    "flops since March. It is twice as fast, half as wide, by twenty-one points or 0.853 of the two hundred thousand. "
    "We call 9-1-1 on GPT-4 with 16k context, an order of magnitude more than 3.14159."
)


@pytest.mark.parametrize(
    "text",
    [
        "1,234 boats; 1234 boats; 1671 boats; 1 671 boats; 1.671 Boote",
        "120万参数, 7B, 70亿, 1.2M, 1,200,000, 1.2 Millionen, 120만",
        "72,64 % and 72.6% and 73%; 77.7%; 0.9411 or 94.11%; 0.94",
        "10⁻³, 10^-3, 0.001; 13977 or 13,977 steps; 2.5×10⁵; 250,000; 25万",
        "2024年3月; 3 stages; 2x; 2倍; 50%; 0.5; 21 points; 85.3%; 200k; 20万",
        "911 or 9-1-1; GPT4; GPT-4; 16K; 16,000; 10倍; 3.14; ３.１４; ١٬٢٣٤",
        "(1) one, (2) two, (3) three, (4) four, (5) five; 1) a 2) b",
        "no number at all",
        "1万3977歩",
    ],
)
def test_numbers_are_found_however_they_are_written(text: str) -> None:
    assert unsupported([text], [SOURCE]) == ()


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("1.2万参数", ("1.2万",)),  # ten thousand for a million
        ("12万 and 1200万", ("12万", "1200万")),
        ("72.65% or 72.7%", ("72.65%", "72.7%")),
        ("8.7% and 8.7% again, then 95", ("8.7%", "95")),
        ("1,243 boats", ("1,243",)),
        ("12340 boats", ("12340",)),
        ("2.5×10⁶", ("2.5×10^6",)),
        ("3.142 is a rounding, 3.143 is none", ("3.143",)),
        ("in 2025", ("2025",)),
        ("chapter (4) and (8)", ("8",)),  # a list counts up from one
        ("1234 - 1000 = 234", ("1000", "234")),  # arithmetic is not forgiven
    ],
)
def test_numbers_from_nowhere_are_named(text: str, missing: tuple[str, ...]) -> None:
    assert unsupported([text], [SOURCE]) == missing


numeric_texts = st.text() | st.text("0123456789.,^-–×e%k万千 ²⁵\u202f(){}\\$")


@settings(deadline=None)
@given(st.decimals(min_value=10, max_value=10**6, places=2), st.integers(min_value=0, max_value=2))
def test_every_rounding_of_a_number_is_supported_and_its_tenfold_is_not(number: object, places: int) -> None:
    value = float(str(number))
    assert unsupported([f"about {value:.{places}f} boats"], [f"exactly {number} boats"]) == ()
    assert unsupported([f"about {10 * value:.2f} boats"], [f"exactly {number} boats"])


@example("1.2.3万4千 and 1.2.3e5 and 7^", "999999999^99, 0^-1, 9" + "9" * 5000)
@example("9" * 5000 + " or 999999999^99", "0^-1")
@settings(deadline=None)
@given(numeric_texts, numeric_texts)
def test_any_text_can_be_searched_for_numbers(text: str, source: str) -> None:
    assert all(unsupported([text], [source]))


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("ninety-seven percent on seventeen of them", ("ninety-seven percent", "seventeen")),
        ("Ninety-eight point five per cent", ("Ninety-eight point five per cent",)),
        ("one hundred and fifty-two thousand three hundred", ("one hundred and fifty-two thousand three hundred",)),
        ("a million, 18 million, five hundred million", ("a million", "18 million", "five hundred million")),
        ("four times, a tenfold rise, eight-fold, nine-x", ("four times", "tenfold", "eight-fold", "nine-x")),
        ("five percent; six percentage points", ("five percent", "six percentage points")),
        ("three quarters, one fifth", ("three quarters", "one fifth")),
        ("two dozen boats", ("two dozen",)),
        ("准确率达到百分之九十七", ("百分之九十七",)),
        ("在十七个基准上提高四倍，错误降低五个百分点", ("十七", "四倍", "五个百分点")),
        ("速度提高七点五倍", ("七点五倍",)),
        ("四分之三的船，千分之八的误差", ("四分之三", "千分之八")),
        ("一百五十二万艘船，二〇三一年，三万六", ("一百五十二万", "二〇三一", "三万六")),
        ("提高百分之四十三點六", ("百分之四十三點六",)),
    ],
)
def test_numbers_in_words_come_from_somewhere_too(text: str, missing: tuple[str, ...]) -> None:
    assert unsupported([text], ["Boats fold better, and 21 of them (two thirds) float."]) == missing


@pytest.mark.parametrize(
    "text",
    [
        "seventeen boats, ninety-seven percent, twenty-one, two thirds, three times, five percent, threefold",
        "twelve hundred, one thousand two hundred, three hundred thousand, a dozen, two million three hundred thousand",
        "two decades or twenty years; nearly a third of them; one in eighteen; ninety-six point five percent",
        "百分之九十七，十七个，百分之五，三倍，三分之二，一千二百，三十万，二百三十万，九十六点五，十八",
        "超过一万二，二〇二四年，第十七届，十二月，二十年",
    ],
)
def test_numbers_in_words_are_borne_out_by_figures_and_words(text: str) -> None:
    source = (
        "In 17 cases of twenty-one, 96.5% to 97%, some 2/3, or 32%, fold 3x better within two decades; 5% are 1,200 "
        "of 300K and 2.3 million boats, 12 thousand since December 2024, one in eighteenth place."
    )
    assert unsupported([text], [source]) == ()


@pytest.mark.parametrize(
    "text",
    [
        "One of the two is ten boats long, at nine o'clock; the reasons are threefold, and our aim is twofold.",
        "In the twenty-first century, a twentieth-century boat sank for the fifteenth time.",
        "Hundreds of boats, several thousand more, tens of millions, dozens, a few hundred and many hundred.",
        "A third way and one third-party tool, a quarter note, two seconds, the second half, often and attend.",
        "十分重要，万一，千万不要，一一对应，一五一十，千变万化，百分百，成千上万，一个，三维，两种，四元数",
        "数十种，数百倍，几十倍，上百个，二十几个，二三十个，百万级，十万级，第二十一届，五六个，三成分，十余年",
    ],
)
def test_small_words_and_manners_of_speaking_are_no_claims(text: str) -> None:
    assert unsupported([text], ["Boats fold."]) == ()


@pytest.mark.parametrize(
    "text",
    [
        "Here is the JSON summary you asked for in English.",
        "Here's a summary of the paper about the boats.",
        "Sure, the authors describe a new way to fold boats.",
        "Certainly! The authors describe a new way to fold boats.",
        "TL;DR: Below is the summary of the paper on the boats.",
        "The following summary describes the paper on the boats.",
        "The following is a concise summary of the paper.",
        "The summary you requested is about boats that fold.",
        "As requested, the paper is about boats that fold.",
        "Based on your request, the paper is about boats that fold.",
        "I have summarized the paper that you gave me.",
        "**Sure** - here is what the paper on the boats says.",
    ],
)
def test_speaking_of_the_task_is_no_summary(text: str) -> None:
    with pytest.raises(DefectiveError):
        checked(tldr=text)


@pytest.mark.parametrize(
    "text",
    [
        "以下是您要的论文摘要，介绍了一种折叠纸船的方法。",
        "根据您的要求，本文介绍了一种折叠纸船的新方法。",
        "好的，本文介绍了一种折叠纸船的新方法并加以验证。",
        "当然可以！本文介绍了一种折叠纸船的新方法。",
    ],
)
def test_speaking_of_the_task_in_chinese_is_no_summary_either(text: str) -> None:
    with pytest.raises(DefectiveError, match="task"):
        check(written("Chinese", tldr=text), PAPER, "Chinese")


def test_numbers_may_come_from_title_and_comment_too() -> None:
    about = paper("Boats.", title="365 Days of Rain", comment="12 pages, accepted at Boats 2026")
    text = "In 12 pages the authors follow the rain for 365 days, as shown at Boats 2026, with 41 boats."
    assert checked(about, tldr=text).unsupported == ("41",)


def test_published_summaries_pass() -> None:
    records = DATA / "digest" / "digest.jsonl"
    if not records.exists():
        pytest.skip(f"needs {records}")
    for line in records.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        about = paper(record["summary"], title=record["title"], comment=record["comment"])
        assert check(record["AI"], about, "Chinese").unsupported == (), record["id"]


def test_real_abstracts_bear_out_their_own_numbers() -> None:
    days = sorted((DATA / "days").glob("*.jsonl"))
    if not days:
        pytest.skip(f"needs {DATA / 'days'}")
    for line in days[0].read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        assert unsupported([record["summary"], record["title"]], [record["summary"], record["title"]]) == ()
