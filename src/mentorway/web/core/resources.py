"""What programs read: lists page by page, as every activity's ``resources.py`` answers them."""

from collections.abc import Callable, Iterable
from typing import Annotated, Any, Final, Generic, TypeVar

from django.core.exceptions import ObjectDoesNotExist
from django.core.paginator import EmptyPage, Paginator
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest
from ninja import Field, Schema

Item = TypeVar("Item")
Row = TypeVar("Row", bound=Model)
Told = TypeVar("Told", bound=Schema)
USUAL: Final = 50
MOST: Final = 200
FARTHEST: Final = 1_000_000


class Window(Schema):
    """Which part of a list is wanted."""

    page: int = Field(1, ge=1, le=FARTHEST, description="Which page, from 1.")
    limit: int = Field(USUAL, ge=1, le=MOST, description="How many on a page.")


Words = Annotated[str, Field(max_length=200, description="Words that must all stand somewhere.")]


class Filter(Schema):
    """Which rows of a list are wanted; each activity adds its own choices."""

    q: Words = ""

    def chosen(self) -> dict[str, str]:
        """Return what was chosen besides words, by name."""
        return {name: str(value) for name, value in self.dict(exclude={"q"}).items() if value}

    def wanted(self) -> dict[str, str]:
        """Return what was chosen, words too."""
        return {"q": self.q, **self.chosen()} if self.q else self.chosen()


class Listing(Schema, Generic[Item]):
    """A page of a list."""

    count: int = Field(description="How many there are in all.")
    next: str | None = Field(description="Address of the next page; null on the last one.")
    items: list[Item]


def paged(
    request: HttpRequest,
    rows: Any,
    window: Window,
    to_item: Callable[[Any], Item],
    *,
    together: Callable[[list[Any]], Iterable[Any]] = iter,
) -> Listing[Item]:
    """Return the wanted page of ``rows``, each put in words by ``to_item``; beyond the last page, nothing.

    A queryset is read in an order that no two rows share, so that nothing is told twice or left out.
    ``together`` gets the rows of the page at once, for what is asked about all of them in one go.
    """
    wanted = Paginator(_in_one_order(rows), window.limit, allow_empty_first_page=True)
    try:
        page = wanted.page(window.page)
    except EmptyPage:
        return Listing(count=wanted.count, next=None, items=[])
    following = _address_of(request, window.page + 1) if page.has_next() else None
    return Listing(count=wanted.count, next=following, items=[to_item(one) for one in together(list(page))])


def told_as(kind: type[Told], row: Any, /, **more: Any) -> Told:
    """Return ``row`` as programs read it: what ``more`` does not say, ``row`` holds under the same name."""
    names = [name for name in kind.model_fields if name not in more]
    return kind(**{name: getattr(row, "pk" if name == "id" else name) for name in names}, **more)


def one_of(rows: QuerySet[Row], **lookup: Any) -> Row:
    """Return the one of ``rows`` that matches; they are those that the person may see, as lists read them."""
    try:
        return rows.get(**lookup)
    except ObjectDoesNotExist:
        raise Http404 from None


def _in_one_order(rows: Any) -> Any:
    if not isinstance(rows, QuerySet) or rows.query.is_sliced or rows.query.combinator:
        return rows
    order = [*(rows.query.order_by or rows.model._meta.ordering)]  # noqa: SLF001 - Django's own name
    return (
        rows
        if {"pk", "-pk", "id", "-id"} & {one for one in order if isinstance(one, str)}
        else (rows.order_by(*order, "pk"))
    )


def _address_of(request: HttpRequest, page: int) -> str:
    asked = request.GET.copy()
    asked["page"] = str(page)
    return request.build_absolute_uri(f"{request.path}?{asked.urlencode()}")
