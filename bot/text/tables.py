"""What each TeX command means in plain Unicode. Facts only: no code that reads TeX lives here.

The commands are those of the LaTeX and amsmath manuals that arXiv's metadata really use, most frequent ones first to
be added; the Unicode names and compositions are the Unicode Character Database's.
"""

from __future__ import annotations

import unicodedata
from typing import Final


def _pairs(table: str) -> dict[str, str]:
    """Read ``"alpha α beta β"`` as a dictionary."""
    cells = table.split()
    return dict(zip(cells[::2], cells[1::2], strict=True))


def _words(table: str) -> frozenset[str]:
    """Read ``"bf it em"`` as a set."""
    return frozenset(table.split())


# --- text -----------------------------------------------------------------------------------------------------------

ACCENTS: Final = {
    '"': "\u0308", "'": "\u0301", "`": "\u0300", "^": "\u0302", "~": "\u0303", "=": "\u0304", ".": "\u0307",
    "u": "\u0306", "v": "\u030c", "H": "\u030b", "c": "\u0327", "d": "\u0323", "b": "\u0331", "k": "\u0328",
    "r": "\u030a", "t": "\u0361",
}  # fmt: skip
"""Accent command -> the combining mark that follows its letter in Unicode (``t`` ties two letters)."""

LETTERS: Final = _pairs("""
    ss ß SS ẞ o ø O Ø l ł L Ł ae æ AE Æ oe œ OE Œ aa å AA Å i ı j ȷ dh ð DH Ð dj đ DJ Đ ng ŋ NG Ŋ th þ TH Þ
""")
"""Letters with a name. TeX swallows the space after them: ``\\o re`` is one word."""

SIGNS: Final = {
    "S": "§", "P": "¶", "dag": "†", "ddag": "‡", "copyright": "©", "pounds": "£", "euro": "€", "texteuro": "€",
    "textregistered": "®", "texttrademark": "™", "textdegree": "°", "degree": "°", "textmu": "μ", "textpm": "±",
    "texttimes": "×", "textdagger": "†", "textasciitilde": "~", "textasciicircum": "^", "textunderscore": "_",
    "textless": "<", "textgreater": ">", "textbar": "|", "textbraceleft": "{", "textbraceright": "}",
    "textdollar": "$", "textquotedblleft": "“", "textquotedblright": "”", "textquoteleft": "‘", "textquoteright": "’",
    "textquotesingle": "'", "textendash": "–", "textemdash": "—", "textellipsis": "…", "textbullet": "•",
    "textperiodcentered": "·", "textonehalf": "½", "textrightarrow": "→", "textleftarrow": "←", "guillemotleft": "«",
    "guillemotright": "»", "glqq": "„", "grqq": "“", "checkmark": "✓", "cmark": "✓", "xmark": "✗", "item": "• ",
    "eg": "e.g.", "ie": "i.e.", "etal": "et al.", "slash": "/",
}  # fmt: skip
"""Signs that stand in text, and three abbreviations that authors' templates define."""

STYLES: Final = _words("""
    textbf textit texttt textsc textsf textrm textsl textup textmd textnormal text emph underline uline uwave sout
    st hl mbox hbox fbox makebox framebox MakeUppercase MakeLowercase uppercase lowercase title section subsection
    paragraph centerline boxed textsuperscript textsubscript
""")
"""Commands whose one argument is the text itself."""

SWITCHES: Final = _words("""
    bf it em tt sc rm sf sl cal bfseries itshape ttfamily scshape rmfamily sffamily slshape upshape mdseries
    normalfont normalsize tiny scriptsize small large Large LARGE huge Huge boldmath unboldmath centering noindent
    protect relax xspace displaystyle textstyle scriptstyle maketitle leavevmode ignorespaces
""")
"""Commands that change the look of what follows and are nothing to read."""

BLANKS: Final = _words("""
    quad qquad enspace enskip thinspace newline linebreak hfill smallskip medskip bigskip newpage space hskip n
""")
"""Commands that read as a blank. ``n`` is the line break of another language, which old records contain."""

SECOND_ARGUMENT: Final = _words("textcolor colorbox scalebox raisebox texorpdfstring foreignlanguage")
"""Commands whose second argument is the text; the first says how it looks."""

UNREAD_ARGUMENT: Final = _words("label vspace hspace color definecolor vskip pagestyle thispagestyle")
"""Commands whose argument nobody reads."""

REFERENCES: Final = _words("ref eqref autoref cref Cref pageref nameref")
CITATIONS: Final = _words("""
    cite citep citet citealp citealt citeauthor citeyear parencite textcite autocite footcite nocite
""")
QUOTES: Final = _words("textquote enquote say")
LINKS: Final = _words("url path nolinkurl")
NOTES: Final = _words("footnote footnotetext thanks")

LAYOUT_ENVIRONMENTS: Final = _words("""
    itemize enumerate description center abstract quote quotation flushleft flushright document
""")
"""Environments around ordinary text."""

