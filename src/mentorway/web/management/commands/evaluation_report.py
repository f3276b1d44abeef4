"""Write the report on a result of an evaluation to a file: the same bytes each time."""

from pathlib import Path
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandError, CommandParser

from mentorway.web.evaluation.analysis.report import LANGUAGES, report_of
from mentorway.web.evaluation.analysis.report_docx import docx_file
from mentorway.web.evaluation.analysis.report_pdf import pdf
from mentorway.web.evaluation.queries.decisions import result_with
from mentorway.wording import InvalidInputError

WRITERS: Final = {"pdf": pdf, "docx": docx_file}


class Command(BaseCommand):
    help = "Write the report on a result, as a PDF or a DOCX, in one of the five languages."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("result", type=int, help="number of the result in the table")
        parser.add_argument("--language", choices=LANGUAGES, default="en")
        parser.add_argument("--kind", choices=list(WRITERS), default="pdf")
        parser.add_argument("--out", type=Path, required=True, metavar="FILE")

    def handle(self, **options: Any) -> None:
        result = result_with(options["result"])
        if result is None:
            raise CommandError("There is no result with this number that is done.")
        try:
            content = WRITERS[options["kind"]](report_of(result, options["language"]))
            options["out"].write_bytes(content)
        except InvalidInputError as problem:
            raise CommandError(str(problem)) from problem
        except OSError as problem:
            raise CommandError(f"The file cannot be written: {problem}") from problem
        if options["verbosity"]:
            self.stdout.write(f"{options['out']}: {len(content)} bytes")
