"""Static files under names that hold their fingerprint, also where a script imports another."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedFiles(CompressedManifestStaticFilesStorage):
    """WhiteNoise's storage that follows the `import` lines of our own modules as well."""

    support_js_module_import_aggregation = True
