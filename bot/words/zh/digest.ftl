# 一天或多天的论文，以及 arXiv 的分类。

argument-category = 分类
argument-day = 日期和分类
argument-gap = 天数或起始日期，和分类
argument-words = 关键词

digest-heading = { DATETIME($day, dateStyle: "full") }
digest-total = { $category } { $name }：{ $count } 篇
digest-fetching = 正在获取 arXiv { DATETIME($day, dateStyle: "full") }的公告，完成后会显示在这里，通常需要一两分钟。
digest-newest = { DATETIME($day, dateStyle: "medium") }一期
digest-usage = 请写日期、分类，或两者都写：/digest yesterday cs.CV。日期可以是 2026-11-20、周一、昨天，或 3d（三天前）。
neither-day-nor-category = “{ $text }”既不是日期，也不是 arXiv 的分类。
category-near = 是不是 { $near }？
digest-future = 在 arXiv 所在的纽约，{ DATETIME($day, dateStyle: "full") }还没有到，那里现在是{ DATETIME($today, dateStyle: "full") }。
digest-too-old = 这里没有{ DATETIME($day, dateStyle: "full") }的公告，而 arXiv 只保留 { $days } 天。

# 页面放不下的论文，每次列出一部分。
passage-range = 第 { $first } 至 { $last } 篇（共列第 { $begin } 至 { $end } 篇）
passage-gone = 这里已不再保存那一期。/today 可看最新一期。

# 清单：公布 = 已写摘要 + 取自原摘要 + 按设置排除；遗漏必须为 0。
receipt =
    { NUMBER($filtered) ->
        [0] 清单：公布 { $announced } 篇 = 已写摘要 { $summarized } 篇 + 取自原摘要 { $abstract } 篇；遗漏 { $lost } 篇
       *[other] 清单：公布 { $announced } 篇 = 已写摘要 { $summarized } 篇 + 取自原摘要 { $abstract } 篇 + 按你的设置排除 { $filtered } 篇（{ $reasons }）；遗漏 { $lost } 篇
    }
receipt-titles =
    { NUMBER($filtered) ->
        [0] 清单：公布 { $announced } 篇 = 本期 { $listed } 篇；遗漏 { $lost } 篇
       *[other] 清单：公布 { $announced } 篇 = 本期 { $listed } 篇 + 按你的设置排除 { $filtered } 篇（{ $reasons }）；遗漏 { $lost } 篇
    }
receipt-reason =
    { $reason ->
        [had-before] 之前已送达
        [replacements] 新版本
        [cross-lists] 交叉列出
        [unwanted-words] 含不想看的词
        [unwanted-authors] 有不想看的作者
       *[no-wanted-word-or-author] 不含想看的词或作者
    } { $count } 篇
receipt-lost = 已公布的论文中有 { $count } 篇不在这一期里。
receipt-surplus = 这一期比公布的多出 { $count } 篇，数目不符。
receipt-pending = arXiv 尚未确认：{ $categories }。之后可能还有论文。
receipt-unaudited = 尚未与 arXiv 页面核对数量：{ $categories }。之后可能还有论文。

# 论文的公布方式。
badge-cross = 交叉列出于 { $category }
badge-newly-cross = 新近交叉列出
badge-replaced = 新版本 v{ $version }

# /catchup
catchup-heading = { DATETIME($first, dateStyle: "full") }至{ DATETIME($last, dateStyle: "full") }
catchup-fetching = 有 { $days } 天的公告尚未保存，正在获取；约 { $minutes } 分钟后此列表会补全。
catchup-nothing = 没有此聊天尚未收到的论文。
catchup-usage = 请写要补看多久，还可以加上分类：/catchup 10d cs.CV。也可以写日期或周几。
catchup-too-long = 时间太长：arXiv 的公告只保留 { $days } 天，请缩短范围。

# /categories
categories-heading = arXiv 把论文分为 { $count } 个分类，归入以下大类：
categories-archive = { $code } { $name }：{ $count } 个分类
categories-hint = 在 /categories 后写大类或关键词可列出分类：/categories cs、/categories vision。
categories-line = { $code } { $name }
categories-more = 还有 { $count } 个，请再加一个词缩小范围。
categories-none = 没有代码或名称中含“{ $text }”的分类。
categories-all = 全部大类
