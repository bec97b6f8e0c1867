"""Know a question for medical advice when it is heard: Ruby answers none."""

from __future__ import annotations

_REMEDIES = frozenset(
    "pill pills tablet tablets medicine medicines medication medications meds antidepressant "
    "antidepressants antibiotics dose doses dosage steroids ibuprofen paracetamol aspirin codeine "
    "morphine propranolol sertraline prozac citalopram fluoxetine diazepam valium xanax lorazepam "
    "insulin inhaler painkiller painkillers sedative sedatives tramadol nurofen tylenol "
    "antihistamines supplements melatonin statins prescription beta-blockers".split()
)
_TREATED = (
    "something to calm", "something to sleep", "something to help me sleep", "take for sleep",
    "night nurse", "caffeine pills", "have i got depression", "got depression", "got anxiety",
    "got dementia", "got cancer", "got adhd", "have depression", "a chest infection", "mix it with",
    "st john's wort", "good for nerves", "take another one", "safe to take", "safe to drink",
)  # fmt: skip
_ASKING = (
    "should i", "can i", "could i", "may i", "is it", "is that", "are these", "are they", "do i", "how many",
    "how much", "what's the", "what is the", "do you think", "will it",
    "what medicine", "which", "what happens if", "shall i", "am i allowed", "should we", "can she",
    "can he", "what if i", "is there", "does it", "what can i", "what should i", "can we", "should she",
    "should he", "would", "can you take", "what could",
)  # fmt: skip
_CHANGING = (
    "stop taking", "stop my", "stopped taking", "double", "take more", "take extra", "take two", "skip",
    "come off", "coming off", "take an extra", "taking more", "instead of my",
)  # fmt: skip
_MEANING = ("going to", "think i'll", "might", "thinking of", "thinking about", "i'll", "want to")


def is_medical(words: list[str]) -> bool:
    """A question about a remedy or a diagnosis, or a plan to change what one takes."""
    text = f" {' '.join(words)} "
    has_remedy = not _REMEDIES.isdisjoint(words) or any(f" {t}" in text for t in _TREATED)
    if not has_remedy:
        return False
    if any(f" {ask} " in text for ask in _ASKING):
        return True
    return any(f" {c} " in text for c in _CHANGING) and any(f" {m} " in text for m in _MEANING)


def remedy_in(words: list[str]) -> str:
    """The remedy that is named, in the person's word, '' if none."""
    return next((word for word in words if word in _REMEDIES), "")
