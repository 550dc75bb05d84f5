# What only the conversation on Telegram needs.

telegram-sorry = Sorry, something went wrong on my side. It is noted for whoever runs me; please try again a little later.
telegram-only-text = I can read text only: words to search for, an arXiv id or link, or a command such as /today.
telegram-in-private = That is for you alone. I can tell you in our own chat.
telegram-open-chat = Open our chat
telegram-stale = This button is too old. Ask me again.
telegram-greeting =
    Hello. I bring the papers that arXiv announces, each exactly once, with a summary.

    An administrator can choose with /subscribe what comes here every day. Everybody can ask me: /help shows how.
telegram-greeting-channel =
    Hello. I can bring the papers that arXiv announces to this channel every day, each exactly once, with a summary.

    Post /subscribe here to choose which; posts like that one, and this, can be deleted afterwards.
telegram-greeting-again = Hello. The editions that this chat is subscribed to come here from now on; /settings shows what they are.

# Inline search: what stands where nothing is found, and under a card that was posted. At most 64 letters.
telegram-search-here = Nothing found. Search for the first words
telegram-fetch-here = Not here yet. Ask arXiv in our chat
telegram-today-here = Nothing found. See the newest papers
telegram-more = More in the bot

# The bot's profile: at most 120 letters, and at most 512.
telegram-short-description = The day's arXiv papers, each exactly once, with a summary you can trust. Send me words, an id or a link.
telegram-description =
    I bring the papers that arXiv announces: every paper of your categories exactly once, with a summary and a receipt that proves none was lost.

    Write words to search, send an arXiv id or link to see a paper, or /subscribe to a daily edition. I also work in groups and channels, and in any chat when you type my name and words.
