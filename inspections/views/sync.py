"""A form's own script: fetching what it needs to ask without the server, and saving as it goes."""

import json
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, JsonResponse
from django.utils.functional import cached_property
from django.views.generic import View

from accounts.clock import now, today
from accounts.errors import RuleBroken
from accounts.pages import person
from inspections.models import Visit
from inspections.selectors.definitions import conflict_told, definition_of, reply_told, told_of
from inspections.selectors.drafts import own_form
from inspections.selectors.visits import form_with
from inspections.sent import Sent, SentError, read_sent
from inspections.services.saving import FormSealed, keep_answers
from inspections.services.weighing import Kept
from inspections.views.visits import VisitMixin
from inspections.visit_rows import rows_now

BAD, TOO_LARGE, CONFLICT = 400, 413, 409


class VisitFormView(VisitMixin, View):
    """The definition of a form with its answers, which a phone keeps to work without network."""

    http_method_names = ["get"]
    permission_required = "inspections.fill_visit"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> JsonResponse:
        """Give the form judged by the thresholds of the day of the visit."""
        on = self.visit.visited_on or today()
        return JsonResponse(definition_of(self.visit, on=on))


class VisitSyncView(VisitMixin, View):
    """One save of a form's script: JSON in, JSON out; it may come twice, late and out of order."""

    http_method_names = ["post"]
    permission_required = "inspections.fill_visit"

    @cached_property
    def visit(self) -> Visit:
        """The form by the short way, if it is one's own."""
        return own_form(self.kwargs["pk"], person(self.request)) or super().visit

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> JsonResponse:
        """Keep what can be kept; say what is wrong, in conflict, asked and failing."""
        visit = self.visit  # not there is not there, whatever was sent
        try:
            sent = read_sent(json.loads(request.body))
        except RequestDataTooBig:
            return refused("一次保存的内容过大。", status=TOO_LARGE)
        except SentError as reason:
            return refused(str(reason), status=BAD)
        except (ValueError, RecursionError):
            return refused("不是可读的 JSON。", status=BAD)
        try:
            kept = keep_answers(visit=visit, sent=sent, by=person(request))
        except FormSealed as refusal:
            return refused(str(refusal), status=CONFLICT, sealed=True, code=refusal.code)
        except RuleBroken as refusal:
            told = {"conflict": True, "code": refusal.code, "version": visit.version}
            return refused(str(refusal), status=CONFLICT, **told)
        return JsonResponse(saved(visit, sent, kept))


def saved(visit: Visit, sent: Sent, kept: Kept) -> dict[str, Any]:
    """What a client learns of its save."""
    form = form_with(visit, kept.questions, kept.replies, on=visit.visited_on or today())
    unkept = kept.errors.keys() | kept.conflicts.keys()
    return {
        "ok": True,
        "version": kept.version,
        "repeated": kept.repeated,
        "saved_at": f"{now():%H:%M}",
        "errors": kept.errors,
        "conflicts": {name: conflict_told(two) for name, two in kept.conflicts.items()},
        "kept": {n: reply_told(kept.replies.get(n)) for n in sent.answers if n not in unkept},
        "rows": rows_now(visit.rows),
        **told_of(form),
    }


def refused(message: str, *, status: int, **told: Any) -> JsonResponse:
    """A refusal in words."""
    return JsonResponse({"ok": False, "message": message, **told}, status=status)
