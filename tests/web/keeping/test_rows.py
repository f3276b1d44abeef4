"""Rows as lines: the same from either database, and what does not fit is refused."""

import datetime as dt
import uuid
from decimal import Decimal

import pytest
from django.apps import apps
from django.db import transaction
from tests.conftest import make_member

from mentorway.web.management.keeping import carried, moving, rows, tables
from mentorway.web.management.keeping.refusing import KeepingError


def test_a_moment_is_written_the_same_in_every_zone():
    moment = dt.datetime(2026, 3, 1, 12, 30, 0, 5, tzinfo=dt.timezone(dt.timedelta(hours=2)))
    assert rows.line_of([moment]) == '["2026-03-01T10:30:00.000005+00:00"]\n'


def test_every_kind_of_value_is_written():
    value = [uuid.UUID(int=5), b"\x00\xff", dt.time(9, 5), 2.5, True, {"b": [1e300], "a": "ą"}]
    assert rows.line_of(value) == (
        f'["{uuid.UUID(int=5).hex}","AP8=","09:05:00",2.5,true,{{"a":"ą","b":[{int(1e300)}]}}]\n'
    )


@pytest.mark.django_db
def test_a_table_goes_out_and_comes_in_as_it_was(tmp_path):
    member = make_member(email="azuole@example.org", name="Ąžuolė “O'Hara” \\ \t")
    model = apps.get_model("accounts", "User")
    path = tmp_path / "rows"
    assert rows.written(model, "default", path, sealed=True) == 1
    before = model.objects.values().get()
    apps.get_model("network", "Membership").objects.all().delete()
    apps.get_model("account", "EmailAddress").objects.all().delete()
    member.delete()
    names = [field.attname for field in rows.columns_of(model)]
    assert rows.read_into(model, path, names) == 1
    assert model.objects.values().get() == {**before, "password": "!"}
    assert model.objects.get().has_usable_password() is False


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("line", "why"),
    [
        ('["x"]\n', "cannot be stored"),
        ("{}\n", "no row"),
        ("not json\n", "cannot be read"),
        ("[" * 100_000 + "\n", "cannot be read"),
    ],
)
def test_a_line_that_does_not_fit_is_refused(tmp_path, line, why):
    path = tmp_path / "rows"
    path.write_text(line)
    model = apps.get_model("accounts", "User")
    names = [field.attname for field in rows.columns_of(model)]
    with pytest.raises(KeepingError, match=why), transaction.atomic():
        rows.read_into(model, path, names)
    assert model.objects.count() == 0


@pytest.mark.django_db
def test_a_value_of_another_kind_is_refused(tmp_path):
    model = apps.get_model("core", "AuditEntry")
    names = [field.attname for field in rows.columns_of(model)]
    row = dict.fromkeys(names, "") | {"id": 1, "number": 1, "at": "not a moment", "facts": {}}
    path = tmp_path / "rows"
    path.write_text(rows.line_of([row[name] for name in names]))
    with (
        pytest.raises(KeepingError, match=r"core.AuditEntry cannot be stored \(line 1"),
        transaction.atomic(),
    ):
        rows.read_into(model, path, names)
    with pytest.raises(KeepingError, match=r"does not fit the table core\.AuditEntry: column at"):
        rows.read_into(model, path, [name for name in names if name != "at"])


def test_a_decimal_keeps_its_places():
    assert rows.line_of([Decimal("10.00")]) == '["10.00"]\n'


@pytest.mark.django_db
def test_a_file_whose_rows_point_nowhere_changes_nothing(tmp_path):
    model = apps.get_model("network", "Membership")
    names = [field.attname for field in rows.columns_of(model)]
    row = dict.fromkeys(names) | {"id": 1, "user_id": 77, "partner_id": 88, "role": "member"}
    row |= {
        name: "2026-01-01T00:00:00+00:00" for name in names if name in {"created", "added", "joined", "since"}
    }
    (tmp_path / "tables").mkdir()
    (tmp_path / "tables" / "network.Membership.jsonl").write_text(rows.line_of([row[name] for name in names]))
    assert carried.carried({"network.Membership": model}) == {"network.Membership": model}
    facts = {"columns": {"network.Nothing": []}, "rows": {}}
    with pytest.raises(KeepingError, match=r"a table that is not known: network\.Nothing"):
        moving.load(tmp_path, tables.applied(), facts)
