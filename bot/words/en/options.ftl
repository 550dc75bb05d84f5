# What follows a command's name, where a platform asks for each part by itself: at most 100 letters, without a full
# stop; some clients show no more.

option-command = the command to explain
option-paper = the paper: an arXiv id or link, or words of its title
option-papers = the papers: arXiv ids or links
option-language = a language, by its name in English or its own
option-of = only for one of them: my own words, or the summaries
option-words = words to look for, "phrases" in quotes
option-category = a category, such as cs.CV
option-categories = categories, such as cs.CV cs.AI
option-author = who wrote them; several names with commas in between
option-without = none with these words; several with commas in between
option-without_author = none by these authors; several with commas in between
option-without_category = none of these categories
option-after = from this day on: 2026-11-01, 2026-11, 7d, 3m
option-before = up to this day, without it: 2026-11-01, 2026-11, 7d, 3m
option-sort = what comes first
option-day = the day: yesterday, monday, 3d, 2026-11-20
option-gap = how far back: 10d, monday, 2026-11-10, 2026-11-10..2026-11-20
option-time = when it comes: 08:30, or asap
option-timezone = where that time is meant, such as Europe/Berlin
option-detail = how much of each paper
option-max_pages = the most pages of one edition; 0 for no limit
option-silent = whether it comes without a sound
option-missed = what comes of days that I was away
option-quiet = whether a line says why when nothing comes
option-crosslists = whether papers count that are only cross-listed in your categories
option-replacements = whether new versions of earlier papers come, too
option-only = only papers with one of these words; several with commas in between
option-authors = only papers by one of these authors; several with commas in between
option-without_authors = no papers by these authors; several with commas in between
option-mention = the role that each edition calls
option-menu = what to choose from a menu

choice-best = best match first
choice-newest = newest first
choice-words = words
choice-summaries = summaries
choice-full = everything
choice-brief = TL;DR only
choice-titles = titles only
choice-categories = categories
choice-language = language
choice-time = time
choice-timezone = time zone
choice-detail = detail
choice-pages = pages
choice-missed = missed days
choice-each = every day by itself
choice-one = one edition over all of them
choice-latest = only the newest

# Completions: a day and how it is written ($text is "7d" or "2026-11-20").
complete-day = { $text } · { DATETIME($day, dateStyle: "full") }
complete-asap = { $text } · as soon as it is complete
