"""Who may see and do what with readers of letters, letters, and counts of pages."""

from tests.web.access_table import Address
from tests.web.dissemination import outreach_making as making

ALL = "login 200 200 200 200 200"
COORDINATED = "login 403 403 403 200 200"
KNOWN = "login 404 404 404 200 200"
POSTED = "login 404 404 404 302 302"


def reader(_world):
    return {"pk": making.make_reader().pk}


def mailing(_world):
    return {"pk": making.make_mailing().pk}


OF_AUDIENCE = {
    "readers": Address(COORDINATED),
    "find_reader": Address(COORDINATED),
    "remove_reader": Address(KNOWN, reader),
    "mailings": Address(COORDINATED),
    "new_mailing": Address(COORDINATED),
    "mailing": Address(KNOWN, mailing),
    "change_mailing": Address(KNOWN, mailing),
    "try_mailing": Address(POSTED, mailing, "post"),
    "release_mailing": Address(POSTED, mailing, "post"),
    "stop_mailing": Address(POSTED, mailing, "post"),
    "delete_mailing": Address(KNOWN, mailing),
    "reach": Address(ALL),
    "reach_csv": Address(ALL),
}
ADDRESSES = {f"dissemination:{name}": address for name, address in OF_AUDIENCE.items()}
