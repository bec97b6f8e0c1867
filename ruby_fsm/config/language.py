"""One language of config.yaml: the voice, all that is said, and the phrases to listen for."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from ruby_fsm.config.fields import Five, Four, Heard, HeardList, Phrase, Section, Three, Two, spoken
from ruby_fsm.config.manner import Manner, manner_of
from ruby_fsm.config.regions import Home, Region, Regions, there
from ruby_fsm.core.policy import CrisisWords, Phrases
from ruby_fsm.understanding.assessment import Category, Level, Lexicon, Mood


class Voice(Section):
    """How Ruby sounds and how the person is heard in this language."""

    voice: Annotated[str, Field(pattern=r"^[A-Za-z0-9._-]{2,60}$")]
    """Voice of Twilio's `<Say>`, such as Polly.Joanna-Neural."""
    language: Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")]
    """Language tag given to Twilio, such as en-US."""
    speech_model: Annotated[str, Field(pattern=r"^[a-z0-9_-]{3,60}$")] = "googlev2_telephony"
    """Speech model of Twilio's `<Gather>`."""
    hints: Annotated[
        tuple[Annotated[str, Field(min_length=1, max_length=100)], ...], Field(max_length=500)
    ] = ()
    """Words the recogniser should expect; Twilio takes at most 500 of 100 characters."""
    profanity_filter: Literal[False] = False
    """Always false: the filter stars out the very words that show danger."""


class PerMood(Section):
    """Variants for each mood; the call picks one by its turn, never the same twice in a row."""

    happy: Two
    """For a person in good spirits."""
    neutral: Two
    """For a person whose mood is not known."""
    sad: Two
    """For a person who is low."""
    stressed: Two
    """For a person under strain."""

    def by_mood(self) -> dict[Mood, tuple[str, ...]]:
        """The same, keyed by the mood."""
        return {
            Mood.HAPPY: self.happy,
            Mood.NEUTRAL: self.neutral,
            Mood.SAD: self.sad,
            Mood.STRESSED: self.stressed,
        }


class Hear(Section):
    """Whole phrases to listen for; a phrase never matches inside another sentence."""

    goodbye: HeardList
    """The person ends the call."""
    opt_out: HeardList
    """The person wants no more calls; the number is suppressed at once."""
    wants_human: HeardList
    """The person asks for a human."""
    this_language: Annotated[tuple[Heard, ...], Field(max_length=300)] = ()
    """The person asks, in whatever language, to go on in this one; it may be left out: English and
    Spanish are asked for in ways that the service knows."""


class CrisisLevel(Section):
    """The safety conversation of one level of danger."""

    say: Phrase
    """Said at once: what was heard is taken seriously."""
    ask: Phrase
    """The direct question, in the order of the Columbia scale."""
    plan: Five
    """Steps of a safety plan, one a turn."""


class CrisisLevels(Section):
    """Words for every level, so that `crisis.at` can be lowered without writing any."""

    low: CrisisLevel
    """A weak sign; spoken only when `crisis.at` is low."""
    moderate: CrisisLevel
    """A wish to be dead, thoughts of suicide, a method."""
    high: CrisisLevel
    """Intent or a plan."""
    imminent: CrisisLevel
    """An attempt, an overdose or violence in progress."""

    def by_level(self) -> dict[Level, CrisisWords]:
        """The same, keyed by the level."""
        levels = {
            Level.LOW: self.low,
            Level.MODERATE: self.moderate,
            Level.HIGH: self.high,
            Level.IMMINENT: self.imminent,
        }
        return {level: CrisisWords(it.say, it.ask, it.plan) for level, it in levels.items()}


Question = Annotated[str, Field(max_length=600), AfterValidator(spoken)]


class Check(Section):
    """One gentle, direct question below danger, at most once a call for each of them.

    It may be left out, as may each question: where the voice speaks English, the service has words
    of its own; in another language the person then gets the usual reply.
    """

    denial: Question = ""
    """After danger was named and denied: "I'm not going to kill myself"."""
    third_party: Question = ""
    """After worry about somebody else; it should tell where help for that person is to be had."""
    past: Question = ""
    """After danger of long ago, the person's own or one they lived through."""
    unsure: Question = ""
    """After words that may be danger and may not be; a yes has to mean that there is danger."""

    def by_category(self) -> dict[Category, str]:
        """The same, keyed by what the words were about."""
        return {
            Category.DENIAL: self.denial,
            Category.THIRD_PARTY: self.third_party,
            Category.PAST: self.past,
            Category.INDIRECT: self.unsure,
        }


# For a config.yaml written before there was a check. Without numbers: whose country, who knows.
ENGLISH_CHECK = Check(
    denial=(
        "Thank you for saying that plainly, {name}. I'd still like to ask, because you matter: do "
        "thoughts of ending your life come to you at times? You can tell me, whatever the answer "
        "is."
    ),
    third_party=(
        "That's a lot to carry, {name}, and it's good that you speak of it. Crisis lines help "
        "family and friends too, and an emergency number is for danger right now. Is anyone in "
        "danger at this moment?"
    ),
    past=(
        "Thank you for trusting me with that, {name}. It sounds like a very hard time. May I ask "
        "you directly: do thoughts of ending your life still come to you these days?"
    ),
    unsure=(
        "I want to be sure that I understand you, {name}, because you matter. Is anyone in danger "
        "right now, or are you having thoughts of ending your life? You can tell me, whatever the "
        "answer is."
    ),
)


