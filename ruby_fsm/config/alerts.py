"""What a human is told aloud of a danger, and the faults a config has as a whole."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ruby_fsm.config.abroad import faults_abroad
from ruby_fsm.config.escalation import NOBODY
from ruby_fsm.config.fields import Phrase, Section
from ruby_fsm.config.webhooks import unsigned

if TYPE_CHECKING:
    from ruby_fsm.config.places import Path
    from ruby_fsm.config.schema import Config
    from ruby_fsm.config.settings import Settings

RING = ("call", "sms")
SECRET_OF = {
    "webhook": ("ruby_alert_webhook_key", "the key that signs them, 20 characters or more"),
    "email": ("ruby_smtp_url", "as smtps://user:password@mail.example.org"),
}


class AlertWords(Section):
    """What a contact hears on the telephone, in the default language; nothing of the person."""

    say: Phrase = "This is Ruby. A person on one of our calls may be in danger, and needs a human."
    """Said first, in one sentence, and again while no key is pressed."""
    ask: Phrase = "Press one if you take care of it. If nobody does, the next one is called."
    """Asks for the key 1."""
    taken: Phrase = "Thank you. It is yours now. Please look at the call at once."
    """After the key."""
    over: Phrase = "Thank you. Somebody takes care of it already."
    """To one who comes second."""
    unheard: Phrase = "No key was pressed. The next one will be called."
    """Before the line goes down."""


def unreachable_steps(config: Config) -> Iterator[tuple[Path, str]]:
    """Steps whose contact has no such way, by their place in the file."""
    for level, steps in config.crisis.paths.named():
        for at, step in enumerate(steps):
            place: Path = ("crisis", "paths", level, at)
            known = config.contacts.get(step.contact)
            if step.channel == "log":
                continue
            if known is None:
                told = ", ".join(map(repr, config.contacts)) or "none yet"
                fault = f"{step.contact!r} is not among contacts ({told}); add it there"
                yield (*place, "contact"), f"{fault}, with its {step.channel}"
            elif not known.at(step.channel):
                fault = f"{step.contact!r} has no {step.channel}"
                yield (*place, "channel"), f"{fault}; write contacts.{step.contact}.{step.channel}"


def faults_together(config: Config, settings: Settings) -> Iterator[str]:
    """What config.yaml and the environment lack together.

    Real telephones need real humans, and where help is in each country that they may ring in.
    """
    used = {step.channel for _, steps in config.crisis.paths.named() for step in steps}
    for channel, (name, what) in SECRET_OF.items():
        if channel in used and not getattr(settings, name):
            yield f"{name.upper()}: missing, but crisis.paths tells by {channel}; write {what}"
    if "email" in used and not settings.ruby_smtp_from:
        yield "RUBY_SMTP_FROM: missing, but crisis.paths tells by email; write ruby@example.org"
    yield from unsigned(config, settings)
    if not settings.is_simulated:
        yield from lonely_paths(config)
        yield from faults_abroad(config)


def lonely_paths(config: Config) -> Iterator[str]:
    """No start with real telephones without a human for each danger and each language."""
    lowest = 0 if config.crisis.at == "low" else 1
    for level, steps in list(config.crisis.paths.named())[lowest:]:
        real = [config.contacts.get(x.contact, NOBODY) for x in steps if x.channel != "log"]
        for language in config.languages:
            if any(contact.speaks(language) for contact in real):
                continue
            yield (
                f"crisis.paths.{level}: with real telephones a human must be reached for"
                f" {language!r}; write a contact with a call, sms, webhook or email, as"
                " contacts: {on call: {sms: '+15005550006'}}, and a step that names it, as"
                " {contact: on call, channel: sms, wait_s: 120}"
            )
