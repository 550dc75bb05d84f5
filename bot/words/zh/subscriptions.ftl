# /subscribe、/unsubscribe 和 /settings：聊天每天接收的内容。

argument-wishes = 分类和偏好

subscription-keep = 确认
subscription-cancel = 取消
subscription-back = 返回
subscription-done = 完成
subscription-settings = 修改
subscription-stop = 退订
subscription-subscribe = 订阅

subscribe-has = 此聊天已订阅：
subscribe-keep = 每天这样为你送来，好吗？
subscribe-keep-instead = 每天这样为你送来，并取代现有的订阅，好吗？
subscribe-kept = 已订阅。
# 接下来会送来什么。$time 为 "asap" 或 08:30 这样的时间，$day 为下一期在 $zone 时区的日期。
subscribe-comes =
    { $soon ->
        [yes] 最新一期马上送到
       *[no] 最新一期收全后立即送到
    }；之后{ $time ->
        [asap] 每期内容齐全后立即推送，下一期预计在{ DATETIME($day, dateStyle: "full") }（{ $zone }）。
       *[other] 每天 { $time }（{ $zone }）推送，下一期在{ DATETIME($day, dateStyle: "full") }。
    }
subscribe-next =
    { $time ->
        [asap] 下一期预计在{ DATETIME($day, dateStyle: "full") }（{ $zone }），内容齐全后立即推送。
       *[other] 下一期在{ DATETIME($day, dateStyle: "full") } { $time }（{ $zone }）推送，之后每天如此。
    }
subscribe-rest = 最新一期中尚未送到这里的论文会在半小时内补上。
subscribe-cancelled = 没有保存任何内容。
subscribe-gone = 这份订阅草稿已不在：草稿只保留一天，且只能在原来的聊天中确认。请重新发送 /subscribe。
subscription-in-file = 此订阅写在机器人的设置文件里，只有运行机器人的人才能在那里修改。

unsubscribe-none = 此聊天没有任何订阅。
unsubscribe-ask = 要停止在此推送 { $categories } 吗？
unsubscribe-done = 已退订。我不会再主动推送，但你随时可以提问。
unsubscribe-cancelled = 好的，一切照旧。

settings-none = 此聊天还没有订阅。
settings-changed = 已修改。
settings-same = 原本就是这样。
# 打开某类偏好选项的按钮。
settings-menu =
    { $menu ->
        [categories] 分类
        [words] 关键词
        [language] 语言
        [time] 时间
        [timezone] 时区
        [layout] 版式
        [detail] 详略
        [missed] 错过的日子
       *[pages] 页数
    }
settings-no-mention = 不再提及身份组
# 显示在选项上方，并说明还可以怎样输入。
settings-choose =
    { $menu ->
        [categories] 要哪些分类？点按即可添加或移除。
        [words] 关键词和作者：点按即可删除。{ $platform ->
            [discord] 要添加，请在 /settings 中填写 only、without 或 authors。
           *[other] 要添加，请输入例如 /settings +扩散 -综述 作者:"Paul Erdős"
        }
        [language] 摘要用哪种语言？其他语言请输入例如 /settings language:Dutch
        [time] 什么时间？其他时间请输入例如 /settings time:07:45
        [timezone] 以哪里的时间为准？其他时区请输入例如 /settings timezone:Asia/Taipei
        [layout] 用什么版式？“富文本”可显示真正的公式（需平台支持）。
        [detail] 每篇论文显示多少内容？
        [missed] 如果我停机了几天，错过的内容怎么补发？
       *[pages] 一期在此最多几页？其余内容随时可以查询。其他页数请输入例如 /settings max_pages:4
    }
# 打开（$turn 为 "yes"）或关闭（"no"）某项的按钮。
settings-switch =
    { $switch ->
        [crosslists] { $turn ->
            [yes] 加入交叉列出的论文
           *[no] 不要交叉列出的论文
        }
        [replacements] { $turn ->
            [yes] 加入新版本
           *[no] 不要新版本
        }
        [quiet] { $turn ->
            [yes] 没有内容时说明原因
           *[no] 没有内容时不说明
        }
       *[silent] { $turn ->
            [yes] 静音推送
           *[no] 有声推送
        }
    }

# 逐行说明一份订阅。
wish-categories = 分类：{ $categories }
wish-language = 摘要语言：{ $language }
wish-asap = 尽快
wish-time-asap = 时间：内容齐全后立即推送
wish-time = 时间：{ $time }，{ $zone }
wish-kinds =
    交叉列出：{ $crosslists ->
        [yes] 要
       *[no] 不要
    }；新版本：{ $replacements ->
        [yes] 要
       *[no] 不要
    }
wish-wanted = 只要包含以下任一项的论文：{ $what }
wish-unwanted = 不要包含以下任一项的论文：{ $what }
wish-word = “{ $word }”
wish-author = 作者 { $name }
wish-comma = 、
wish-layout =
    { $layout ->
        [rich] 富文本
       *[classic] 经典
    }
wish-detail =
    { $detail ->
        [brief] 仅一句话摘要
        [titles] 仅标题
       *[full] 完整
    }
