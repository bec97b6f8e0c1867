"""The whole of config.yaml: what Ruby says, when, and who is told of danger."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, ValidationInfo, field_validator
from pydantic import model_validator as whole
from pydantic_core import PydanticCustomError

from ruby_fsm.config.alerts import AlertWords
from ruby_fsm.config.chat import Chat
from ruby_fsm.config.dial_policy import DialPolicy
from ruby_fsm.config.escalation import Contacts, Lines, Paths, Step
from ruby_fsm.config.fields import Section, Text, spoken
from ruby_fsm.config.handover import Handover
from ruby_fsm.config.language import Language
from ruby_fsm.config.limits import LimitsSection
from ruby_fsm.config.numbers import NumberSections
from ruby_fsm.config.webhooks import Webhooks
from ruby_fsm.core.policy import Keys, Phrases, Policy
from ruby_fsm.understanding.assessment import Level, Lexicon


class Persona(Section):
    """Who Ruby is, as a chat backend is told."""

    name: Annotated[str, Field(min_length=1, max_length=40)]
    """The companion's name."""
    instructions: Text
    """How it speaks and what it never does; told to the chat backend, never spoken."""


def one_key(key: str) -> str:
    """A key of the telephone, or '' for none."""
    if key and key not in "0123456789*":
        raise PydanticCustomError(
            "key", "{key} is no key; write one of 0 to 9, '*', or ''", {"key": repr(key)}
        )
    return key


Key = Annotated[str, AfterValidator(one_key)]


class KeySection(Section):
    """What the keys of the telephone do; '' switches one off. Phrases that name one must agree."""

    human: Key
    """Asks for a human."""
    go_on: Key
    """Goes on with the conversation."""
    opt_out: Key
    """Stops all calls; it can't be switched off: an AI call must offer it (47 CFR 64.1200)."""
    goodbye: Key
    """Ends the call."""

    @field_validator("opt_out")
    @classmethod
    def must_stay(cls, key: str) -> str:
        if not key:
            raise PydanticCustomError("opt_out", "a key must stop the calls; write '8'")
        return key

    @whole(mode="after")
    def all_different(self) -> Self:
        used = [key for key in dict(self).values() if key]
        if twice := next((key for key in used if used.count(key) > 1), None):
            raise PydanticCustomError(
                "twice", "key {key} has two meanings; give each its own", {"key": repr(twice)}
            )
        return self


class Crisis(Section):
    """When a call becomes a crisis, and who is told."""

    at: Literal["low", "moderate"]
    """The level from which words are danger; it may be lowered, never raised above moderate."""
    paths: Paths
    """The escalation path of each level."""
    hurries: bool = False
    """Where a contact's telephone is busy, fails or rings out, the next step comes at once; false:
    at the step's deadline. A path's last step keeps its deadline."""
    chat_sentence: bool = False
    """In a crisis one sentence of a remote chat backend, if it passes the gate and is ready within
    `reply_soft_s`, follows the plan's words."""
    second_opinion: bool = False
    """An OpenAI-compatible backend is asked about danger beside each reply; it may only add."""

    @whole(mode="after")
    def a_path_for_each_level(self) -> Self:
        if self.at == "low" and not self.paths.low:
            raise PydanticCustomError(
                "no_path", "crisis.at is low, so crisis.paths.low needs at least one step"
            )
        return self

    def path(self, level: Level) -> tuple[Step, ...]:
        """The steps for `level`, first one first; none for a level that is no danger."""
        if level is Level.NONE:
            return ()
        steps: tuple[Step, ...] = getattr(self.paths, level.name.lower())
        return steps or self.paths.moderate


class MachineSection(Section):
    """What an answering machine hears."""

    message: Annotated[str, Field(max_length=600), AfterValidator(spoken)]
    """One neutral message, or '' to hang up without a word; it must name nothing private."""


class RetentionSection(Section):
    """How long rows are kept."""

    calls_days: Annotated[int, Field(ge=1, le=3650)] = 365
    """Days from the end of a call until all that is kept of it is deleted."""
    jobs_days: Annotated[int, Field(ge=1, le=365)] = 7
    """Days until the record of a piece of work that is done is deleted."""
    webhooks_days: Annotated[int, Field(ge=1, le=365)] = 30
    """Days until a webhook that was delivered, or is dead, is deleted."""


class MemorySection(Section):
    """What is remembered from one call to the next."""

    enabled: bool = False
    """Whether the chat backend is told mood and topics of the last talk; never words."""


LanguageTag = Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Z]{2})?$")]


def base(language: str) -> str:
    """The language without its region: en-GB is en."""
    return language.split("-", maxsplit=1)[0]


def helped(phrases: Phrases, newest: Language, region: str) -> Phrases:
    """With where help is to be had as it is known now, in the country that is called."""
    phrases = replace(phrases, resources=newest.resources, resources_again=newest.resources_again)
    there = newest.abroad(region)
    return there.phrases(phrases) if there else phrases


