"""Who has given his word for a round (督查纪律承诺) and who has not."""

from accounts.models import User
from inspections.models import Declaration, Round


def rounds_to_declare(user: User) -> list[Round]:
    """The rounds in the field whose team member has not given his word, the nearest first."""
    given = Declaration.objects.filter(person=user).values("round")
    own = Round.objects.filter(state=Round.State.FIELD, teams__members=user)
    return list(own.exclude(pk__in=given).order_by("starts_on", "pk").distinct())


def has_declared(round_: Round, user: User) -> bool:
    """Whether the person has given his word for the round."""
    return Declaration.objects.filter(round=round_, person=user).exists()


def must_declare(round_: Round, user: User) -> bool:
    """Whether the person is of one of the round's teams and has not given his word."""
    return round_.teams.filter(members=user).exists() and not has_declared(round_, user)


def undeclared(round_: Round) -> list[User]:
    """The members of the round's teams who have not given their word, by name."""
    given = Declaration.objects.filter(round=round_).values("person")
    members = User.objects.filter(pk__in=round_.teams.values("members"))
    return list(members.exclude(pk__in=given).order_by("name", "pk"))
