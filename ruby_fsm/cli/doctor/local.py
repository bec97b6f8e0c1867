"""What can be looked at without asking anybody over a network."""

from __future__ import annotations

import os
import shutil
import socket
import sys
from datetime import UTC, date, datetime
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

import httpx
from packaging.requirements import Requirement

from ruby_fsm.cli.doctor.finding import (
    NO_CONFIG,
    NO_SETTINGS,
    Finding,
    Patient,
    fail,
    is_ours,
    ok,
    standing,
    warn,
)
from ruby_fsm.cli.safe_start import LOOPBACKS, token_faults
from ruby_fsm.config.abroad import faults_abroad
from ruby_fsm.config.alerts import faults_together
from ruby_fsm.config.keys import ENCRYPTION_FILE, HASH_FILE
from ruby_fsm.config.secret import MAKE_BEARER

OLDEST = (3, 11)
LOW_MB, LEAST_MB = 1024, 100
SHORT = 20
ASKED_S = 2.0  # whoever holds our port and says nothing is not a ruby-fsm
OTHERS = 0o077
YEAR_DAYS = 366


async def python(_: Patient) -> Finding:
    found = ".".join(str(part) for part in sys.version_info[:3])
    if sys.version_info < OLDEST:
        return fail(f"Python {found}", "install Python 3.11 or newer")
    return ok(f"Python {found}")


async def packages(_: Patient) -> Finding:
    """Each dependency as pyproject.toml wants it."""
    wanted = [Requirement(line) for line in requires("ruby-fsm") or ()]
    wrong = [
        f"{one.name} {found or 'missing'}"
        for one in wanted
        if one.marker is None or one.marker.evaluate()
        if not (found := installed(one.name)) or not one.specifier.contains(found, prereleases=True)
    ]
    if wrong:
        return fail(f"not as needed: {', '.join(wrong)}", "install from the lock: python3 run.py")
    return ok(f"{len(wanted)} packages as needed")


def installed(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


async def settings(patient: Patient) -> Finding:
    if patient.faults:
        return fail("; ".join(patient.faults), "change them in the environment or in .env")
    assert patient.settings is not None
    return ok(f"carrier {patient.settings.carrier}")


async def config(patient: Patient) -> Finding:
    if patient.config is None:
        return fail("; ".join(patient.config_faults), "run: ruby-fsm config check")
    return ok(f"languages {', '.join(patient.config.languages)}")


async def data_folder(patient: Patient) -> Finding:
    if patient.settings is None:
        return NO_SETTINGS
    folder = patient.settings.ruby_data
    there = standing(folder)
    if not there.is_dir() or not writable(there):
        return fail(f"{folder} can't be written", "give this user the folder, or set RUBY_DATA")
    if there != folder:
        return ok(f"{folder} will be made at the first start")
    return ok(f"{folder}")


def writable(folder: Path) -> bool:
    """By writing: rights alone do not tell of a read-only disk, and root has all rights."""
    probe = folder / ".ruby-fsm-doctor"
    try:
        probe.touch()
        probe.unlink()
    except OSError:
        return False
    return True


async def disk(patient: Patient) -> Finding:
    if patient.settings is None:
        return NO_SETTINGS
    left_mb = shutil.disk_usage(standing(patient.settings.ruby_data)).free // 2**20
    if left_mb < LEAST_MB:
        return fail(f"{left_mb} MB free", "make room: a full disk loses what callers say")
    if left_mb < LOW_MB:
        return warn(f"{left_mb} MB free", "make room before it is full")
    return ok(f"{left_mb} MB free")


async def port(patient: Patient) -> Finding:
    where = f"{patient.host}:{patient.port}"
    try:
        with socket.socket(socket.AF_INET6 if ":" in patient.host else socket.AF_INET) as bound:
            bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            bound.bind((patient.host, patient.port))
    except OSError as error:
        return await taken(patient, where, error)
    return ok(f"{where} is free")


async def taken(patient: Patient, where: str, error: OSError) -> Finding:
    try:
        answer = await patient.http.get(f"http://{where}/ai-calling/health", timeout=ASKED_S)
        if is_ours(answer.json()):
            return ok(f"a ruby-fsm listens at {where} already")
    except (httpx.HTTPError, httpx.InvalidURL, ValueError):
        pass
    why = error.strerror or "can't be had"
    return fail(f"{where}: {why}", "stop what listens there, or choose another with --port")


async def keys(patient: Patient) -> Finding:
    """Whether what is sealed today can be opened tomorrow."""
    if patient.settings is None:
        return NO_SETTINGS
    given = patient.settings
    files = [given.ruby_data / name for name in (ENCRYPTION_FILE, HASH_FILE)]
    if given.ruby_encryption_keys and given.ruby_hash_key:
        return ok("encryption and hash key are set")
    if not given.is_simulated:
        return fail("encryption or hash key missing", "set RUBY_ENCRYPTION_KEYS and RUBY_HASH_KEY")
    there = [path for path in files if path.exists()]
    if open_to_others := [path for path in there if os.name != "nt" and mode(path) & OTHERS]:
        names = " ".join(str(path) for path in open_to_others)
        return warn(f"others may read {names}", f"run: chmod 600 {names}")
    return ok("made in the data folder" if there else "will be made at the first start")


def mode(path: Path) -> int:
    return path.stat().st_mode


async def token(patient: Patient) -> Finding:
    if patient.settings is None:
        return NO_SETTINGS
    secret = patient.settings.ruby_api_token
    if secret is None:
        if missing := [*token_faults(patient.settings, patient.host)]:
            return fail("missing", missing[0])
        if patient.settings.is_simulated and patient.host in LOOPBACKS:
            return ok("none, and none is needed on loopback with the simulated network")
        return ok("a good one is in the database")
    if len(secret.get_secret_value()) < SHORT:
        return warn(f"under {SHORT} characters", f"set a longer RUBY_API_TOKEN: {MAKE_BEARER}")
    return ok("set")


async def crisis(patient: Patient) -> Finding:
    """Whether a person in danger is told where help is, and a human is told of them."""
    if patient.config is None:
        return NO_CONFIG
    if patient.settings is None:
        return NO_SETTINGS
    if faults := [*faults_together(patient.config, patient.settings)]:
        return fail("; ".join(faults), "mend what the sentence says; docs/how-to/bring-a-human.md")
    if lacking := [*faults_abroad(patient.config)]:
        return warn("; ".join(lacking), "with real telephones there is no start without it")
    ways = {
        f"{step.contact} by {step.channel}": None
        for _, steps in patient.config.crisis.paths.named()
        for step in steps
    }
    found = f"resources in {', '.join(patient.config.languages)}; told: {', '.join(ways)}"
    if not patient.config.handover.number:
        return warn(
            f"{found}; no human to connect with", "set handover.number in config.yaml if there is"
        )
    return ok(found)


async def crisis_lines(patient: Patient) -> Finding:
    """Whether each line's number was seen for it, on some page, within a year."""
    if patient.config is None:
        return NO_CONFIG
    today = datetime.fromtimestamp(patient.clock.now_ms() / 1000, UTC).date()
    lines = patient.config.crisis_lines
    old = [
        f"{line.country} {line.name}"
        for line in lines
        if not line.checked or (today - date.fromisoformat(line.checked)).days > YEAR_DAYS
    ]
    if old:
        mend = "look at each line's source, call it, and write the day into checked in config.yaml"
        return warn(f"number not seen for a year: {', '.join(old)}", mend)
    return ok(f"{len(lines)} lines, the number of each seen within a year")
