# 只在 Discord 对话中用到的话。

discord-sorry = 抱歉，我这边出了点问题，已记录下来供运维人员查看。请稍后再试。
discord-only-text = 我只能读文字：要搜索的词、arXiv 编号或链接，或 /today 这样的命令。
discord-for-you-alone = 这条只给你看。
discord-show-me = 给我看
discord-shared = 由 { $name } 分享
discord-old-button = 我不认识这个按钮：它来自我的另一个版本。发送 /help 查看可以问什么。
discord-no-papers = 这条消息里没有找到 arXiv 编号或链接。
discord-greeting =
    你好！我把 arXiv 每天公布的论文连同摘要送来，每篇不多不少正好一次。

    有权管理本服务器的人可以在频道里用 /subscribe 选择每天送什么到那里；所有人都可以问我，发送 /help 查看用法。
discord-greeting-again = 你好，此服务器订阅的论文将照常送达；在频道里发送 /settings 可查看那里的订阅内容。

# 按钮上的字，不超过 60 个字符；菜单为空时的提示，不超过 150 个字符。
discord-share = 分享
discord-details = 详情
discord-choose = 选择一篇论文查看全文卡片

# 消息菜单中的条目：不超过 32 个字符。
discord-find-papers = 查找其中的论文
