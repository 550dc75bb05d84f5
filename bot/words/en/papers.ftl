# Cards of papers, and what can be asked about one paper.

command-original = a paper in its authors' own words
command-authors = everybody who wrote a paper
argument-paper = ids, links or words
argument-id = id or link

byline-more =
    { $authors } and { $more ->
        [one] 1 other
       *[other] { $more } others
    }

# Facts of a card. $date is a day such as 2026-11-24.
card-submitted = Submitted { $date }
card-version = v{ $version }
card-version-of = v{ $version } of { $date }
card-comment = Comment: { $text }
card-journal = Published: { $text }
card-link-abstract = Abstract
card-section =
    { $section ->
        [motivation] Motivation
        [method] Method
        [result] Result
        [conclusion] Conclusion
       *[abstract] Abstract
    }
credit-extract = In the authors' own words, { $date }.
credit-import = Imported summary, { $date }.
credit-model = Summary by { $model }, { $date }.
credit-unsupported = Not found in the abstract: { $numbers }.

# Buttons: one to three words each.
button-save = Save
button-similar = Similar
button-bibtex = BibTeX
button-language = In { $language }
button-original = The authors' words
button-summary = The summary
button-authors = All authors
button-card = The paper
button-settings = Settings
button-others = Other papers found

# /paper
paper-fetching = Fetching from arXiv: { $papers }
paper-summarizing =
    { $count ->
        [one] The summary is being written and will appear here.
       *[other] { $count } summaries are being written and will appear here.
    }
paper-left-out =
    { $count ->
        [one] 1 more paper was named; please ask for it separately.
       *[other] { $count } more papers were named; please ask for them separately.
    }
needs-id = Please name the paper by its arXiv id or link, such as 2512.10935. To look for words, use /search.
names-archive = { $archive } is an archive of arXiv's, not a paper. /categories { $archive } lists its categories.
names-category = { $category } is a category of arXiv's, not a paper. /today { $category } brings its newest papers.

# /authors
authors-of =
    { $title }
    { $count ->
        [one] 1 author:
       *[other] { $count } authors:
    }

# /similar
similar-to = Papers like “{ $title }”:
similar-none = No other paper here is much like “{ $title }”.

# /bibtex
bibtex-file =
    { $count ->
        [one] The entry is in the file.
       *[other] The { $count } entries are in the file.
    }

# /why
why-place =
    { $category } on { $day } ({ $kind ->
        [new] new
        [cross] cross-list
        [replace] new version
       *[replace-cross] new version, cross-list
    })
why-announced = Announced in { $places }.
why-page-sent = It came to this chat with the edition of { $day }, on page { $page } of { $pages }.
why-page-coming = It is on its way to this chat: page { $page } of { $pages } of the edition of { $day }.
why-page-skipped = It stood on page { $page } of { $pages } of the edition of { $day }. Whether that page arrived could not be found out, and it was not sent twice.
why-page-failed = It stood on page { $page } of { $pages } of the edition of { $day }, which this platform would not take. Those who run the bot were told.
why-days = { $first } to { $last }
why-not-yours = It did not come here because its categories are not among those of this chat: { $categories }. Its main category is { $category }; /subscribe can add it.
# $reason is what the chat's wishes left it out for.
why-dropped =
    It was left out by the wishes of this chat: { $reason ->
        [replacements] new versions are not wanted
        [cross-lists] cross-lists are not wanted
        [unwanted-words] it has unwanted words
        [unwanted-authors] it has an unwanted author
        [no-wanted-word-or-author] it has no wanted word or author
       *[had-before] an earlier edition brought it
    }. /settings changes them.
why-undelivered = Nothing keeps it away, and no edition has brought it here. The edition of { $day } holds it.
why-elsewhere = Nothing keeps it away, but I hold no announcement of it in the categories of this chat: { $categories }. The edition of { $day } in { $category } holds it.
why-not-announced = It was submitted on { $day }, and I know of no announcement yet. It usually takes one to three working days.
why-unknown = I hold no announcement of it: the day is not stored here, or its main category, { $category }, is not fetched.
why-digest = Edition of { $day }
