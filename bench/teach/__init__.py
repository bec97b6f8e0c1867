"""Teach the encoder anew: `python -m bench.teach`; the README beside it says what it needs."""
