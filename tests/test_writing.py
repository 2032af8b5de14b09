"""A file is written wholly or not at all: what was there stays, whatever goes wrong."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from cnnviz.writing import rewritten, write

FULL = """
import resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))  # as a disk with so little room
from cnnviz.cli import main
from cnnviz.export import single_file as export
export.exported = lambda: b"a chapter" * 100_000
sys.exit(main(["export", sys.argv[1]]))
"""


@pytest.mark.thorough
def test_an_export_onto_a_full_disk_leaves_the_older_file_and_nothing_beside_it(
    tmp_path: Path,
) -> None:
    older = tmp_path / "chapter.html"
    older.write_text("the older chapter")
    # Nothing but the export may write: not what counts its lines, either.
    bare = {name: value for name, value in os.environ.items() if not name.startswith("COV")}
    command = [sys.executable, "-c", FULL, str(older)]
    done = subprocess.run(command, env=bare, capture_output=True, text=True, timeout=300)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == f"cnnviz: cannot write {older}: File too large\n"
    assert older.read_text() == "the older chapter"
    assert list(tmp_path.iterdir()) == [older]


@pytest.mark.parametrize("error", [OSError("full"), KeyboardInterrupt(), ValueError()])
def test_what_breaks_off_leaves_what_was_there(tmp_path: Path, error: BaseException) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"older")

    def half() -> None:
        with rewritten(path) as file:
            file.write(b"new")
            raise error

    with pytest.raises(type(error)):
        half()
    assert path.read_bytes() == b"older"
    assert list(tmp_path.iterdir()) == [path]


def test_links_rights_and_what_is_no_file_stay_what_they_are(tmp_path: Path) -> None:
    path, link = tmp_path / "file", tmp_path / "link"
    path.write_bytes(b"older")
    path.chmod(0o640)
    link.symlink_to(path)
    write(link, b"new")
    assert link.is_symlink()
    assert (path.read_bytes(), path.stat().st_mode & 0o777) == (b"new", 0o640)
    write(Path(os.devnull), b"new")
    assert not Path(os.devnull).is_file()


# What PyAV opens is a file that is being rewritten already.
OTHER_WAYS = re.compile(
    r"""write_(?:text|bytes)\(|savez(?:_compressed)?\((?!file)|(?<!av\.)open\(.*['"][wax]b?['"]"""
)


def test_nothing_is_written_by_other_ways(root: Path) -> None:
    for path in [*root.glob("cnnviz/**/*.py"), *root.glob("training/*.py")]:
        # paper.py fills a folder of its own, which goes with it.
        if path.name not in ("writing.py", "paper.py"):
            found = OTHER_WAYS.search(path.read_text(encoding="utf-8"))
            assert not found, f"{path}: {found}"
