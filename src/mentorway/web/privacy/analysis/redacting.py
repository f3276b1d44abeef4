"""What others wrote about a person is told to the person without whom else it names."""

import re
from typing import Final

from mentorway.web.core.logs import EMAIL
from mentorway.web.core.personal import Person
from mentorway.web.core.personal_rows import OfOthers
from mentorway.web.privacy.queries.around import names_around

LEFT_OUT: Final = "[…]"
SHORTEST: Final = 3  # letters of a name; shorter ones are parts of too many words


class Redactor:
    """Leaves out names and addresses of those who may be named in what was written about a person."""

    def __init__(self, person: Person) -> None:
        own = {person.user.name.lower(), person.user.name.partition(" ")[0].lower()}
        names = [one.strip() for one in names_around(person)]
        words = {*names, *(one.partition(" ")[0] for one in names)}
        others = [one for one in words if len(one) >= SHORTEST and one.lower() not in own]
        longest = "|".join(re.escape(one) for one in sorted(others, key=lambda one: (-len(one), one)))
        self._names = re.compile(rf"(?<!\w)(?:{longest or '(?!)'})(?!\w)", re.IGNORECASE)
        self._own = person.emails

    def told(self, text: OfOthers) -> str:
        """Return a text of others without those whom it names besides the person."""

        def unless_own(found: re.Match[str]) -> str:
            return found.group() if found.group().lower() in self._own else LEFT_OUT

        return self._names.sub(LEFT_OUT, EMAIL.sub(unless_own, text))