class CrisisTalk(Section):
    """What is said in a crisis, beside the resources."""

    levels: CrisisLevels
    """The safety conversation of each level."""
    ask_again: Three
    """After a silence in a crisis; the line is never put down for it."""
    goodbye_first: Phrase
    """The first goodbye in a crisis, before the resources and the direct question once more."""
    goodbye: Phrase
    """The second goodbye in a crisis, after the resources."""
    opted_out: Phrase
    """Confirms in a crisis that the number will not be called again; the line stays up."""
    check: Check = Check()
    """The gentle check, below danger."""


class Language(Section):
    """Everything said and heard in one language. `{name}` is the person's name, if known."""

    voice: Voice
    """The voice and the ear."""
    disclosure: Phrase
    """One sentence at the start: who calls, that it is an AI, how to stop the calls."""
    switched_to: Question = ""
    """In place of a reply, once the person asked to go on in this language: says it is so, and who
    speaks, in essence; it may be left out, then the disclosure is said."""
    greetings: PerMood
    """The neutral ones after the disclosure, without a name; then, to a person who says hello, the
    one for their mood."""
    returning: PerMood
    """The same to a person who was called before, once they say hello."""
    goodbyes: PerMood
    """Last words of an ordinary call."""
    reprompts: Four
    """After a silence, a different one each time."""
    fillers: Four
    """While the reply is being made, at most one a turn."""
    safe_lines: Four
    """In place of a reply that failed: true whatever was said."""
    ask_again: Two
    """When the words were hardly understood."""
    limit_near: Phrase
    """Said once, shortly before the time for the call is over."""
    wrap_up: Phrase
    """Said when the time for the call is over."""
    silence_goodbye: Phrase
    """Said before hanging up on a line that stayed silent."""
    opt_out: Phrase
    """Confirms that the number will not be called again."""
    no_human: Phrase
    """A human was asked for, and none can be reached from here."""
    handing_over: Phrase
    """Before the person is connected with a human."""
    hand_over_failed: Phrase
    """The human could not be reached."""
    ringing_human: Question = ""
    """In a crisis: a human is being rung, and Ruby stays. It may be left out, as the next two: then
    `handing_over` is said."""
    still_ringing: Question = ""
    """In a crisis, to who asks again while it rings."""
    human_joins: Question = ""
    """In a crisis: the human is there, right before the two are connected."""
    human_here: Phrase
    """In a crisis: a human has taken notice, or has joined."""
    key_help: Phrase
    """After a key that means nothing, or the help key."""
    resources: Phrase
    """Where help is to be had at any hour, numbers written as words; spoken in every crisis."""
    resources_again: Phrase
    """The same in one sentence, for danger said again and again in one crisis."""
    country: Home = ""
    """ISO code of the country whose numbers the words of this language name, as US; '' for none."""
    regions: Regions = Field(default={})
    """Where help is in other countries, by the ISO code of the number called (GB); ZZ is every
    country that is not there, and without ZZ those hear the numbers of `country`."""
    trouble: Phrase
    """When the service itself is in trouble: kind words before the resources."""
    inbound: Phrase
    """To a person who rings this number: one polite sentence before the resources."""
    crisis: CrisisTalk
    """The safety conversation."""
    hear: Hear
    """What to listen for."""
    manner: Manner = Manner()
    """Courtesies; they may be left out."""

    def abroad(self, country: str) -> Region | None:
        """What is said in that country; None where this language's own words are right."""
        return None if country in {"", self.country} else there(self.regions, country)

    def resources_in(self, country: str) -> str:
        """Where help is in that country; '' for not known."""
        region = self.abroad(country)
        return region.resources if region else self.resources

    def phrases(self) -> Phrases:
        """The same as the core wants it."""
        manner = manner_of(self.manner, self.voice.language)
        return Phrases(
            disclosure=self.disclosure,
            switched_to=self.switched_to or self.disclosure,
            greetings=self.greetings.by_mood(),
            returning=self.returning.by_mood(),
            goodbyes=self.goodbyes.by_mood(),
            reprompts=self.reprompts,
            fillers=self.fillers,
            safe_lines=self.safe_lines,
            ask_again=self.ask_again,
            limit_near=self.limit_near,
            wrap_up=self.wrap_up,
            silence_goodbye=self.silence_goodbye,
            opt_out=self.opt_out,
            no_human=self.no_human,
            handing_over=self.handing_over,
            hand_over_failed=self.hand_over_failed,
            ringing_human=self.ringing_human or self.handing_over,
            still_ringing=self.still_ringing or self.handing_over,
            human_joins=self.human_joins or self.handing_over,
            human_here=self.human_here,
            key_help=self.key_help,
            crisis=self.crisis.levels.by_level(),
            crisis_ask_again=self.crisis.ask_again,
            crisis_goodbye_first=self.crisis.goodbye_first,
            crisis_goodbye=self.crisis.goodbye,
            resources=self.resources,
            resources_again=self.resources_again,
            opted_out=self.crisis.opted_out,
            checks=self.checks(),
            **dict(manner),
        )

    def checks(self) -> dict[Category, str]:
        """The gentle questions that are asked in this language."""
        ours = ENGLISH_CHECK if self.voice.language.startswith("en") else Check()
        words = ours.by_category() | {k: v for k, v in self.crisis.check.by_category().items() if v}
        return {category: text for category, text in words.items() if text}

    def lexicon(self) -> Lexicon:
        """The phrases to hear, in this language alone."""
        return Lexicon(self.hear.goodbye, self.hear.opt_out, self.hear.wants_human)
