"""What models and the programs around them say instead of a summary: refusals, failures, labels, control tokens."""

from __future__ import annotations

import re


def _any_of(*patterns: str) -> str:
    return "(?:" + "|".join(patterns) + ")"


REFUSAL_OPENING = re.compile(
    _any_of(
        r"i['’]?m (?:very |so |really )?sorry",
        r"i am (?:very |so |really )?sorry",
        r"sorry[,.!]",
        r"(?:i )?apologi[sz]e",
        r"my apologies",
        r"(?:unfortunately,? )?i (?:cannot|can not|could not|will not|do not|(?:ca|could|wo|do)n?['’]?t)\b",
        r"(?:unfortunately,? )?i(?:['’]m| am) (?:unable|not able)",
        r"as an? (?:ai|artificial|large language|language) (?:intelligence|model|assistant|language)",
        "(?:很|非常)?抱歉",
        "对不起|對不起",
        "作为(?:一个|一名)?(?:ai|人工智能|大?语言模型)",
        "作為(?:一個|一名)?(?:ai|人工智慧|語言模型)",
        "我(?:无法|不能|無法|没有办法)",
        "申し訳|すみません",
        "죄송",
        "(?:je suis )?désolée?[,. ]",
        "(?:es )?tut mir leid",
        "lo siento",
        "desculpe|sinto muito",
        "mi dispiace",
        "извините|прошу прощения|к сожалению, я ",
        "het spijt me",
        "przepraszam",
        "üzgünüm",
        "xin lỗi",
        r"maaf\b",
    ),
    re.IGNORECASE,
)
"""How a refusal begins. Papers speak of themselves as "we", so "I cannot" opens no summary."""

REFUSAL_ANYWHERE = re.compile(
    _any_of(
        r"\bas an ai (?:language )?model\b",
        r"\bi (?:cannot|can['’]t) (?:assist|help with|fulfil|comply)",
        "作为(?:一个)?(?:ai|人工智能)(?:语言)?(?:模型|助手)",
    ),
    re.IGNORECASE,
)

_OF_WHAT = (
    r"(?:summary|tl;?dr|motivation|method|result|conclusion|content|text|analysis|processing|generation|extraction|"
    r"request)s?(?: (?:generation|analysis|extraction|processing))?"
)
FAILURE_OPENING = re.compile(
    r"\W*"
    + _any_of(
        r"(?:an? )?(?:internal )?(?:server )?error(?:\s*[:：]|\W*$| occurred| while| generating)",
        r"traceback \(",
        r"exception:",
        _OF_WHAT + r" (?:has )?(?:failed|is unavailable|unavailable|not available|could not be generated)\b",
        r"failed to (?:generate|summari[sz]e|process|parse|extract) (?:the |a |this )?(?:summary|text|paper|abstract)",
        r"(?:n/?a|none|null|nil|undefined|unknown|tbd|todo)\W*$",
        r"not (?:specified|stated|mentioned|provided|given|available|applicable)\b[^.]{0,40}\W*$",
        "lorem ipsum",
        "(?:内容|摘要|總結|总结)?(?:生成|总结|處理|处理|提取|分析|解析|请求|總結)(?:失败|失敗|出错|错误)",
        "(?:错误|錯誤|出错)(?:\\s*[:：]|\\W*$)",
        "(?:無|无|暂无|未知|没有|未提及|未说明)\\W*$",
    ),
    re.IGNORECASE,
)
"""How a program's message of failure begins, or a word that holds a place."""

_TASK = r"(?:summary|summaries|json|tl;?dr|overview)\b"
CHATTER_OPENING = re.compile(
    r"\W*"
    + _any_of(
        r"(?:sure(?: thing)?|certainly|absolutely|of course|okay|ok|great question|no problem)\s?[,.!:—–]",
        # "Here is shown" and "here are given" are somebody's stiff English, and no chatter.
        r"here(?:['’]s| is| are)\b(?! \w+ed\b| shown| given)",
        r"below(?:,? you(?:['’]ll| will| can)? find| (?:is|are)\b(?! \w+ed\b| shown| given))",
        rf"(?:the )?following (?:is|are) [^.]{{0,40}}\b{_TASK}",
        rf"(?:the |your )(?:following|requested) (?:\w+ )?{_TASK}",
        rf"(?:the |your )(?:\w+ )?{_TASK} (?:(?:that )?you (?:asked|requested)|is as follows|(?:is )?(?:given )?below)",
        r"as (?:you |per your )?(?:requested|asked|instructed|instructions|request)\b",
        r"(?:based on|according to|in response to|following|per) your (?:\w+ )?(?:request|instruction|requirement)",
        r"i(?:['’]ve| have|['’]ll| will) (?:now )?(?:summari[sz]|translat)",
        r"i(?:['’]d be|['’]m| am) (?:happy|glad) to\b",
        r"let me (?:summari[sz]e|provide|give)",
        "(?:好的|好|当然|當然|没问题|沒問題|收到)(?:可以)?[，,。！!：:]",
        "(?:以下|下面)(?:是|为|為|就是)",
        "(?:根据|根據|按照|遵照|依照|应|應|如)(?:您|你)的?(?:要求|请求|請求|指示|需求|指令)",
        "我(?:将|將|会|會|来|來|已|已经|已經)?(?:为|為|帮|幫)(?:您|你)",
        "以下[はがに](?:、|要約|論文|ご)|承知(?:しました|いたしました)|はい、|ご(?:要望|依頼)",
        "(?:다음은|아래는)|네[,.!]|물론입니다|요청하신",
        r"hier (?:ist|sind|finden sie) (?:die|das|der|eine?|ihre?|deine?)\b|(?:natürlich|gerne?)[,!]",
        r"voici (?:le|la|les|une?|votre)\b|bien sûr[ ,!]",
        r"aquí (?:está|tienes?|te)\b|(?:claro|por supuesto)[,!]|aqui está\b|com certeza[,!]",
        r"ecco (?:il|la|un|una)\b|certamente[,!]|hier is (?:de|het|een)\b|вот (?:краткое|резюме)|конечно[,!]",
    ),
    re.IGNORECASE,
)
"""How a model begins that speaks of its task instead of the paper."""

LABEL = re.compile(
    _any_of(
        r"tl;?dr|summary|motivation|background|methods?|results?|conclusions?",
        "总结|摘要|概述|动机|方法|结果|结论|摘要|總結|動機|結果|結論",
        "要約|背景|手法",
        "요약|동기|방법|결과|결론",
    )
    + r"\s*[:：]\s*(?=\S)",
    re.IGNORECASE,
)
"""A field's own name before its text."""

CONTROL = re.compile(
    _any_of(
        r"<\|[^|]{0,40}\|>",
        "<\uff5c[^\uff5c]{0,40}\uff5c>",  # DeepSeek's, with full-width bars
        r"\[/?INST\]|<</?SYS>>",
        r"</?s>",
        r"</?think(?:ing)?>",
        r"\[/?(?:BOS|EOS|PAD|SEP|CLS)\]",
        r"<(?:start|end)_of_turn>",
        r"<unused\d+>",
        r"<0x[0-9A-F]{2}>",
    )
)
"""Tokens that steer a model and are never meant to be read."""
