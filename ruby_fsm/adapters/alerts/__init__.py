"""How a human is told of danger: one module a channel, and the router that chooses by it.

No alert holds a number, a name or a word that was said.
"""
