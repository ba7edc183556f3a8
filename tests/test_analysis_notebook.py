"""The notebook of docs/analysis.md runs from its first cell to its last, and draws what it says."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import matplotlib
import pytest

TOP = Path(__file__).resolve().parents[1]
NOTEBOOK = TOP / "docs" / "analysis.ipynb"


def cells(path: Path) -> Iterator[tuple[str, str]]:
    """Yield kind and text of each cell."""
    for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
        yield cell["cell_type"], "".join(cell["source"])


@pytest.fixture(scope="module")
def names() -> dict[str, object]:
    """Run all cells in order, as a kernel would, and return the names that they leave."""
    matplotlib.use("Agg")
    found: dict[str, object] = {"__name__": "__main__"}
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(TOP / "docs")
        for number, (kind, source) in enumerate(cells(NOTEBOOK)):
            if kind == "code":
                exec(compile(source, f"{NOTEBOOK.name}, cell {number}", "exec"), found)
    return found


def test_it_reads_the_examples(names) -> None:
    assert names["reports"].num_rows == 47
    assert names["statements"].num_rows > 500
    assert 30 < names["incidents"].num_rows < 70  # reports of one incident are linked


def test_the_toll_rises_from_day_to_day_as_it_was_known(names) -> None:
    assert names["one"]["report_count"] == 4
    assert names["known"][0] < names["known"][-1] == names["one"]["killed_low"]
    assert len({speaker for _, _, speaker in names["points"]}) > 1


def test_both_pictures_are_drawn(names) -> None:
    plt = names["plt"]
    toll, world = (plt.figure(number).axes[0] for number in plt.get_fignums()[-2:])
    assert toll.get_title().startswith("Mogadishu")
    assert len(toll.collections) == len(toll.get_legend().get_texts()) - 1
    assert len(toll.lines[0].get_xdata()) == len(names["days"])
    assert len(world.collections[0].get_offsets()) == len(names["placed"]) > 30
    assert {"SO", "AF", "LK"} <= {text.get_text() for text in world.texts}
    plt.close("all")
