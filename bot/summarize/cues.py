"""Phrases by which authors say what a sentence is for: "we propose", "experiments show", "however, existing".

The role model and the ranker take each cue as a feature by its name, so a change here wants new weights.
"""

from __future__ import annotations

import re

_WORK = (
    r"(?:paper|work|article|study|letter|note|thesis|report|survey|review|research|manuscript|tutorial|chapter|project)"
)
_MAKE = (
    r"(?:propose|present|introduce|develop|design|describe|build|construct|create|devise|formulate|offer|contribute"
    r"|release|provide|suggest|put forward|advocate|outline|derive|implement|extend|generali[sz]e|adapt|formali[sz]e"
    r"|revisit|reformulate|initiate|unify|bridge|collect|curate|leverage|employ|use|utili[sz]e"
    r"|adopt|apply|combine|train)"
)
_LOOK = (
    r"(?:study|investigate|examine|explore|analy[sz]e|consider|address|discuss|survey|review|compare|evaluate|assess"
    r"|test|ask|focus|tackle|aim|seek|attempt|conduct|perform|argue|characteri[sz]e|benchmark|revisit)"
)
_SHOW = (
    r"(?:show|find|demonstrate|prove|observe|establish|obtain|achieve|report|reveal|discover|identify|confirm|conclude"
    r"|verify|validate|provide evidence|improve|outperform|determine|compute|give|deduce|see)"
)
_ADVERB = (
    r"(?:(?:also|further|then|first|finally|here|thus|therefore|hence|empirically|theoretically"
    r"|additionally|next|now|experimentally|thereby|instead|will|can|systematically|extensively"
    r"|thoroughly|rigorously|newly|formally|specifically|simply|explicitly|consequently"
    r"|successfully)\s+){0,2}"
)
_NEW = (
    r"(?:novel|new|first|simple|efficient|effective|unified|general|lightweight|scalable|robust"
    r"|end-to-end|training-free|hybrid|automated)"
)