# --- formulas -------------------------------------------------------------------------------------------------------

ORDINARY: Final = _pairs("""
    alpha α beta β gamma γ delta δ epsilon ε varepsilon ε zeta ζ eta η theta θ vartheta ϑ iota ι kappa κ varkappa ϰ
    lambda λ mu μ nu ν xi ξ omicron ο pi π varpi ϖ rho ρ varrho ϱ sigma σ varsigma ς tau τ upsilon υ phi φ varphi φ
    chi χ psi ψ omega ω Gamma Γ Delta Δ Theta Θ Lambda Λ Xi Ξ Pi Π Sigma Σ Upsilon Υ Phi Φ Psi Ψ Omega Ω
    infty ∞ partial ∂ nabla ∇ hbar ħ ell ℓ Re ℜ Im ℑ aleph ℵ beth ℶ wp ℘ imath ı jmath ȷ emptyset ∅ varnothing ∅
    forall ∀ exists ∃ nexists ∄ neg ¬ lnot ¬ top ⊤ bot ⊥ angle ∠ triangle △ square □ Box □ blacksquare ■ Diamond ◇
    prime ′ backprime ‵ degree ° dagger † ddagger ‡ dag † ddag ‡ star ⋆ bigstar ★ ast * S § P ¶
    dots … ldots … dotsc … dotso … cdots ⋯ dotsb ⋯ dotsm ⋯ vdots ⋮ ddots ⋱ vert | Vert ‖ lvert | rvert | lVert ‖ rVert ‖
    sum ∑ prod ∏ coprod ∐ int ∫ iint ∬ iiint ∭ oint ∮ bigcup ⋃ bigcap ⋂ bigoplus ⨁ bigotimes ⨂ bigvee ⋁ bigwedge ⋀
    sharp ♯ flat ♭ natural ♮ clubsuit ♣ diamondsuit ♢ heartsuit ♡ spadesuit ♠ backslash \\ surd √ eth ð AA Å aa å
    colon : checkmark ✓ copyright © pounds £ mho ℧ complement ∁ lbrack [ rbrack ] P ¶
""")

OPENING: Final = _pairs("langle ⟨ lfloor ⌊ lceil ⌈ lbrace { lgroup ( llbracket ⟦")
CLOSING: Final = _pairs("rangle ⟩ rfloor ⌋ rceil ⌉ rbrace } rgroup ) rrbracket ⟧")

BINARY: Final = _pairs("""
    times × cdot · pm ± mp ∓ div ÷ otimes ⊗ oplus ⊕ ominus ⊖ odot ⊙ oslash ⊘ circ ∘ bullet • cap ∩ cup ∪ uplus ⊎
    sqcap ⊓ sqcup ⊔ wedge ∧ land ∧ vee ∨ lor ∨ setminus ∖ smallsetminus ∖ wr ≀ amalg ⨿ ltimes ⋉ rtimes ⋊ boxtimes ⊠
    boxplus ⊞ centerdot · diamond ⋄ triangleleft ◁ triangleright ▷ bigtriangleup △
""")

RELATIONS: Final = _pairs("""
    le ≤ leq ≤ leqslant ≤ ge ≥ geq ≥ geqslant ≥ ne ≠ neq ≠ ll ≪ gg ≫ lll ⋘ ggg ⋙ lesssim ≲ gtrsim ≳ lessapprox ⪅
    gtrapprox ⪆ lessgtr ≶ gtrless ≷ sim ~ thicksim ~ simeq ≃ approx ≈ thickapprox ≈ approxeq ≊ cong ≅ equiv ≡
    propto ∝ varpropto ∝ asymp ≍ doteq ≐ triangleq ≜ coloneqq ≔ eqqcolon ≕ coloneq ≔ lt < gt > prec ≺ preceq ⪯ succ ≻
    succeq ⪰ in ∈ notin ∉ ni ∋ subset ⊂ subseteq ⊆ subsetneq ⊊ supset ⊃ supseteq ⊇ supsetneq ⊋ sqsubseteq ⊑ sqsupseteq ⊒
    mid | nmid ∤ parallel ∥ nparallel ∦ perp ⊥ models ⊨ vdash ⊢ dashv ⊣ vDash ⊨ Vdash ⊩ bowtie ⋈
    to → rightarrow → longrightarrow ⟶ leftarrow ← gets ← longleftarrow ⟵ leftrightarrow ↔ longleftrightarrow ⟷
    Rightarrow ⇒ implies ⟹ Longrightarrow ⟹ Leftarrow ⇐ impliedby ⟸ Longleftarrow ⟸ Leftrightarrow ⇔ iff ⟺
    Longleftrightarrow ⟺ mapsto ↦ longmapsto ⟼ hookrightarrow ↪ hookleftarrow ↩ uparrow ↑ downarrow ↓ updownarrow ↕
    Uparrow ⇑ Downarrow ⇓ nearrow ↗ searrow ↘ swarrow ↙ nwarrow ↖ rightharpoonup ⇀ leftharpoonup ↼
    rightleftharpoons ⇌ rightsquigarrow ⇝ leadsto ⇝ twoheadrightarrow ↠ rightarrowtail ↣ nrightarrow ↛
    rightrightarrows ⇉ circlearrowright ↻ circlearrowleft ↺ curvearrowright ↷
""")

