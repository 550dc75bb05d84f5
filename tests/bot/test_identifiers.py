from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import UsageError
from bot.identifiers import Reference, find, parse

TAKEN = [
    ("2512.10935", "2512.10935"),
    ("2512.10935v2", "2512.10935v2"),
    ("arXiv:2512.10935v2", "2512.10935v2"),
    ("ARXIV: 2512.10935", "2512.10935"),
    ("arXiv:2512.10935 [cs.CV]", "2512.10935"),
    ("arXiv:0706.0001v1 [q-bio.CB] 1 Jun 2007", "0706.0001v1"),
    ("oai:arXiv.org:2512.10935", "2512.10935"),
    ("2512.10935.pdf", "2512.10935"),
    ("cs/0112017", "cs/0112017"),
    ("cs.DL/0112017", "cs/0112017"),
    ("hep-th/9901001v3", "hep-th/9901001v3"),
    ("HEP-TH/9901001", "hep-th/9901001"),
    ("hepth/9901001", "hep-th/9901001"),
    ("math.GT/0309136", "math/0309136"),
    ("cond-mat.str-el/0309136", "cond-mat/0309136"),
    ("alg-geom/9202004", "alg-geom/9202004"),
    ("1501.0001", "1501.00001"),
    ("0706.00001", "0706.0001"),
    ("10.48550/arXiv.2202.01037", "2202.01037"),
    ("doi:10.48550/arxiv.hep-th/9901001", "hep-th/9901001"),
    ("https://doi.org/10.48550/arXiv.2202.01037", "2202.01037"),
    ("http://dx.doi.org/10.48550/ARXIV.2202.01037", "2202.01037"),
    *((f"https://arxiv.org/{page}/2512.10935v2", "2512.10935v2")
      for page in ("abs", "pdf", "html", "format", "ps", "src", "e-print", "tb", "bibtex", "audio")),
    *((f"http://{host}arxiv.org/abs/2512.10935", "2512.10935") for host in ("www.", "export.", "browse.", "xxx.")),
    ("arxiv.org/pdf/2512.10935v2.pdf", "2512.10935v2"),
    ("https://arxiv.org/ps/math/0309136v1.ps.gz", "math/0309136v1"),
    ("https://arxiv.org/abs/math%2F0309136", "math/0309136"),
    ("https://arxiv.org/html/2512.10935v1/?x=1#S2", "2512.10935v1"),
    ("https://www.alphaxiv.org/overview/2512.10935", "2512.10935"),
    ("https://ar5iv.labs.arxiv.org/html/2512.10935", "2512.10935"),
    ("https://ar5iv.org/abs/hep-th/9901001", "hep-th/9901001"),
    ("https://huggingface.co/papers/2512.10935", "2512.10935"),
    ("papers.cool/arxiv/2512.10935", "2512.10935"),
    ("https://scholar.archive.org/search?q=2512.10935", "2512.10935"),
    ("scholar.archive.org/search?page=2&q=owls+arXiv%3Ahep-th%2F9901001v3#top", "hep-th/9901001v3"),
    (' "<2512.10935>".', "2512.10935"),
    ("（arXiv：２５１２．１０９３５）。", "2512.10935"),
]  # fmt: skip


@pytest.mark.parametrize(("typed", "shown"), TAKEN)
def test_what_people_paste_is_taken(typed: str, shown: str) -> None:
    assert str(parse(typed)) == shown


