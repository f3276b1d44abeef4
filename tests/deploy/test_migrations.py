"""What a migration may do while code of the release before still runs: faults that were planted are found."""

import re
import subprocess
import sys
from importlib import util
from pathlib import Path

import pytest
from django.db import migrations, models
from django.db.models import Q

ROOT = Path(__file__).parents[2]
SPEC = util.spec_from_file_location("check_migrations", ROOT / "tools" / "check_migrations.py")
check = util.module_from_spec(SPEC)
sys.modules[SPEC.name] = check
SPEC.loader.exec_module(check)


def drop_by_hand(_apps, schema_editor):
    schema_editor.execute("DROP TABLE plan_item")


def fill(apps, _schema_editor):
    apps.get_model("plan", "Item").objects.update(code="")


def migration(*operations):
    return {"plan.0099_new": type("M", (), {"operations": list(operations)})()}


def said(*operations, known=frozenset()):
    return [one.what for one in check.judged(migration(*operations), known)]


@pytest.mark.parametrize(
    ("step", "what"),
    [
        (migrations.DeleteModel("Item"), "takes away plan.item"),
        (migrations.RemoveField("item", "code"), "takes away plan.item.code"),
        (migrations.RenameField("item", "code", "sign"), "renames plan.item code"),
        (migrations.RenameModel("Item", "Line"), "renames plan.item Item"),
        (migrations.AlterModelTable("item", "lines"), "renames plan.item"),
        (
            migrations.AddField("item", "sign", models.CharField(max_length=9)),
            "adds plan.item.sign, which must be given",
        ),
        (
            migrations.AddField("item", "sign", models.CharField(max_length=9, default="x")),
            "adds plan.item.sign, which must be given",
        ),
        (migrations.AlterField("item", "code", models.IntegerField()), "alters plan.item.code"),
        (
            migrations.AddConstraint("item", models.CheckConstraint(condition=Q(code="a"), name="only_a")),
            "constrains plan.item by only_a",
        ),
        (migrations.RunSQL("ALTER TABLE plan_item DROP COLUMN code"), "changes tables by SQL of its own"),
        (migrations.RunPython(drop_by_hand), "changes tables by SQL of its own"),
    ],
)
def test_what_old_code_could_not_live_with_is_refused(step, what):
    assert said(step) == [what]
    hidden = migrations.SeparateDatabaseAndState(database_operations=[step])
    assert said(hidden) == [what]


@pytest.mark.parametrize(
    "step",
    [
        migrations.CreateModel("Thing", [("id", models.BigAutoField(primary_key=True))]),
        migrations.AddField("item", "sign", models.CharField(max_length=9, null=True)),
        migrations.AddField("item", "sign", models.CharField(max_length=9, db_default="")),
        migrations.AddIndex("item", models.Index(fields=["code"], name="by_code")),
        migrations.RunPython(fill),
    ],
)
def test_what_old_code_does_not_notice_is_let_through(step):
    assert said(step) == []


def test_a_table_that_was_never_released_may_change():
    new = migrations.CreateModel("Thing", [("id", models.BigAutoField(primary_key=True))])
    more = migrations.AddField("thing", "name", models.CharField(max_length=9))
    assert said(new, more) == []


def test_what_was_released_is_not_judged_again():
    assert said(migrations.DeleteModel("Item"), known=frozenset({"plan.0099_new"})) == []


def test_only_what_is_listed_with_both_steps_is_allowed(tmp_path):
    path = tmp_path / "steps.toml"
    path.write_text(
        '["plan.0099_new"]\nwhat = "takes away plan.item"\nreason = "Nothing has used it for a release."\n'
        'first = "0.2: nothing reads it"\nsecond = "0.3: it goes"\n'
    )
    allowed = check.in_steps(path)
    gone = check.judged(
        migration(migrations.DeleteModel("Item"), migrations.RemoveField("item", "code")), frozenset()
    )
    gone = list(gone)
    assert [one.what for one in check.unlisted(gone, allowed)] == ["takes away plan.item.code"]
    path.write_text(
        path.read_text().replace(
            '"takes away plan.item"', '["takes away plan.item", "takes away plan.item.code"]'
        )
    )
    assert list(check.unlisted(gone, check.in_steps(path))) == []
    path.write_text(
        '["plan.0099_new"]\nwhat = "takes away plan.item"\nreason = "short"\nfirst = "a"\nsecond = "b"\n'
    )
    with pytest.raises(SystemExit, match=re.escape("plan.0099_new needs what, reason, first and second")):
        check.in_steps(path)


def test_the_migrations_that_are_there_pass():
    run = subprocess.run(
        [sys.executable, "tools/check_migrations.py"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (run.returncode, run.stderr) == (0, "")
