from reports.checks import fonts_are_installed


def test_a_full_font_folder_is_well():
    assert [found.id for found in fonts_are_installed(None) if found.id == "reports.E001"] == []


def test_an_empty_font_folder_is_an_error_with_its_remedy(settings, tmp_path):
    settings.FONT_DIR = tmp_path
    found = fonts_are_installed(None)
    assert [(error.id, error.hint) for error in found] == [("reports.E001", "make fonts")]


def test_a_folder_with_only_a_full_face_is_a_warning(settings, tmp_path):
    full = next(settings.FONT_DIR.glob("Noto*"))
    (tmp_path / full.name).symlink_to(full)
    settings.FONT_DIR = tmp_path
    assert [warning.id for warning in fonts_are_installed(None)] == ["reports.W001"]
