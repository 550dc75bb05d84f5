# /status: arXiv's newest announcement, and how the bot is doing.

status-newest = arXiv's newest announcement is that of { DATETIME($day, dateStyle: "full") }.
# One line for each category that the bot fetches.
status-in =
    { $category }: { $entries ->
        [0] in, nothing announced
        [one] in, 1 entry
       *[other] in, { $entries } entries
    }
status-out = { $category }: not here yet
# $there is a time in New York, $utc the same moment in UTC: 00:00, 05:00.
status-awaited = { DATETIME($day, dateStyle: "full") } was expected from { $there } New York time ({ $utc } UTC) on and is not complete here yet.
status-next = The next announcement is expected on { DATETIME($day, dateStyle: "full") } at { $there } New York time ({ $utc } UTC).
status-next-unsure = arXiv's holidays of { $year } are not known to this version, so it may come a day later.
status-repairs =
    { $summaries ->
        [0] No summary is waiting for repair.
        [one] 1 summary is being repaired; until then the authors' own words stand in.
       *[other] { $summaries } summaries are being repaired; until then the authors' own words stand in.
    }

# For operators only.
status-tokens = Tokens used today (UTC): { $tokens }, without a limit
status-tokens-of = Tokens used today (UTC): { $tokens } of { $budget }
status-none-stopped = All of arXiv's hosts may be asked.
status-stopped = { $host } is left alone until { $until } UTC, because it answered 403.
status-size = Database: { NUMBER($megabytes, maximumFractionDigits: 1) } MB
status-unfinished =
    { $pages ->
        [0] Every planned page is delivered.
        [one] 1 page is planned and not delivered yet.
       *[other] { $pages } pages are planned and not delivered yet.
    }

# $chat is a platform and a chat there: telegram:-1001234567890.
status-closed = - { $chat }: closed since { DATETIME($day, dateStyle: "long") }. { $reason }
status-waiting =
    - { $chat }: { $pages ->
        [one] 1 page waits
       *[other] { $pages } pages wait
    } of the edition of { DATETIME($day, dateStyle: "long") }
status-more = - and others

# Why a day brings nothing.
quiet-weekend = arXiv announces nothing at weekends.
quiet-holiday = arXiv announces nothing on { DATETIME($day, dateStyle: "full") } because of { $holiday }.
quiet-not-yet = { DATETIME($day, dateStyle: "full") } is not announced yet; the feeds turn at { $there } New York time ({ $utc } UTC).
quiet-late = arXiv is late: { DATETIME($day, dateStyle: "full") } is not announced yet. Your edition follows as soon as it is.
quiet-follows = Your edition follows as soon as it does.
quiet-nothing = arXiv announced nothing in these categories for { DATETIME($day, dateStyle: "full") }.
quiet-failing = arXiv has given no usable answer since { $time } New York time on { DATETIME($day, dateStyle: "full") }.

# Days on which arXiv closes no batch; they stand in quiet-holiday.
holiday-martin-luther-king-day = Martin Luther King Day
holiday-juneteenth = Juneteenth
holiday-independence-day = Independence Day
holiday-labor-day = Labor Day
holiday-thanksgiving = Thanksgiving
holiday-the-winter-break = the winter break
holiday-new-year-s-day = New Year's Day
holiday-a-retreat-of-arxiv-s-staff = a retreat of arXiv's staff
