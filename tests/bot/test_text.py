from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text import clean_authors, readable, shorten, split_authors
from bot.text.tables import KNOWN_COMMANDS

SHARED = Path(__file__).parents[3] / "shared" / "data"

READABLE = [
    # accents, as authors of arXiv's metadata write them
    (r"Jos\'e, Jos\'{e}, Jos{\'e}, Jos\' e", "José, José, José, Jos' e"),
    (r"na\"ive, T{\"}ulu, na\"{\i}ve, \'{\i}, \'\i x", "naïve, Tülu, naïve, í, íx"),
    (
        r"Gon\c{c}alves, Gon\c calves, Hajdu\v{s}ek, Csaj\'ok, Erd\H{o}s",
        "Gonçalves, Gonçalves, Hajdušek, Csajók, Erdős",
    ),
    (r"\u{g} \k{a} \d{o} \b{t} \r{u} \.z \=a \^o \~n \`a \t{oo}", "ğ ą ọ ṯ ů ż ā ô ñ à o͡o"),
    (
        r"S{\o}ren, S\o ren, Micha{\l}, Gie{\ss}en, \AA ngstr\"om, \AE{}on",
        "Søren, Søren, Michał, Gießen, Ångström, Æon",
    ),
    (r"Nguy\~ên, Schr\ödinger", "Nguyễn, Schrödinger"),
    (r"say \"quoted\" or don\'t", 'say "quoted" or don\'t'),
    # text
    (r"\textbf{a} \emph{b \texttt{c}} {\bf d} {\it e\/} \textsc{f}", "a b c d e f"),
    (r"5\% \& \_ \# \$ \{x\}", "5% & _ # $ {x}"),
    (r"see \cite{a,b} and \citep[p. 3]{c}, Fig.~\ref{f}", "see [a,b] and [c, p. 3], Fig. f"),
    (r"code.\footnote{https://x.org/a--b_c~d}", "code. (https://x.org/a--b_c~d)"),
    (r"\href{https://x.org/p}{}", "https://x.org/p"),
    (r"https://x.org/~me/a--b\_c and \url{https://x.org/\~{}me}", "https://x.org/~me/a--b_c and https://x.org/~me"),
    (r"our \method{} beats \ours, by \blue{a lot} (\eg, ten)", "our method beats ours, by a lot (e.g., ten)"),
    (r"\begin{itemize} \item one \item two \end{itemize}", "• one • two"),
    (r"\verb|a_b$c| and \textbackslash boxed\{\}", r"a_b$c and \boxed{}"),
    ("``a'' `b' ''c'' it's O'Neil's 5''", "“a” ‘b’ “c” it's O'Neil's 5”"),
    ("a -- b --- c, 1--2, run --fast, -----", "a – b — c, 1–2, run --fast, -----"),
    ("Fig.~3, about ~5, 10~20, r~0, X ~ Y", "Fig. 3, about ~5, 10~20, r~0, X ~ Y"),
    ("{B}ayes, 12{,}000, {0,1}, {a b}, {", "Bayes, 12,000, {0,1}, {a b}, {"),
    ("<think> &#177; &amp; <i>x</i> 5% # a_b a&b", "<think> &#177; &amp; <i>x</i> 5% # a_b a&b"),
    # formulas
    (r"$\alpha_i$, $x_1$, $x^2$, $a_{ij}$, $T_{\max}$", "α_i, x₁, x², a_ij, T_max"),
    (r"$x_iy_i$, $e^{-\varepsilon}$, $D_{(s)}^{+}$, $s_{_{NN}}$", "x_i y_i, e^(-ε), D_(s)⁺, s_NN"),
    (r"$p\in(0,1]$, $k \geq 5$, $\geq 3$, $-\delta<x$, $3.82 \times$", "p ∈ (0,1], k ≥ 5, ≥3, -δ<x, 3.82×"),
    (r"$\log\log n$, $n\log(n)$, $O(n/\log n)$", "log log n, n log(n), O(n/log n)"),
    (r"$2\frac{1}{2}$, $\frac{K}{N}$, $\frac{M}{M+1}$, $\frac12x$", "2(1/2), K/N, M/(M+1), (1/2)x"),
    (r"$\sqrt{T}$, $\sqrt{a+b}$, $\sqrt[3]{8}$, $\binom{n}{k}$", "√T, √(a+b), ∛8, (n choose k)"),
    (r"$\hat y$, $\tilde{O}$, $\overlineδ$, $\bar U\bar D$, $\not\in$", "ŷ, Õ, δ̅, ŪD̄, ∉"),
    (r"$\mathbb{RX}$, $\mathcal{LB}$, $\mathfrak{gC}$", "ℝ𝕏, ℒℬ, 𝔤ℭ"),
    (r"$\left\{a\right\}$, $\|x\|$, $\langle x \rangle$, $16\,384$", "{a}, ‖x‖, ⟨x⟩, 16 384"),
    (r"\(O(n)\), \[x\], $$y$$, $f'$, $\pi^\pm$", "O(n), x, y, f′, π±"),
    (r"10^-3, R^2, 10^{-3}, 360^\circ, \alpha outside, x_{a,b}", "10⁻³, R², 10⁻³, 360°, α outside, x_(a,b)"),
    (r"$\ours$ and $x \text{ if } y$", "ours and x if y"),
    # left as written: no formula, or none that fits on a line
    ("$5, $7 and $18/hour versus $25", "$5, $7 and $18/hour versus $25"),
    (r"$\begin{matrix}a&b\end{matrix}$ -- ok", r"$\begin{matrix}a&b\end{matrix}$ – ok"),
    (r"$\stackrel{a}{b}$, $\R^d$, $a}$, \(x", r"$\stackrel{a}{b}$, $\R^d$, $a}$, \(x"),
    # blanks and what nobody should see
    ("one\ntwo\n  three.\n  Four\n\nfive", "one two three.\nFour\nfive"),
    ("a\u202eb\u2066c\x07d\ud800e\ufefff\x85g\u3000h", "abcd\ufffdef g h"),
    ("", ""),
]


