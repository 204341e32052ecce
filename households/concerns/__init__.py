"""Key households by rule: plain facts in, kinds and their working out."""
