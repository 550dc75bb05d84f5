# Searching, and paging through what was found.

argument-query = words, "phrases", -without, author:, cat:, after:, before:, sort:newest

search-best = Best matches for { $query }:
search-newest = Newest papers for { $query }:
search-more = More papers for { $query }:
search-none = Nothing here matches { $query }.
# One of these two follows search-none.
search-fewer = Fewer words find more.
search-another = Another word may find something; a paper that you know comes by its arXiv id or link.
search-only =
    { $count ->
        [one] Only the beginning was looked for.
       *[other] Only the first { $count } words were looked for.
    }
search-misread = I could not make sense of { $words }, and looked for the words themselves. Write cat:cs.CV, author:Brook, after:2026-11-01 or before:7d.
search-end = There are no more papers for { $query }.
search-suggestion = Did you mean { $query }?
search-incomplete = The search was cut short after a fifth of a second: these are the best so far. More words make it quicker.
search-nothing = Write what to look for: words, "an exact phrase", -without, author:, cat:, after: or before:.
search-expired = This list is no longer kept; please search again.
button-newest = Newest first
button-best = Best match first

list-next = Next
list-previous = Back
list-first = From the start
list-range = Papers { $first } to { $last } of { $total }
# Stands between the items of a list within a sentence.
list-comma = {", "}
