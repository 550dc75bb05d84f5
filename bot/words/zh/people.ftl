# 个人的选择、收藏，以及要求删除数据。

# /language
argument-language = 语言
language-is = 我与你交流的语言：{ $words }；摘要的语言：{ $summaries }。
language-kept = 好的。
language-auto-kept = 好的。从你的下一条消息起，我会跟随你的应用语言。
language-by-client = 在你选择之前，两者都跟随你的应用语言。
language-no-model = 这里没有模型撰写摘要，因此新的摘要是作者的英文原话。
language-not-spoken = 我自己不会说{ $language }，只能用它显示摘要：/language summaries { $name }
language-of-words = 交流：{ $language }
language-of-summaries = 摘要：{ $language }
language-auto = 跟随应用
language-of-edition = 此聊天每日推送的语言：{ $language }。
language-edition-too = 每日推送也用它

# /save 和 /saved
save-done = 已收藏：{ $title }
save-full = 收藏已满：最多 { $most } 篇。可用 /saved 移除一些。
save-undo = 移除 { $paper }
save-all = 全部收藏
saved-none = 你还没有收藏论文。在 /save 后面加上 arXiv 编号或链接即可收藏。
saved-heading =
    { $pages ->
        [1] 你收藏了 { $count } 篇论文：
       *[other] 你收藏了 { $count } 篇论文，第 { $page } / { $pages } 页：
    }
saved-remove = 移除 { $paper }
saved-removed = 已移除。
saved-not-there = 这篇论文不在你的收藏中。

# /forget 和 /export。$choices 是所选语言的个数，$editions 是送到本人聊天的期数。
privacy-direct-only = 这是你我之间的事：请私下向我发送 /{ $command }。
forget-ask =
    要删除我保存的关于你的全部数据吗？删除后无法恢复。
    { kept-about-you }
forget-yes = 全部删除
forget-done =
    已删除。我曾保存的是：
    { kept-about-you }
    { $subscriptions ->
        [0] 你的下一条消息对我来说就是陌生人的消息。
       *[other] 此聊天不再接收每日推送。你的下一条消息对我来说就是陌生人的消息。
    }
forget-cancelled = 好的，一切照旧。
export-done =
    以下是我保存的关于你的全部数据：
    { kept-about-you }
kept-about-you = 收藏论文：{ $saved } 篇；所选语言：{ $choices } 项；此聊天的订阅：{ $subscriptions } 份；送到此聊天的：{ $editions } 期；关于此聊天的记录：{ $notes } 条。

# 会产生费用的请求的上限。
limit-free-again = 你这一小时的 { $most } 篇新摘要已用完，{ $minutes } 分钟后可以再请求。已有的内容仍可随时查看。
