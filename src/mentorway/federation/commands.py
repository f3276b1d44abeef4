"""What can be done without the web: keys and cards, answering a call, checking what came."""

from __future__ import annotations

import argparse
import datetime as dt
import os
import tempfile
from collections.abc import Callable
from pathlib import Path

from mentorway.answers import read_codebook, read_table, store
from mentorway.federation.calls import Floor, SeenCall, check_open, seen_call
from mentorway.federation.canonical import MOST_BYTES
from mentorway.federation.cards import LASTS, Card, Cards, made_card, read_card
from mentorway.federation.desk import Asked, Known, Register, check
from mentorway.federation.envelopes import Sending, made_envelope, package_in, read_envelope
from mentorway.federation.guarding import too_close, without
from mentorway.federation.keys import NodeKey, fingerprint, read_key, write_key
from mentorway.federation.making import check_something_left, prepare
from mentorway.federation.receipts import read_receipt
from mentorway.federation.sending import Way, send
from mentorway.language import LANGUAGES, Words
from mentorway.moments import Package, write_package
from mentorway.wording import InvalidInputError, Message, shown

Say = Callable[[Message | str], None]
PASSPHRASE = "MENTORWAY_FEDERATION_PASSPHRASE"  # noqa: S105 - the name of a variable
DONE, HELD = 0, 1


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser], words: Words) -> None:
    """Add ``federate`` with its own commands."""
    _ = words.gettext
    one = commands.add_parser("federate", help=_("send signed sums in place of answers, and check them"))
    inner = one.add_subparsers(required=True, metavar=_("COMMAND"))
    _add_keys(inner, words)
    _add_sign(inner, words)
    _add_send(inner, words)
    _add_check(inner, words)


def _command(
    inner: argparse._SubParsersAction[argparse.ArgumentParser], name: str, about: str, words: Words
) -> argparse.ArgumentParser:
    one = inner.add_parser(name, help=about)
    one.add_argument(
        "--language", choices=LANGUAGES, default=words.language, help=words.gettext("of what is said")
    )
    return one


def _add_keys(inner: argparse._SubParsersAction[argparse.ArgumentParser], words: Words) -> None:
    _ = words.gettext
    one = _command(inner, "keys", _("make a key and its card, or show the fingerprint of a card"), words)
    one.add_argument("--card", type=Path, required=True, metavar=_("FILE"), help=_("the card"))
    one.add_argument("--key", type=Path, metavar=_("FILE"), help=_("make a key in this new file"))
    one.add_argument("--id", default="", help=_("short name: small letters, digits, hyphens"))
    one.add_argument("--name", default="", help=_("what people call the node"))
    one.add_argument("--country", default="", help=_("two letters"))
    one.set_defaults(federate=run_keys)


def _add_sign(inner: argparse._SubParsersAction[argparse.ArgumentParser], words: Words) -> None:
    _ = words.gettext
    one = _command(inner, "sign", _("sum up answers as a call asks, and sign the package"), words)
    one.add_argument("data", type=Path, help=_("answers: .csv, .tsv, .xlsx, .sav or .parquet"))
    one.add_argument("--codebook", type=Path, required=True, help=_("items, their scales and coding"))
    one.add_argument("--call", type=Path, required=True, help=_("the signed call"))
    one.add_argument("--coordinator", type=Path, required=True, help=_("the card of who asks"))
    one.add_argument("--key", type=Path, required=True, help=_("the key of this node"))
    one.add_argument("--card", type=Path, required=True, help=_("the card of this node"))
    one.add_argument(
        "--sent", type=Path, required=True, metavar=_("FOLDER"), help=_("where all packages are kept")
    )
    one.add_argument("--fewest", type=int, default=10, help=_("give no cell of fewer people, whoever asks"))
    one.add_argument("--leave-out", action="store_true", help=_("leave out cells too close to earlier ones"))
    one.set_defaults(federate=run_sign)


def _add_send(inner: argparse._SubParsersAction[argparse.ArgumentParser], words: Words) -> None:
    _ = words.gettext
    one = _command(inner, "send", _("send a package to the address of its call, and keep the receipt"), words)
    one.add_argument("package", type=Path)
    one.add_argument("--call", type=Path, required=True, help=_("the signed call"))
    one.add_argument("--coordinator", type=Path, required=True, help=_("the card of who asks"))
    one.add_argument("--ca-file", type=Path, help=_("certificates to trust besides those of the system"))
    one.add_argument("--trial", action="store_true", help=_("allow machines inside the house and http"))
    one.set_defaults(federate=run_send)


def _add_check(inner: argparse._SubParsersAction[argparse.ArgumentParser], words: Words) -> None:
    _ = words.gettext
    one = _command(inner, "check", _("check a package as a coordinator does, and write its sums"), words)
    one.add_argument("package", type=Path)
    one.add_argument("--call", type=Path, required=True, help=_("the signed call"))
    one.add_argument("--coordinator", type=Path, required=True, help=_("the card of who asks"))
    one.add_argument("--node", type=Path, required=True, help=_("the card of who sent it"))
    one.add_argument("--sums", type=Path, metavar=_("FILE"), help=_("write them for “mentorway combine”"))
    one.set_defaults(federate=run_check)


