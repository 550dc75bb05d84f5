# 终端中的对话。

terminal-hello = 输入 /help 查看全部命令，输入数字选择选项，按 Ctrl-D 退出。
terminal-placeholder = 关键词、arXiv 编号或链接，或 /命令
terminal-waiting = 请稍候……
terminal-given-up = 已放弃等待。已完成的部分会保留。
