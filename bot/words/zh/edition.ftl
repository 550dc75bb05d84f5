# 一期论文中的固定文字，与摘要同一种语言。

edition-count =
    { $count ->
        [0] 没有论文
       *[other] { $count } 篇论文
    }
edition-thread = { DATETIME($day, dateStyle: "medium") } · { edition-count }

# 封面上的小字。$credits 由下面各项组成。
edition-days = { DATETIME($first, dateStyle: "full") } 至 { DATETIME($last, dateStyle: "full") }
edition-late =
    { $days ->
        [one] 本期未能按时送达，现予补发。
       *[many] 这些日子的内容未能按时送达，现合并为本期补发。
    }
edition-skipped =
    { $days ->
        [one] 按照“只要最新一期”的设置，已略过 { DATETIME($first, dateStyle: "full") }的内容。
       *[many] 按照“只要最新一期”的设置，已略过 { edition-days }的内容。
    }
edition-summaries = 摘要语言：{ $language }；来源：{ $credits }。
edition-credit =
    { $origin ->
        [extract] 作者原话 { $count } 篇
        [import] 导入 { $count } 篇
        [none] 待撰写 { $count } 篇
       *[model] { $model } 撰写 { $count } 篇
    }
# $by 是读者查看其余内容的方式：链接，或只有点按者本人看得到回复的按钮。
edition-hint =
    { $by ->
        [buttons] 点标题打开 arXiv，点“详情”打开论文卡片，仅自己可见。
       *[links] 点标题打开 arXiv，点编号打开论文卡片。
    }

edition-contents = 目录：{ $first } 至 { $last }
edition-details = 详情

# 放不下的论文。在页面上，带有查看这些论文的入口：
edition-more =
    { $kind ->
        [others] 其他分类{ edition-more-papers }
       *[rest] { edition-more-papers }
    }
edition-more-papers =
    { $by ->
        [buttons] 另有 { $count } 篇：{ $count ->
            [1] 第 { $first } 篇
           *[other] 第 { $first } 至 { $last } 篇
        }
       *[links] 另有 { $count } 篇，在机器人中阅读：{ $count ->
            [1] 第 { $first } 篇
           *[other] 第 { $first } 至 { $last } 篇
        }
    }
# 在封面的小字中。
edition-shortened =
    { $detail ->
        [brief] 为不超出此聊天的页数上限，只列标题和一句话总结；其余内容见论文卡片。
       *[titles] 为不超出此聊天的页数上限，只列标题；摘要见论文卡片。
    }
edition-cut =
    { $by ->
        [buttons] 页数上限之内放不下有些论文：点列表下方的按钮查看，仅自己可见。
       *[links] 页数上限之内放不下有些论文：点列表末尾的链接，可在机器人中阅读。
    }
edition-alone =
    { $by ->
        [buttons] 此聊天的页数上限只够放这一页，点按钮或菜单查看论文，仅自己可见。
       *[links] 此聊天的页数上限只够放这一页，点链接可在机器人中阅读论文。
    }
# 分类菜单的提示。
edition-choice = 单个分类
