"""The account, the secrets and the address that every server of a run shares; none is real."""

from __future__ import annotations

ACCOUNT = "AC" + "0123456789abcdef" * 2
TOKEN = "fedcba9876543210" * 2
API_TOKEN = "bench-" + "0123456789abcdef" * 2
FROM_NUMBER = "+15005550006"
PUBLIC_URL = "https://ruby.example.com"
GATHER = f"{PUBLIC_URL}/voice/webhook/gather"
KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
