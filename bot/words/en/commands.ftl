# What can be asked: a line for each command, and the names of what stands behind them.

# /start
start-text =
    Hello. I bring you the papers that arXiv announces, each exactly once, with a summary.

    Write words to search, or an arXiv id or link to see a paper. /subscribe brings you a daily edition of the categories you choose.
start-today = Today's papers
start-subscribe = Subscribe
start-help = All commands

# /help
help-intro = You can ask:
help-line = { $usage } – { $does }
help-outro = Other text written to me is a search; ids and links of arXiv show their papers. /help and a command's name explains it with examples.
help-aliases = Also: { $names }
help-options = You can fill in, all or some:
help-option = { $name }: { $means }
help-changes =
    { $platform ->
        [discord] In a server, only people who may manage it can use it.
       *[other] In groups and channels, only administrators can use it.
    }
help-examples = For example:

# /about
about-what = Paperboy brings the day's arXiv papers: every paper of your categories exactly once, with a receipt that proves none was lost.
about-source = Papers: arXiv, https://arxiv.org; each title links to its own page there.
about-model = Summaries: { $model }, checked against each abstract.
about-extract = Summaries: picked from each abstract, in the authors' own words.
about-version = Software: Paperboy { $version }, free under the MIT license.
about-status = How it is doing

# Each command in a few words: at most 100 letters, without a full stop; some clients show no more.
command-start = say hello
command-help = what you can ask, or one command with examples
command-about = what this is, and whose papers and summaries
command-paper = one paper in full, by id, link or words
command-search = find papers by words, authors, categories and dates
command-today = the newest edition
command-digest = the edition of a day
command-catchup = everything since a day or for some days, without what you already got
command-subscribe = get a daily edition here
command-unsubscribe = stop the daily edition here
command-settings = what this chat gets, and how
command-categories = arXiv's categories, all or by words
command-language = the language I speak with you
command-save = keep a paper for later
command-saved = the papers you kept
command-similar = papers like this one
command-bibtex = a paper's entry for your bibliography
command-why = why a paper did or did not reach you
command-forget = delete what I keep about you
command-export = get what I keep about you, as a file
command-status = is arXiv out, what is being repaired, when is the next edition

# What stands behind a command's name.
argument-command = command

# What people write in the place of a command: whole messages, with commas between them.
said-start = hello, hello there, hi, hi there, hey, good morning, good afternoon, good evening, thanks, thank you, thank you very much, many thanks
said-help = help me, what can you do, how does this work, how do you work, all commands, menu
said-about = who are you, what are you, what is this
said-today = today's papers, papers of today, new papers, latest papers, newest papers
said-catchup = catch up
said-subscribe = subscribe me, sign me up
said-unsubscribe = unsubscribe me, stop it, cancel my subscription
said-settings = my settings, change settings, change my settings
said-categories = all categories, list categories
said-language = change language, change the language
said-saved = saved papers, my saved papers, my papers
said-status = how are you, how are you doing
