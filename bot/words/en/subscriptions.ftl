# /subscribe, /unsubscribe and /settings: what a chat gets every day.

argument-wishes = categories and wishes

subscription-keep = Keep
subscription-cancel = Cancel
subscription-back = Back
subscription-done = Done
subscription-settings = Change it
subscription-stop = Unsubscribe
subscription-subscribe = Subscribe

subscribe-has = This chat is subscribed:
subscribe-keep = Shall I bring this every day?
subscribe-keep-instead = Shall I bring this every day, in the place of what this chat gets now?
subscribe-kept = Subscribed.
# What comes next. $time is "asap" or a clock time such as 08:30, $day the day of the next edition in $zone.
subscribe-comes =
    { $soon ->
        [yes] The newest edition comes in a moment
       *[no] The newest edition comes as soon as I have all of it
    }; then { $time ->
        [asap] each as soon as it is complete, the next on { DATETIME($day, dateStyle: "full") } ({ $zone }).
       *[other] daily at { $time } ({ $zone }), the next on { DATETIME($day, dateStyle: "full") }.
    }
subscribe-next =
    { $time ->
        [asap] The next edition comes on { DATETIME($day, dateStyle: "full") } ({ $zone }), as soon as it is complete.
       *[other] The next edition comes on { DATETIME($day, dateStyle: "full") } at { $time } ({ $zone }), and then daily.
    }
subscribe-rest = Papers of the newest edition that did not come here yet follow within half an hour.
subscribe-cancelled = Nothing was kept.
subscribe-gone = I don't have that wish any more: I keep one for a day, and only for the chat that it was made in. Send /subscribe again.
subscription-in-file = This stands in the bot's settings file. Only whoever runs the bot can change it, there.

unsubscribe-none = This chat is not subscribed to anything.
unsubscribe-ask = Shall I stop bringing { $categories } here?
unsubscribe-done = Unsubscribed. Nothing more comes here by itself; you can still ask me anything.
unsubscribe-cancelled = All right, everything stays as it is.

settings-none = This chat is not subscribed to anything yet.
settings-changed = Changed.
settings-same = That is how it was already.
# A button that opens the choices of one kind of wish.
settings-menu =
    { $menu ->
        [categories] Categories
        [words] Words
        [language] Language
        [time] Time
        [timezone] Time zone
        [layout] Layout
        [detail] Detail
        [missed] Missed days
       *[pages] Pages
    }
settings-no-mention = Call no role
# Above the choices; what can be written stands there, too.
settings-choose =
    { $menu ->
        [categories] Which categories? A press adds one or takes it away.
        [words] Words and authors: a press removes one. { $platform ->
            [discord] To add some, fill in "only", "without" or "authors" of /settings.
           *[other] To add some, write for example /settings +diffusion -survey author:"Paul Erdős"
        }
        [language] Summaries in which language? For another one, write for example /settings language:Dutch
        [time] When? For another time, write for example /settings time:07:45
        [timezone] Which clock? For another time zone, write for example /settings timezone:Europe/Madrid
        [layout] How shall an edition look? "Rich" has real formulas, where the platform has them.
        [detail] How much of each paper?
        [missed] When I was away for days: what shall come of them?
       *[pages] How many pages may one edition have here? The rest stays a question away. For another number, write for example /settings max_pages:4
    }
# A button that turns something on ($turn is "yes") or off ("no").
settings-switch =
    { $switch ->
        [crosslists] { $turn ->
            [yes] Add cross-lists
           *[no] Without cross-lists
        }
        [replacements] { $turn ->
            [yes] Add new versions
           *[no] Without new versions
        }
        [quiet] { $turn ->
            [yes] Say why nothing comes
           *[no] Nothing on quiet days
        }
       *[silent] { $turn ->
            [yes] Without a sound
           *[no] With a sound
        }
    }

# A subscription, line by line.
wish-categories = Categories: { $categories }
wish-language = Summaries: { $language }
wish-asap = at once
wish-time-asap = Time: as soon as the edition is complete
wish-time = Time: { $time }, { $zone }
wish-kinds =
    Cross-lists: { $crosslists ->
        [yes] yes
       *[no] no
    }; new versions: { $replacements ->
        [yes] yes
       *[no] no
    }
wish-wanted = Only papers with one of: { $what }
wish-unwanted = No papers with: { $what }
wish-word = “{ $word }”
wish-author = by { $name }
wish-comma = { ", " }
wish-layout =
    { $layout ->
        [rich] rich
       *[classic] classic
    }
wish-detail =
    { $detail ->
        [brief] TL;DR only
        [titles] titles only
       *[full] everything
    }
