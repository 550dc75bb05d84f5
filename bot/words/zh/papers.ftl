# 论文卡片，以及可以就一篇论文查询的内容。

command-original = 用作者原话介绍一篇论文
command-authors = 一篇论文的全部作者
argument-paper = 编号、链接或关键词
argument-id = 编号或链接

byline-more = { $authors } 等（另有 { $more } 位作者）

# 卡片上的信息。$date 为日期，如 2026-11-24。
card-submitted = 提交于 { $date }
card-version = v{ $version }
card-version-of = v{ $version }（{ $date }）
card-comment = 备注：{ $text }
card-journal = 发表于：{ $text }
card-link-abstract = 摘要页
card-section =
    { $section ->
        [motivation] 动机
        [method] 方法
        [result] 结果
        [conclusion] 结论
       *[abstract] 论文原摘要
    }
credit-extract = 作者原话，{ $date }。
credit-import = 导入的摘要，{ $date }。
credit-model = 摘要由 { $model } 撰写，{ $date }。
credit-unsupported = 原摘要中没有的数字：{ $numbers }。

# 按钮：尽量简短。
button-save = 收藏
button-similar = 相似论文
button-bibtex = BibTeX
button-language =
    { $language ->
        [Chinese] 中文摘要
        [English] 英文摘要
       *[other] { $language } 摘要
    }
button-original = 作者原话
button-summary = 查看摘要
button-authors = 全部作者
button-card = 查看论文
button-settings = 设置
button-others = 其他搜索结果

# /paper
paper-fetching = 正在从 arXiv 获取：{ $papers }
paper-summarizing =
    { $count ->
        [1] 正在撰写摘要，完成后会显示在这里。
       *[other] 正在撰写 { $count } 篇摘要，完成后会显示在这里。
    }
paper-left-out = 还有 { $count } 篇论文未显示，请另行查询。
needs-id = 请用 arXiv 编号或链接指明论文，例如 2512.10935。按关键词查找请用 /search。
names-archive = { $archive } 是 arXiv 的大类，不是论文。发送 /categories { $archive } 可列出其中的分类。
names-category = { $category } 是 arXiv 的分类，不是论文。发送 /today { $category } 可查看其中最新的论文。

# /authors
authors-of =
    { $title }
    共 { $count } 位作者：

# /similar
similar-to = 与《{ $title }》相似的论文：
similar-none = 没有找到与《{ $title }》相似的论文。

# /bibtex
bibtex-file =
    { $count ->
        [1] 条目在文件中。
       *[other] { $count } 个条目都在文件中。
    }

# /why
why-place =
    { $category }（{ $day }，{ $kind ->
        [new] 新论文
        [cross] 交叉列出
        [replace] 新版本
       *[replace-cross] 新版本，交叉列出
    }）
why-announced = 公布于 { $places }。
why-page-sent = 已随 { $day } 一期送达此聊天，位于第 { $page } 页（共 { $pages } 页）。
why-page-coming = 正在送往此聊天：{ $day } 一期的第 { $page } 页（共 { $pages } 页）。
why-page-skipped = 它位于 { $day } 一期的第 { $page } 页（共 { $pages } 页）。无法确认该页是否已送达，为避免重复，没有再次发送。
why-page-failed = 它位于 { $day } 一期的第 { $page } 页（共 { $pages } 页），平台拒绝了该页。已告知机器人的管理者。
why-days = { $first } 至 { $last }
why-not-yours = 没有送达，因为它的分类不在此聊天的分类（{ $categories }）之中。它的主分类是 { $category }，可用 /subscribe 添加。
# $reason 为被此聊天的设置排除的原因。
why-dropped =
    按此聊天的设置未送达：{ $reason ->
        [replacements] 不接收新版本
        [cross-lists] 不接收交叉列出的论文
        [unwanted-words] 含有不想看的词
        [unwanted-authors] 有不想看的作者
        [no-wanted-word-or-author] 不含想看的词或作者
       *[had-before] 之前某一期已送达
    }。可用 /settings 修改。
why-undelivered = 它没有被排除，但还没有哪一期把它送到这里。{ $day } 一期中有它。
why-elsewhere = 它没有被排除，但在此聊天的分类（{ $categories }）中没有它的公布记录。{ $day } 的 { $category } 一期中有它。
why-not-announced = 它提交于 { $day }，目前还没有看到公布，通常需要一到三个工作日。
why-unknown = 这里没有它的公布记录：当天的公告没有保存，或者没有抓取它的主分类 { $category }。
why-digest = { $day } 一期
