"""The command line: what a person can do without the web."""

from __future__ import annotations

import argparse
import contextlib
import itertools
import json
import os
import re
import signal
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

import mentorway
from mentorway import installation
from mentorway.answers import Preview, Problem, Severity, check, read_codebook, read_table, store
from mentorway.comparing import (
    Comparison,
    asking,
    combining,
    compare,
    exports,
    records,
    report,
    sentences,
)
from mentorway.federation import commands as federating
from mentorway.language import LANGUAGES, Words
from mentorway.moments.engines import ENGINES, connect
from mentorway.opendata import telling
from mentorway.opendata.reproducing import reproduce
from mentorway.wording import InvalidInputError, Message

DONE, UNUSABLE, MISUSED, INTERRUPTED = 0, 1, 2, 130
ADDRESS = "MENTORWAY_ENGINE_ADDRESS"  # may hold a password, so it is no option: others can see those
# What a terminal obeys or cannot show: controls, signs that turn the direction, the joiner of pairs.
NOT_FOR_TERMINALS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2060\u2066-\u2069]")


@dataclass(frozen=True)
class Output:
    """Where to say things, and in which language."""

    words: Words
    out: TextIO
    err: TextIO

    def say(self, text: Message | str = "") -> None:
        """Say one line of what was asked for."""
        print(self._plain(text), file=self.out)

    def warn(self, text: Message | str) -> None:
        """Say one line of what is wrong."""
        print(self._plain(text), file=self.err)

    def _plain(self, text: Message | str) -> str:
        return NOT_FOR_TERMINALS.sub("", text if isinstance(text, str) else self.words.say(text))

    def progress(self, share: float, step: Message) -> None:
        """Show how far the work is, where somebody is looking."""
        if self.err.isatty():
            end = "\r" if share < 1 else "\n"
            print(f"\x1b[2K{share:4.0%}  {self.words.say(step)}", end=end, file=self.err, flush=True)


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the command line asks; return the exit status."""
    arguments = sys.argv[1:] if arguments is None else list(arguments)
    if installation.is_asked(arguments):
        return installation.run(arguments)
    words = Words.of(_language(arguments))
    output = Output(words, sys.stdout, sys.stderr)
    options = _parser(words).parse_args(arguments)
    try:
        if hasattr(options, "federate"):
            return federating.run(options, output.say)
        return int(options.run(options, output))
    except InvalidInputError as error:
        output.warn(error.message)
        return UNUSABLE
    except OSError as error:
        output.warn(_of_system(error))
        return UNUSABLE
    except KeyboardInterrupt:
        output.warn(Message("Stopped. Nothing was kept."))
        return INTERRUPTED


def _of_system(error: OSError) -> Message:
    """What the system refused, with the name of the file where it says one."""
    reason = error.strerror or str(error) or type(error).__name__
    if error.filename is None:
        return Message("This could not be finished: %(reason)s.", {"reason": reason})
    return Message("“%(file)s”: %(reason)s.", {"file": os.fsdecode(error.filename), "reason": reason})


def _language(arguments: Sequence[str]) -> str:
    """Return the language asked for, else that of the machine's user."""
    asked = [
        after if name == "--language" else name.partition("=")[2]
        for name, after in itertools.pairwise([*arguments, ""])
        if name.partition("=")[0] == "--language"
    ]
    of_machine = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or "en"
    return next(iter(asked), of_machine[:2])


def _parser(words: Words) -> argparse.ArgumentParser:
    _ = words.gettext
    parser = argparse.ArgumentParser(
        prog="mentorway", description=_("What Mentorway can do without the web.")
    )
    parser.add_argument("--version", action="version", version=mentorway.__version__)
    commands = parser.add_subparsers(required=True, metavar=_("COMMAND"))
    one = commands.add_parser("compare", help=_("say what may be compared between groups, and why"))
    _answers_arguments(one, words)
    _results_arguments(one, words)
    one.set_defaults(run=run_compare)
    one = commands.add_parser("pack", help=_("sum up answers into a file that can be sent in their place"))
    _answers_arguments(one, words, nargs="?")
    _engine_arguments(one, words)
    _pack_arguments(one, words)
    one.set_defaults(run=run_pack)
    one = commands.add_parser("combine", help=_("compare groups from such files of several senders"))
    one.add_argument("packages", type=Path, nargs="+", help=_("files that “mentorway pack” made"))
    _results_arguments(one, words)
    one.set_defaults(run=run_combine)
    one = commands.add_parser(
        "reproduce", help=_("make every published number of an open data package again")
    )
    one.add_argument("package", type=Path, help=_("the zip, or the folder that it was unpacked into"))
    _reproduce_arguments(one, words)
    one.set_defaults(run=run_reproduce)
    installation.add_parsers(commands, words)
    federating.add(commands, words)
    return parser


def _answers_arguments(one: argparse.ArgumentParser, words: Words, nargs: str | None = None) -> None:
    _ = words.gettext
    one.add_argument("data", type=Path, nargs=nargs, help=_("answers: .csv, .tsv, .xlsx, .sav or .parquet"))
    one.add_argument("--codebook", type=Path, required=True, help=_("items, their scales and coding"))
    one.add_argument("--group", required=True, metavar=_("COLUMN"), help=_("the column of the groups"))


