# /status：arXiv 的最新公告与机器人的运行状况。

status-newest = arXiv 最新一期公告：{ DATETIME($day, dateStyle: "full") }。
# 每个抓取的分类一行。
status-in =
    { $category }：{ $entries ->
        [0] 已就绪，当日无论文
       *[other] 已就绪，共 { $entries } 条
    }
status-out = { $category }：尚未就绪
# $there 为纽约时间，$utc 为同一时刻的 UTC 时间。
status-awaited = { DATETIME($day, dateStyle: "full") }的公告预计自纽约时间 { $there }（UTC { $utc }）起发布，目前尚未收全。
status-next = 下一期公告预计于{ DATETIME($day, dateStyle: "full") }纽约时间 { $there }（UTC { $utc }）发布。
status-next-unsure = 本版本尚无 arXiv { $year } 年的放假安排，公告可能顺延一天。
status-repairs =
    { $summaries ->
        [0] 没有待修复的摘要。
       *[other] 有 { $summaries } 篇摘要正在修复，在此之前先以作者原文代替。
    }

# 仅管理机器人的人可见。
status-tokens = 今日（UTC）已用 token：{ $tokens }，未设上限
status-tokens-of = 今日（UTC）已用 token：{ $tokens } / { $budget }
status-none-stopped = arXiv 的所有主机均可访问。
status-stopped = { $host } 返回了 403，在 UTC { $until } 之前不再访问。
status-size = 数据库：{ NUMBER($megabytes, maximumFractionDigits: 1) } MB
status-unfinished =
    { $pages ->
        [0] 所有已排定的页面均已送达。
       *[other] 有 { $pages } 页已排定但尚未送达。
    }

# $chat 为平台及其中的聊天，如 telegram:-1001234567890。
status-closed = - { $chat }：自{ DATETIME($day, dateStyle: "long") }起无法送达。{ $reason }
status-waiting = - { $chat }：{ DATETIME($day, dateStyle: "long") }的一期还有 { $pages } 页待送
status-more = - 以及其他聊天

# 某天没有内容的原因。
quiet-weekend = arXiv 周末不发布公告。
quiet-holiday = 因{ $holiday }，arXiv 在{ DATETIME($day, dateStyle: "full") }不发布公告。
quiet-not-yet = { DATETIME($day, dateStyle: "full") }的公告尚未发布；订阅源于纽约时间 { $there }（UTC { $utc }）更新。
quiet-late = arXiv 延迟了：{ DATETIME($day, dateStyle: "full") }的公告尚未发布。一经发布，你的这一期就会送达。
quiet-follows = 一旦恢复，你的这一期就会送达。
quiet-nothing = { DATETIME($day, dateStyle: "full") }，arXiv 在这些分类中没有发布论文。
quiet-failing = 自{ DATETIME($day, dateStyle: "full") }纽约时间 { $time } 起，arXiv 一直没有返回可用的结果。

# arXiv 不截稿的日子，用于 quiet-holiday。
holiday-martin-luther-king-day = 马丁·路德·金纪念日
holiday-juneteenth = 六月节
holiday-independence-day = 美国独立日
holiday-labor-day = 美国劳动节
holiday-thanksgiving = 感恩节
holiday-the-winter-break = 冬歇期
holiday-new-year-s-day = 元旦
holiday-a-retreat-of-arxiv-s-staff = arXiv 团队活动日
