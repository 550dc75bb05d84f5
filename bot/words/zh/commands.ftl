# 可以使用的命令：每个命令一行说明，以及命令后面可跟内容的名称。

# /start
start-text =
    你好！我为你送来 arXiv 每日公布的论文，每篇只送一次，并附摘要。

    直接输入关键词即可搜索，发送 arXiv 编号或链接可查看论文。用 /subscribe 选择分类，每天接收一期。
start-today = 今日论文
start-subscribe = 订阅
start-help = 全部命令

# /help
help-intro = 你可以使用：
help-line = { $usage } – { $does }
help-outro = 发给我的其他文字会作为搜索；arXiv 编号和链接会显示对应的论文。在 /help 后面加上命令名，可查看用法和示例。
help-aliases = 别名：{ $names }
help-options = 可以填写（不必全填）：
help-option = { $name }：{ $means }
help-changes =
    { $platform ->
        [discord] 在服务器中，仅有权管理服务器的人可用。
       *[other] 在群组和频道中仅管理员可用。
    }
help-examples = 例如：

# /about
about-what = Paperboy 每天送来 arXiv 论文：你所选分类的每篇论文恰好送达一次，并附清单，证明没有遗漏。
about-source = 论文：arXiv，https://arxiv.org；每个标题都链接到 arXiv 上的页面。
about-model = 摘要：由 { $model } 撰写，并与论文原摘要核对。
about-extract = 摘要：选自论文原摘要，为作者原话。
about-version = 软件：Paperboy { $version }，以 MIT 许可证自由使用。
about-status = 运行状况

# 每个命令的简短说明：不超过 100 个字符，结尾不加句号；部分客户端只能显示这么多。
command-start = 打个招呼
command-help = 查看全部命令，或某个命令的用法和示例
command-about = 关于本机器人，以及论文和摘要的来源
command-paper = 按编号、链接或关键词查看一篇论文
command-search = 按关键词、作者、分类和日期搜索论文
command-today = 最新一期
command-digest = 某一天的论文
command-catchup = 补看若干天的论文，已送达的不再重复
command-subscribe = 在此每天接收一期
command-unsubscribe = 停止在此接收
command-settings = 此聊天接收的内容和方式
command-categories = 查看或查找 arXiv 分类
command-language = 我与你交流所用的语言
command-save = 收藏论文
command-saved = 已收藏的论文
command-similar = 相似的论文
command-bibtex = 论文的 BibTeX 条目
command-why = 某篇论文为何送达或未送达
command-forget = 删除我保存的关于你的数据
command-export = 以文件形式导出我保存的关于你的数据
command-status = arXiv 是否已更新、正在修复的摘要、下一期何时发布

# 命令后面所跟内容的名称。
argument-command = 命令

# 人们不写命令而直接发送的话：整条消息，用顿号分隔。
said-start = 你好、您好、你好呀、嗨、哈喽、早、早上好、上午好、下午好、晚上好、谢谢、谢谢你、多谢、感谢
said-help = 帮助、命令、全部命令、怎么用、怎么使用、使用说明、你能做什么、菜单
said-about = 关于、你是谁、这是什么
said-today = 今天、今日、今日论文、今天的论文、最新、最新论文
said-catchup = 补看
said-subscribe = 订阅、我要订阅
said-unsubscribe = 退订、取消订阅、停止、停止订阅、停止推送
said-settings = 设置、我的设置、修改设置
said-categories = 分类、全部分类、所有分类
said-language = 语言、切换语言、修改语言
said-saved = 收藏、我的收藏、已收藏、收藏的论文
said-status = 状态、运行状况、运行状态
