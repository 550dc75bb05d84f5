# 只在 Telegram 对话中用到的话。

telegram-sorry = 抱歉，我这边出了点问题，已记录下来供运维人员查看。请稍后再试。
telegram-only-text = 我只能读文字：要搜索的词、arXiv 编号或链接，或 /today 这样的命令。
telegram-in-private = 这条只给你看，我们私聊说。
telegram-open-chat = 打开私聊
telegram-stale = 这个按钮已过期，请重新问我。
telegram-greeting =
    你好！我把 arXiv 每天公布的论文连同摘要送来，每篇不多不少正好一次。

    管理员可以用 /subscribe 选择每天送什么到这里；所有人都可以问我，发送 /help 查看用法。
telegram-greeting-channel =
    你好！我可以把 arXiv 每天公布的论文连同摘要送到本频道，每篇不多不少正好一次。

    在这里发送 /subscribe 即可选择；选好之后，那条消息和这一条都可以删掉。
telegram-greeting-again = 你好，此聊天订阅的论文将照常送达；/settings 可查看订阅内容。

# 内联搜索：没有结果时显示的按钮，以及发出的卡片下方的按钮。不超过 64 个字符。
telegram-search-here = 没有找到，只用前几个词搜索
telegram-fetch-here = 这里还没有，去私聊向 arXiv 查询
telegram-today-here = 没有找到，去看最新论文
telegram-more = 在机器人中查看

# 机器人资料：分别不超过 120 和 512 个字符。
telegram-short-description = 每天的 arXiv 论文，每篇正好一次，附可信的摘要。发给我关键词、论文编号或链接即可。
telegram-description =
    我把 arXiv 公布的论文送给你：你所选分类的每一篇都正好一次，附有摘要，还有一份能证明没有遗漏的清单。

    发送关键词即可搜索，发送 arXiv 编号或链接即可查看论文，用 /subscribe 订阅每日速递。群组和频道里也能用；在任何聊天中输入我的用户名加关键词，就能查找论文。
