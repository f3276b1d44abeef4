"""What a practice still lacks before it can be handed in."""

from mentorway.web.practices.models import Practice

# Who described a field in less has not yet said anything that others could use.
LEAST = {
    "summary": 40,
    "context": 40,
    "need": 40,
    "method": 120,
    "resources": 20,
    "evidence": 40,
    "results": 40,
    "transferability": 40,
}


def lacking(practice: Practice, topics: int) -> list[tuple[str, int, int]]:
    """Return each field that says too little, with how many letters it has and needs."""
    short = [
        (name, len(getattr(practice, name).strip()), least)
        for name, least in LEAST.items()
        if len(getattr(practice, name).strip()) < least
    ]
    return short if topics else [*short, ("topics", 0, 1)]
