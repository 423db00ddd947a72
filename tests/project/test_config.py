"""The environment is read once, and every fault is told at once."""

from pathlib import Path

import pytest

from folkmoot.project.config import ConfigFaults, database_settings, read_config


def test_all_faults_are_told_together(tmp_path):
    environment = {
        "FOLKMOOT_DATA": str(tmp_path),
        "FOLKMOOT_WEB_PROCESSES": "two",
        "FOLKMOOT_LISTEN": "8000",
        "FOLKMOOT_DATABASE_URL": "mysql://host/db",
        "FOLKMOOT_COLOUR": "amber",
        "FOLKMOOT_OIDC_URL": "https://id.example",
    }

    with pytest.raises(ConfigFaults) as told:
        read_config(environment)

    assert told.value.faults == (
        "FOLKMOOT_COLOUR is not a setting; see docs/settings.md",
        "FOLKMOOT_LISTEN='8000': must be host:port, such as 127.0.0.1:8000",
        "FOLKMOOT_WEB_PROCESSES='two': must be a whole number, 0 or more",
        "FOLKMOOT_OIDC_URL and FOLKMOOT_OIDC_CLIENT_ID belong together",
        "FOLKMOOT_DATABASE_URL must begin with one of postgres:, postgresql:",
    )


def test_the_secret_is_made_once_and_is_the_owners_alone(tmp_path):
    first = read_config({"FOLKMOOT_DATA": str(tmp_path)})
    second = read_config({"FOLKMOOT_DATA": str(tmp_path)})

    assert first.secret_key == second.secret_key
    assert len(first.secret_key) > 40
    assert (tmp_path / "secret.key").stat().st_mode & 0o777 == 0o600


def test_an_empty_environment_gives_sqlite_in_the_data_folder(tmp_path):
    config = read_config({"FOLKMOOT_DATA": str(tmp_path)})

    database = database_settings(config)
    assert (database["ENGINE"], database["NAME"]) == (
        "django.db.backends.sqlite3",
        Path(tmp_path) / "folkmoot.sqlite3",
    )
    assert database["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


def test_a_postgres_address_is_taken_apart(tmp_path):
    config = read_config(
        {
            "FOLKMOOT_DATA": str(tmp_path),
            "FOLKMOOT_DATABASE_URL": "postgres://me:p%40ss@db.example:5433/moot",
        }
    )

    database = database_settings(config)
    told = [database[name] for name in ("USER", "PASSWORD", "HOST", "PORT", "NAME")]
    assert told == ["me", "p@ss", "db.example", "5433", "moot"]
