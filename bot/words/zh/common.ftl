# 机器人各处都会说的话。

not-allowed =
    { $platform ->
        [discord] 只有有权管理本服务器的人才能更改此频道的设置。
       *[other] 只有管理员才能更改此聊天的设置。
    }
no-such-command = 没有 /{ $name } 这个命令。发送 /help 查看全部命令。
no-such-command-but = 没有 /{ $name } 这个命令。你是想用 /{ $meant } 吗？
