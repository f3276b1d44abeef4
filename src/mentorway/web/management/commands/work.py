"""Do what pages do not wait for, until asked to stop."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from mentorway.web.core.work.running import Rhythm, Worker

USUAL = Rhythm()


class Command(BaseCommand):
    help = (
        "Do tasks that wait, give signs of life, take back tasks of workers that are gone, plan what is due."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--interval", type=float, default=0.5, help="seconds between two looks (%(default)s)"
        )
        parser.add_argument("--batch", action="store_true", help="end once nothing waits")
        parser.add_argument(
            "--beat", type=float, default=USUAL.beat, help="seconds between signs of life (%(default)s)"
        )
        parser.add_argument(
            "--lease", type=float, default=USUAL.lease, help="seconds of silence (%(default)s)"
        )
        parser.add_argument(
            "--patience", type=float, default=USUAL.patience, help="seconds before a task is given back"
        )
        parser.add_argument(
            "--first-plans", type=float, default=USUAL.first_plans, help="seconds to the first plans"
        )

    def handle(self, *, interval: float, batch: bool, beat: float, lease: float, **options: Any) -> None:
        if beat <= 0 or lease < 2 * beat:
            raise CommandError(
                f"--lease is {lease:g} and --beat {beat:g}. The lease must be two beats or more."
            )
        worker = Worker(
            rhythm=Rhythm(beat, lease, options["first_plans"], options["patience"]),
            queue_names=["*"],
            excluded_queue_names=[],
            interval=interval,
            batch=batch,
            startup_delay=False,
            max_tasks=None,
        )
        worker.configure_signals()
        worker.run()
