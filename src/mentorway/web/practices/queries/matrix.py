"""What the matrix is counted from, put together by the database."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet, Sum, Window
from django.db.models.functions import Length, RowNumber

from mentorway.web.accounts.models import User
from mentorway.web.practices.models import (
    Challenge,
    Coding,
    Decision,
    Material,
    Passage,
    Quoting,
)

Named = tuple[int, int]  # a material, and a challenge that it names
QUOTED_INSIDE = (Quoting.INSIDE, Quoting.PUBLIC)


def counted_material(*, examples: bool) -> QuerySet[Material]:
    """Return the material that counts: examples only where there is nothing else."""
    return Material.objects.counted().filter(is_example=examples)


def only_examples() -> bool:
    """Whether there is no decided material but that of the example."""
    return not Material.objects.counted().filter(is_example=False).exists()


def material_rows(*, examples: bool) -> list[tuple[int, str, str, str, str, int]]:
    """Return key, token, country, sector, kind and people of all that counts."""
    names = ("pk", "token", "country", "sector", "kind", "people")
    return list(counted_material(examples=examples).order_by("pk").values_list(*names))


def named(*, examples: bool) -> list[Named]:
    """Return which material names which challenge, each pair once."""
    rows = Decision.objects.filter(holds=True, passage__material__in=counted_material(examples=examples))
    pairs = rows.order_by("passage__material", "challenge").values_list("passage__material", "challenge")
    return list(pairs.distinct())


def passage_count(*, examples: bool) -> int:
    return Passage.objects.filter(material__in=counted_material(examples=examples)).count()


def codes_by_coder(*, examples: bool) -> Mapping[tuple[int, int], int]:
    """Return how often the first and the second coder used each challenge."""
    rows = Coding.objects.filter(
        task__material__in=counted_material(examples=examples), challenge__isnull=False
    )
    found = rows.order_by().values_list("challenge", "task__place").annotate(n=Count("pk"))
    return {(challenge, place): n for challenge, place, n in found}


def codes_agreed(*, examples: bool) -> Mapping[int, int]:
    """Return in how many passages both coders saw each challenge."""
    rows = Decision.objects.filter(
        passage__material__in=counted_material(examples=examples), was_disputed=False, holds=True
    )
    return dict(rows.order_by().values_list("challenge").annotate(n=Count("pk")))


def watermark() -> dict[str, Any]:
    """Return a few cheap numbers that change with anything that is counted."""
    examples = only_examples()
    material = counted_material(examples=examples).aggregate(
        n=Count("pk"), keys=Sum("pk"), revisions=Sum("revision"), last=Max("decided")
    )
    decisions = Decision.objects.filter(passage__material__decided__isnull=False).aggregate(
        last=Max("at"), key=Max("pk")
    )
    codebook = Challenge.objects.filter(deleted=None).aggregate(n=Count("pk"), revisions=Sum("revision"))
    facts = {"material": material, "decisions": decisions, "codebook": codebook, "examples": examples}
    return {f"{part}": str(values) for part, values in facts.items()}


def codebook() -> list[Challenge]:
    """Return all challenges that are not deleted, in their order."""
    return list(Challenge.objects.filter(deleted=None).order_by("position", "slug"))


def naming(challenge: Challenge, chosen: Mapping[str, str]) -> QuerySet[Material]:
    """Return the decided material of a cell in which the challenge is named."""
    holds = Decision.objects.filter(challenge=challenge, holds=True, passage__material=OuterRef("pk"))
    rows = counted_material(examples=only_examples()).filter(
        **{name: one for name, one in chosen.items() if one}
    )
    return rows.filter(Exists(holds)).select_related("partner").defer("text", "search_text")


def seen_among(user: User, rows: QuerySet[Material]) -> QuerySet[Material]:
    """Return those of ``rows`` that this reader may open."""
    return rows.filter(pk__in=Material.objects.visible_to(user).values("pk")).order_by("-created", "-pk")


def quotes(
    challenge: Challenge, chosen: Mapping[str, Any], consent: Iterable[str] = QUOTED_INSIDE
) -> QuerySet[Passage]:
    """Return passages in which the challenge is named and whose speakers agreed to be quoted."""
    facts = {f"material__{name}": one for name, one in chosen.items() if one}
    holds = Decision.objects.filter(challenge=challenge, holds=True, passage=OuterRef("pk"))
    return (
        Passage.objects.filter(
            Exists(holds),
            material__in=counted_material(examples=only_examples()),
            material__quoting__in=list(consent),
            **facts,
        )
        .select_related("material")
        .defer("material__text", "material__search_text")
        .order_by("material__country", "material__sector", "pk")
    )


def quotes_by_country(
    challenge: Challenge, chosen: Mapping[str, Any], consent: Iterable[str], *, most: int, longest: int
) -> QuerySet[Passage]:
    """Return at most ``most`` quotes of each country, none longer than ``longest`` signs."""
    place = Window(RowNumber(), partition_by="material__country", order_by="pk")
    found = quotes(challenge, chosen, consent).annotate(signs=Length("text"))
    found = found.filter(Q(signs__lte=longest)).annotate(place=place)
    return found.filter(Q(place__lte=most))