wish-pages-no-limit = no limit
wish-form =
    { $layout ->
        [rich] Layout: rich; of
        [none] Of
       *[classic] Layout: classic; of
    } each paper: { $detail ->
        [brief] its TL;DR
        [titles] its title
       *[full] everything
    }; pages: { $pages ->
        [0] as many as there are
        [one] at most 1
       *[other] at most { $pages }
    }; sound: { $silent ->
        [yes] off
       *[no] on
    }
wish-missed =
    { $missed ->
        [one] one edition over all days
        [newest] only the newest
       *[each] every day by itself
    }
wish-silence =
    Missed days: { wish-missed }; when nothing comes: { $quiet ->
        [yes] a line that says why
       *[no] no word
    }
wish-mention = Each edition calls the role { $role }
wish-terminal = In the terminal, an edition comes whenever `paperboy deliver` runs, and it comes whole: time, layout, detail, pages, sound and words on quiet days change nothing here.

# What is wrong with a line of wishes.
wish-example = This works, for example: { $example }
wish-line-too-long = That is more than I read at once: at most { $most } characters, please.
wish-open-quote = A quote is open: “{ $text }”. Close it, so that I know where it ends.
wish-unknown-category =
    { $near ->
        [none] “{ $text }” is not a category. I fetch { $offered }; a word to look for is written +word or -word.
       *[other] “{ $text }” is not a category. Did you mean { $near }? A word to look for is written +word or -word.
    }
# $texts are several words, each in quotes.
wish-unknown-words =
    { $near ->
        [none] I can make nothing of { $texts }. A category is written like cs.CV; a word to look for +word or -word.
       *[other] I can make nothing of { $texts }. Did you mean { $near }? A word to look for is written +word or -word.
    }
wish-category-not-offered = { $category } is not among the categories that I fetch ({ $offered }). Whoever runs me can add it.
wish-no-category-left = No category would be left; keep at least one.
wish-nothing-after-sign = There is a { $sign } with nothing after it; write the word right behind it.
wish-unknown-option =
    { $near ->
        [none] I don't know “{ $name }:”. I know cat:, lang:, time:, tz:, author:, crosslists:, replacements:, layout:, detail:, pages:, silent:, missed: and quiet:.
       *[other] I don't know “{ $name }:”. Did you mean { $near }: ?
    }
wish-no-value = Something is missing after { $name }: ; write the value right behind it.
wish-sign-before-option = { $name }: takes no { $sign } before it.
wish-said-twice = You said { $name }: twice, and not the same.
wish-word-too-long = “{ $text }…” is too long; a word or name may have { $most } characters.
wish-word-without-letters = “{ $text }” has no letters or digits to look for.
wish-contradiction = “{ $text }” cannot be both wanted and unwanted.
wish-too-many-words = That is too many words or authors; at most { $most } of each kind.
wish-unknown-language =
    { $near ->
        [none] I don't know a language “{ $text }”. Write its English name, such as Chinese or German.
       *[other] I don't know a language “{ $text }”. Did you mean { $near }?
    }
wish-unknown-zone =
    { $near ->
        [none] “{ $text }” is not a time zone. Name one by its place, such as Europe/Berlin or Asia/Shanghai.
       *[other] “{ $text }” is not a time zone. Did you mean { $near }?
    }
wish-no-time = “{ $text }” is not a time; write asap, or a time such as 08:30.
wish-yes-or-no = “{ $text }” should be yes or no.
wish-pages = “{ $text }” is not a number of pages; write one up to { $most }, or 0 for no limit.
wish-no-role = “{ $text }” is not a role; write the number of one (right-click it in Discord and copy its ID), or none.
wish-no-roles-here = Only on Discord are there roles that an edition can call.
wish-no-layouts-here = On Discord an edition has one layout; only on Telegram can it be chosen.
wish-one-of = “{ $text }” is none of: { $choices }.

# The dry run: what a wish would have made of the last edition.
preview-nothing-stored = There is no edition of these categories here yet to try this on.
preview-account = Of the edition of { DATETIME($day, dateStyle: "full") }, you would have got { $shown } of { $announced }.
preview-left-out = - Left out, { $reason }: { $count }
preview-missing =
    { $count ->
        [one] - 1 paper of it is missing here.
       *[other] - { $count } papers of it are missing here.
    }
preview-pending = Not in it, because nobody asked for it that day: { $categories }
preview-would-come = You would have got, for example:
preview-would-not-come = And not:
preview-example = - { $title } ({ $reason })
preview-reason =
    { $reason ->
        [brought] had before
        [replacement] a new version
        [crosslist] a cross-list
        [unwanted_word] an unwanted word
        [unwanted_author] an unwanted author
       *[nothing_wanted] no wanted word or author
    }
