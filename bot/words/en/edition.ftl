# The fixed words of an edition, in the language of its summaries.

edition-count =
    { $count ->
        [0] No papers
        [one] 1 paper
       *[other] { $count } papers
    }
edition-thread = { DATETIME($day, dateStyle: "medium") } · { edition-count }

# Small print of the cover. $credits are the parts below.
edition-summaries = Summaries in { $language }: { $credits }.
edition-credit =
    { $origin ->
        [extract] { $count } in the authors' own words
        [import] { $count } imported
        [none] { $count } still to come
       *[model] { $count } by { $model }
    }
edition-hint = A title opens arXiv, a number the paper's card.

edition-contents = Contents: { $first } to { $last }
edition-details = Details

# The last page of an edition that has more papers than it may have pages.
edition-rest =
    { $count ->
        [one] 1 more paper
       *[other] { $count } more papers
    }
edition-rest-hint =
    { $pages ->
        [one] Editions have at most 1 page here. The links open the rest in the bot.
       *[other] Editions have at most { $pages } pages here. The links open the rest in the bot.
    }
edition-rest-line =
    { $count ->
        [one] 1 more: { $first }
       *[other] { $count } more, from { $first } on
    }
edition-rest-others = In other categories: { $count }
