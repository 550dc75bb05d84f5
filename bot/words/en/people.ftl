# What a person chooses, keeps and may ask to have deleted.

# /language
argument-language = language
language-is = I speak { $words } with you, and show you summaries in { $summaries }.
language-kept = All right.
language-auto-kept = All right. From your next message on, I follow the language of your app.
language-by-client = Both follow the language of your app until you choose.
language-no-model = No model writes summaries here, so new ones are in the authors' own words, in English.
language-not-spoken = I don't speak { $language } myself; I can only show summaries in it: /language summaries { $name }
language-of-words = I speak { $language }
language-of-summaries = Summaries: { $language }
language-auto = As my app says
language-of-edition = The daily edition of this chat comes in { $language }.
language-edition-too = The daily edition, too

# /save and /saved
save-done = Saved: { $title }
save-full = Your shelf is full: it holds { $most } papers. Remove some with /saved.
save-undo = Remove { $paper }
save-all = All saved papers
saved-none = You have not saved any papers yet. /save and an arXiv id or link keeps one.
saved-heading =
    { $pages ->
        [one] { $count ->
            [one] Your saved paper:
           *[other] Your { $count } saved papers:
        }
       *[other] Your { $count } saved papers, page { $page } of { $pages }:
    }
saved-remove = Remove { $paper }
saved-removed = Removed.
saved-not-there = That paper is not among your saved ones.

# /forget and /export. $choices counts languages chosen, $editions days on which something was brought to the person's own chat.
privacy-direct-only = That is between you and me: write /{ $command } to me directly.
forget-ask =
    Shall I delete everything that I keep about you? There is no way back.
    { kept-about-you }
forget-yes = Delete everything
forget-done =
    Deleted. This is what I kept about you:
    { kept-about-you }
    { $subscriptions ->
        [0] Your next message is that of a stranger.
       *[other] This chat gets no daily edition any more. Your next message is that of a stranger.
    }
forget-cancelled = All right, everything stays as it is.
export-done =
    This is everything that I keep about you:
    { kept-about-you }
kept-about-you = Papers saved: { $saved }; languages chosen: { $choices }; subscriptions of this chat: { $subscriptions }; editions brought to this chat: { $editions }; notes about it: { $notes }.

# The limit on work that costs money.
limit-free-again =
    You have used up your { $most ->
        [one] one new summary
       *[other] { $most } new summaries
    } of the hour. The next one is free in { $minutes ->
        [one] a minute
       *[other] { $minutes } minutes
    }; everything that is already here stays open to you.
