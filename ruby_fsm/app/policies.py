"""The policy of a call: the words and numbers it began with, and always the newest resources."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property

from ruby_fsm.app.paths import region_of
from ruby_fsm.app.ports import Unit
from ruby_fsm.app.records import Record
from ruby_fsm.config.load import parse_canonical
from ruby_fsm.config.schema import Config
from ruby_fsm.core.policy import Numbers, Policy
from ruby_fsm.errors import ConfigError
from ruby_fsm.understanding.assessment import Level, Lexicon


class Policies:
    """Policies by config, language and country called, made once each.

    `newest` is the config of this process.
    """

    def __init__(self, newest: Config) -> None:
        self.newest = newest
        self.digest = newest.digest()
        self._configs: dict[str, Config] = {self.digest: newest}
        self._policies: dict[tuple[str, str, str], Policy] = {}
        self._lexicons: dict[str, Lexicon] = {}

    def of(self, unit: Unit, record: Record) -> Policy:
        key = (record.config_hash, record.person.language, region_of(record.person.to_number))
        if key not in self._policies:
            config = self._config(unit, record.config_hash)
            policy = config.policy(key[1], newest=self.newest, region=key[2])
            human = self.newest.handover
            self._policies[key] = replace(
                policy,
                has_human=bool(human.number),
                is_warm=human.warm,
                adds_sentence=self.newest.crisis.chat_sentence,
            )
        return self._policies[key]

    @property
    def numbers(self) -> Numbers:
        """The numbers of this process: pace and live calls are one for all calls."""
        return self._newest_policy.numbers

    @property
    def crisis_at(self) -> Level:
        return self._newest_policy.crisis_at

    @cached_property
    def lexicon(self) -> Lexicon:
        """The phrases to hear, before it is known whose words they are."""
        return self.newest.lexicon(self.newest.default_language)

    def lexicon_of(self, language: str) -> Lexicon:
        """The same for words that were heard in `language`; '' for the default."""
        tag = self.newest.tag(language)
        if tag not in self._lexicons:
            self._lexicons[tag] = self.newest.lexicon(tag)
        return self._lexicons[tag]

    @cached_property
    def _newest_policy(self) -> Policy:
        return self.newest.policy(self.newest.default_language)

    def _config(self, unit: Unit, digest: str) -> Config:
        if digest not in self._configs:
            self._configs[digest] = self._parsed(unit.config(digest))
        return self._configs[digest]

    def _parsed(self, stored: str | None) -> Config:
        """A config of an older version may lack what this one needs: then the newest holds."""
        if stored is None:
            return self.newest
        try:
            return parse_canonical(stored)
        except ConfigError:
            return self.newest
