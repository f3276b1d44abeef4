"""What the codes in the columns of facts mean, where the questionnaire that they came from says it."""

from collections.abc import Mapping, Sequence

from django.utils.translation import get_language

from mentorway.web.comparison.models import Dataset
from mentorway.web.study import queries as study
from mentorway.web.study.analysis import tables

Names = Mapping[str, Mapping[str, str]]


def names_of(dataset: Dataset, columns: Sequence[str]) -> Names:
    """Return the words for the values of each column, in the reader's language; none for answers from files.

    Codes stay what is stored and compared, as they are the same in every language.
    """
    if dataset.study is None:
        return {}
    versions = list(study.versions_answered(dataset.study))
    if not versions:
        return {}
    layout = tables.layout_for(dataset.study, versions, with_texts=False)
    language = get_language() or layout.default_language
    known = {name: layout.by_name[name].variable for name in columns if name in layout.by_name}
    return {
        name: {one.value: layout.text(one.labels, language) for one in layout.options_of(variable)}
        for name, variable in known.items()
    }


def meanings(names: Mapping[str, str], values: Sequence[str]) -> list[tuple[str, str]]:
    """Return the values that are not their own words, each with what it means."""
    known = [(value, names.get(value, "")) for value in values]
    return [(value, word) for value, word in known if word and word.casefold() != value.casefold()]
