# What only the conversation on Discord needs.

discord-sorry = Sorry, something went wrong on my side. It is noted for whoever runs me; please try again a little later.
discord-only-text = I can read text only: words to search for, an arXiv id or link, or a command such as /today.
discord-for-you-alone = That is for your eyes alone.
discord-show-me = Show me
discord-shared = Shared by { $name }
discord-old-button = I do not know this button: another version of me has made it. /help shows what you can ask.
discord-no-papers = I find no arXiv id or link in that message.
discord-greeting =
    Hello. I bring the papers that arXiv announces, each exactly once, with a summary.

    Whoever may manage this server can choose with /subscribe what comes to a channel every day. Everybody can ask me: /help shows how.
discord-greeting-again = Hello. The editions that this server is subscribed to come from now on; /settings shows, in a channel, what comes there.

# Buttons, at most 60 letters, and the words of an empty menu, at most 150.
discord-share = Share
discord-details = Details
discord-choose = Choose a paper to see it in full

# The entry in the menu of a message: at most 32 letters.
discord-find-papers = Find papers here
