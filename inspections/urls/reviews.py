"""Addresses of the review and of what a round still lacks."""

from django.urls import path

from inspections.views import coverage, reviews

patterns = [
    path("reviews/", reviews.ReviewListView.as_view(), name="review_list"),
    path("reviews/accept/", reviews.ReviewManyView.as_view(), name="review_many"),
    path("visits/<int:pk>/review/", reviews.ReviewDetailView.as_view(), name="review_detail"),
    path("visits/<int:pk>/accept/", reviews.ReviewAcceptView.as_view(), name="review_accept"),
    path("visits/<int:pk>/return/", reviews.ReviewReturnView.as_view(), name="review_return"),
    path(
        "rounds/<int:pk>/completeness/",
        coverage.RoundCompletenessView.as_view(),
        name="round_completeness",
    ),
]
