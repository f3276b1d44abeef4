"""Migrating an empty database in a fraction of the time.

For each new table Django builds the historical classes of all tables anew that are related to it, which with
hundreds of tables takes most of the time of a first start. Here a new class is built alone; all of them are
built anew only before a step that may look at what stands around a table. What the database holds afterwards
is the same (``tests/web/test_migrating.py``).
"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any, Final
from unittest.mock import patch

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import (
    AddConstraint,
    AddField,
    AddIndex,
    AlterField,
    AlterModelOptions,
    CreateModel,
    Migration,
    RemoveConstraint,
    RemoveIndex,
)
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ModelState, ProjectState

# These look only at the table itself, and at where its own columns lead.
ALONE: Final = (
    *(AddConstraint, AddField, AddIndex, AlterField, AlterModelOptions),
    *(CreateModel, RemoveConstraint, RemoveIndex),
)
_adding = ProjectState.add_model
_applying = Migration.apply


@contextmanager
def quickly() -> Iterator[None]:
    """Let migrations run so; only for a database that has no tables yet."""
    with patch.object(Migration, "apply", _apply):
        yield


def _apply(
    migration: Migration, state: ProjectState, editor: BaseDatabaseSchemaEditor, **more: bool
) -> ProjectState:
    """Apply a migration step by step; before one that looks around, all classes are built anew."""
    for step in migration.operations:
        with ExitStack() as ways:
            ways.enter_context(patch.object(migration, "operations", [step]))
            if _looks_around(step):
                _build_anew(state)
            else:
                ways.enter_context(patch.object(ProjectState, "add_model", _add_alone))
                ways.enter_context(patch.object(ProjectState, "reload_model", _reload_alone))
            state = _applying(migration, state, editor, **more)
    return state


def _looks_around(step: Operation) -> bool:
    """Whether a step may need to know which tables lead to its own."""
    if isinstance(step, AlterField):
        return step.field.primary_key or step.field.unique
    return not isinstance(step, ALONE)


def _add_alone(state: ProjectState, model: ModelState) -> None:
    """Build the class of a new table, and no other."""
    key = model.app_label, model.name_lower
    if "apps" not in vars(state) or key in state.models:
        _adding(state, model)
        return
    state.models[key] = model
    if state._relations is not None:  # type: ignore[attr-defined]  # noqa: SLF001 - as Django itself does
        state.resolve_model_relations(key)
    state.apps.render_multiple([model])
    state.is_delayed = True


def _reload_alone(state: ProjectState, app_label: str, model_name: str, **_more: bool) -> None:
    """Build the class of a table anew, and no other."""
    if "apps" in vars(state):
        state._reload({(app_label, model_name)})  # type: ignore[attr-defined]  # noqa: SLF001
        state.is_delayed = True


def _build_anew(state: ProjectState) -> None:
    """Build all classes, if one was built alone; now, so that columns come in the order they always do."""
    if state.is_delayed and "apps" in vars(state):
        state.clear_delayed_apps_cache()
        state.apps  # noqa: B018 - that builds them
        state.is_delayed = False


def is_empty(connection: Any) -> bool:
    """Whether a database has no tables of ours yet."""
    return "django_migrations" not in connection.introspection.table_names()
