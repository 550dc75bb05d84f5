# What every part of the bot says.

not-allowed =
    { $platform ->
        [discord] Only people who may manage this server can change what this channel gets.
       *[other] Only administrators can change what this chat gets.
    }
no-such-command = There is no command /{ $name }. /help lists what you can ask.
no-such-command-but = There is no command /{ $name }. Did you mean /{ $meant }?
