"""Ask for pages in a fresh process each; say which large libraries each of them has loaded."""

import json
import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mentorway.web.settings")
django.setup()

from django.conf import settings  # noqa: E402 - only now is Django set up
from django.db import connections  # noqa: E402 - as above
from django.test import Client  # noqa: E402 - as above

from mentorway.web import flow  # noqa: E402 - as above
from mentorway.web.accounts.models import User  # noqa: E402 - as above
from mentorway.web.core import later  # noqa: E402 - as above

LARGE = {
    "duckdb",
    "ibis",
    "networkx",
    "openpyxl",
    "ortools",
    "pandas",
    "pyarrow",
    "pyreadstat",
    "scipy",
    "typst",
}


def noted():
    """Note all addresses, in a process apart, as `serve` does when it sets an installation up."""
    file = settings.MENTORWAY_DATA / "addresses.json"
    if not os.fork():
        try:
            later.note(file)
        finally:
            os._exit(0)
    os.wait()
    return str(file)


def asked(path, person):
    """Return the status of a page, and what is loaded once it is answered."""
    client = Client(headers={"host": settings.ALLOWED_HOSTS[0]})
    if person:
        client.force_login(person)
    return client.get(path).status_code, sorted(LARGE & sys.modules.keys())


def apart(path, person):
    """Do that in a process of its own, which inherits no more than what is set up."""
    connections.close_all()
    reading, writing = os.pipe()
    if not os.fork():
        try:
            os.write(writing, json.dumps(asked(path, person)).encode())
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as answer:
        found = json.loads(answer.read() or '["failed", []]')
    os.wait()
    return found


if __name__ == "__main__":
    os.environ[later.FILE] = noted()
    somebody = User.objects.create_user(email="somebody@example.org", name="Somebody")
    pages = {"front": ("/", None), "sign-in": ("/account/login/", None), "home": ("/", somebody)}
    pages["search"] = ("/search/?q=mentor", somebody)
    pages |= {one.app: (one.path, somebody) for one in flow.built()}
    json.dump({name: apart(*page) for name, page in pages.items()}, sys.stdout)
