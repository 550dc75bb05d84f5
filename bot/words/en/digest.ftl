# Editions of a day or of several days, and arXiv's categories.

argument-category = category
argument-day = day and category
argument-gap = days or since when, and category
argument-words = words

digest-heading = { DATETIME($day, dateStyle: "full") }
digest-total = { $category } { $name }: { $count }
digest-fetching = Fetching arXiv's announcement of { DATETIME($day, dateStyle: "full") }. It will appear here, usually within a minute or two.
digest-newest = Edition of { DATETIME($day, dateStyle: "medium") }
digest-usage = Please write a day, a category or both: /digest yesterday cs.CV. A day is a date such as 2026-11-20, a weekday, yesterday, or 3d for three days ago.
neither-day-nor-category = “{ $text }” is neither a day nor one of arXiv's categories.
category-near = Did you mean { $near }?
digest-future = { DATETIME($day, dateStyle: "full") } has not come yet in New York, where arXiv is; there it is { DATETIME($today, dateStyle: "full") }.
digest-too-old = Nothing of { DATETIME($day, dateStyle: "full") } is stored here, and arXiv keeps its announcements for { $days } days only.

# Papers that a page of an edition had no room for, a part of them at a time.
passage-range = Papers { $first } to { $last } of { $begin } to { $end }
passage-gone = That edition is not kept here any more. /today brings the newest one.

# The account of an edition: announced = summarized + from the abstract + left out; lost must be 0.
receipt =
    { NUMBER($filtered) ->
        [0] Receipt: { $announced } announced = { $summarized } summarized + { $abstract } from the abstract; { $lost } lost
       *[other] Receipt: { $announced } announced = { $summarized } summarized + { $abstract } from the abstract + { $filtered } left out as you wish ({ $reasons }); { $lost } lost
    }
receipt-titles =
    { NUMBER($filtered) ->
        [0] Receipt: { $announced } announced = { $listed } in this edition; { $lost } lost
       *[other] Receipt: { $announced } announced = { $listed } in this edition + { $filtered } left out as you wish ({ $reasons }); { $lost } lost
    }
receipt-reason =
    { $reason ->
        [had-before] had before
        [replacements] new versions
        [cross-lists] cross-lists
        [unwanted-words] unwanted words
        [unwanted-authors] unwanted authors
       *[no-wanted-word-or-author] no wanted word or author
    } { $count }
receipt-lost =
    { $count ->
        [one] 1 announced paper is missing from this edition.
       *[other] { $count } announced papers are missing from this edition.
    }
receipt-surplus = This edition holds { $count } more than was announced; the account does not balance.
receipt-pending = Not confirmed by arXiv yet: { $categories }. More papers may follow.
receipt-unaudited = Not counted against arXiv's page yet: { $categories }. Papers may follow.

# How a paper was announced.
badge-cross = cross-list in { $category }
badge-newly-cross = newly cross-listed
badge-replaced = new version v{ $version }

# /catchup
catchup-heading = From { DATETIME($first, dateStyle: "full") } to { DATETIME($last, dateStyle: "full") }
catchup-fetching =
    { $days ->
        [one] 1 day is not here yet and is being fetched; this list will be complete in about { $minutes } min.
       *[other] { $days } days are not here yet and are being fetched; this list will be complete in about { $minutes } min.
    }
catchup-nothing = There is nothing that this chat has not got already.
catchup-usage = Please write how far back to go, and perhaps a category: /catchup 10d cs.CV. It may also be a date or a weekday.
catchup-too-long = That is too long: arXiv keeps its announcements for { $days } days. Please ask for fewer.

# /categories
categories-heading = arXiv sorts papers into { $count } categories, in these archives:
categories-archive =
    { $code } { $name }: { $count ->
        [one] 1 category
       *[other] { $count } categories
    }
categories-hint = /categories and an archive or words lists them: /categories cs, /categories vision.
categories-line = { $code } { $name }
categories-more = and { $count } more; another word narrows it down.
categories-none = No category has “{ $text }” in its code or name.
categories-all = All archives
