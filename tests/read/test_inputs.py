import gzip
import io
import json
import os
import random
import subprocess
import sys
import time
import tracemalloc
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dateline.model import Report, SetAside
from dateline.read import InputError, Limits, count_inputs, read_inputs
from read_samples import BODY, DATED, packed, page, warc_record

DAY = date(2019, 5, 7)
HEAVY = ["trafilatura", "htmldate", "feedparser", "fastwarc", "charset_normalizer", "lxml", "spacy", "pydantic"]


def why(found: list[Report | SetAside]) -> str:
    (one,) = found
    assert isinstance(one, SetAside), one
    return one.reason


def test_folders_are_walked_in_sorted_order_without_hidden_files(tmp_path: Path) -> None:
    for name in ("b/2.txt", "b/1.txt", "a/9.txt", "z.txt", ".hidden/x.txt", "b/.y.txt", "a/a/1.txt"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"Date: 2019-05-07\nReport {name}", encoding="utf-8")
    names = [r.text.removeprefix("Report ") for r in read_inputs([str(tmp_path)]) if isinstance(r, Report)]
    assert names == ["z.txt", "a/9.txt", "a/a/1.txt", "b/1.txt", "b/2.txt"]
    assert count_inputs([str(tmp_path)]) == 5
    assert count_inputs([str(tmp_path / "z.txt"), "-"]) == 2


