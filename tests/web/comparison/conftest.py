"""Tasks are done at once, and every test has its own data folder."""

import pytest

from mentorway.web.comparison.analysis import comparing


@pytest.fixture(autouse=True)
def _own_data(settings, tmp_path):
    settings.MENTORWAY_DATA = tmp_path
    comparing._result.cache_clear()  # every test counts its rows from one
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