REFUSED = [
    ("2513.00001", "13 is no month"),
    ("2500.00001", "00 is no month"),
    ("2512.00000", "from 1"),
    ("0703.0001", "April 2007"),
    ("9912.12345", "April 2007"),
    ("hep-th/0704001", "March 2007"),
    ("hep-th/9106001", "July 1991"),
    ("math/0313136", "13 is no month"),
    ("math/0309000", "from 1"),
    ("math/030913", "6 digits"),
    ("2512.10935v0", "versions count from 1"),
    ("2512.10935v99999", "versions count from 1"),
    ("2512.109", "3 digits"),
    ("2512.109351", "6 digits"),
    ("0706.12345", "a digit too many"),
    ("hep-ht/9901001", "did you mean hep-th?"),
    ("stat/0601001", "no archive"),
    ("arXiv:cs.CV", "not an arXiv identifier"),
    ("10.1145/2512.10935", "another publisher's DOI"),
    ("https://dl.acm.org/doi/10.1145/2512.10935", "names no arXiv paper"),
    ("https://example.org/", "names no arXiv paper"),
    ("https://example.org/?t=2512.10935", "names no arXiv paper"),
    ("https://scholar.archive.org/search?q=owls", "names no arXiv paper"),
    ("https://arxiv.org/search/?query=2512.10935", "is not a paper"),
    ("https://arxiv.org/list/cs.CV/recent", "a list of papers"),
    ("https://[::1", "names no arXiv paper"),
    ("https://arxiv.org/list/cs/new", "a list of papers"),
    ("https://arxiv.org/archive/cs", "a list of papers"),
    ("https://arxiv.org/a/one_a_1", "an author's page"),
    ("https://arxiv.org/abs/", "is not a paper"),
    ("https://arxiv.org/abs/2513.00001", "13 is no month"),
    ("cs.CV", "cs.CV is a category of arXiv's, not a paper; its newest papers come with `paperboy digest -c cs.CV`."),
    (" COND-MAT.str-EL\n", "cond-mat.str-el is a category"),
    ("math.IT", "math.IT is a category"),
    ("hep-th", "hep-th is a category"),
    ("cs", "cs is an archive of arXiv's, not a paper; "),
    ("cs", "the newest papers of a category come with `paperboy digest -c cs.AI`."),
    ("cond-mat", "cond-mat is an archive"),
    ("cmp-lg", "`paperboy digest -c cs.CL`"),
]


@pytest.mark.parametrize(("typed", "reason"), REFUSED)
def test_what_cannot_be_an_identifier_is_refused_with_the_reason(typed: str, reason: str) -> None:
    with pytest.raises(UsageError) as refusal:
        parse(typed)
    assert reason in str(refusal.value)
    assert str(refusal.value).endswith((".", "?"))


@pytest.mark.parametrize(
    "words",
    [
        *("", "hello", "3.14", "2024.12", "and/or", "1/2", "arxiv", "arxiv papers", "see 2512.10935", "v2"),
        *("CS", "Math", "physics?", "cs.XY", "cs CV", "cs.CV papers", "[cs.CV]", "new in cs"),
    ],
)
def test_words_are_not_identifiers(words: str) -> None:
    assert parse(words) is None


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("See 2512.10935, arXiv:2512.10936v2, and hep-th/9901001.", ["2512.10935", "2512.10936v2", "hep-th/9901001"]),
        ("https://arxiv.org/abs/2512.10935v1 again 2512.10935", ["2512.10935v1"]),
        ("[x](https://arxiv.org/pdf/math%2F0309136v2.pdf)", ["math/0309136v2"]),
        ("doi.org/10.48550/arXiv.2202.01037", ["2202.01037"]),
        ("论文2512.10935很好", ["2512.10935"]),
        ("2512.10935-2512.10937", ["2512.10935", "2512.10937"]),
        ("10.1145/2512.10935 and https://doi.org/10.1145/2512.10936", []),
        ("12512.10935 2512.109351 1.2512.10935 2512.10935.1 id=2512.10935 $2512.1093", []),
        ("2513.00001 2512.10935v0 hep-th/0704001 meta-physics/0309136", []),
    ],
)
def test_papers_are_found_in_free_text(text: str, shown: list[str]) -> None:
    assert [str(reference) for reference in find(text)] == shown


@given(st.text() | st.text("0123456789./:vabcxisrmthep-[]% \n"))
def test_any_text_is_an_identifier_or_words_or_a_sentence(text: str) -> None:
    find(text)
    try:
        reference = parse(text)
    except UsageError:
        return
    assert reference is None or parse(str(reference)) == reference


@given(st.integers(1501, 9012).filter(lambda month: 1 <= month % 100 <= 12), st.integers(1, 99999), st.integers(1, 99))
def test_every_identifier_is_found_where_it_is_written(month: int, number: int, version: int) -> None:
    reference = Reference(f"{month:04}.{number:05}", version)
    assert parse(f"https://arxiv.org/abs/{reference}") == reference
    assert find(f"as in ({reference}), ") == [reference]


@pytest.mark.parametrize("unit", ["10.", "math/", "1", "10.1234/", "arxiv.", "hep-", "%", "arXiv:", "2512.10935 "])
def test_long_text_is_searched_without_stalling(unit: str) -> None:
    assert len(find(unit * 50_000)) <= 1
