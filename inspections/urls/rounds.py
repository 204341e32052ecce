"""Addresses of rounds and draws."""

from django.urls import path

from inspections.views import annulments, draws, further_draws, plans, rounds, teams

patterns = [
    path("rounds/", rounds.RoundListView.as_view(), name="round_list"),
    path("rounds/new/", plans.RoundCreateView.as_view(), name="round_create"),
    path("rounds/<int:pk>/", rounds.RoundDetailView.as_view(), name="round_detail"),
    path("rounds/<int:pk>/edit/", plans.RoundEditView.as_view(), name="round_edit"),
    path("rounds/<int:pk>/seal/", draws.DrawSealView.as_view(), name="draw_seal"),
    path("rounds/<int:pk>/seed/", draws.DrawSeedView.as_view(), name="draw_seed"),
    path("rounds/<int:pk>/assign/", teams.RoundAssignView.as_view(), name="round_assign"),
    path("rounds/<int:pk>/close/", rounds.RoundCloseView.as_view(), name="round_close"),
    path("rounds/<int:pk>/extra/", further_draws.DrawExtraView.as_view(), name="draw_extra"),
    path(
        "rounds/<int:pk>/inspectors/",
        further_draws.DrawInspectorsView.as_view(),
        name="draw_inspectors",
    ),
    path("draws/<int:pk>/seed/", draws.DrawSeedOfView.as_view(), name="draw_seed_of"),
    path("draws/<int:pk>/show/", draws.DrawShowView.as_view(), name="draw_show"),
    path("draws/<int:pk>/record/", draws.DrawRecordView.as_view(), name="draw_record"),
    path("draws/<int:pk>/pack/", draws.DrawPackView.as_view(), name="draw_pack"),
    path("draws/<int:pk>/annul/", annulments.DrawAnnulView.as_view(), name="draw_annul"),
    path("drawn/<int:pk>/replace/", draws.DrawReplaceView.as_view(), name="draw_replace"),
]