@pytest.mark.parametrize(("tex", "shown"), READABLE)
def test_tex_becomes_readable(tex: str, shown: str) -> None:
    assert readable(tex) == shown


@given(st.text(st.characters() | st.sampled_from(list("\\${}`'~-_^[]()%&\n"))))
def test_any_text_at_all_is_taken(text: str) -> None:
    shown = readable(text)
    assert not re.search("[\x00-\x08\u202a-\u202e\ud800-\udfff]", shown)


@given(
    st.lists(
        st.sampled_from(sorted(KNOWN_COMMANDS)).map(lambda name: "\\" + name) | st.sampled_from(list("${}_^[]x 1"))
    )
)
def test_any_order_of_commands_is_taken(pieces: list[str]) -> None:
    readable("".join(pieces))


@given(st.text(st.characters(categories=["L", "N", "P", "S", "Zs"], exclude_characters="\\$`~{}^'-_")))
def test_plain_text_changes_only_in_blanks(text: str) -> None:
    assert readable(text).split() == text.split()
    assert readable(readable(text)) == readable(text)


@pytest.mark.parametrize("unit", ["$", "{", "\\", "\\textbf{", "_{", "$a$", "\\(", "\\frac{", "`", "\\'{", "\\text{$"])
def test_endless_nesting_neither_recurses_nor_stalls(unit: str) -> None:
    assert readable(unit * 20_000 + "word" + "}" * 20_000).count("word") == 1


def _real_texts() -> Iterator[str]:
    files = [*(SHARED / "days").glob("*.jsonl"), SHARED / "arxiv" / "corpus-sample" / "quirks.jsonl"]
    for file in files:
        for line in file.read_text(encoding="utf-8").splitlines():
            record = json.loads(line)
            yield from (record[key] for key in ("title", "summary", "comment") if record.get(key))
            yield from record["authors"]


@pytest.mark.skipif(not (SHARED / "days").is_dir(), reason="the collection of real papers is not on this machine")
def test_real_papers_keep_no_command_that_the_tables_know() -> None:
    formula = re.compile(r"\$[^$]+\$|\\\(.*?\\\)|\\\[.*?\\\]|\\begin\{(.*?)\}.*?\\end\{\1\}", re.DOTALL)
    left, kept = [], 0
    for text in _real_texts():
        shown, formulas = formula.subn(" ", readable(text))
        kept += formulas
        left += [name for name in re.findall(r"\\([A-Za-z]+)", shown) if name in KNOWN_COMMANDS]
    assert left == ["boxed"]  # "\textbackslash boxed": one paper writes about the command itself
    assert kept <= 3


@pytest.mark.skipif(not (SHARED / "summaries").is_dir(), reason="the collection of TeX cases is not on this machine")
def test_collected_cases_come_out_exactly() -> None:
    cases = json.loads((SHARED / "summaries" / "latex_cases.json").read_text(encoding="utf-8"))
    assert [readable(tex) for tex, _ in cases] == [shown for _, shown in cases]


@pytest.mark.parametrize(
    ("creator", "names"),
    [
        (r"Ada Fr\'eche, Bo{\l}ek Q. Li", ("Ada Fréche", "Bołek Q. Li")),
        ("A. One (Inst A, City, (sub, unit) and more), B. Two (Inst B), C", ("A. One", "B. Two", "C")),
        ("A One (1), B Two (1,2) and C Three ((1) Here, (2) There)", ("A One", "B Two", "C Three")),
        ("Team X, :, A One, Elle", ("Team X", "A One", "Elle")),
        ("Big Collaboration: A One, B Two", ("Big Collaboration", "A One", "B Two")),
        ("A One, Jr., B Two, III", ("A One Jr.", "B Two III")),
        ("A One (unclosed, B Two, C Three", ("A One (unclosed", "B Two", "C Three")),
        (r"J.\,Smith, {Last, First}, Sandy Land", ("J. Smith", "{Last, First}", "Sandy Land")),
        ("  , ,", ()),
        ("", ()),
    ],
)
def test_author_strings_become_names(creator: str, names: tuple[str, ...]) -> None:
    assert split_authors(creator) == names


def test_thousands_of_authors_survive() -> None:
    names = tuple(f"Author N{number}" for number in range(3303))
    assert split_authors(" (Inst, City), ".join(names)) == names


def test_split_names_are_cleaned() -> None:
    assert clean_authors([' G\\"unter\n Li ', ":", "", "王小明"]) == ("Günter Li", "王小明")


@pytest.mark.parametrize(
    ("text", "limit", "shown"),
    [
        ("short", 5, "short"),
        ("one two three", 9, "one two…"),
        ("one two, three", 10, "one two…"),
        ("我们提出了一种新的方法", 6, "我们提出了…"),
        ("https://example.org/a/very/long/link", 12, "https://exa…"),
        ("caf" + "e\u0301" * 9, 6, "cafe\u0301…"),
        ("anything", 1, "…"),
        ("anything", 0, ""),
    ],
)
def test_long_text_is_cut_at_words(text: str, limit: int, shown: str) -> None:
    assert shorten(text, limit) == shown


@given(st.text(), st.integers(0, 40))
def test_short_text_fits(text: str, limit: int) -> None:
    short = shorten(text, limit)
    assert len(short) <= limit
    assert short == text or text.startswith(short[:-1])
