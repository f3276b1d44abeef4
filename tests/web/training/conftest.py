"""Every test has its own data folder."""

import pytest


@pytest.fixture(autouse=True)
def _own_data(settings, tmp_path):
    settings.MENTORWAY_DATA = tmp_path
