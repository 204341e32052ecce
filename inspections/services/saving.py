"""Saving a draft as it is filled in: what can be kept is kept, in one pass, once per client key.

Sources: reliability §1.8 J1–J3, §3.11–13: each save carries a client UUID kept with a fingerprint
of its content in the change's own transaction; versions step on by a conditional update.
"""

from collections.abc import Iterable, Mapping, Sequence

from django.db import IntegrityError, connection, transaction

from accounts.errors import RuleBroken
from accounts.models import User
from inspections.models import Answer, Assignment, Visit, VisitSave
from inspections.models.visits import VisitQuerySet
from inspections.sent import Sent
from inspections.services.opening import refuse_other_team, refuse_withdrawn
from inspections.services.save_statement import write_at_once
from inspections.services.weighing import Kept, Plan, Replies, weigh
from inspections.visit_rows import rows_now

NAMED = 8  # answers named in a refusal
TRIES = 40  # saves of others that may come in between


class AnswersRefused(RuleBroken):
    """Some answers cannot be kept; `errors` says which and why. The others are kept."""

    def __init__(self, errors: Mapping[str, str], visit: Visit) -> None:
        named = "；".join(f"{name}：{reason}" for name, reason in list(errors.items())[:NAMED])
        super().__init__(f"有{len(errors)}项填写有误，未保存：{named}", code="answers_refused")
        self.errors = dict(errors)
        self.visit = visit


class FormSealed(RuleBroken):
    """The form is submitted: nothing of it changes."""

    def __init__(self) -> None:
        super().__init__("督查表已提交，不能再改。", code="visit_submitted")


def save_answers(
    *,
    visit: Visit,
    answers: Mapping[str, object],
    version: int,
    by: User,
    request_key: str | None = None,
    rows: Mapping[str, Sequence[int] | str] | None = None,
) -> Visit:
    """Keep some answers of a draft by question name; None or an empty value clears one.

    `version` is the one the answers were typed over: another save in between is refused with
    RuleBroken "version_conflict". A repeat under the same `request_key` changes nothing. What can
    be kept is kept; if anything cannot, AnswersRefused is raised after that.
    """
    sent = Sent(answers, version, request_key or "", rows=rows)
    kept = keep_answers(visit=visit, sent=sent, by=by)
    if kept.errors:
        raise AnswersRefused(kept.errors, visit)
    return visit


def keep_answers(*, visit: Visit, sent: Sent, by: User) -> Kept:
    """Keep what can be kept of a save and say what was not, and why.

    With `sent.base` an answer that somebody else has changed is in conflict and stays as it is,
    the others are kept whatever the version; without it the version must be the form's. The same
    key with the same content gives the same answer and does nothing. Raises RuleBroken
    "visit_submitted", "version_conflict", "key_reused", "not_own_visit", "withdrawn". Five
    queries.
    """
    if visit.is_sealed:
        return repeated(visit, sent) or refuse_sealed()
    for _ in range(TRIES):
        if sent.base is None and sent.version != visit.version:
            if again := repeated(visit, sent):
                return again
            catch_up(visit, sent, by=by)
        plan = weigh(visit, sent)
        if not plan.replies and not plan.rows_changed:
            return plan.kept(visit.version)
        if write_once(visit, plan, sent, by=by):
            return plan.kept(visit.version)
        if again := repeated(visit, sent):
            return again
        catch_up(visit, sent, by=by)
    raise RuleBroken("保存的人太多，请稍后再试。", code="version_conflict")


def write_once(visit: Visit, plan: Plan, sent: Sent, *, by: User) -> bool:
    """Write a plan if the form is still as it was read and the key is new.

    Version, key, rows and answers stand or fall together.
    """
    version, changes = visit.version, plan.changes()
    given = {name: reply for name, reply in changes.items() if reply}
    if connection.vendor == "postgresql" and len(given) == len(changes) and not plan.drops_rows():
        done = write_at_once(visit, given, plan.questions, sent, rows=plan.rows, by=by)
    else:
        done = write_in_steps(visit, plan, changes, sent, by=by)
    if done:
        visit.version, visit.last_save_key, visit.rows = version + 1, sent.key, plan.rows
    return done


