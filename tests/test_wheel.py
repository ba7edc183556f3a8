"""The wheel holds all that it needs: it installs alone and works away from the checkout."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

TOP = Path(__file__).resolve().parents[1]
EXAMPLE = TOP / "examples" / "reports" / "kabul-2017" / "1-harbour-wire.txt"


def _run(*command: str | Path, cwd: Path) -> str:
    """Run a command in ``cwd`` without the checkout on its path, and return what it prints."""
    environment = {name: value for name, value in os.environ.items() if name not in {"PYTHONPATH", "VIRTUAL_ENV"}}
    words = [str(word) for word in command]
    done = subprocess.run(words, cwd=cwd, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{' '.join(words)}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.mark.slow
def test_the_wheel_installs_alone_and_codes_a_report(tmp_path: Path) -> None:
    python = tmp_path / "venv" / "bin" / "python"
    _run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", tmp_path, TOP, cwd=tmp_path)
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as packed:  # the workbench is whole, with no Node to make it
        held = set(packed.namelist())
    for name in ("templates/report.html", "static/vendor/manifest.json", "static/js/app.js", "static/css/base.css"):
        assert f"dateline/web/{name}" in held
    _run(sys.executable, "-m", "venv", tmp_path / "venv", cwd=tmp_path)
    install = (python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check")
    # Exactly what a user's machine gets: the pinned requirements and the wheel, and nothing of the dev group.
    _run(*install, "--require-hashes", "-r", TOP / "requirements.lock", cwd=tmp_path)
    _run(*install, "--no-deps", wheel, cwd=tmp_path)
    _run(python, "-m", "pip", "check", cwd=tmp_path)

    dateline = python.with_name("dateline")
    where = _run(python, "-c", "import dateline; print(dateline.__file__)", cwd=tmp_path)
    assert Path(where.strip()).is_relative_to(tmp_path / "venv")
    assert "code" in _run(dateline, "--help", cwd=tmp_path)
    coding = json.loads(_run(dateline, "code", EXAMPLE, "--format", "json", cwd=tmp_path))
    assert coding["contract"] == 1
    assert coding["set_aside"] == []
    assert coding["incidents"][0]["place"]["city"] == "Kabul"
