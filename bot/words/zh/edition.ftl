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

# 放不下的论文。在页面上，带有通往这些论文的链接：
edition-more =
    { $kind ->
        [others] 其他分类另有 { $count } 篇，在机器人中阅读：{ $count ->
            [1] 第 { $first } 篇
           *[other] 第 { $first } 至 { $last } 篇
        }
       *[rest] 另有 { $count } 篇，在机器人中阅读：{ $count ->
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
edition-cut = 页数上限之内放不下有些论文：点列表末尾的链接，可在机器人中阅读。
edition-alone = 此聊天的页数上限只够放这一页，点链接可在机器人中阅读论文。
