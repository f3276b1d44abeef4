"""The foundations: what they check before anything is served."""

from django.apps import AppConfig
from django.core import checks


class CoreConfig(AppConfig):
    name = "mentorway.web.core"

    def ready(self) -> None:
        """Let ``manage.py check`` look at the installation too."""
        from mentorway.web.core import checks as ours  # noqa: PLC0415 - models are there only now

        checks.register(ours.of_settings)
        checks.register(ours.of_database, checks.Tags.database)
