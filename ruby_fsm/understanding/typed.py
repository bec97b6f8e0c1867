"""Tell what a hand has typed from what a recogniser wrote: the same words weigh less in a post."""

from __future__ import annotations

from ruby_fsm.understanding.phrase import words_in

# No recogniser leaves an apostrophe out, or a space in its place, or knows the short forms of
# messages. What the young say aloud ("lol") is no mark.
_MARKS = words_in(
    "m t s re ve ll im ive dont doesnt didnt cant couldnt wouldnt shouldnt wont isnt arent wasnt"
    " werent havent hasnt hadnt aint youre youve theyre theyve hes shes thats whats theres rn tmr"
    " tmrw bc cuz ppl pls plz u ur smh imo imho btw wtf dm dms"
)
_BEGIN = ("#", "@", "http", "&")
_AROUND = ".,;:!?()\"'*"


def is_typed(text: str) -> bool:
    """Whether `text` bears a mark that only writing has: a link, a tag, a contraction in pieces."""
    return any(
        word.startswith(_BEGIN) or word.strip(_AROUND) in _MARKS for word in text.lower().split()
    )
