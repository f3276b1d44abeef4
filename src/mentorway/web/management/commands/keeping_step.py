"""Part of `restore` and `import_programme`, in a process of its own: nobody needs to call it."""

import json
import sys
from typing import Any

from django.core.management.base import BaseCommand

from mentorway.web.management.keeping import asking, finishing


class Command(BaseCommand):
    help = "Part of “restore” and “import_programme”: it reads what to do from standard input."
    requires_system_checks = []

    def handle(self, **_options: Any) -> None:
        with asking.refusals():
            report = finishing.finish(finishing.Order.read(json.load(sys.stdin)))
        self.stdout.write(json.dumps(report))
