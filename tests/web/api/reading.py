"""What the catalogue says of an address, held against what the address answered."""

from mentorway.web.api.analysis.catalogue import places

EITHER = {"methodology:methodology:edition_document"}  # a page or a file, by one of its arguments


def assert_read_right(name, answer):
    """The code was read right: a page or a file as was said; 405 where nothing is to be looked at."""
    place = places()[name]
    assert (answer.status_code == 405) != place.reads
    if answer.status_code == 200 and name not in EITHER:
        is_page = answer.headers.get("Content-Type", "").startswith("text/html")
        assert is_page != place.is_file, answer.headers["Content-Type"]