def write_in_steps(visit: Visit, plan: Plan, changes: Replies, sent: Sent, *, by: User) -> bool:
    """Write a plan in one transaction of several statements."""
    version = visit.version
    try:
        with transaction.atomic():
            if not own_draft_at(visit, version, by).update(
                version=version + 1, last_save_key=sent.key, rows=plan.rows
            ):
                return False
            if sent.key:
                remember(visit, sent, version=version + 1)
            write(visit, plan, changes)
    except IntegrityError:
        if sent.key and VisitSave.objects.filter(visit=visit, key=sent.key).exists():
            return False
        raise
    return True


def own_draft_at(visit: Visit, version: int, by: User) -> VisitQuerySet:
    """The visit, if it is a draft at that version that the person fills in."""
    own = Assignment.objects.filled_by(by).active().values("pk")
    return Visit.objects.filter(
        pk=visit.pk, state=Visit.State.DRAFT, version=version, assignment_id__in=own
    )


def remember(visit: Visit, sent: Sent, *, version: int) -> None:
    """Keep the client's key with what came under it; a second one is an IntegrityError."""
    VisitSave.objects.bulk_create(
        [VisitSave(visit=visit, key=sent.key, sha256=sent.fingerprint(), version=version)]
    )


def repeated(visit: Visit, sent: Sent) -> Kept | None:
    """The answer to a save that is here already; None for a new key.

    Raises RuleBroken "key_reused" for the same key with other content.
    """
    if not sent.key:
        return None
    before = VisitSave.objects.filter(visit=visit, key=sent.key).first()
    if before is None:
        return None
    if before.sha256 != sent.fingerprint():
        raise RuleBroken("同一标识已保存过别的内容，请换一个标识再保存。", code="key_reused")
    visit.refresh_from_db(fields=["version", "state", "rows", "last_save_key"])
    return weigh(visit, sent).kept(before.version, repeated=True)


def catch_up(visit: Visit, sent: Sent, *, by: User) -> None:
    """Read the form's version anew; raises what stands against saving over it."""
    visit.assignment.refresh_from_db(fields=["team", "withdrawn"])
    refuse_other_team(visit.assignment, by)
    visit.refresh_from_db(fields=["version", "state", "rows", "last_save_key"])
    if visit.is_sealed:
        refuse_sealed()
    refuse_withdrawn(visit.assignment)
    if sent.base is None and sent.version != visit.version:
        raise RuleBroken("本表已在别处保存过，请核对后再保存。", code="version_conflict")


def refuse_sealed() -> Kept:
    """Refuse to save over a sealed form."""
    raise FormSealed


def write(visit: Visit, plan: Plan, changes: Replies) -> None:
    """Store replies in one upsert; delete the cleared ones that are there and removed rows."""
    questions = plan.questions
    by_row: dict[int, list[int]] = {}
    for name, reply in changes.items():
        if reply is None:
            by_row.setdefault(questions[name].row, []).append(questions[name].pk)
    for row, cleared in by_row.items():
        Answer.objects.filter(visit=visit, row=row, question__in=cleared).delete()
    if plan.drops_rows():
        drop_rows(visit, plan.rows)
    upsert(
        Answer(
            visit_id=visit.pk,
            question_id=questions[name].pk,
            row=questions[name].row,
            status=reply.status,
            value=reply.value,
            reason=reply.reason,
            explanation=reply.explanation,
        )
        for name, reply in changes.items()
        if reply
    )


def drop_rows(visit: Visit, rows: Mapping[str, Sequence[int]]) -> None:
    """Delete the answers of rows that are no longer there."""
    for repeat, numbers in rows_now(rows).items():
        in_repeat = Answer.objects.filter(visit=visit, question__repeat=repeat)
        in_repeat.exclude(row__in=numbers).delete()


def upsert(answers: Iterable[Answer]) -> list[Answer]:
    """Insert or overwrite answers, one statement for all."""
    return Answer.objects.bulk_create(
        answers,
        update_conflicts=True,
        unique_fields=["visit", "question", "row"],
        update_fields=["status", "value", "reason", "explanation", "failed"],
    )