def _results_arguments(one: argparse.ArgumentParser, words: Words) -> None:
    """Where results go, and how the comparison is done."""
    _ = words.gettext
    one.add_argument("--out", type=Path, metavar=_("FOLDER"), help=_("write report, tables and numbers here"))
    one.add_argument(
        "--language", choices=LANGUAGES, default=words.language, help=_("of the report and of what is said")
    )
    asking.add_people(one, words)
    asking.add_ways(one, words)


def _engine_arguments(one: argparse.ArgumentParser, words: Words) -> None:
    _ = words.gettext
    one.add_argument(
        "--engine",
        choices=ENGINES,
        help=_("sum up a table of coded answers where it is, instead of a file"),
    )
    one.add_argument(
        "--table",
        default="",
        metavar=_("TABLE"),
        help=_("the table; for DuckDB and Spark also Parquet files. The address of the database or cluster "
               "stands in the environment as MENTORWAY_ENGINE_ADDRESS"),
    )  # fmt: skip


def _pack_arguments(one: argparse.ArgumentParser, words: Words) -> None:
    _ = words.gettext
    one.add_argument("--out", type=Path, required=True, metavar=_("FILE"), help=_("write the sums here"))
    one.add_argument(
        "--facts",
        nargs="+",
        default=[],
        metavar=_("COLUMN"),
        help=_("tell people apart by these columns too"),
    )
    one.add_argument(
        "--fewest",
        type=int,
        default=10,
        metavar=_("PEOPLE"),
        help=_("leave out cells of fewer people, so that nobody can be made out"),
    )
    one.add_argument("--language", choices=LANGUAGES, default=words.language, help=_("of what is said"))


def _reproduce_arguments(one: argparse.ArgumentParser, words: Words) -> None:
    _ = words.gettext
    one.add_argument("--all", action="store_true", help=_("list the numbers that agree, too"))
    one.add_argument("--json", action="store_true", help=_("say it as JSON, for programs"))
    one.add_argument("--language", choices=LANGUAGES, default=words.language, help=_("of what is said"))


def run_compare(options: argparse.Namespace, output: Output) -> int:
    """Read, check, compare, say, and write the files that were asked for."""
    with _usable(options.out) if options.out else contextlib.nullcontext():
        return _compare(options, output)


@contextlib.contextmanager
def _usable(folder: Path) -> Iterator[None]:
    """Make the folder, and see that it takes files; what is new is removed again if it stays empty."""
    made = [one for one in (folder, *folder.parents) if not one.exists()]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        try:
            tempfile.TemporaryFile(dir=folder).close()
        except OSError as error:
            error.filename = str(folder)
            raise
        yield
    finally:
        for one in made:
            with contextlib.suppress(OSError):
                one.rmdir()


def _compare(options: argparse.Namespace, output: Output) -> int:
    codebook = read_codebook(options.codebook)
    plan = asking.plan_of(options)
    table = read_table(options.data)
    facts = _facts(options)
    preview = check(table, codebook, group=options.group, facts=facts, weight=options.weight)
    _say_problems(preview, output)
    if not preview.usable:
        output.warn(Message("The answers cannot be compared as they are. Nothing was kept."))
        return UNUSABLE
    with tempfile.TemporaryDirectory(prefix="mentorway-") as folder:
        snapshot = store(
            table,
            codebook,
            group=options.group,
            folder=Path(folder),
            facts=facts,
            weight=options.weight,
            keep_groups=None if options.by else options.groups or None,
        )
        found = compare(snapshot, plan, progress=output.progress)
    _say_found(found, output)
    if options.out:
        _write(found, options.out, output)
    return DONE


def _facts(options: argparse.Namespace) -> tuple[str, ...]:
    """Return the columns that are kept besides the group, the items and the weight."""
    asked = [options.by, options.cluster, *asking.where_of(options.where)]
    return tuple(dict.fromkeys(name for name in asked if name and name != options.group))


def run_pack(options: argparse.Namespace, output: Output) -> int:
    """Sum up answers and write the sums."""
    if (options.data is None) == (options.engine is None) or bool(options.table) != bool(options.engine):
        output.warn(
            Message("Name either a file of answers, or an engine (--engine) and its table (--table).")
        )
        return MISUSED
    withheld = _pack_in(options, output) if options.engine else _pack(options, output)
    if withheld is None:
        output.warn(Message("The answers cannot be summed up as they are. Nothing was written."))
        return UNUSABLE
    if withheld:
        output.say(
            Message(
                "%(count)d person is withheld, because too few people are like them.",
                {"count": withheld},
                plural="%(count)d people are withheld, because too few people are like them.",
                count=withheld,
            )
        )
    output.say(Message("Written: %(file)s", {"file": str(options.out)}))
    return DONE


