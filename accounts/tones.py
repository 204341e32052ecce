"""What a state means to the eye: one colour for each, the same on every page.

The keys are the values of the apps' state fields; a state that is not listed is grey.
"""

TONES = {
    "grey": ("planned", "waiting", "draft", "individual", "deceased", "moved", "unchecked"),
    "blue": (
        *("sealed", "drawn", "running", "field", "staged", "checked", "common"),
        *("confirmed", "ordered", "acknowledged", "rectifying", "signed", "numbered"),
    ),
    "orange": (
        "found",
        "reported",
        "submitted",
        "serious",
        "poor",
        "fix_by_date",
        "mapping",
        "asking",
        "pending",
        "proposed",
        *("review", "countersign", "signing", "asked"),
    ),
    "red": ("returned", "failed", "overdue", "refused", "relapsed", "severe", "objected"),
    "green": (
        *("accepted", "verified", "closed", "done", "applied", "issued"),
        *("given", "exited_supported", "exited_unsupported", "granted", "decided"),
        *("archived", "agreed"),
    ),
    "yellow": (
        *(
            "not_upheld",
            "reverted",
            "annulled",
            "replaced",
            "not_applicable",
            "dismissed",
            "withdrawn",
        ),
    ),
}
_TONE_OF = {state: tone for tone, states in TONES.items() for state in states}


def tone_of(state: str) -> str:
    """Give the tone of a state's value; grey if it is not known."""
    return _TONE_OF.get(state, "grey")
