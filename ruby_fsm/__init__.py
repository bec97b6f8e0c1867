"""Outbound AI phone calls with Ruby: every call an explicit, persisted state machine."""
