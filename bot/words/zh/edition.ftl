# 一期论文中的固定文字，与摘要同一种语言。

edition-count =
    { $count ->
        [0] 没有论文
       *[other] { $count } 篇论文
    }
edition-thread = { DATETIME($day, dateStyle: "medium") } · { edition-count }

# 封面上的小字。$credits 由下面各项组成。
edition-summaries = 摘要语言：{ $language }；来源：{ $credits }。
edition-credit =
    { $origin ->
        [extract] 作者原话 { $count } 篇
        [import] 导入 { $count } 篇
        [none] 待撰写 { $count } 篇
       *[model] { $model } 撰写 { $count } 篇
    }
edition-hint = 点标题打开 arXiv，点编号打开论文卡片。

edition-contents = 目录：{ $first } 至 { $last }
edition-details = 详情

# 论文超出页数上限时的最后一页。
edition-rest = 还有 { $count } 篇论文
edition-rest-hint = 这里每期最多 { $pages } 页，点链接可在机器人中阅读其余论文。
edition-rest-line =
    { $count ->
        [1] 还有 1 篇：第 { $first } 篇
       *[other] 还有 { $count } 篇，从第 { $first } 篇起
    }
edition-rest-others = 其他分类：{ $count } 篇
