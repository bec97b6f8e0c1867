"""What made-up people say: everyday talk, with no danger, no goodbye and nothing personal in it."""

from __future__ import annotations

from ruby_fsm.adapters.db.rehearsal import Script
from ruby_fsm.understanding.assessment import Mood

ENDED = (
    Script(
        Mood.NEUTRAL,
        (
            ("My day was good, I was in the garden.", "That sounds lovely. What grows there?"),
            ("Roses mostly, and some beans.", "Roses and beans. Which do you like best?"),
        ),
    ),
    Script(
        Mood.STRESSED,
        (
            ("Work is a lot at the moment.", "That sounds like a lot. What weighs on you most?"),
            ("There is a deadline on Friday.", "And after Friday, what would you like to do?"),
            ("I want to sleep in on Saturday.", "You have earned that. What then?"),
        ),
    ),
    Script(
        Mood.SAD,
        (
            ("I miss the old house a little.", "What was it like there?"),
            ("It had a big kitchen, we all sat there.", "It sounds as if it was full of life."),
        ),
    ),
    Script(
        Mood.HAPPY,
        (
            ("My daughter called me today.", "How nice. What did she tell you?"),
            ("She has a new flat in the city.", "That is good news. Will you visit her?"),
            ("Yes, next week, by train.", "What are you looking forward to most?"),
        ),
    ),
    Script(Mood.NEUTRAL, (("It is a bad time, I am cooking.", "Then I'll let you cook. Enjoy."),)),
)
STANDING = (ENDED[0], ENDED[2])
