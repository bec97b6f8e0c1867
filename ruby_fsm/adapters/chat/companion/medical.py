"""Know a question for medical advice when it is heard: Ruby answers none."""

from __future__ import annotations

import re

from ruby_fsm.adapters.chat.companion.words import bag, sayings

REMEDIES = bag(
    "pill pills tablet tablets medicine medicines medication medications meds antidepressant "
    "antidepressants antibiotics dose doses dosage steroids ibuprofen paracetamol aspirin codeine "
    "morphine propranolol sertraline prozac citalopram fluoxetine diazepam valium xanax lorazepam "
    "insulin inhaler painkiller painkillers sedative sedatives tramadol nurofen tylenol "
    "antihistamines supplements melatonin statins prescription beta-blockers relaxers relaxants "
    "drops syrup vitamins sleepers gummies"
)
_TREATED = sayings(
    "something to calm; something to sleep; something to help me sleep; take for sleep; night "
    "nurse; caffeine pills; have i got depression; got depression; got anxiety; got dementia; got "
    "cancer; got adhd; have depression; a chest infection; mix it with; st john's wort; good for "
    "nerves; take another one; safe to take; safe to drink"
)
_ASKING = sayings(
    "should i; can i; could i; may i; is it; is that; are these; are they; do i; how many; how "
    "much; what's the; what is the; do you think; will it; what medicine; which; what happens if; "
    "shall i; am i allowed; should we; can she; can he; what if i; is there; does it; what can i; "
    "what should i; can we; should she; should he; would; can you take; what could"
)
_CHANGING = sayings(
    "stop taking; stop my; stopped taking; double; take more; take extra; take two; skip; come "
    "off; coming off; take an extra; taking more; instead of my"
)
_MEANING = sayings("going to; think i'll; might; thinking of; thinking about; i'll; want to")


_TAKING = re.compile(
    r" (?:can|could|should|may|shall) (?:i|he|she|we) (?:take|have|give|swallow) "
    r"(?:him |her |them )?"
    r"(?:two|three|a couple|some of|another|more of|an extra|extra|one of|a few|half a) "
)
_HARMLESS = re.compile(
    r" (?:breaks?|walks?|days?|weeks?|photos?|pictures?|minutes?|moments?|hours?|steps?|cakes?|"
    r"biscuits?|slices?|bath) "
)


def is_medical(words: list[str]) -> bool:
    """A question about a remedy or a diagnosis, or a plan to change what one takes."""
    text = f" {' '.join(words)} "
    if _TAKING.search(text) and not _HARMLESS.search(text):
        return True
    has_remedy = not REMEDIES.isdisjoint(words) or any(f" {t}" in text for t in _TREATED)
    if not has_remedy:
        return False
    if any(f" {ask} " in text for ask in _ASKING):
        return True
    return any(f" {c} " in text for c in _CHANGING) and any(f" {m} " in text for m in _MEANING)


def remedy_in(words: list[str]) -> str:
    """The remedy that is named, in the person's word, '' if none."""
    return next((word for word in words if word in REMEDIES), "")