wish-pages-no-limit = 不限
wish-form =
    { $layout ->
        [rich] 版式：富文本；每篇论文
        [none] 每篇论文
       *[classic] 版式：经典；每篇论文
    }：{ $detail ->
        [brief] 仅一句话摘要
        [titles] 仅标题
       *[full] 完整
    }；页数：{ $pages ->
        [0] 不限
       *[other] 最多 { $pages } 页
    }；提示音：{ $silent ->
        [yes] 关
       *[no] 开
    }
wish-missed =
    { $missed ->
        [one] 合并为一期
        [newest] 只要最新一期
       *[each] 每天各一期
    }
wish-silence =
    错过的日子：{ wish-missed }；没有内容时：{ $quiet ->
        [yes] 用一句话说明原因
       *[no] 不说明
    }
wish-mention = 每期提及身份组 { $role }
wish-terminal = 在终端里，每次运行 `paperboy deliver` 都会送来完整的一期：时间、版式、详略、页数、提示音和停更说明在此不起作用。

# 一行偏好里的错误。
wish-example = 例如可以这样写：{ $example }
wish-line-too-long = 内容太长了，请不要超过 { $most } 个字符。
wish-open-quote = 引号没有结束：“{ $text }”。请补上后引号。
wish-unknown-category =
    { $near ->
        [none] “{ $text }”不是分类。我收录的是 { $offered }；要按关键词筛选，请写 +词 或 -词。
       *[other] “{ $text }”不是分类。是不是 { $near }？要按关键词筛选，请写 +词 或 -词。
    }
# $texts 为多个词，各自带引号。
wish-unknown-words =
    { $near ->
        [none] 看不懂 { $texts }。分类请写成 cs.CV 这样；要按关键词筛选，请写 +词 或 -词。
       *[other] 看不懂 { $texts }。是不是 { $near }？要按关键词筛选，请写 +词 或 -词。
    }
wish-category-not-offered = { $category } 不在我收录的分类（{ $offered }）之中。运行机器人的人可以添加它。
wish-no-category-left = 这样就一个分类也不剩了，请至少保留一个。
wish-nothing-after-sign = { $sign } 后面没有内容，请把词紧跟在它后面。
wish-unknown-option =
    { $near ->
        [none] 没有“{ $name }:”这一项。可用的有 分类:、语言:、时间:、时区:、作者:、交叉:、新版本:、版式:、详略:、页数:、静音:、补发: 和 说明:。
       *[other] 没有“{ $name }:”这一项。是不是 { $near }: ？
    }
wish-no-value = { $name }: 后面缺少内容，请紧跟着写上。
wish-sign-before-option = { $name }: 前面不能有 { $sign }。
wish-said-twice = { $name }: 写了两次，而且不一样。
wish-word-too-long = “{ $text }…”太长了，词或姓名最多 { $most } 个字符。
wish-word-without-letters = “{ $text }”里没有可供查找的文字或数字。
wish-contradiction = “{ $text }”不能既要又不要。
wish-too-many-words = 词或作者太多了，每类最多 { $most } 个。
wish-unknown-language =
    { $near ->
        [none] 我不认识“{ $text }”这种语言。请写它的英文名，例如 Chinese 或 German。
       *[other] 我不认识“{ $text }”这种语言。是不是 { $near }？
    }
wish-unknown-zone =
    { $near ->
        [none] “{ $text }”不是时区。请用地名表示，例如 Asia/Shanghai 或 Europe/Berlin。
       *[other] “{ $text }”不是时区。是不是 { $near }？
    }
wish-no-time = “{ $text }”不是时间。请写 asap（尽快）或 08:30 这样的时间。
wish-yes-or-no = “{ $text }”应为“是”或“否”。
wish-pages = “{ $text }”不是页数。请写不超过 { $most } 的数字，0 表示不限。
wish-no-role = “{ $text }”不是身份组；请写身份组的数字 ID（在 Discord 中右键点击身份组并复制 ID），或写 none。
wish-no-roles-here = 只有 Discord 上才有可以提及的身份组。
wish-no-layouts-here = Discord 上只有一种版式；只有在 Telegram 上可以选择。
wish-one-of = “{ $text }”不在可选项之中：{ $choices }。

# 试运行：按此偏好，上一期会是什么样。
preview-nothing-stored = 这里还没有这些分类的内容可供试运行。
preview-account = 以{ DATETIME($day, dateStyle: "full") }的一期为例，{ $announced } 篇中你会收到 { $shown } 篇。
preview-left-out = - 略去（{ $reason }）：{ $count } 篇
preview-missing = - 其中 { $count } 篇在这里缺失。
preview-pending = 当天没有收录，因此未计入：{ $categories }
preview-would-come = 你会收到，例如：
preview-would-not-come = 不会收到：
preview-example = - { $title }（{ $reason }）
preview-reason =
    { $reason ->
        [brought] 已送达过
        [replacement] 新版本
        [crosslist] 交叉列出
        [unwanted_word] 含不想看的词
        [unwanted_author] 有不想看的作者
       *[nothing_wanted] 不含想看的词或作者
    }
