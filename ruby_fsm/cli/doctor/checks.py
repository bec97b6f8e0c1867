"""Every check, in the order a person reads them; `docs/reference/doctor.md` is written from it."""

from __future__ import annotations

from ruby_fsm.cli.doctor import local, remote, storage
from ruby_fsm.cli.doctor.finding import Check

CHECKS = (
    Check("python", "Python is 3.11 or newer.", local.python),
    Check("packages", "Each package is there, in a version that is allowed.", local.packages),
    Check("settings", "Every variable, alone and with the others.", local.settings),
    Check("config", "config.yaml, every fault with its line.", local.config),
    Check("data", "The data folder can be written.", local.data_folder),
    Check("disk", "Room on its disk: under 1 GB warns, under 100 MB fails.", local.disk),
    Check(
        "database",
        "The file is whole and can be written, or the server takes us in and lets us write.",
        storage.database,
    ),
    Check("migrations", "The schema is this version's.", storage.migrations),
    Check("port", "The port is free, or a ruby-fsm listens there.", local.port),
    Check("keys", "The keys that seal personal data are there and private.", local.keys),
    Check("token", "There is one, long enough, or none is needed.", local.token),
    Check(
        "crisis",
        "Where help is in each country called, and humans who are told and connected.",
        local.crisis,
    ),
    Check(
        "crisis lines", "The number of each was seen on a page within a year.", local.crisis_lines
    ),
    Check("clock", "Our clock beside Twilio's: 30 s warn, 300 s fail.", remote.clock, True),
    Check("public url", "BACKEND_URL leads to a ruby-fsm.", remote.public_url, True),
    Check("twilio account", "The login works, it is active.", remote.twilio_account, True),
    Check("twilio number", "It is the account's and can speak.", remote.twilio_number, True),
    Check(
        "geo permissions",
        "Twilio lets the account call each country of `dial_policy.regions`.",
        remote.geo_permissions,
        True,
    ),
    Check("webhooks", "Each can be signed for, its host is found.", remote.webhooks, True),
    Check("chat", "Each chat backend answers, takes the key, has the model.", remote.chat, True),
)


def page() -> str:
    """`docs/reference/doctor.md`."""
    rows = (
        f"| `{check.name}` | {check.looks_at} | {'yes' if check.is_remote else ''} |"
        for check in CHECKS
    )
    return PAGE.format(rows="\n".join(rows))


PAGE = """\
# ruby-fsm doctor

`ruby-fsm doctor` looks at everything the service needs, names what it found, and for each fault
what to do. It changes nothing, places no call, and prints no secret and no whole number. Run it
with the environment and in the folder of the service.

| check | looks at | asks over a network |
|---|---|---|
{rows}

Each line is `ok`, `warn`, `fail` or `skip` (not looked at, and why). The exit code is 1 if a check
failed, with `--strict` also if one warned, else 0. `--offline` skips what asks over a network.
`--port` and `--host` name where the service listens. `--json` prints an object with `ok` (no check
failed) and `checks`, a list of objects with `name`, `state`, `found` and `mend`.

This page is written from the code.
"""
