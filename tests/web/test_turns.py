"""Writers of one process take turns where the database knows only one at a time."""

import threading

import pytest
from django.db import connection

from mentorway.web.core import turns


@pytest.mark.django_db(transaction=True)
def test_a_turn_is_a_transaction_and_ends_with_it():
    assert connection.in_atomic_block is False
    with turns.writing():
        assert connection.in_atomic_block is True
    assert connection.in_atomic_block is False


@pytest.mark.django_db(transaction=True)
def test_a_turn_that_fails_is_given_up_and_undone():
    with pytest.raises(ValueError, match="no"), turns.writing():
        raise ValueError("no")
    assert connection.in_atomic_block is False
    assert turns._turn.acquire(blocking=False) is True
    turns._turn.release()


@pytest.mark.django_db(transaction=True)
def test_another_thread_waits_for_its_turn():
    came = threading.Event()

    def come():
        with turns._turn:
            came.set()

    with turns.writing():
        other = threading.Thread(target=come)
        other.start()
        waited = not came.wait(0.2)
    other.join(10)
    assert (waited, came.is_set()) == (connection.vendor == "sqlite", True)