_PATTERNS: dict[str, str] = {
    "this_work": (
        rf"\b(?:in|through|with) (?:this|the present|our|the current) (?:\w+ )?{_WORK}\b|^(?:this"
        rf"|the present|our) (?:\w+ )?{_WORK}\b|\bherein\b|^here,? "
    ),
    "we_make": rf"\b(?:we|i) {_ADVERB}{_MAKE}\b",
    "we_propose": (
        rf"\b(?:we|i|{_WORK}|authors?) {_ADVERB}(?:propose|present|introduce|develop|describe|design"
        rf"|devise|put forward)s?\b"
    ),
    "work_makes": rf"\b{_WORK} (?:\w+ly |also |then |aims to |seeks to )?(?:{_MAKE}|{_LOOK}|{_SHOW})(?:s|es)?\b",
    "we_look": rf"\b(?:we|i) {_ADVERB}{_LOOK}\b",
    "we_show": rf"\b(?:we|i) {_ADVERB}{_SHOW}\b",
    "we_prove": (
        rf"\b(?:we|i) {_ADVERB}(?:prove|show|establish|obtain|derive|give|deduce|characteri[sz]e"
        rf"|determine|compute|classify|construct|generali[sz]e|extend|compute|improve)\b|\b(?:theorem"
        rf"|lemma|conjecture|corollary)s?\b"
    ),
    "we_other": r"\b(?:we|our|us)\b",
    "is_made": (
        r"\b(?:is|are|was|were|has been|have been) (?:\w+ly |also |then |first |further )?(?:proposed"
        r"|presented|introduced|developed|described|designed|used|applied|implemented|employed|built"
        r"|constructed|trained|derived|performed|conducted|carried out|studied|investigated"
        r"|analy[sz]ed|examined|collected|considered|discussed|evaluated|compared|tested|extracted"
        r"|selected|measured|estimated|calculated|computed|obtained|combined|formulated)\b"
    ),
    "is_proposed": (
        r"\b(?:is|are|was|were) (?:\w+ly |also |then |first |further )?(?:proposed|presented"
        r"|introduced|developed|revisited|described|reported)\b"
    ),
    "novelty": rf"\b(?:a|an|the|our|two|three|several|some) (?:\w+[- ]){{0,2}}{_NEW}\b",
    "experiments_show": (
        r"\b(?:experiment(?:s|al results?|ation)?|results?|evaluations?|simulations?|findings?"
        r"|analys[ei]s|ablations?|studies|study|investigations?|tests?|comparisons?|trials?"
        r"|observations?|data|evidence)\b.{0,120}?\b(?:show|demonstrate|reveal|indicate|confirm"
        r"|suggest|verif|validate|prove|highlight|illustrate|underscore|support|exhibit|corroborate"
        r"|find)"
    ),
    "experiments": (
        r"\b(?:extensive|comprehensive|empirical|numerical|experimental|preliminary|thorough"
        r"|experiments?|simulations?|evaluations?|benchmarks?|case stud(?:y|ies))\b"
    ),
    "outperform": (
        r"\b(?:outperform|surpass|exceed|excel|superior|state[- ]of[- ]the[- ]art|sota|competitive"
        r"|comparable|on par|consistently|significant(?:ly)?|substantial(?:ly)?|better than"
        r"|improve(?:s|d|ment)?|faster|reduc(?:es|ed|tion|ing))\b"
    ),
    "achieve": r"\b(?:achiev|attain|reach|yield|obtain)(?:es?|s|ed|ing)?\b",
    "found_that": (
        r"\b(?:found|find|shown?|shows|showed|observed?|reveals?|revealed|indicates?|indicated"
        r"|suggests?|suggested|demonstrates?|demonstrated|proves?|proved|concludes?) that\b"
    ),
    "we_find": (
        rf"\b(?:we|i) {_ADVERB}(?:find|found|observe|observed|discover|discovered|report|identified"
        rf"|uncover|reveal)\b|\bit is (?:\w+ )?(?:found|shown|observed|demonstrated|proved|proven"
        rf"|argued)\b"
    ),
    "is_found": (
        r"\b(?:is|are|was|were|has been|have been) (?:\w+ly |also |then |first |further )?(?:found"
        r"|shown|observed|identified|seen|demonstrated|proved|proven|confirmed|validated|verified"
        r"|established|achieved)\b"
    ),
    "follows": (
        r"^(?:as a (?:\w+ )?(?:consequence|result|byproduct|corollary|by-product)|it follows"
        r"|consequently|in particular|in fact|this (?:\w+ )?(?:implies|means|shows|yields|gives"
        r"|establishes|proves|confirms|suggests|result|bound)|our (?:main )?(?:results?|findings"
        r"|bounds?|proofs?|analysis))\b"
    ),
    "figure": (
        r"\d(?:\.\d+)?\s?(?:%|percent|x\b|×|times\b|points?\b|fold\b|db\b|ms\b|fps\b)|\bby \d"
        r"|\b(?:from|of|to) \d+\.\d"
    ),
    "gap": r"\b(?:however|unfortunately|despite|although|while|yet|but|nevertheless|nonetheless)\b",
    "problem": (
        r"\b(?:challeng\w+|problems?|difficult(?:y|ies)?|limit(?:s|ed|ation|ations)?|lacks?|lacking"
        r"|suffers?|struggles?|fails?|failing|remains?|remained|costly|expensive|bottleneck|issues?"
        r"|hinders?|hindered|overlook\w*|neglect\w*|unclear|unexplored|underexplored|unknown"
        r"|open question|little is known|rely|relies|ignores?|insufficient|impractical|prohibitive"
        r"|scarce|gap)\b"
    ),
    "field": (
        r"\b(?:existing|previous|prior|current|conventional|traditional|recent(?:ly)?|most|many|often"
        r"|typically|commonly|widely|usually|increasing(?:ly)?|growing|important|crucial|critical"
        r"|essential|fundamental|popular|known|well-known|classical|nowadays|in recent years|become"
        r"|becoming|has been|have been)\b"
    ),
    "aim": (
        r"\b(?:aim(?:s|ed)?(?: at| to| of| is)|goals?|objectives?|purpose|intend(?:s|ed)? to"
        r"|in order to|we seek|we want|motivated by|motivation|needed|need(?:s)? (?:to|for)"
        r"|attempts? to|research questions?|hypothes[ie]s)\b"
    ),
    "remedy": (
        r"^(?:to (?:address|tackle|overcome|solve|mitigate|bridge|fill|alleviate|resolve|this end"
        r"|handle|remedy|achieve|enable|improve|reduce|enhance)|motivated by|inspired by|based on"
        r"|building (?:up)?on|in response)\b"
    ),
    "step": (
        r"^(?:first|second|third|then|next|finally|specifically|in particular|more specifically"
        r"|concretely|at its core|to do so|using|by|additionally|moreover|furthermore|also|further"
        r"|besides)\b"
    ),
    "our_method": (
        r"\b(?:our|the proposed|proposed|the resulting|the developed) (?:\w+[- ]){0,3}(?:methods?"
        r"|approach(?:es)?|models?|frameworks?|algorithms?|systems?|techniques?|pipelines?|solutions?"
        r"|schemes?|architectures?|networks?|procedures?|strateg(?:y|ies)|tools?)\b"
    ),
    "the_method": (
        r"^(?:it|this|these|the|our|each|both) (?:\w+[- ]){0,2}(?:methods?|approach|model|framework"
        r"|algorithm|system|technique|pipeline|network|scheme|procedure|strategy|tool|module|dataset"
        r"|benchmark)s?\b"
    ),
    "implication": (
        r"\b(?:implications?|implies|implying|potential(?:ly)?|promising|pav(?:e|es|ing) the way"
        r"|future|insights?|guid(?:e|es|ing|ance|elines?)|practical|practitioners|opens?(?: up)?"
        r"|opening|opportunit(?:y|ies)|foundation|step toward|towards?|highlights?|highlighting"
        r"|underscores?|underscoring|suggests?|suggesting|recommend\w*|contribut(?:e|es|ing|ions?)"
        r"|valuable|broader|enabl(?:es|ing)|lays?|emphasi[sz]\w+)\b"
    ),
    "closing": (
        r"^(?:overall|in (?:conclusion|summary|sum)|to conclude|together|taken together|ultimately"
        r"|collectively|these (?:results|findings|insights|observations|advances|contributions)"
        r"|our (?:results|findings|work|study|analysis|research|approach)|this (?:work|study|research"
        r"|paper|approach|framework|system|result|method)|the (?:results|findings|study|work)"
        r"|we (?:conclude|hope|believe|discuss|argue|also discuss)|finally|more broadly|by)\b"
    ),
    "conclude": (
        r"\b(?:we (?:\w+ )?(?:conclude|hope|believe|recommend|anticipate|envision)|in conclusion"
        r"|overall|taken together|to our knowledge|to the best of our knowledge)\b"
    ),
    "release": (
        r"\b(?:(?:code|data|dataset|datasets|models?|implementation|weights|checkpoints|demo|videos?"
        r"|project page|website|source|software|benchmark|package|materials?"
        r"|repository)\b.{0,80}\b(?:available|released?|open[- ]sourced?|found|accessible|published"
        r"|at https?)|(?:https?://|www\.|github)|supplementary materials?\b|project (?:page|website)"
        r"|code:)"
    ),
    "rights": (
        r"(?:©|\(c\)|copyright|all rights reserved|elsevier|springer|wiley|published by|keywords?\b"
        r"|index terms|permission|doi\b|acknowledg)"
    ),
    "question": r"\?$|\b(?:whether|how do|what is|why do)\b",
    "generic": (
        r"^(?:the|a|an) .{0,80}?\b(?:is|are) (?:a|an|one of|the|essential|crucial|important|critical"
        r"|widely|increasingly|often)\b"
    ),
}

CUES: dict[str, re.Pattern[str]] = {name: re.compile(pattern, re.IGNORECASE) for name, pattern in _PATTERNS.items()}
"""Cue name to its pattern. Each is bounded, so that searching takes time in proportion to the sentence."""


def found(sentence: str) -> frozenset[str]:
    """The names of the cues in ``sentence``."""
    return frozenset(name for name, pattern in CUES.items() if pattern.search(sentence))
