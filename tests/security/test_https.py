"""An installation that people reach over https, in a process of its own."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ASK = """
import json, os
os.environ["DJANGO_SETTINGS_MODULE"] = "mentorway.web.settings"
import django
django.setup()
from django.conf import settings
starts = ("SESSION_COOKIE", "CSRF_COOKIE", "LANGUAGE_COOKIE", "SECURE_")
names = [name for name in dir(settings) if name.startswith(starts)]
print(json.dumps({name: getattr(settings, name) for name in names}, default=str))
"""


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    environ = {
        **os.environ,
        "MENTORWAY_DATA": str(tmp_path_factory.mktemp("data")),
        "MENTORWAY_PUBLIC_URL": "https://mentoring.example.org",
        "PYTHONPATH": str(ROOT / "src"),
    }
    run = subprocess.run(  # noqa: S603 - ours
        [sys.executable, "-c", ASK], env=environ, capture_output=True, text=True, check=True, timeout=300
    )
    return json.loads(run.stdout.splitlines()[-1])


def test_over_https_cookies_are_bound_to_this_host(told):
    for name in ("SESSION", "CSRF", "LANGUAGE"):
        assert told[f"{name}_COOKIE_NAME"].startswith("__Host-")
        assert told[f"{name}_COOKIE_SECURE"]
        assert told[f"{name}_COOKIE_HTTPONLY"]
        assert told[f"{name}_COOKIE_SAMESITE"] == "Lax"
        assert not told[f"{name}_COOKIE_DOMAIN"]
        assert told[f"{name}_COOKIE_PATH"] == "/"


def test_over_https_the_headers_say_so(told):
    assert told["SECURE_SSL_REDIRECT"]
    assert told["SECURE_HSTS_SECONDS"] == 365 * 24 * 3600
    assert told["SECURE_HSTS_INCLUDE_SUBDOMAINS"]
