"""The API of the field: a form to take along, saves that may come twice, photos, the seal."""

import re
from typing import Any

from django.http import Http404, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.clock import now, today
from accounts.errors import RuleBroken
from accounts.files import hand_out
from accounts.models import User
from accounts.pages import person
from inspections.api.parsing import FlatJSONParser
from inspections.models import Attachment, Visit
from inspections.selectors.definitions import conflict_told, definition_of
from inspections.selectors.drafts import own_form
from inspections.selectors.problems import may_see
from inspections.sent import SentError, read_sent
from inspections.serializers.field import (
    BatchSerializer,
    FormSerializer,
    OutcomeSerializer,
    PhotoSerializer,
    PhotoUploadSerializer,
    ResultsSerializer,
    SaveSerializer,
    SubmitSerializer,
)
from inspections.serializers.visits import VisitSerializer
from inspections.services.saving import keep_answers
from inspections.services.submitting_once import submit_once
from inspections.services.visit_photos import attach_photo, remove_photo
from inspections.services.weighing import Kept
from inspections.visit_rows import rows_now

MOST = 50  # saves in one batch
FILL = "inspections.fill_visit"
PERMISSIONS = dict.fromkeys(("answers", "submit", "form", "sync", "photos", "remove_photo"), FILL)
DIGITS = re.compile(r"[0-9]{1,10}")
OK, BAD, MISSING, CONFLICT = 200, 400, 404, 409
NAME = r"(?P<question>[A-Za-z0-9_.-]+)"


class FieldActions:
    """What a client of the field asks of one visit, and the batch of many."""

    get_object: Any

    @extend_schema(responses=FormSerializer)
    @action(detail=True)
    def form(self, request: Request, pk: str) -> Response:
        """Give all that is needed to fill the form in without the server."""
        visit = self.get_object()
        return Response(definition_of(visit, on=visit.visited_on or today()))

    @extend_schema(request=SaveSerializer, responses=OutcomeSerializer)
    @action(detail=True, methods=["post"], parser_classes=[FlatJSONParser])
    def answers(self, request: Request, pk: str) -> JsonResponse:
        """Save answers; 400 names those that cannot be kept, the others are kept."""
        by = person(request)
        visit = (own_form(int(pk), by) if DIGITS.fullmatch(pk) else None) or self.get_object()
        status, told = save(visit, request.data, by=by)
        return JsonResponse(told, status=status)

    @extend_schema(request=BatchSerializer, responses=ResultsSerializer)
    @action(detail=False, methods=["post"], parser_classes=[FlatJSONParser])
    def sync(self, request: Request) -> Response:
        """Save many forms, each by itself; what was cut off may be sent again as it was."""
        saves = request.data.get("saves") if isinstance(request.data, dict) else None
        if not isinstance(saves, list) or len(saves) > MOST:
            raise ValidationError({"saves": [f"应为列表，一次最多{MOST}份。"]})
        by = person(request)
        return Response({"results": [result_of(sent, by=by) for sent in saves]})

    @extend_schema(request=SubmitSerializer, responses=VisitSerializer)
    @action(detail=True, methods=["post"])
    def submit(self, request: Request, pk: str) -> Response:
        """Seal the form; 409 says what is unanswered."""
        visit = self.get_object()
        given = SubmitSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        key = given.validated_data.get("key", "")
        sealed = submit_once(visit=visit, by=person(request), on=today(), at=now(), key=key)
        return Response(VisitSerializer(sealed).data)

    @extend_schema(request=PhotoUploadSerializer, responses=PhotoSerializer)
    @action(
        detail=True, methods=["post"], parser_classes=[MultiPartParser], url_path=f"photos/{NAME}"
    )
    def photos(self, request: Request, pk: str, question: str) -> Response:
        """Add a photo to a question; the same key again gives the same photo."""
        visit = self.get_object()
        given = PhotoUploadSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        sent = given.validated_data
        photo = attach_photo(
            visit=visit, name=question, file=sent["photo"], by=person(request), key=sent["key"]
        )
        return Response(PhotoSerializer(photo).data)

    @extend_schema(responses={(200, "image/jpeg"): OpenApiTypes.BINARY})
    @action(detail=True, url_path=rf"photos/{NAME}/(?P<number>[0-9]+)")
    def photo(self, request: Request, pk: str, question: str, number: str) -> HttpResponseBase:
        """Give the picture."""
        self.get_object()
        photo = get_object_or_404(Attachment, pk=number)
        if not may_see(photo, person(request)):
            raise Http404
        return hand_out(photo.file, name=photo.name, inline=True)

    @extend_schema(request=None, responses={204: None})
    @photo.mapping.delete
    def remove_photo(self, request: Request, pk: str, question: str, number: str) -> Response:
        """Take a photo out of a draft; gone already is well."""
        visit = self.get_object()
        remove_photo(visit=visit, name=question, number=int(number), by=person(request))
        return Response(status=204)


def save(visit: Visit, data: object, *, by: User) -> tuple[int, dict[str, Any]]:
    """Keep what can be kept of one save; the answer's status and what it tells."""
    try:
        sent = read_sent(data, keyed=False)
    except SentError as reason:
        raise ValidationError({"detail": str(reason)}) from reason
    kept = keep_answers(visit=visit, sent=sent, by=by)
    told = outcome(visit, kept)
    if not kept.errors:
        return OK, told
    return BAD, told | {
        "detail": f"有{len(kept.errors)}项填写有误，未保存。",
        "code": "answers_refused",
    }


def outcome(visit: Visit, kept: Kept) -> dict[str, Any]:
    """What became of a save."""
    return {
        "id": visit.pk,
        "state": visit.state,
        "version": kept.version,
        "repeated": kept.repeated,
        "errors": kept.errors,
        "conflicts": {name: conflict_told(two) for name, two in kept.conflicts.items()},
        "rows": rows_now(visit.rows),
    }


def result_of(data: object, *, by: User) -> dict[str, Any]:
    """One save of a batch: its status as if it had come alone."""
    number = data.get("visit") if isinstance(data, dict) else None
    key = data.get("key") if isinstance(data, dict) else None
    named = {"visit": number, "key": key}
    if isinstance(number, bool) or not isinstance(number, int):
        return {**named, "status": BAD, "detail": "缺少 visit：督查表的编号。"}
    seen = Visit.objects.visible_to(by).select_related("round")
    visit = own_form(number, by) or seen.filter(pk=number).first()
    if visit is None:
        return {**named, "status": MISSING, "detail": "没有这张督查表，或不在数据范围内。"}
    try:
        sent = read_sent(data)
        kept = keep_answers(visit=visit, sent=sent, by=by)
    except SentError as reason:
        return {**named, "status": BAD, "detail": str(reason)}
    except RuleBroken as refusal:
        told = {"detail": str(refusal), "code": refusal.code, "version": visit.version}
        return {**named, "status": CONFLICT, **told}
    return {**named, "status": BAD if kept.errors else OK, **outcome(visit, kept)}