def run(options: argparse.Namespace, say: Say) -> int:
    """Do what was asked."""
    return int(options.federate(options, say))


def run_keys(options: argparse.Namespace, say: Say) -> int:
    """Make a key with its card, if a file for the key is named; say the fingerprint of the card."""
    if options.key is not None:
        key, today = NodeKey.made(), _today()
        card = Card(options.id, options.name, options.country, key.public, today, today + LASTS)
        document = made_card(card, key)
        write_key(key, options.key, os.environ.get(PASSPHRASE, ""))
        options.card.write_bytes(document.data)
    card = read_card(_bytes(options.card))
    say(f"{card.name} ({card.id}, {card.country}), {card.begins} – {card.ends}")
    say(fingerprint(card.key))
    return DONE


def run_sign(options: argparse.Namespace, say: Say) -> int:
    """Sum up, lay beside what was sent before, and sign."""
    seen, _coordinator = _call(options)
    call = seen.call
    check_open(call, _today())
    card, key = read_card(_bytes(options.card)), read_key(options.key, os.environ.get(PASSPHRASE, ""))
    card.check_signing(_today())
    with tempfile.TemporaryDirectory(prefix="mentorway-") as folder:
        kept = store(
            read_table(options.data),
            read_codebook(options.codebook),
            group=call.by[0],
            folder=Path(folder),
            facts=call.by[1:],
        )
        prepared = prepare(kept, call, Floor(fewest=options.fewest))
    for sheet in prepared.sheets:
        values: dict[str, str | int] = {
            "scale": shown(sheet.scale),
            "people": sheet.people,
            "withheld": sheet.withheld,
        }
        say(Message("%(scale)s: %(people)d people go, %(withheld)d are withheld.", values))
    options.sent.mkdir(mode=0o700, parents=True, exist_ok=True)
    earlier = _earlier(options.sent)
    package = _not_too_close(prepared.package, earlier, options, say)
    if package is None:
        return HELD
    mine = [number for name, number, _package in earlier if name == call.id]
    last = max(mine, default=0)
    sending = Sending(card.id, last + 1, last, _today())
    document = made_envelope(package, call, seen.digest, sending, key)
    path = options.sent / f"{call.id}-{last + 1}.json"
    path.write_bytes(document.data)
    say(Message("Written: %(file)s", {"file": str(path)}))
    return DONE


def _earlier(folder: Path) -> list[tuple[str, int, Package]]:
    """Everything that this node ever signed: the call, the number, the sums."""
    found = []
    for path in sorted(folder.glob("*.json")):
        envelope = read_envelope(_bytes(path))
        found.append((envelope.call, envelope.number, package_in(envelope)))
    return found


def _not_too_close(
    package: Package, earlier: list[tuple[str, int, Package]], options: argparse.Namespace, say: Say
) -> Package | None:
    before = [(f"{call}-{number}", one) for call, number, one in earlier]
    close = too_close(package, before)
    for one in close:
        say(one.message)
    if not close:
        return package
    if not options.leave_out:
        say(Message("Nothing was signed."))
        return None
    smaller = without(package, before)
    check_something_left(smaller)
    return smaller


def run_send(options: argparse.Namespace, say: Say) -> int:
    """Send, and keep the receipt beside the package."""
    (seen, coordinator), data = _call(options), _bytes(options.package)
    envelope = read_envelope(data)
    answer = send(seen.call.address, data, Way(options.ca_file, allow_private=options.trial))
    receipt = read_receipt(answer, coordinator, envelope.digest, envelope.made)
    path = options.package.with_suffix(".receipt")
    path.write_bytes(answer)
    say(Message("It arrived: %(at)s. Written: %(file)s", {"at": f"{receipt.at}", "file": str(path)}))
    return DONE


def run_check(options: argparse.Namespace, say: Say) -> int:
    """Check a package by all rules but the number of the one before, which only the coordinator knows."""
    (seen, _coordinator), node = _call(options), read_card(_bytes(options.node))
    known = Register({node.id: Known(Cards(node))}, {seen.call.id: Asked(seen.call, seen.digest)})
    taken = check(_bytes(options.package), known, _today())
    for name, people in taken.envelope.people.items():
        values: dict[str, str | int] = {
            "scale": shown(name),
            "people": people,
            "withheld": taken.envelope.withheld[name],
        }
        say(Message("%(scale)s: %(people)d people came, %(withheld)d are withheld.", values))
    if options.sums:
        write_package(taken.package, options.sums)
        say(Message("Written: %(file)s", {"file": str(options.sums)}))
    return DONE


def _call(options: argparse.Namespace) -> tuple[SeenCall, Cards]:
    """The call, if the coordinator asks it with a key that has not ended, and the coordinator."""
    seen, coordinator = seen_call(_bytes(options.call)), Cards(read_card(_bytes(options.coordinator)))
    seen.asked_by(coordinator, _today())
    return seen, coordinator


def _today() -> dt.date:
    return dt.datetime.now(dt.UTC).date()


def _bytes(path: Path) -> bytes:
    """The file, unless it is larger than anything that is read."""
    if path.stat().st_size > MOST_BYTES:
        raise InvalidInputError(
            Message("“%(file)s” is larger than any file of the federation.", {"file": shown(path.name)})
        )
    return path.read_bytes().strip()
