from reports.checks import fonts_are_installed


def test_a_full_font_folder_is_well():
    assert [found.id for found in fonts_are_installed(None) if found.level > 20] == []


def test_each_official_face_that_is_stood_in_for_is_named_with_its_stand_in():
    said = "".join(found.msg for found in fonts_are_installed(None))
    pairs = ("仿宋_GB2312", "楷体_GB2312", "黑体", "宋体", "方正小标宋简体")
    assert [name for name in pairs if f"{name}（以 " not in said] == []
    assert "方正小标宋简体（以 Noto Serif SC 代替）" in said


def test_an_empty_font_folder_is_an_error_with_its_remedy(settings, tmp_path):
    settings.FONT_DIR = tmp_path
    found = fonts_are_installed(None)
    assert [(error.id, error.hint) for error in found] == [("reports.E001", "make fonts")]


def test_a_folder_with_only_a_full_face_is_a_warning_that_names_the_missing(settings, tmp_path):
    full = next(settings.FONT_DIR.glob("Noto*"))
    (tmp_path / full.name).symlink_to(full)
    settings.FONT_DIR = tmp_path
    warned, said = fonts_are_installed(None)
    assert (warned.id, said.id) == ("reports.W001", "reports.I001")
    missing = "仿宋_GB2312（以 Noto Serif SC 代替）、楷体_GB2312"
    assert missing in warned.msg