OPERATORS: Final = {name: name for name in _words("""
    log ln lg exp sin cos tan cot sec csc sinh cosh tanh coth arcsin arccos arctan min max inf sup lim det dim ker
    deg gcd hom arg Pr mod argmin argmax
""")} | {"bmod": "mod", "liminf": "lim inf", "limsup": "lim sup"}  # fmt: skip
"""Functions with a name, set upright and apart from their argument."""

MATH_ACCENTS: Final = {
    "hat": "\u0302", "widehat": "\u0302", "tilde": "\u0303", "widetilde": "\u0303", "bar": "\u0304", "vec": "\u20d7",
    "dot": "\u0307", "ddot": "\u0308", "check": "\u030c", "breve": "\u0306", "acute": "\u0301", "grave": "\u0300",
    "mathring": "\u030a",
}  # fmt: skip
LINES: Final = {"overline": "\u0305", "underline": "\u0332"}

ALPHABETS: Final = {
    "mathbb": "DOUBLE-STRUCK", "Bbb": "DOUBLE-STRUCK", "mathds": "DOUBLE-STRUCK", "mathbbm": "DOUBLE-STRUCK",
    "mathcal": "SCRIPT", "mathscr": "SCRIPT", "mathfrak": "FRAKTUR", "frak": "FRAKTUR",
}  # fmt: skip
PLAIN_ALPHABETS: Final = _words("""
    mathrm mathbf mathit mathsf mathtt mathnormal boldsymbol bm pmb mathop mathbin mathrel mathord boxed
    ensuremath smash
""")
"""Alphabets that plain text reads as they are: bold and upright letters are the same letters to most readers."""

FRACTIONS: Final = _words("frac tfrac dfrac nicefrac sfrac cfrac")
BINOMIALS: Final = _words("binom tbinom dbinom")
MATH_BLANKS: Final = _words("quad qquad enspace thinspace space")
MATH_UNSEEN: Final = _words("""
    left right middle big Big bigg Bigg bigl bigr Bigl Bigr biggl biggr Biggl Biggr bigm Bigm limits nolimits
    displaystyle textstyle scriptstyle scriptscriptstyle nonumber notag rm bf it sf tt cal mathstrut allowbreak
""")

SUPERSCRIPTS: Final = dict(zip(
    "0123456789+-=()ABDEGHIJKLMNOPRTUVWabcdefghijklmnoprstuvwxyz",
    "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ",
    strict=True,
))  # fmt: skip
SUBSCRIPTS: Final = dict(zip("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎", strict=True))
"""Figures and signs only: Unicode has 17 of the 26 small letters, and x_i beside x_j would look like two notations."""

ARITY: Final[dict[str, int]] = (
    dict.fromkeys([*ORDINARY, *OPENING, *CLOSING, *BINARY, *RELATIONS, *OPERATORS, *MATH_UNSEEN], 0)
    | dict.fromkeys([*MATH_ACCENTS, *LINES, *ALPHABETS, *PLAIN_ALPHABETS, "sqrt", "operatorname", "pmod", "not"], 1)
    | dict.fromkeys([*FRACTIONS, *BINOMIALS], 2)
)
"""Every command of formulas that has a meaning here -> how many arguments it takes."""

KNOWN_COMMANDS: Final = frozenset().union(
    (name for name in ACCENTS if name.isalpha()), LETTERS, SIGNS, STYLES, SWITCHES, BLANKS, SECOND_ARGUMENT,
    UNREAD_ARGUMENT, REFERENCES, CITATIONS, QUOTES, LINKS, NOTES, ARITY,
    ("begin", "end", "href", "par", "textbackslash", "verb"),
)  # fmt: skip
"""Every command word that has a meaning here, in text or in formulas."""


def in_alphabet(command: str, text: str) -> str:
    """Write ``text`` in the alphabet of ``command`` (``\\mathbb``...), leaving what that alphabet lacks as it is."""
    return "".join(_styled(ALPHABETS[command], char) for char in text)


def _styled(style: str, char: str) -> str:
    if not char.isascii() or not char.isalnum():
        return char
    name = unicodedata.name(char).replace("LATIN ", "").replace("LETTER ", "")
    # Letters that were in Unicode before the mathematical alphabets kept their old names, so ℝ is no 𝕏.
    old_style = "BLACK-LETTER" if style == "FRAKTUR" else style
    for candidate in (f"MATHEMATICAL {style} {name}", f"{old_style} {name}"):
        try:
            return unicodedata.lookup(candidate)
        except KeyError:
            continue
    return char
