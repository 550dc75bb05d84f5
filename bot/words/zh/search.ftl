# 搜索，以及翻看搜索结果。

argument-query = 关键词、"短语"、-排除、author:、cat:、after:、before:、sort:newest

search-best = 与 { $query } 最相关的论文：
search-newest = 与 { $query } 相关的最新论文：
search-more = 更多与 { $query } 相关的论文：
search-none = 没有找到与 { $query } 相符的论文。
# 以下两句之一跟在 search-none 之后。
search-fewer = 减少关键词可以找到更多。
search-another = 可以换个关键词试试；已知的论文可用 arXiv 编号或链接查看。
search-only =
    内容过长，{ $count ->
        [1] 只搜索了开头部分。
       *[other] 只搜索了前 { $count } 个词。
    }
search-misread = { $words } 无法识别为筛选条件，已按普通关键词搜索。请写成 cat:cs.CV、author:Brook、after:2026-11-01 或 before:7d。
search-end = 没有更多与 { $query } 相关的论文了。
search-suggestion = 你要找的是 { $query } 吗？
search-incomplete = 搜索在 0.2 秒后中止，这里是目前最好的结果。增加关键词会更快。
search-nothing = 请输入要查找的内容：关键词、"完整短语"、-排除、author:、cat:、after: 或 before:。
search-expired = 此列表已不再保留，请重新搜索。
button-newest = 最新优先
button-best = 最相关优先

list-next = 下一页
list-previous = 上一页
list-first = 回到开头
list-range = 第 { $first } 至 { $last } 篇，共 { $total } 篇
# 用于句子中各项之间。
list-comma = 、
