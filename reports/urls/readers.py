"""Addresses of the reading room, the receipts, the instructions and the distribution lists."""

from django.urls import path

from reports.views import distribution, instructions, reading, receipts

READERS = [
    path("reading/", reading.ReadingList.as_view(), name="reading_list"),
    path("reading/<int:pk>/", reading.ReadingDetail.as_view(), name="reading_detail"),
    path("reading/<int:pk>/receive/", reading.ReadingReceive.as_view(), name="reading_receive"),
    path(
        "reading/<int:pk>/instruct/",
        instructions.InstructionGive.as_view(),
        name="instruction_give",
    ),
    path("receipts/", receipts.ReceiptList.as_view(), name="receipt_list"),
    path("bulletins/<int:pk>/remind/", receipts.BulletinRemind.as_view(), name="bulletin_remind"),
    path("instructions/", instructions.InstructionList.as_view(), name="instruction_list"),
    path(
        "instructions/<int:pk>/",
        instructions.InstructionDetail.as_view(),
        name="instruction_detail",
    ),
    path(
        "instructions/<int:pk>/answer/",
        instructions.InstructionAnswer.as_view(),
        name="instruction_answer",
    ),
    path(
        "instructions/<int:pk>/close/",
        instructions.InstructionClose.as_view(),
        name="instruction_close",
    ),
    path(
        "instructions/<int:pk>/send-back/",
        instructions.InstructionSendBack.as_view(),
        name="instruction_send_back",
    ),
    path("distribution/", distribution.DistributionLists.as_view(), name="distribution_list"),
    path("distribution/new/", distribution.DistributionEdit.as_view(), name="distribution_new"),
    path(
        "distribution/<int:pk>/",
        distribution.DistributionEdit.as_view(),
        name="distribution_edit",
    ),
    path(
        "bulletins/<int:pk>/distribution/",
        distribution.BulletinDistribution.as_view(),
        name="bulletin_distribution",
    ),
]
