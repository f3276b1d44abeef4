"""What an installation refuses, as exceptions that say what was wrong."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

FORBIDDEN: Final = (401, 403)
NOT_FOUND, CONFLICT, WRONG = 404, 409, 422


class ApiProblemError(Exception):
    """The installation refused; ``said`` is all it told."""

    def __init__(self, status: int, said: Mapping[str, Any]) -> None:
        self.status, self.said = status, said
        super().__init__(f"{status} {said.get('title', '')}: {said.get('detail', '')}{self._wrong()}")

    @property
    def errors(self) -> Mapping[str, Sequence[str]]:
        """What is wrong with each field; under ``__all__`` with all of them."""
        found = self.said.get("errors")
        return found if isinstance(found, Mapping) else {}

    def _wrong(self) -> str:
        return "".join(f"\n  {name}: {' '.join(each)}" for name, each in self.errors.items())


class NotAllowedError(ApiProblemError):
    """The token opens nothing, does not reach so far, or its owner may not do this."""


class NotFoundError(ApiProblemError):
    """It is not there, or not for the owner of the token to see."""


class ConflictError(ApiProblemError):
    """Somebody changed it meanwhile; ``page`` says what is to be decided. Or the key was used before."""

    @property
    def page(self) -> Mapping[str, Any]:
        """The page on which both changes are put together."""
        found = self.said.get("page")
        return found if isinstance(found, Mapping) else {}


class WrongFieldsError(ApiProblemError):
    """The form was not accepted; ``errors`` says why, by field."""


KINDS: Final[Mapping[int, type[ApiProblemError]]] = {
    **dict.fromkeys(FORBIDDEN, NotAllowedError),
    NOT_FOUND: NotFoundError,
    CONFLICT: ConflictError,
    WRONG: WrongFieldsError,
}


def problem_of(status: int, body: bytes) -> ApiProblemError:
    """Return what was refused as an exception; what is no problem document is told by its beginning.

    >>> problem_of(404, b'{"title": "Not Found", "detail": "It is not there."}')
    NotFoundError('404 Not Found: It is not there.')
    >>> problem_of(502, b"<html>Bad gateway")
    ApiProblemError('502 : <html>Bad gateway')
    """
    try:
        said = json.loads(body)
    except ValueError:
        said = {"detail": body[:200].decode(errors="replace")}
    return KINDS.get(status, ApiProblemError)(
        status, said if isinstance(said, dict) else {"detail": str(said)}
    )
