"""Keys that seal personal data: given for real calls, made once for simulated ones."""

from __future__ import annotations

import base64
import stat
import threading
from pathlib import Path

import pytest
from pydantic import SecretStr

from ruby_fsm.config.keys import ENCRYPTION_FILE, HASH_FILE, Keys, keyring
from ruby_fsm.config.settings import Settings
from ruby_fsm.errors import ConfigError

KEY = base64.urlsafe_b64encode(b"k" * 32).decode()


def simulated(folder: Path, **more: object) -> Settings:
    return Settings.model_validate({"ruby_carrier": "sim", "ruby_data": folder, **more})


def test_first_start_makes_keys_that_the_second_finds(tmp_path: Path) -> None:
    settings = simulated(tmp_path / "new" / "data")

    first, second = keyring(settings), keyring(settings)

    assert first == second
    assert [len(key) for _, key in first.encryption] == [32]
    assert len(first.hash_key) == 32
    assert first.hash_key != first.encryption[0][1]


def test_made_keys_are_their_owner_s_alone(tmp_path: Path) -> None:
    keyring(simulated(tmp_path / "data"))

    for name in (ENCRYPTION_FILE, HASH_FILE):
        assert stat.S_IMODE((tmp_path / "data" / name).stat().st_mode) == 0o600


def test_two_folders_have_different_keys(tmp_path: Path) -> None:
    assert keyring(simulated(tmp_path / "a")) != keyring(simulated(tmp_path / "b"))


def test_given_keys_are_used_and_nothing_is_made(tmp_path: Path) -> None:
    given = {"ruby_encryption_keys": f"k2:{KEY},k1:{KEY}", "ruby_hash_key": KEY}

    keys = keyring(simulated(tmp_path / "data", **given))

    assert keys == Keys((("k2", b"k" * 32), ("k1", b"k" * 32)), b"k" * 32)
    assert not (tmp_path / "data").exists()


def test_real_calls_never_use_made_keys(tmp_path: Path) -> None:
    keyring(simulated(tmp_path))
    real = Settings.model_validate(
        {"ruby_carrier": "twilio", "ruby_data": tmp_path, "ruby_api_token": SecretStr("x")}
    )

    with pytest.raises(ConfigError, match="RUBY_ENCRYPTION_KEYS, RUBY_HASH_KEY: missing"):
        keyring(real)


@pytest.mark.parametrize("name", [ENCRYPTION_FILE, HASH_FILE])
@pytest.mark.parametrize("damage", [b"", b"made:short", b"\xff\xfe", b"x" * 42])
def test_a_damaged_key_is_never_replaced(tmp_path: Path, name: str, damage: bytes) -> None:
    keyring(simulated(tmp_path))
    (tmp_path / name).write_bytes(damage)

    with pytest.raises(ConfigError, match="holds no key any more; restore it"):
        keyring(simulated(tmp_path))

    assert (tmp_path / name).read_bytes() == damage


def test_a_data_folder_that_can_not_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(ConfigError, match=r"RUBY_DATA: .*file"):
        keyring(simulated(tmp_path / "file" / "data"))


def test_two_first_starts_at_once_agree(tmp_path: Path) -> None:
    found: list[Keys] = []
    together = threading.Barrier(4)

    def start() -> None:
        together.wait()
        found.append(keyring(simulated(tmp_path)))

    threads = [threading.Thread(target=start) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert found == [found[0]] * 4


def test_keys_show_nothing_in_a_repr(tmp_path: Path) -> None:
    assert repr(keyring(simulated(tmp_path))) == "Keys()"
