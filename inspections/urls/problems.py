"""Addresses of problems and rectification."""

from django.urls import path

from inspections.views import orders, problems, rectifications

patterns = [
    path("problems/", problems.ProblemList.as_view(), name="problem_list"),
    path("problems/confirm/", problems.ProblemConfirm.as_view(), name="problem_confirm"),
    path("problems/<int:pk>/", problems.ProblemDetail.as_view(), name="problem_detail"),
    path(
        "problems/<int:pk>/confirm/",
        problems.ProblemConfirmOne.as_view(),
        name="problem_confirm_one",
    ),
    path("problems/<int:pk>/reject/", problems.ProblemReject.as_view(), name="problem_reject"),
    path("problems/<int:pk>/plan/", rectifications.ProblemPlan.as_view(), name="problem_plan"),
    path("problems/<int:pk>/reply/", rectifications.ProblemReply.as_view(), name="problem_reply"),
    path(
        "problems/<int:pk>/verify/", rectifications.ProblemVerify.as_view(), name="problem_verify"
    ),
    path("problems/<int:pk>/close/", rectifications.ProblemClose.as_view(), name="problem_close"),
    path(
        "problems/<int:pk>/send-back/",
        rectifications.ProblemSendBack.as_view(),
        name="problem_send_back",
    ),
    path("rectification/", rectifications.RectificationList.as_view(), name="rectification_list"),
    path("orders/", orders.OrderList.as_view(), name="order_list"),
    path("orders/new/", orders.OrderCreate.as_view(), name="order_create"),
    path("orders/acknowledge/", orders.OrderAcknowledgeMany.as_view(), name="order_sign_many"),
    path("orders/<int:pk>/", orders.OrderDetail.as_view(), name="order_detail"),
    path(
        "orders/<int:pk>/acknowledge/",
        orders.OrderAcknowledge.as_view(),
        name="order_acknowledge",
    ),
    path("files/<int:pk>/", problems.AttachmentView.as_view(), name="attachment"),
]
