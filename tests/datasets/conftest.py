"""A small study, laid out and stored."""

import pytest
from tests.datasets.making import RECORDS, make_layout

from mentorway.datasets import store


@pytest.fixture
def layout():
    return make_layout()


@pytest.fixture
def snapshot(layout, tmp_path):
    return store(RECORDS, layout, tmp_path / "data")


@pytest.fixture
def nobody(layout, tmp_path):
    return store((), layout, tmp_path / "data")
