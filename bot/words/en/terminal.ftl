# The conversation in the terminal.

terminal-hello = /help lists what you can ask; a number takes a choice; Ctrl-D leaves.
terminal-placeholder = words, an arXiv id or link, or a /command
terminal-waiting = One moment ...
terminal-given-up = Given up. What was done so far is kept.
