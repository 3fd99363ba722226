"""Settings are refused at the start, naming the variable and the mend."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from service.config import SettingsError, environment_of, read_settings, secret_key


def test_defaults_hold_without_any_variable() -> None:
    settings = read_settings({"PATH": "/bin"})
    assert settings.consultation_days == 7
    assert settings.store_url.startswith("sqlite:///")
    assert settings.home.is_absolute()


def test_variables_are_read(tmp_path: Path) -> None:
    settings = read_settings({"YIHAODA_HOME": str(tmp_path), "YIHAODA_CONSULTATION_DAYS": "5"})
    assert settings.consultation_days == 5
    assert settings.store_url == f"sqlite:///{tmp_path / 'yihaoda.db'}"
    assert settings.index_folder == tmp_path / "index"


def test_sites_are_kept_as_browsers_write_them_and_none_is_named_by_default() -> None:
    assert read_settings({}).framing_origins == ()
    settings = read_settings({"YIHAODA_SITES": "HTTPS://WWW.qinghe.gov.cn:443/"})
    assert settings.framing_origins == ("https://www.qinghe.gov.cn",)
    assert read_settings(environment_of(settings)) == settings


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("YIHAODA_CONSULTATION_DAYS", "七天"),
        ("YIHAODA_CONSULTATION_DAYS", "0"),
        ("YIHAODA_ANSWERED_AT", "1.5"),
        ("YIHAODA_SECRET_KEY", "short"),
        ("YIHAODA_DATABASE_URL", "mysql://example/db"),
        ("YIHAODA_DATABASE_URL", "not an address"),
        ("YIHAODA_DATABASE_URL", "postgresql://office@localhost:port/db"),
        ("YIHAODA_DATABASE_URL", "sqlite://"),
        ("YIHAODA_HOME", ""),
        ("YIHAODA_HOME", "~nobody-of-this-name/yihaoda"),
        ("YIHAODA_ORGAN", ""),
        ("YIHAODA_HOTLINE", ""),
        ("YIHAODA_FETCH_CONTACT", "政务公开办公室"),
        ("YIHAODA_FETCH_CONTACT", "a@b.cn\r\nCookie: x"),
        ("YIHAODA_FETCH_INTERVAL", "-1"),
        ("YIHAODA_FETCH_PORTS", ""),
        ("YIHAODA_FETCH_PORTS", "80;443"),
        ("YIHAODA_FETCH_PORTS", "70000"),
        ("YIHAODA_FETCH_PRIVATE_NETWORKS", "intranet"),
        ("YIHAODA_FETCH_PRIVATE_NETWORKS", "10.20.0.1/16"),
        ("YIHAODA_FETCH_PRIVATE_NETWORKS", "0.0.0.0/0"),
        ("YIHAODA_FETCH_PRIVATE_NETWORKS", "169.254.0.0/16"),
        ("YIHAODA_FETCH_PRIVATE_NETWORKS", "fe80::/10"),
        ("YIHAODA_SITES", "https://*.gov.cn"),
        ("YIHAODA_SITES", "www.qinghe.gov.cn"),
        ("YIHAODA_NO_SUCH_THING", "1"),
    ],
)
def test_a_wrong_variable_is_named(variable: str, value: str) -> None:
    with pytest.raises(SettingsError, match=variable):
        read_settings({variable: value})


def test_the_reason_is_told_in_plain_words() -> None:
    with pytest.raises(SettingsError, match="应为整数"):
        read_settings({"YIHAODA_WORKERS": "two"})
    with pytest.raises(SettingsError, match="不能小于 1"):
        read_settings({"YIHAODA_WORKERS": "0"})
    with pytest.raises(SettingsError, match="YIHAODA_HOME：取值不对，不能为空"):
        read_settings({"YIHAODA_HOME": ""})
    with pytest.raises(SettingsError, match="不支持的数据库：mysql"):
        read_settings({"YIHAODA_DATABASE_URL": "mysql://example/db"})


def test_the_message_never_repeats_a_secret() -> None:
    with pytest.raises(SettingsError) as refused:
        read_settings({"YIHAODA_SECRET_KEY": "hunter2hunter2"})
    assert "hunter2" not in str(refused.value)


def test_the_message_never_repeats_a_database_password() -> None:
    with pytest.raises(SettingsError) as refused:
        read_settings({"YIHAODA_DATABASE_URL": "mysql://office:hunter2@localhost/db"})
    assert "hunter2" not in str(refused.value)


def test_settings_are_frozen() -> None:
    settings = read_settings({})
    with pytest.raises(ValidationError):
        settings.workers = 9  # type: ignore[misc]


def test_thresholds_must_be_in_order() -> None:
    with pytest.raises(SettingsError, match="YIHAODA_SUGGESTED_AT"):
        read_settings({"YIHAODA_ANSWERED_AT": "0.2", "YIHAODA_SUGGESTED_AT": "0.6"})


def test_the_signing_key_is_made_once_and_kept_private(tmp_path: Path) -> None:
    settings = read_settings({"YIHAODA_HOME": str(tmp_path / "home")})
    first = secret_key(settings)
    assert len(first) >= 32
    assert secret_key(settings) == first
    assert (tmp_path / "home" / "secret_key").stat().st_mode & 0o777 == 0o600


def test_a_signing_key_that_is_set_is_used(tmp_path: Path) -> None:
    settings = read_settings({"YIHAODA_HOME": str(tmp_path), "YIHAODA_SECRET_KEY": "k" * 32})
    assert secret_key(settings) == b"k" * 32
    assert not (tmp_path / "secret_key").exists()


def test_a_signing_key_that_was_cut_short_is_refused(tmp_path: Path) -> None:
    settings = read_settings({"YIHAODA_HOME": str(tmp_path)})
    (tmp_path / "secret_key").write_bytes(b"")
    with pytest.raises(SettingsError, match="密钥已损坏"):
        secret_key(settings)


def test_a_home_that_holds_no_files_is_told(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("a file")
    settings = read_settings({"YIHAODA_HOME": str(tmp_path / "home")})
    with pytest.raises(SettingsError, match="密钥用不了"):
        secret_key(settings)
