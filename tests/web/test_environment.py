"""What the settings read from the environment, and what they refuse."""

import stat
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from mentorway.web import environment


@pytest.mark.parametrize(("text", "said"), [("1", True), ("Yes", True), ("", False), ("off", False)])
def test_a_flag_says_yes_or_no(text, said):
    assert environment.flag("X", {"X": text}) is said


def test_a_flag_refuses_what_is_neither():
    with pytest.raises(ImproperlyConfigured, match="Write 1 for yes or 0 for no"):
        environment.flag("X", {"X": "maybe"})


@pytest.mark.parametrize("text", ["-1", "0", "10", "three", "1.5"])
def test_a_number_stays_within_what_is_allowed(text):
    with pytest.raises(ImproperlyConfigured, match="Write a whole number from 1 to 9"):
        environment.number("X", 5, range(1, 10), {"X": text})


def test_a_choice_is_one_of_the_allowed():
    with pytest.raises(ImproperlyConfigured, match="one of: NORMAL, FULL"):
        environment.choice("X", "NORMAL", ("NORMAL", "FULL"), {"X": "OFF"})


def test_a_folder_is_made_for_its_owner_only(tmp_path):
    path = environment.folder("X", tmp_path / "a" / "b", {})
    assert stat.S_IMODE(path.stat().st_mode) == 0o700


def test_a_folder_that_cannot_be_is_refused(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(ImproperlyConfigured, match="no folder can be made"):
        environment.folder("X", tmp_path / "file" / "inside", {})


def test_the_secret_is_drawn_once_and_kept_from_others(tmp_path):
    first = environment.secret_key(tmp_path / "key")
    assert environment.secret_key(tmp_path / "key") == first
    assert stat.S_IMODE((tmp_path / "key").stat().st_mode) == 0o600


def test_a_broken_secret_is_refused(tmp_path):
    (tmp_path / "key").write_text("short")
    with pytest.raises(ImproperlyConfigured, match="holds no usable secret"):
        environment.secret_key(tmp_path / "key")


def test_a_public_address_decides_hosts_and_origins():
    url = environment.PublicUrl.read({"MENTORWAY_PUBLIC_URL": "https://m.example.org:8443"})
    assert (url.secure, url.hosts, url.origins) == (True, ["m.example.org"], ["https://m.example.org:8443"])


def test_without_a_public_address_only_this_machine_is_served():
    url = environment.PublicUrl.read({})
    assert (url.secure, sorted(url.hosts)) == (False, ["127.0.0.1", "[::1]", "localhost"])


@pytest.mark.parametrize(
    "text", ["example.org", "ftp://example.org", "https://", "https://example.org/path", "https://a:999999"]
)
def test_an_address_that_makes_no_sense_is_refused(text):
    with pytest.raises(ImproperlyConfigured, match="MENTORWAY_PUBLIC_URL"):
        environment.PublicUrl.read({"MENTORWAY_PUBLIC_URL": text})


def test_a_database_url_selects_postgresql():
    url = "postgres://me:p%40ss@%2Fvar%2Frun%2Fpostgresql:5433/mentor?sslmode=require"
    chosen = environment.database(Path("/data"), {"DATABASE_URL": url})
    got = {key: chosen[key] for key in ("ENGINE", "NAME", "USER", "PASSWORD", "HOST", "PORT", "OPTIONS")}
    assert got == {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "mentor",
        "USER": "me",
        "PASSWORD": "p@ss",
        "HOST": "/var/run/postgresql",
        "PORT": 5433,
        "OPTIONS": {"sslmode": "require"},
    }


@pytest.mark.parametrize("url", ["mysql://a/b", "postgres://host", "postgres://host:port/name"])
def test_any_other_database_is_refused(url):
    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL"):
        environment.database(Path("/data"), {"DATABASE_URL": url})


def test_letters_go_to_a_folder_by_default():
    assert environment.email(Path("/data"), {})["EMAIL_FILE_PATH"] == Path("/data/mail")


def test_letters_go_to_a_server_that_is_named():
    chosen = environment.email(Path("/data"), {"EMAIL_URL": "smtp+ssl://me:p%3Ass@mail.example.org"})
    got = [chosen[key] for key in ("EMAIL_HOST", "EMAIL_PORT", "EMAIL_HOST_PASSWORD", "EMAIL_USE_SSL")]
    assert got == ["mail.example.org", 465, "p:ss", True]


@pytest.mark.parametrize("url", ["imap://mail.example.org", "smtp://", "smtp://host:port"])
def test_any_other_way_of_sending_is_refused(url):
    with pytest.raises(ImproperlyConfigured, match="EMAIL_URL"):
        environment.email(Path("/data"), {"EMAIL_URL": url})


def test_a_variable_that_names_a_file_is_known_by_the_one_it_stands_for():
    files = ("MENTORWAY_METRICS_TOKEN_FILE", "MENTORWAY_FEDERATION_PASSPHRASE_FILE")
    assert environment.unknown(dict.fromkeys((*files, "MENTORWAY_ENGINE_ADDRESS"), "x")) == {}
    assert environment.unknown({"MENTORWAY_METRIC_TOKEN_FILE": "x"}) != {}
