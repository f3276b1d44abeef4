"""Run by `test_levelling.py` in a process of its own: days of an older installation are moved.

Only the tables that the step touches are made: those of all activities would take half a minute.
"""

import json

import django

django.setup()

from django.db import connection  # noqa: E402
from django.db.migrations.loader import MigrationLoader  # noqa: E402

OLD = ("plan", "0001_plan")
STEP = ("plan", "0002_deadlines_and_searches")
TABLES = [("accounts", "User"), ("network", "Partner"), ("plan", "Project"), ("plan", "Item")]


def main():
    loader = MigrationLoader(connection)
    state = loader.project_state(OLD)
    with connection.schema_editor() as editor:
        for names in TABLES:
            editor.create_model(state.apps.get_model(*names))
    partner = state.apps.get_model("network", "Partner").objects.create(
        name="A", country="FI", sector="education"
    )
    project = state.apps.get_model("plan", "Project").objects.create(
        partner=partner, title="Old", starts_on="2027-03-01", ends_on="2029-02-28"
    )
    facts = {"project": project, "kind": "task", "title": "Ask", "days": 2, "day": "2027-03-01"}
    for code, bound in (("T1", "deadline"), ("T2", "starts_on")):
        state.apps.get_model("plan", "Item").objects.create(code=code, bound=bound, **facts)
    with connection.schema_editor() as editor:
        state = loader.graph.nodes[STEP].apply(state, editor)
    rows = state.apps.get_model("plan", "Item").objects.order_by("code")
    print(json.dumps([[row.code, row.bound, str(row.day), str(row.deadline)] for row in rows]))  # noqa: T201


if __name__ == "__main__":
    main()
