# 机器人各处都会说的话。

not-allowed = 只有管理员才能更改此聊天的设置。
no-such-command = 没有 /{ $name } 这个命令。/help 列出了所有可以问的内容。
