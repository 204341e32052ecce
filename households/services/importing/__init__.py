"""The parts of an import behind households.services.imports."""
