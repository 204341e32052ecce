"""A small plain Django project beside the product: flat saves and a list, nothing else."""
