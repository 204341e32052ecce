"""How every API view refuses."""

from typing import Any

from rest_framework import exceptions, status
from rest_framework.response import Response
from rest_framework.views import exception_handler

from accounts.errors import RuleBroken


def explain(exc: Exception, context: dict[str, Any]) -> Response | None:
    """Answer a broken rule with 409 and its sentence; leave the rest to the framework."""
    if isinstance(exc, RuleBroken):
        return Response({"detail": str(exc), "code": exc.code}, status=status.HTTP_409_CONFLICT)
    if isinstance(exc, exceptions.NotAuthenticated):
        exc = exceptions.NotAuthenticated("请先登录或提供令牌。")
    return exception_handler(exc, context)