def _pack(options: argparse.Namespace, output: Output) -> int | None:
    """Sum up a file; return how many people are withheld, None where the file cannot be used."""
    codebook = read_codebook(options.codebook)
    table = read_table(options.data)
    preview = check(table, codebook, group=options.group, facts=options.facts)
    alone = len(preview.groups) == 1  # the usual case here: what is sent is compared with that of others
    _say_problems(preview, output, but=options.group if alone and preview.usable else "")
    if not preview.usable:
        return None
    with tempfile.TemporaryDirectory(prefix="mentorway-") as folder:
        kept = store(table, codebook, group=options.group, folder=Path(folder), facts=options.facts)
        return combining.pack(kept, options.out, fewest=options.fewest)


def _pack_in(options: argparse.Namespace, output: Output) -> int:
    """Sum up a table where it is; return how many people are withheld."""
    codebook = read_codebook(options.codebook)
    by = tuple(dict.fromkeys((options.group, *options.facts)))
    step = Message("The engine sums up the answers")
    with connect(options.engine, options.table, address=os.environ.get(ADDRESS, "")) as answers:
        output.progress(0.0, step)
        return combining.pack_in(
            answers,
            codebook,
            options.out,
            by=by,
            fewest=options.fewest,
            progress=lambda share: output.progress(share, step),
        )


def run_combine(options: argparse.Namespace, output: Output) -> int:
    """Add up the sums of several senders, compare, say, and write the files that were asked for."""
    with _usable(options.out) if options.out else contextlib.nullcontext():
        plan = asking.plan_of(options)
        found = combining.compare_packages(options.packages, plan, progress=output.progress)
        _say_found(found, output)
        if options.out:
            _write(found, options.out, output)
    return DONE


def run_reproduce(options: argparse.Namespace, output: Output) -> int:
    """Make the published numbers of a package again and say which of them agree."""
    try:
        found = reproduce(options.package)
    except InvalidInputError as error:
        output.warn(error.message)
        return telling.NO_PACKAGE
    if options.json:
        output.say(telling.to_json(found, output.words))
    else:
        for line in telling.lines(output.words, found, every=options.all):
            output.say(line)
    return telling.status(found)


def _say_problems(preview: Preview, output: Output, *, but: str = "") -> None:
    """Say what is wrong, but for what is doubtful about one column as a whole."""
    for problem in preview.problems:
        if not but or (problem.column, problem.row, problem.value) != (but, None, None):
            output.warn(_line(problem, output.words))
    if preview.problems_left_out:
        output.warn(
            Message(
                "%(count)d more problem is not shown.",
                {"count": preview.problems_left_out},
                plural="%(count)d more problems are not shown.",
                count=preview.problems_left_out,
            )
        )


def _line(problem: Problem, words: Words) -> str:
    kind = words.gettext("Error") if problem.severity is Severity.ERROR else words.gettext("Warning")
    row = words.gettext("row %(row)d") % {"row": problem.row} if problem.row else ""
    place = ", ".join(part for part in (problem.column, row) if part)
    return f"{kind}{f' ({place})' if place else ''}: {words.say(problem.message)}"


def _say_found(found: Comparison, output: Output) -> None:
    words = output.words
    if found.title:
        output.say(found.title)
    output.say(sentences.size(words, found))
    for sentence in sentences.design(words, found):
        output.say(sentence)
    for scale in found.scales:
        output.say()
        output.say(scale.name)
        said = sentences.in_short(words, scale) or [_alone(words)]
        if scale.sensitivity:
            said += sentences.sensitivity(words, scale.sensitivity)
        for sentence in said:
            output.say(f"  {sentence}")
    output.say()
    output.say(Message("SHA-256 of the answers: %(hash)s", {"hash": found.data_hash}))


def _alone(words: Words) -> str:
    return words.gettext("There is one group only: it can be described, not compared.")


def _write(found: Comparison, folder: Path, output: Output) -> None:
    """Make every file, then put all of them in their places; whoever stops it before gets none."""
    language = output.words.language
    makers: Iterable[tuple[str, Callable[[], bytes]]] = (
        ("report.pdf", lambda: report.pdf(found, language=language)),
        ("tables.xlsx", lambda: exports.xlsx_bytes(found, output.words)),
        ("numbers.csv", lambda: exports.csv_bytes(found, output.words)),
        ("result.json", lambda: _indented(records.to_json(found))),
    )
    contents = {name: make() for name, make in makers}
    unfinished = {folder / f".{name}.part": folder / name for name in contents}
    try:
        for part, path in unfinished.items():
            part.write_bytes(contents[path.name])
        with _not_to_be_stopped():
            for part, path in unfinished.items():
                part.replace(path)
                output.say(Message("Written: %(file)s", {"file": str(path)}))
    finally:
        for part in unfinished:
            part.unlink(missing_ok=True)


@contextlib.contextmanager
def _not_to_be_stopped() -> Iterator[None]:
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _indented(text: str) -> bytes:
    return json.dumps(json.loads(text), ensure_ascii=False, indent=1).encode()


if __name__ == "__main__":
    sys.exit(main())
