"""Secrets that containers give as files."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from mentorway.web import environment


def test_the_first_line_of_a_file_counts(tmp_path):
    path = tmp_path / "url"
    path.write_text("postgres://me:pa%40ss@db:5432/mentorway\n# rotated in spring\n")
    found = environment.database(tmp_path, {"DATABASE_URL_FILE": str(path)})
    assert (found["HOST"], found["PASSWORD"]) == ("db", "pa@ss")
    path.write_text("console://\n")
    backend = environment.email(tmp_path, {"EMAIL_URL_FILE": str(path)})["EMAIL_BACKEND"]
    assert backend.endswith("console.EmailBackend")


def test_a_token_comes_from_a_file_and_is_checked_all_the_same(tmp_path):
    path = tmp_path / "token"
    path.write_text("a-token-that-is-long-enough\n")
    assert environment.token("MENTORWAY_METRICS_TOKEN", {"MENTORWAY_METRICS_TOKEN_FILE": str(path)}) == (
        "a-token-that-is-long-enough"
    )
    path.write_text("short\n")
    with pytest.raises(ImproperlyConfigured, match="has 5 characters"):
        environment.token("MENTORWAY_METRICS_TOKEN", {"MENTORWAY_METRICS_TOKEN_FILE": str(path)})


def test_an_empty_file_is_as_nothing(tmp_path):
    path = tmp_path / "url"
    path.write_text("")
    found = environment.database(tmp_path, {"DATABASE_URL_FILE": str(path)})
    assert found["ENGINE"] == "django.db.backends.sqlite3"


def test_a_file_that_cannot_be_read_is_said_and_its_content_is_not(tmp_path):
    with pytest.raises(
        ImproperlyConfigured, match=r"DATABASE_URL_FILE is .* cannot be read: FileNotFoundError\."
    ):
        environment.told("DATABASE_URL", {"DATABASE_URL_FILE": str(tmp_path / "none")})
    path = tmp_path / "binary"
    path.write_bytes(b"\xff\xfesecret")
    with pytest.raises(ImproperlyConfigured) as refused:
        environment.told("DATABASE_URL", {"DATABASE_URL_FILE": str(path)})
    assert "secret" not in str(refused.value)


def test_both_is_one_too_many(tmp_path):
    path = tmp_path / "url"
    path.write_text("postgres://db/one")
    with pytest.raises(ImproperlyConfigured, match="are both set"):
        environment.told(
            "DATABASE_URL", {"DATABASE_URL": "postgres://db/two", "DATABASE_URL_FILE": str(path)}
        )
