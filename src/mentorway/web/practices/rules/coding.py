"""Who codes, who sees which codes, and who settles disagreements."""

from mentorway.web.accounts.models import User
from mentorway.web.practices.models import CodingTask, Material
from mentorway.web.practices.rules import material as materials

CODERS = 2


def may_code(user: User, task: CodingTask) -> bool:
    """Only who was asked, until the codes are handed in. Coordinators are no exception."""
    return task.coder_id == user.pk and task.handed_in is None


def may_take_back(user: User, task: CodingTask) -> bool:
    """Who has handed in, as long as the other has not: until then nobody has seen the codes."""
    return task.coder_id == user.pk and task.handed_in is not None and not is_open(task.material)


def may_look(user: User, task: CodingTask) -> bool:
    """Who codes looks at their own codes at any time."""
    return task.coder_id == user.pk


def may_ask(user: User, material: Material) -> bool:
    """Those who own the material, while a place is free."""
    return materials.may_write(user, material) and material.tasks.count() < CODERS


def may_release(user: User, task: CodingTask) -> bool:
    """Those who own the material, as long as this coder has not handed in."""
    return materials.may_write(user, task.material) and task.handed_in is None


def is_open(material: Material) -> bool:
    """Whether both have handed in, so that each may see what the other found."""
    return material.tasks.filter(handed_in__isnull=False).count() == CODERS


def may_compare(_user: User, material: Material) -> bool:
    """Everybody who sees the material, once both have handed in."""
    return is_open(material)


def may_settle(_user: User, material: Material) -> bool:
    """Coders, owners and coordinators – those who see it – once both have handed in."""
    return not material.is_example and is_open(material)
