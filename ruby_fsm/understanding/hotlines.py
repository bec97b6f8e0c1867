"""Short numbers that are dialled for help: one list for whoever says one and whoever judges one.

A number that config.yaml names in a crisis belongs here, so that it is said digit by digit and is
never taken for a count; a test holds the two together.
"""

from __future__ import annotations

from ruby_fsm.understanding.phrase import words_in

LONGEST = 6  # digits; longer ones are known by their length
EMERGENCY = words_in("000 110 111 112 113 119 911 995 999")
CRISIS = words_in("024 988 1737 1767 13114 14416 85258 116123 131114 741741")
HOTLINES = EMERGENCY | CRISIS
