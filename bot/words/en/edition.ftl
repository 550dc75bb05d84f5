# The fixed words of an edition, in the language of its summaries.

edition-count =
    { $count ->
        [0] No papers
        [one] 1 paper
       *[other] { $count } papers
    }
edition-thread = { DATETIME($day, dateStyle: "medium") } · { edition-count }

# An edition over several days, and what is said of one that could not be brought in time.
edition-days = { DATETIME($first, dateStyle: "full") } to { DATETIME($last, dateStyle: "full") }
edition-late =
    { $days ->
        [one] This edition comes late: it could not be brought in time.
       *[many] This edition comes late and holds all of these days: they could not be brought in time.
    }

# And of the days before it that no edition brings.
edition-skipped =
    { $days ->
        [one] Skipped, as this chat wants only the newest edition: { DATETIME($first, dateStyle: "full") }.
       *[many] Skipped, as this chat wants only the newest edition: { edition-days }.
    }

# Small print of the cover. $credits are the parts below.
edition-summaries = Summaries in { $language }: { $credits }.
edition-credit =
    { $origin ->
        [extract] { $count } in the authors' own words
        [import] { $count } imported
        [none] { $count } still to come
       *[model] { $count } by { $model }
    }
# $by is what readers use to get to what a page does not show: links, or buttons whose answer they alone see.
edition-hint =
    { $by ->
        [buttons] A title opens arXiv, Details the paper's card, for you alone.
       *[links] A title opens arXiv, a number the paper's card.
    }

edition-contents = Contents: { $first } to { $last }
edition-details = Details

# What an edition has no room for. On a page, with the way to those papers:
edition-more =
    { $kind ->
        [others] In other categories { edition-more-papers }
       *[rest] { edition-more-papers }
    }
edition-more-papers =
    { $by ->
        [buttons]
            { $count ->
                [one] 1 more paper: { $first }
               *[other] { $count } more papers: { $first } to { $last }
            }
       *[links]
            { $count ->
                [one] 1 more paper, in the bot: { $first }
               *[other] { $count } more papers, in the bot: { $first } to { $last }
            }
    }
# And in the small print of the cover.
edition-shortened =
    { $detail ->
        [brief] Shortened to TL;DRs to keep within this chat's page limit; the papers' cards have the rest.
       *[titles] Shortened to titles to keep within this chat's page limit; the papers' cards have the summaries.
    }
edition-cut =
    { $by ->
        [buttons] The page limit has no room for some papers: the buttons below the lists show them to you alone.
       *[links] The page limit has no room for some papers: the links at the ends of the lists open them in the bot.
    }
edition-alone =
    { $by ->
        [buttons] This chat's page limit leaves room for this page only. Its button and menu show the papers to you alone.
       *[links] This chat's page limit leaves room for this page only. The links open the papers in the bot.
    }
# Over a menu of categories.
edition-choice = One category
