"""The challenges that an installation starts with. The texts are synthetic: nobody was asked.

Two synthetic people code them, now and then in different ways, and a third settles what they differ on. Rows
of the file: country, sector, kind, language, people, quoting, passages; behind each passage the codes of the
first and the second coder, and for what is disputed whether it holds.
"""

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from django.db import transaction

from mentorway.web.accounts.models import User
from mentorway.web.network.example.people import acting_for
from mentorway.web.network.models import Country, Partner, Sector
from mentorway.web.practices.actions import coding, matrix
from mentorway.web.practices.actions import material as materials
from mentorway.web.practices.actions import material_units as units
from mentorway.web.practices.models import Challenge, CodingTask, Material
from mentorway.web.practices.queries import coding as queries

FILE: Final = Path(__file__).with_name("material.csv")
CODERS: Final = (
    ("coder.one@example.org", "Coder One (synthetic)"),
    ("coder.two@example.org", "Coder Two (synthetic)"),
)
WHO: Final = "synthetic: nobody was asked"
HOLDS: Final = "Synthetic decision: the passage says so in so many words."
HOLDS_NOT: Final = "Synthetic decision: the passage is about something beside it."
Row = dict[str, str]


@transaction.atomic
def load(partner: Partner) -> None:
    """Store the synthetic material, coded and counted, unless that was done before."""
    if Material.objects.filter(is_example=True).exists():
        return
    user = acting_for(partner)
    coders = [_coder(email, name) for email, name in CODERS]
    codebook = {one.slug: one.pk for one in Challenge.objects.all()}
    made = []
    for row, passages in _materials():
        material = _added(partner, user, row, [one["text"] for one in passages])
        _coded(material, coders, passages, codebook)
        _settled(material, user, passages)
        made.append(material.pk)
    Material.objects.filter(pk__in=made).update(is_example=True)
    matrix.count(user)


def _coder(email: str, name: str) -> User:
    """Return somebody who can never sign in."""
    found = User.objects.filter(email=email).first()
    return found or User.objects.create_user(email, name=name, is_active=False)


def _materials() -> Iterator[tuple[Row, list[Row]]]:
    """Yield each material, known by its number, with its passages."""
    with FILE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for number in dict.fromkeys(row["number"] for row in rows):
        passages = [row for row in rows if row["number"] == number]
        yield passages[0], passages


def _added(partner: Partner, user: User, row: Row, texts: Sequence[str]) -> Material:
    place = f"{Country(row['country']).name} {Sector(row['sector']).value}"
    material = materials.add(
        user,
        partner=partner,
        text="\n\n".join(texts),
        title=f"Synthetic {row['kind']} {row['number']}, {place}",
        kind=row["kind"],
        country=row["country"],
        sector=row["sector"],
        language=row["language"],
        people=int(row["people"]),
        described=WHO,
        quoting=row["quoting"],
    )
    units.propose(material, user)
    return material


def _coded(
    material: Material, coders: Sequence[User], passages: Sequence[Row], codebook: dict[str, int]
) -> None:
    there = list(material.passages.order_by("position"))
    for place, coder in enumerate(coders, start=1):
        task = CodingTask.objects.create(material=material, coder=coder, place=place)
        choices: dict[int, set[int | None]] = {}
        for passage, row in zip(there, passages, strict=True):
            slugs = row["first" if place == 1 else "second"].split()
            choices[passage.pk] = {codebook[slug] for slug in slugs if slug in codebook} or {None}
        coding.save(task, choices)
        coding.hand_in(task)


def _settled(material: Material, user: User, passages: Sequence[Row]) -> None:
    kept = [set(row["holds"].split()) for row in passages]
    judgements = []
    for case in queries.disagreements(material):
        holds = case.challenge.slug in kept[case.passage.position - 1]
        judgements.append((case, holds, HOLDS if holds else HOLDS_NOT))
    if judgements:
        coding.settle(material, user, judgements)
