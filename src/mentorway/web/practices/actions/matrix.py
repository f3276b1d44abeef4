"""The matrix is counted and kept."""

import mentorway
from mentorway.web.accounts.models import User
from mentorway.web.practices.analysis import matrix
from mentorway.web.practices.models import ChallengeFinding


def count(user: User) -> ChallengeFinding:
    """Count what is decided now, and keep it; what was counted from the same data is not kept twice."""
    result, fingerprint = matrix.count()
    last = ChallengeFinding.objects.order_by("-at", "-pk").first()
    if last and last.fingerprint == fingerprint and last.result == result:
        return last
    finding = ChallengeFinding(result=result, fingerprint=fingerprint, version=mentorway.__version__, by=user)
    finding.full_clean()
    finding.save()
    return finding
