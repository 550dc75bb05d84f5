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
