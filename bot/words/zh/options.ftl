# 命令名称后面的内容（某些平台会逐项询问）：最多 100 个字符，末尾不加句号；有些客户端只显示这么多。

option-command = 要说明的命令
option-paper = 论文：arXiv 编号、链接或标题中的词
option-papers = 论文：arXiv 编号或链接
option-language = 语言，可写英文名或其自身的名称
option-of = 只改其中一项：我说的话，或论文摘要
option-words = 要查找的词，短语加引号
option-category = 分类，例如 cs.CV
option-categories = 分类，例如 cs.CV cs.AI
option-author = 作者；多位之间用逗号分隔
option-without = 排除含有这些词的论文；多个之间用逗号分隔
option-without_author = 排除这些作者的论文；多位之间用逗号分隔
option-without_category = 排除这些分类
option-after = 从这一天起：2026-11-01、2026-11、7d、3m
option-before = 到这一天为止（不含当天）：2026-11-01、2026-11、7d、3m
option-sort = 排在前面的是什么
option-day = 日期：昨天、周一、3d、2026-11-20
option-gap = 回溯多久：10d、周一、2026-11-10、2026-11-10..2026-11-20
option-time = 推送时间：08:30，或 asap（尽快）
option-timezone = 该时间所在的时区，例如 Asia/Shanghai
option-detail = 每篇论文显示多少
option-max_pages = 一期最多几页；0 表示不限
option-silent = 是否静音推送
option-missed = 我停机期间错过的日子如何补发
option-quiet = 没有内容时是否用一句话说明原因
option-crosslists = 是否包括仅交叉列入你的分类的论文
option-replacements = 是否也推送旧论文的新版本
option-only = 只要含有其中一个词的论文；多个之间用逗号分隔
option-authors = 只要其中一位作者的论文；多位之间用逗号分隔
option-without_authors = 不要这些作者的论文；多位之间用逗号分隔
option-mention = 每期推送时提及的身份组
option-menu = 要打开的选项菜单

choice-best = 最相关优先
choice-newest = 最新优先
choice-words = 词语
choice-summaries = 摘要
choice-full = 全部内容
choice-brief = 仅一句话摘要
choice-titles = 仅标题
choice-categories = 分类
choice-language = 语言
choice-time = 时间
choice-timezone = 时区
choice-detail = 详略
choice-pages = 页数
choice-missed = 错过的日子
choice-each = 每天各一期
choice-one = 合并为一期
choice-latest = 只要最新一期

# 补全：日期及其写法（$text 为 "7d" 或 "2026-11-20"）。
complete-day = { $text } · { DATETIME($day, dateStyle: "full") }
complete-asap = { $text } · 内容齐全后立即推送
