"""Every test has its own data folder; tasks are only written down, and run where a test says so."""

import pytest
from django.db import transaction


@pytest.fixture(autouse=True)
def _own_data(settings, tmp_path):
    settings.MENTORWAY_DATA = tmp_path


@pytest.fixture
def at_once(settings, monkeypatch):
    """Tasks are done as soon as they are asked for."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    monkeypatch.setattr(transaction, "on_commit", lambda work: work())
