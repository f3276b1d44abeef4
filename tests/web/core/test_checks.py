"""What is wrong with an installation is said before it is served, all of it, in sentences."""

import datetime as dt
import re
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection
from django.utils import timezone
from tests.conftest import make_user

from mentorway.web import environment
from mentorway.web.core import checks
from mentorway.web.environment import KNOWN, PublicUrl, token, unknown

SRC = Path(environment.__file__).parent
PUBLIC = PublicUrl("https", "mentoring.example.org", None)


@pytest.fixture
def data(settings, tmp_path):
    settings.MENTORWAY_DATA = tmp_path
    tmp_path.chmod(0o700)
    return tmp_path


def said(*named):
    return [str(one.msg) for check in named for one in check()]


def test_an_installation_as_it_comes_has_no_problem(data):
    assert said(*checks.OF_SETTINGS, *checks.OF_FOLDERS) == []


def test_a_public_installation_does_not_show_its_code(settings):
    settings.DEBUG, settings.MENTORWAY_PUBLIC = True, PUBLIC
    assert "Leave MENTORWAY_DEBUG out" in said(checks._debug)[0]


@pytest.mark.parametrize(
    ("behind", "public", "words"), [(False, PUBLIC, "in circles"), (True, None, "as they are")]
)
def test_address_and_proxy_go_together(settings, behind, public, words):
    settings.BEHIND_PROXY = behind
    settings.MENTORWAY_PUBLIC = public or settings.MENTORWAY_PUBLIC
    assert words in said(checks._proxy)[0]


def test_a_public_installation_without_a_mail_server_is_warned(settings):
    settings.MENTORWAY_PUBLIC, settings.EMAIL_FILE_PATH = PUBLIC, "/tmp/letters"  # noqa: S108 - never opened
    assert "EMAIL_URL" in said(checks._letters)[0]


@pytest.mark.parametrize(("mode", "words"), [(0o755, "may look into"), (0o777, "may write into")])
def test_a_data_folder_that_others_can_open_is_told(data, mode, words):
    data.chmod(mode)
    assert words in said(checks._data)[0]


def test_a_secret_that_others_can_read_is_told_without_it(data):
    secret = data / "secret-key"
    secret.write_text("very secret", encoding="ascii")
    secret.chmod(0o644)
    (text,) = said(checks._keys)
    assert ("chmod 600" in text, "very secret" in text) == (True, False)
    secret.chmod(0o600)
    assert said(checks._keys) == []


def test_a_data_folder_that_is_not_there_is_told_once(settings, tmp_path):
    settings.MENTORWAY_DATA = tmp_path / "gone"
    (text,) = said(*checks.OF_FOLDERS)
    assert text == f"Nothing can be written into the data folder {tmp_path / 'gone'}."


@pytest.mark.parametrize(("free", "words"), [(1, "less than one upload"), (300, "not enough for 4")])
def test_room_on_the_disk_goes_with_the_largest_upload(data, monkeypatch, free, words):
    monkeypatch.setattr(
        checks.shutil, "disk_usage", lambda _path: type("Usage", (), {"free": free * 2**20})()
    )
    assert words in said(checks._room)[0]


def test_a_disk_of_the_network_is_found(tmp_path):
    mounts = tmp_path / "mounts"
    mounts.write_text(f"/dev/a / ext4 rw 0 0\nhost:/x {tmp_path} nfs4 rw 0 0\nbroken\n", encoding="utf-8")
    assert checks.kind_of_disk(tmp_path / "data", mounts) == "nfs4"
    assert checks.kind_of_disk(Path("/elsewhere"), mounts) == "ext4"
    assert checks.kind_of_disk(tmp_path, tmp_path / "none") == ""


@pytest.mark.django_db
def test_clocks_that_differ_are_told(monkeypatch):
    monkeypatch.setattr(checks, "database_clock", lambda: timezone.now() + dt.timedelta(minutes=5))
    assert "differ by 300 seconds" in said(checks._reachable)[0]
    monkeypatch.setattr(checks, "database_clock", timezone.now)
    assert said(checks._reachable) == []


@pytest.mark.django_db
def test_a_database_that_does_not_answer_is_told_without_its_password(monkeypatch):
    def away():
        raise OperationalError("password authentication failed for user vilma")

    monkeypatch.setattr(connection, "ensure_connection", away)
    (text,) = said(checks._reachable)
    assert ("DATABASE_URL" in text, "vilma" in text) == (True, False)


@pytest.mark.django_db
def test_accounts_of_the_example_in_public_are_told(settings):
    make_user(email="coordinator@example.org")
    assert said(checks._examples) == []
    settings.MENTORWAY_PUBLIC = PUBLIC
    assert "1 account(s)" in said(checks._examples)[0]


@pytest.mark.django_db
def test_serve_refuses_with_all_that_is_wrong_at_once(data, settings):
    settings.DEBUG, settings.MENTORWAY_PUBLIC = True, PUBLIC
    data.chmod(0o777)
    with pytest.raises(CommandError) as refused:
        call_command("serve", port=8000)
    text = str(refused.value)
    assert text.count("\n- ") == 2
    assert ("MENTORWAY_DEBUG" in text, "may write into" in text) == (True, True)


@pytest.mark.parametrize(
    ("environ", "found"),
    [
        ({"MENTORWAY_DTAA": "x"}, {"MENTORWAY_DTAA": "MENTORWAY_DATA"}),
        ({"MENTORWAY_SOMETHING_ELSE_ALTOGETHER": "x"}, {"MENTORWAY_SOMETHING_ELSE_ALTOGETHER": ""}),
        ({"MENTORWAY_DATA": "x", "HOME": "y", "MENTORWAY_TEST_POSTGRES": "z"}, {}),
    ],
)
def test_a_slip_of_the_pen_in_a_name_is_found(environ, found):
    assert unknown(environ) == found


def test_every_variable_that_the_program_reads_is_known():
    read = re.compile(r'(?:environ\w*(?:\.\w+)?|read|choice|number|flag)[(\[]\s*"(MENTORWAY_[A-Z_]+)"')
    named = {name for path in SRC.rglob("*.py") for name in read.findall(path.read_text(encoding="utf-8"))}
    assert (
        sorted(
            name
            for name in named - KNOWN
            if not name.startswith((*environment.OF_TESTS, *environment.OF_PROVIDERS))
        )
        == []
    )


@pytest.mark.parametrize("value", ["short", "with some spaces in it", "ąžuolasąžuolasąžuolas"])
def test_a_token_that_can_be_guessed_is_refused(value):
    with pytest.raises(ImproperlyConfigured, match="16 or more"):
        token("MENTORWAY_METRICS_TOKEN", {"MENTORWAY_METRICS_TOKEN": value})
