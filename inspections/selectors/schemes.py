"""What the pages of schemes show: versions, questions, who still uses them, what was changed."""

from collections.abc import Sequence

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from accounts.errors import RuleBroken
from accounts.models import User
from inspections.models import Assignment, Checklist, Question, Round, Scheme, SchemeDraft
from inspections.scheme_data import SchemeData, from_json
from inspections.workbooks.differences import ACTS, Part, differences


def current_schemes(user: User) -> QuerySet[Scheme]:
    """Give the newest version of each scheme of the user's area; questions and rounds counted."""
    seen: QuerySet[Scheme] = Scheme.objects.visible_to(user)
    same = Scheme.objects.filter(area_code=OuterRef("area_code"), code=OuterRef("code"))
    newest = same.order_by("-version").values("pk")[:1]
    rounds = Round.objects.visible_to(user).exclude(state=Round.State.DONE).order_by()
    using = rounds.filter(
        scheme__area_code=OuterRef("area_code"), scheme__code=OuterRef("code")
    ).values("scheme__code")
    return (
        seen.filter(pk=Subquery(newest))
        .annotate(
            questions=Count("checklists__questions"),
            running=Coalesce(Subquery(using.annotate(n=Count("pk")).values("n")), 0),
        )
        .select_related("published_by")
        .order_by("area_code", "code")
    )


def versions_of(scheme: Scheme) -> QuerySet[Scheme]:
    """Give all versions of a scheme, the newest first, with their number of questions."""
    same: QuerySet[Scheme] = Scheme.objects.filter(area_code=scheme.area_code, code=scheme.code)
    counted = same.annotate(questions=Count("checklists__questions"))
    return counted.select_related("published_by").order_by("-version")


def newest_of(scheme: Scheme) -> Scheme:
    """Give the newest version of a scheme."""
    same = Scheme.objects.current(area_code=scheme.area_code, code=scheme.code)
    newest: Scheme = same.get()
    return newest


def running_rounds(scheme: Scheme, user: User) -> QuerySet[Round]:
    """Give the rounds not done that use any version of a scheme; they keep the one they have."""
    seen: QuerySet[Round] = Round.objects.visible_to(user)
    running = seen.exclude(state=Round.State.DONE).filter(
        scheme__area_code=scheme.area_code, scheme__code=scheme.code
    )
    return running.select_related("scheme").order_by("-period")


def waiting_drafts(scheme: Scheme) -> QuerySet[SchemeDraft]:
    """Give the edits of a scheme that wait to be published, the newest first."""
    waiting: QuerySet[SchemeDraft] = SchemeDraft.objects.staged().filter(
        area_code=scheme.area_code, base__code=scheme.code
    )
    return waiting.select_related("uploaded_by", "base")


def questions_of(scheme: Scheme) -> QuerySet[Question]:
    """Give a version's questions in order."""
    asked: QuerySet[Question] = Question.objects.filter(checklist__scheme=scheme)
    return asked.order_by("checklist", "position")


def content_of(scheme: Scheme) -> SchemeData:
    """Give a version's content; raises RuleBroken "no_content" where it kept none."""
    try:
        return from_json(scheme.data)
    except (ValueError, KeyError, TypeError) as nothing:
        raise RuleBroken(
            f"“{scheme}”由旧程序发布，没有留存工作簿内容；请重新装入方案后再修改。",
            code="no_content",
        ) from nothing


def compared(before: Scheme, after: Scheme) -> list[Part]:
    """Give what a version changed; raises RuleBroken "no_content"."""
    return differences(content_of(before), content_of(after))


def draft_changes(draft: SchemeDraft) -> list[Part]:
    """Give what an edit would change in the version it was compared with."""
    return differences(content_of(draft.base), from_json(draft.data))


def counted(parts: Sequence[Part]) -> list[tuple[str, str, int]]:
    """Give how many rows of all sheets were added, removed, changed, moved."""
    acts = [change.act for part in parts for change in part.changes]
    return [(act, name, acts.count(act)) for act, name in ACTS.items() if act in acts]


def checklists_for(user: User) -> QuerySet[Checklist]:
    """Give the checklists a user may read.

    Who may view checklists: those of the area's newest versions. Who fills in visits only: those
    of his own assignments, whatever their version, and no others — a form of an unannounced round
    is not to be seen before it is done.
    """
    seen = readable(user)
    if user.has_perm("inspections.view_checklist"):
        return seen.filter(scheme__in=current_schemes(user).values("pk"))
    return seen


def readable(user: User) -> QuerySet[Checklist]:
    """Give every version of the checklists a user may read."""
    every: QuerySet[Checklist] = Checklist.objects.select_related("scheme").order_by("pk")
    if user.has_perm("inspections.view_checklist"):
        return every.filter(scheme__in=Scheme.objects.visible_to(user))
    return every.filter(pk__in=Assignment.objects.visible_to(user).values("checklist"))
