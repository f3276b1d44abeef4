"""The whole example, loaded once for a module: each test looks at it inside a savepoint of its own."""

import pytest
from django.test import override_settings
from tests.conftest import give_back_what_migrations_gave
from tests.web.sharing import undone

from mentorway.web.journey.tasks import loading


def loaded_example():
    """Return a fixture of module scope, to be named `example`."""

    @pytest.fixture(scope="module")
    def example(django_db_setup, django_db_blocker, tmp_path_factory):
        data = tmp_path_factory.mktemp("example")
        data.chmod(0o700)
        with override_settings(MENTORWAY_DATA=data), django_db_blocker.unblock(), undone():
            give_back_what_migrations_gave()
            loading.load()
            yield data

    return example


@pytest.fixture
def _undone_after(example, django_db_blocker):
    with undone():
        yield