class Config(Section):
    """config.yaml, read and checked. Secrets and addresses are not here but in the environment."""

    version: Literal[1]
    """Version of this layout."""
    languages: Annotated[Mapping[LanguageTag, Language], Field(min_length=1)]
    """What is said and heard, by language tag (en, en-GB)."""
    default_language: str
    """The language of a call that names none, and of a person who rings us."""
    persona: Persona
    """Who Ruby is."""
    numbers: NumberSections
    """Every number the call obeys."""
    keys: KeySection
    """The keys of the telephone."""
    crisis: Crisis
    """Danger: when, and who is told."""
    contacts: Contacts = Field(default={})
    """Those who are told, by role; it may be left out, then the log is all there is."""
    alerts: AlertWords = AlertWords()
    """What they hear on the telephone; it may be left out."""
    crisis_lines: Lines = ()
    """Telephone lines for people in danger, by country; it may be left out."""
    handover: Handover
    """The human on duty."""
    machine: MachineSection
    """Answering machines."""
    chat: Chat
    """Where replies come from."""
    dial_policy: DialPolicy = DialPolicy()
    """Who may be called and when; it may be left out."""
    retention: RetentionSection = RetentionSection()
    """When rows are deleted; it may be left out."""
    memory: MemorySection = MemorySection()
    """What the next call knows of the last one; it may be left out."""
    limits: LimitsSection = LimitsSection()
    """How much may be asked for over REST; it may be left out."""
    webhooks: Webhooks = ()
    """Systems that are told what happens on calls; it may be left out, then none is."""

    @field_validator("default_language")
    @classmethod
    def served(cls, value: str, info: ValidationInfo) -> str:
        languages = info.data.get("languages", {value: None})
        if value not in languages:
            raise PydanticCustomError(
                "not_served",
                "{value} is not among the languages ({known})",
                {"value": repr(value), "known": ", ".join(languages)},
            )
        return value

    def serves(self, language: str) -> bool:
        """Whether `language` (or the language of its region) has words here."""
        return language in self.languages or base(language) in self.languages

    def tag(self, language: str) -> str:
        """The tag served for `language`: itself, else its base language, else the default."""
        for tag in (language, base(language)):
            if tag in self.languages:
                return tag
        return self.default_language

    def pack(self, language: str) -> Language:
        """The words for `language`, by its `tag`; total, so that a line never lacks words."""
        return self.languages[self.tag(language)]

    def policy(self, language: str, newest: Config | None = None, region: str = "") -> Policy:
        """What the core obeys; a call keeps its words, but the resources are the `newest`'s.

        `region`: ISO code of the country of the number called, '' for the language's own words.
        """
        policy = self.policies[self.tag(language)]
        current = newest or self
        if current is self and not region:
            return policy
        return replace(
            policy,
            phrases=helped(policy.phrases, current.pack(language), region),
            languages={
                tag: helped(phrases, current.pack(tag), region)
                for tag, phrases in policy.languages.items()
            },
        )

    def lexicon(self, language: str) -> Lexicon:
        """The phrases to hear in `language`, and those that ask for any that is served."""
        asks = tuple((tag, pack.hear.this_language) for tag, pack in self.languages.items())
        return replace(self.pack(language).lexicon(), language=self.tag(language), languages=asks)

    def canonical_json(self) -> str:
        """The same config gives the same text, whatever the order and comments of its file."""
        return self.canonical

    def digest(self) -> str:
        """sha256 of the canonical JSON, 64 hex digits: the config's name in the database."""
        return self.sha256

    # Made once: calls look them up at every turn, and a config never changes.
    @cached_property
    def canonical(self) -> str:
        # Always the newest's, so that no stored call needs them: whom to reach stays in the file.
        plain = self.model_dump(mode="json", exclude={"contacts", "dial_policy", "webhooks"})
        return json.dumps(plain, sort_keys=True, ensure_ascii=False, separators=(",", ":"))

    @cached_property
    def sha256(self) -> str:
        return hashlib.sha256(self.canonical.encode()).hexdigest()

    @cached_property
    def policies(self) -> dict[str, Policy]:
        return {tag: self._make_policy(tag) for tag in self.languages}

    def _make_policy(self, language: str) -> Policy:
        return Policy(
            phrases=self.pack(language).phrases(),
            numbers=self.numbers.numbers(),
            keys=Keys(**dict(self.keys)),
            crisis_at=Level[self.crisis.at.upper()],
            has_human=bool(self.handover.number),
            is_warm=self.handover.warm,
            adds_sentence=self.crisis.chat_sentence,
            machine_message=self.machine.message,
            language=language,
            languages={tag: pack.phrases() for tag, pack in self.languages.items()},
        )