def test_bad_paths_and_options_are_refused_before_work_starts(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no-such: no such file"):
        read_inputs([str(tmp_path), "no-such"])
    with pytest.raises(InputError, match="no-such"):
        count_inputs(["no-such"])
    with pytest.raises(InputError, match="1812"):
        read_inputs([str(tmp_path)], published=date(1812, 6, 24))
    with pytest.raises(InputError, match="no input"):
        read_inputs([])
    with pytest.raises(InputError, match="only once"):
        read_inputs(["-", "-"])
    with pytest.raises(InputError, match="list"):
        read_inputs(str(tmp_path))


@pytest.mark.parametrize(
    "data",
    [
        f"Date: 2019-05-07\n{BODY}".encode(),
        json.dumps({"text": BODY, "date": "2019-05-07"}).encode(),
        json.dumps([{"text": BODY, "date": "2019-05-07"}]).encode(),
        f'date,text\n2019-05-07,"{BODY}"\n'.encode(),
        page(head=DATED).encode(),
        warc_record(page(head=DATED).encode()),
        packed([warc_record(page(head=DATED).encode())]),
        gzip.compress(f"Date: 2019-05-07\n{BODY}".encode()),
    ],
)
def test_the_standard_input_is_sniffed(data: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    (found,) = read_inputs(["-"])
    assert isinstance(found, Report), found
    assert found.text.endswith(BODY) and found.published == DAY


def test_the_users_date_and_outlet_hold_for_every_report(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps({"text": BODY, "date": "2001-01-01", "outlet": "X"}) + "\n", encoding="utf-8")
    (found,) = read_inputs([str(path)], published=DAY, outlet="Northern Post")
    assert isinstance(found, Report) and (found.published, found.outlet) == (DAY, "Northern Post")


def test_files_that_hold_nothing(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    assert "folder without files" in why(list(read_inputs([str(tmp_path)])))
    empty = tmp_path / "empty.txt"
    empty.write_bytes(b"")
    assert "empty" in why(list(read_inputs([str(empty)])))
    (tmp_path / "empty.txt.gz").write_bytes(gzip.compress(b""))
    assert "empty" in why(list(read_inputs([str(tmp_path / "empty.txt.gz")])))


def test_links_to_nowhere_and_what_is_no_file(tmp_path: Path) -> None:
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere")
    assert "cannot be opened" in why(list(read_inputs([str(tmp_path)])))
    (tmp_path / "gone.txt").unlink()
    os.mkfifo(tmp_path / "pipe")
    assert "pipe" in why(list(read_inputs([str(tmp_path)])))


def test_noise_is_refused_fast_and_in_little_memory(tmp_path: Path) -> None:
    chunk = random.Random(7).randbytes(1024 * 1024)
    paths = [
        tmp_path / f"noise{suffix}" for suffix in ("", ".txt", ".json", ".jsonl", ".csv", ".html", ".xml", ".warc")
    ]
    for path in paths[:1]:
        path.write_bytes(chunk * 50)
    for path in paths[1:]:
        path.hardlink_to(paths[0])
    tracemalloc.start()
    start = time.perf_counter()
    found = list(read_inputs([str(p) for p in paths]))
    seconds = time.perf_counter() - start
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(found) == len(paths) and all(isinstance(f, SetAside) for f in found)
    assert seconds < 2 and peak < 8 * 1024 * 1024


def test_a_long_text_is_refused_without_reading_it_all(tmp_path: Path) -> None:
    path = tmp_path / "long.txt"
    path.write_bytes(b"Four soldiers died there. " * 100_000)
    assert "characters" in why(list(read_inputs([str(path)], published=DAY)))
    assert "too much" in why(list(read_inputs([str(path)], published=DAY, limits=Limits(page=1000))))


@pytest.mark.parametrize("cut", [3, 11, 60, -1, -8])
def test_a_truncated_gzip_is_set_aside(tmp_path: Path, cut: int) -> None:
    path = tmp_path / "a.txt.gz"
    path.write_bytes(gzip.compress(f"Date: 2019-05-07\n{BODY}".encode())[:cut])
    assert "gzip" in why(list(read_inputs([str(path)])))


def test_a_truncated_gzip_of_lines_keeps_the_lines_before(tmp_path: Path) -> None:
    noise = random.Random(3)
    lines = [
        json.dumps({"text": f"Report {n}: four died. {noise.getrandbits(4000)}", "date": "2019-05-07"})
        for n in range(200)
    ]
    data = gzip.compress("\n".join(lines).encode())
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(data[: len(data) // 2])
    found = list(read_inputs([str(path)]))
    assert sum(isinstance(f, Report) for f in found) > 50
    assert isinstance(found[-1], SetAside) and "gzip" in found[-1].reason


def test_a_reader_that_fails_sets_the_file_aside_and_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import dateline.read.html

    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError("a parser's fault")

    monkeypatch.setattr(dateline.read.html, "read_page", fail)
    (tmp_path / "a.html").write_text(page(head=DATED), encoding="utf-8")
    (tmp_path / "b.txt").write_text(f"Date: 2019-05-07\n{BODY}", encoding="utf-8")
    first, second = read_inputs([str(tmp_path)])
    assert isinstance(first, SetAside) and "ZeroDivisionError: a parser's fault" in first.reason
    assert isinstance(second, Report)


def test_reading_is_lazy(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(f"Date: 2019-05-07\n{BODY}", encoding="utf-8")
    (tmp_path / "b.txt").write_text(f"Date: 2019-05-07\n{BODY}", encoding="utf-8")
    stream = read_inputs([str(tmp_path / "a.txt"), str(tmp_path / "b.txt")])
    assert isinstance(next(stream), Report)
    (tmp_path / "b.txt").unlink()
    assert isinstance(next(stream), SetAside)


def test_a_text_loads_nothing_heavy(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(f" date 2019-05-07 {BODY}", encoding="utf-8")
    code = (
        "import sys; from dateline.read import read_inputs; (r,) = read_inputs(sys.argv[1:]); "
        f"print(r.published, [m for m in {HEAVY} if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "2019-05-07 []"


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    data=st.one_of(
        st.binary(max_size=400),
        st.builds(
            lambda cut, flip, start: bytes(
                b ^ 255 if i == flip else b for i, b in enumerate(SEEDS[start % len(SEEDS)][: cut + 1])
            ),
            st.integers(0, 1500),
            st.integers(0, 1500),
            st.integers(0, 100),
        ),
    ),
    suffix=st.sampled_from(["", ".txt", ".html", ".json", ".jsonl", ".csv", ".rss", ".warc", ".warc.gz", ".txt.gz"]),
)
def test_no_bytes_raise(tmp_path: Path, data: bytes, suffix: str) -> None:
    path = tmp_path / f"x{suffix}"
    path.write_bytes(data)
    found = list(read_inputs([str(path)]))
    assert found
    for one in found:
        if isinstance(one, SetAside):
            assert one.input.startswith(str(path)) and one.reason
            assert "the reader failed" not in one.reason, one.reason
        else:
            assert one.text.strip() and one.published


SEEDS = [
    f"Date: 2019-05-07\n{BODY}".encode(),
    json.dumps([{"text": BODY, "date": "2019-05-07"}]).encode(),
    json.dumps({"text": BODY, "date": "2019-05-07"}).encode() + b"\n{}",
    f'date,text\n2019-05-07,"{BODY}"\n'.encode(),
    page(head=DATED).encode(),
    warc_record(page(head=DATED).encode()),
    packed([warc_record(page(head=DATED).encode())] * 2),
    b"<rss version='2.0'><channel><item><title>a</title><description>Four died</description></item></channel></rss>",
]
