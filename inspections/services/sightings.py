"""What a village's form says of its five posts, noted in the register. Source: plan 000 §1(5)."""

from households.services.postings import note_sighting
from inspections.answers import GIVEN
from inspections.models import Answer, Round, Visit
from inspections.models.subjects import SubjectKind


def note_sightings(visit: Visit) -> None:
    """Note who was in place in a visited village, by the questions the scheme names for it.

    An unannounced round (暗访) is noted when it is done: the register is open to the inspected.
    Doing it twice notes nothing twice.
    """
    if visit.subject_kind != SubjectKind.VILLAGE or visit.visited_on is None:
        return
    if Round.objects.hidden().filter(pk=visit.round_id).exists():
        return
    posts = dict(visit.round.scheme.options.get("sightings", []))
    answers = Answer.objects.filter(visit=visit, question__name__in=posts, status=GIVEN)
    for name, value in answers.values_list("question__name", "value"):
        note_sighting(
            village_code=visit.subject_code,
            post=posts[name],
            seen_on=visit.visited_on,
            present=value == "yes",
            noted_in=f"督查记录{visit.pk}号",
        )


def note_round(round_: Round) -> None:
    """Note what the forms of a finished round say, for a round that was unannounced."""
    if round_.mode != Round.Mode.UNANNOUNCED:
        return
    for visit in Visit.objects.accepted().filter(round=round_).select_related("round__scheme"):
        note_sightings(visit)
