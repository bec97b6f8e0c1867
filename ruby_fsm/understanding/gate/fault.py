"""Why a reply that a model wrote may not be spoken."""

from __future__ import annotations

from enum import StrEnum


class Fault(StrEnum):
    """One word for logs and counts: none of them tells what was written."""

    METHOD = "method"
    """A way to hurt oneself."""
    ENCOURAGEMENT = "encouragement"
    """Urging, praising or excusing it, or words that wound."""
    VIOLENCE = "violence"
    """Urging or telling how to hurt somebody else."""
    MEDICINE = "medicine"
    """A medicine by its name, a dose, advice to start or stop one."""
    CONTACT = "contact"
    """A number or an address that is not among the configured resources."""
    SECRECY = "secrecy"
    """A promise to keep a secret, or a plea to keep one."""
    HUMAN = "human"
    """A claim to be a human, or to have lived like one."""
    RULES = "rules"
    """What the backend was told, told to the person."""
    MASKED = "masked"
    """Letters spelled out one by one, or far more than a turn can hold: not to be judged."""
