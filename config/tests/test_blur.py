"""Where the package lies that blurs the room behind somebody's camera."""

import pytest

from config.blur import FILES, blur_folders


def test_without_a_folder_nothing_can_be_blurred():
    assert blur_folders({}) == blur_folders({"HEARTHSIDE_BLUR": " "}) == []


def test_a_whole_package_becomes_static_files(tmp_path):
    for name in FILES:
        (tmp_path / name).touch()

    assert blur_folders({"HEARTHSIDE_BLUR": str(tmp_path)}) == [("blur", str(tmp_path))]


def test_a_package_that_lacks_a_file_is_refused_by_its_name(tmp_path):
    for name in FILES[1:]:
        (tmp_path / name).touch()

    with pytest.raises(SystemExit, match=FILES[0]):
        blur_folders({"HEARTHSIDE_BLUR": str(tmp_path)})
