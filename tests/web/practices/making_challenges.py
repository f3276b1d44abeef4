"""Material, codes and coders that tests start from."""

import io
import zipfile
from itertools import count

from tests.conftest import make_member, make_partner

from mentorway.web.practices.actions import coding, material, material_units
from mentorway.web.practices.models import Challenge, CodingTask, Material

_numbers = count(1)
TEXT = "There was no time.\n\nNobody asked us.\n\nThe bus goes twice a day."


def make_challenge(name="Lack of time", **fields):
    number = next(_numbers)
    values = {
        "names": {"en": name},
        "definition": "What it is.",
        "slug": f"code-{number}",
        "position": number,
    }
    return Challenge.objects.create(**{**values, **fields})


def make_material(user=None, *, divided=True, **fields):
    """Return a material of three passages."""
    user = user or make_member(role="admin")
    values = {
        "partner": user.partners.first(),
        "title": f"Talk {next(_numbers)}",
        "kind": "interview",
        "country": "FI",
        "sector": "education",
        "language": "en",
        "text": TEXT,
        "people": 1,
        "quoting": "never",
        "described": "",
        "collected": None,
        "visit": None,
    }
    row = material.add(user, **{**values, **fields})
    if divided:
        material_units.propose(row, user)
    return row


def ask(row, *people):
    """Ask two people to code; return their tasks."""
    people = people or (make_member(), make_member())
    coding.ask(row, row.created_by, people, link="https://example.org/")
    return [CodingTask.objects.get(material=row, coder=person) for person in people]


def code(task, *choices):
    """Give each passage its challenges, in order; nothing means that nothing fits. Hand in."""
    passages = task.material.passages.order_by("position")
    said = {
        one.pk: {challenge.pk for challenge in chosen} or {None}
        for one, chosen in zip(passages, choices, strict=True)
    }
    coding.save(task, said)
    coding.hand_in(task)


def make_coded(first, second, **fields):
    """Return a material that two people have coded."""
    row = make_material(**fields)
    one, other = ask(row)
    code(one, *first)
    code(other, *second)
    return Material.objects.get(pk=row.pk)


def make_decided(*choices, **fields):
    """Return a material on which both coders agree."""
    return make_coded(choices, choices, **fields)


def make_partner_member(role="member", **fields):
    return make_member(make_partner(**fields), role=role)


def docx(*paragraphs):
    """Return a small Word document."""
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    body = "".join(f"<w:p><w:r><w:t>{one}</w:t></w:r></w:p>" for one in paragraphs)
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as packed:
        packed.writestr("[Content_Types].xml", "<Types/>")
        packed.writestr("word/document.xml", f"<w:document {space}><w:body>{body}</w:body></w:document>")
    return file.getvalue()
