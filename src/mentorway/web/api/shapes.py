"""What programs are answered, as it is described in the OpenAPI document."""

from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlsplit

from django.contrib.messages.storage.base import Message
from django.http import QueryDict
from django.urls import Resolver404, resolve
from ninja import Field, Schema

from mentorway.web.api.analysis import reading
from mentorway.web.api.analysis.catalogue import Place, places

MOST_LINKS: Final = 500


class ArgumentShape(Schema):
    """A part of an address that changes from row to row."""

    name: str
    kind: str = Field(description="int, str, slug, uuid, or another kind of the installation.")


class PlaceShape(Schema):
    """Something that a program can do, read or fetch, by its name."""

    name: str
    words: str
    arguments: list[ArgumentShape]
    scope: str
    address: str = Field(description="Where to ask for it.")


class TargetShape(Schema):
    """An address within the installation; ``name`` is null where programs do not reach it."""

    path: str
    name: str | None = None
    arguments: dict[str, str] = Field(default_factory=dict)


class ChoiceShape(Schema):
    """One way to answer."""

    value: str
    label: str


class FieldShape(Schema):
    """One thing that a form asks."""

    name: str
    label: str
    type: str = Field(description="text, long_text, number, date, choice, choices, yes_no, file, hidden, …")
    required: bool
    help: str = ""
    value: list[str] = Field(default_factory=list, description="What is sent if it is not given.")
    choices: list[ChoiceShape] = Field(default_factory=list)


class ButtonShape(Schema):
    """A button that says more than “go on”: send its name with its value among the fields."""

    name: str
    value: str
    label: str


class FormShape(Schema):
    """A form, and the deed that it is sent to."""

    sent_to: TargetShape
    method: str
    fields: list[FieldShape]
    buttons: list[ButtonShape]


class MessageShape(Schema):
    """What the person would have been told."""

    level: str
    text: str


class TableShape(Schema):
    """A table of a page."""

    caption: str
    header: list[str]
    rows: list[list[str]]


class FactShape(Schema):
    """A fact with what it is called."""

    name: str
    value: str


class LinkShape(Schema):
    """Where a page leads."""

    text: str
    target: TargetShape


class PageShape(Schema):
    """What people see on a page."""

    title: str
    text: list[str]
    facts: list[FactShape]
    tables: list[TableShape]
    links: list[LinkShape]
    forms: list[FormShape]


class DeedShape(Schema):
    """What a deed asks before it is done."""

    name: str
    words: str
    arguments: dict[str, str]
    title: str = ""
    forms: list[FormShape] = Field(description="Empty where it has no page of its own: just send it.")


class DoneShape(Schema):
    """What came of a deed."""

    done: bool = Field(description="False if the page asks something more first; then `page` says what.")
    location: TargetShape | None = None
    messages: list[MessageShape]
    page: PageShape | None = None


class MeShape(Schema):
    """Who a token is of, and what it may do."""

    name: str
    email: str
    language: str
    scopes: list[str]
    expires: str


def place_shape(place: Place, kind: str, way: str) -> PlaceShape:
    """Return an address as programs are told it."""
    return PlaceShape(
        name=place.name,
        words=place.words,
        arguments=[ArgumentShape(name=one.name, kind=one.kind) for one in place.arguments],
        scope=place.scope(way),
        address=f"/api/v1/{kind}/{place.name}/",
    )


def target_shape(path: str) -> TargetShape:
    """Return an address with its name; what its query says is among the arguments."""
    parts = urlsplit(path)
    try:
        match = resolve(parts.path)
    except Resolver404:
        return TargetShape(path=path)
    if match.view_name not in places():
        return TargetShape(path=path)
    said = QueryDict(parts.query)
    arguments = {**{name: str(said[name]) for name in said}, **{k: str(v) for k, v in match.kwargs.items()}}
    return TargetShape(path=path, name=match.view_name, arguments=arguments)


def form_shape(form: reading.Form) -> FormShape:
    """Return a form as programs are told it."""
    return FormShape(
        sent_to=target_shape(form.path),
        method=form.method,
        fields=[
            FieldShape(
                name=one.name,
                label=one.label,
                type=one.type,
                required=one.required,
                help=one.help,
                value=list(one.value),
                choices=[ChoiceShape(value=each.value, label=each.label) for each in one.choices],
            )
            for one in form.fields
        ],
        buttons=[ButtonShape(name=one.name, value=one.value, label=one.label) for one in form.buttons],
    )


def page_shape(page: reading.Page, path: str) -> PageShape:
    """Return a page as programs are told it."""
    return PageShape(
        title=page.title,
        text=list(page.text),
        facts=[FactShape(name=name, value=value) for name, value in page.facts],
        tables=[
            TableShape(caption=one.caption, header=list(one.header), rows=[list(row) for row in one.rows])
            for one in page.tables
        ],
        links=[
            LinkShape(
                text=one.text,
                target=target_shape(f"{path}{one.path}" if one.path.startswith("?") else one.path),
            )
            for one in page.links[:MOST_LINKS]
        ],
        forms=[form_shape(one) for one in page.forms],
    )


def message_shapes(messages: list[Message]) -> list[MessageShape]:
    """Return messages as programs are told them."""
    return [MessageShape(level=one.level_tag or str(one.level), text=str(one.message)) for one in messages]


def plain(shape: Schema) -> Mapping[str, Any]:
    """Return a shape as plain values."""
    return shape.model_dump()
