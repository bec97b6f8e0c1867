"""The embedded companion: Ruby's replies without a network, a model or a memory of its own."""

from ruby_fsm.adapters.chat.companion.backend import Companion

__all__ = ["Companion"]
