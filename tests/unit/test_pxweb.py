"""Statistics Norway's service, spoken to over a real connection: a server on this machine that has its limits, its
pages and its bad moments."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import product
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from deliveries import checked

from kunnskapsstatus import cli
from kunnskapsstatus.errors import BookError
from kunnskapsstatus.registers import pxweb
from kunnskapsstatus.registers.jsonstat import Cube, Dimensions, NoCube
from kunnskapsstatus.registers.pxweb import Service, parts

REGIONS = [f"{1101 + at}" for at in range(30)] + ["EAK"]
CODES = {"Region": REGIONS, "ContentsCode": ["Utgift", "Kontroll"], "Tid": ["2018", "2019"]}
MOST, CALLS = 16, 8
"""What the service allows: cells at once, and calls a second."""
MAPPING = """\
[kostra.table]
id = "12130"
values = { Region = ["????"], Tid = ["{year}"] }
[kostra.variables]
Region = "municipality"
Utgift = "cost-per-inhabitant"
Kontroll = "internal-control"
Tid = "year"
[kostra.codes.internal-control]
"1" = "yes"
"0" = "no"
"""


def value(region: str, contents: str, year: str) -> float | None:
    """What the table has at a place."""
    if contents == "Kontroll":
        return float(int(region) % 2)
    return None if region == "1105" else int(region) / 20 + int(year) - 2018


def cube(codes: dict[str, list[str]], *, values: bool = True) -> dict[str, object]:
    index = {name: {code: at for at, code in enumerate(one)} for name, one in codes.items()}
    label = {name: {code: f"navn {code}" for code in one} for name, one in codes.items()}
    return {
        "version": "2.0",
        "class": "dataset",
        "label": "12130: Krisesentre",
        "source": "SSB",
        "id": list(codes),
        "size": [len(one) for one in codes.values()],
        "role": {"time": ["Tid"], "metric": ["ContentsCode"]},
        "dimension": {name: {"category": {"index": index[name], "label": label[name]}} for name in codes},
        **({"value": [value(*place) for place in product(*codes.values())]} if values else {}),
    }


AGAIN = "to this address, again and again"


class Statistics(BaseHTTPRequestHandler):
    """A service that speaks PxWebApi 2."""

    asked: list[str]
    busy: int
    broken: str

    def log_message(self, *_: object) -> None: ...

    def do_GET(self) -> None:
        path, query = urlsplit(self.path).path, parse_qs(urlsplit(self.path).query)
        self.asked.append(path)
        if self.broken and path == "/v2/tables":
            self.told(self.broken)
        elif path == "/v2/config":
            self.told({"maxDataCells": MOST, "maxCallsPerTimeWindow": CALLS, "timeWindow": 1})
        elif path == "/v2/tables":
            page = int(query["pageNumber"][0])
            tables = [{"id": f"1213{page}", "label": f"Krisesentre {page}"}]
            self.told({"tables": tables, "page": {"pageNumber": page, "totalPages": 2}})
        elif path == "/v2/tables/12130/metadata":
            self.told(cube(CODES, values=False))
        else:
            self.told({"title": "Non-existent table"}, 404)

    def do_POST(self) -> None:
        self.asked.append("data")
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        chosen = {one["variableCode"]: one["valueCodes"] for one in body["selection"]}
        cells = len(list(product(*chosen.values())))
        if type(self).busy:
            type(self).busy -= 1
            self.told({"title": "Too many requests"}, 429)
        elif cells > MOST:
            self.told({"title": "Too many cells"}, 403)
        else:
            self.told(self.broken or cube({name: chosen[name] for name in CODES}))

    def told(self, answer: object, status: int = 200) -> None:
        if answer == AGAIN:
            status = 302
        data = answer.encode() if isinstance(answer, str) else json.dumps(answer).encode()
        self.send_response(status)
        if status == 429:
            self.send_header("Retry-After", "0")
        if status == 302:
            self.send_header("Location", self.path)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)


@pytest.fixture
def service() -> Iterator[str]:
    """The address of the service."""
    Statistics.asked, Statistics.busy, Statistics.broken = [], 0, ""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Statistics)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/v2"
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_table_is_fetched_in_parts_that_are_allowed_and_received_like_any_file(
    service: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Statistics.busy = 2
    (tmp_path / "mapping.toml").write_text(MAPPING, "utf-8")
    assert cli.main(["fetch", str(tmp_path), "--year", "2019", "--api", service]) == 0
    assert "kostra.json: table 12130, 30 x 2 x 1 values" in capsys.readouterr().out
    result = checked(tmp_path)
    assert [one.rule.id for one in result.found if one.rule.id not in ("form-not-sent", "variable-missing")] == []
    records = result.delivery.records["kostra"]
    assert len(records) == 30 and records["cost-per-inhabitant"].isna().sum() == 1
    for _, row in records.iterrows():
        cost, control = (value(row["municipality"], name, "2019") for name in ("Utgift", "Kontroll"))
        assert cost is None or row["cost-per-inhabitant"] == cost
        assert row["internal-control"] == ("yes" if control else "no")
    assert Statistics.asked.count("data") == 4 + 2


def test_a_delivery_without_a_mapping_is_told_what_to_write(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["fetch", str(tmp_path / "nowhere"), "--year", "2019"]) == 1
    told = capsys.readouterr().err
    assert "nowhere/mapping.toml: there is no such file\nWrite in it which table of kostra to fetch" in told


def test_a_file_of_another_year_is_told_of(tmp_path: Path) -> None:
    (tmp_path / "mapping.toml").write_text(MAPPING, "utf-8")
    codes = {**CODES, "Region": REGIONS[:3], "Tid": ["2018"]}
    (tmp_path / "kostra.json").write_text(json.dumps(cube(codes)), "utf-8")
    told = [one.rule.id for one in checked(tmp_path).found]
    assert "year-does-not-fit" in told and "two-of-one" not in told
    (tmp_path / "kostra.json").write_text(json.dumps(cube({**codes, "Tid": ["2018", "2019"]})), "utf-8")
    assert "two-of-one" in [one.rule.id for one in checked(tmp_path).found]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            "12130",
            "12131",
            "there is no table '12131'\nThose that have it in their words: 12131 (Krisesentre 1); 12132",
        ),
        ("Region =", "Regio =", "the table 12130 has no dimension 'Regio'; did you mean 'Region'?"),
        ('"????"', '"1199"', "the dimension 'Region' of the table 12130 has no code '1199'; did you mean '1129'"),
        ('id = "12130"', "id = 12130", "mapping.toml:1: [kostra.table] this does not say which table"),
        ("[kostra.table]", "[kostra.x]", "the field 'x' is not known"),
    ],
    ids=["table", "dimension", "code", "id", "field"],
)
def test_what_the_table_has_not_is_told_with_what_is_closest(
    service: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], old: str, new: str, told: str
) -> None:
    (tmp_path / "mapping.toml").write_text(MAPPING.replace(old, new, 1), "utf-8")
    assert cli.main(["fetch", str(tmp_path), "--year", "2019", "--api", service]) == 1
    assert told in capsys.readouterr().err
    assert not (tmp_path / "kostra.json").exists()


@pytest.mark.parametrize(
    ("broken", "told"),
    [
        ("<html>", "answers something that is no JSON"),
        ("{}", "this is no JSON-stat dataset"),
        (
            json.dumps(
                cube({"Tid": ["2019"], "Region": ["1101"], "ContentsCode": ["Kontroll"]}, values=False) | {"value": [1]}
            ),
            "are others",
        ),
    ],
    ids=["html", "no-cube", "other-dimensions"],
)
def test_an_answer_in_another_form_is_told_of(service: str, broken: str, told: str) -> None:
    Statistics.broken = broken
    with pytest.raises(BookError, match="answers something"):
        list(Service(service).tables("krisesenter"))
    with pytest.raises(BookError, match=told):
        Service(service).data("12130", {"Region": ["1101"], "ContentsCode": ["Utgift"], "Tid": ["2019"]})


def test_a_service_that_stays_busy_or_is_not_there_is_told_of(service: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pxweb, "WAIT", 0)
    Statistics.busy = 99
    with pytest.raises(BookError, match="is too busy"):
        Service(service).data("12130", {"Region": ["1101"]})
    with pytest.raises(BookError, match="cannot be reached"):
        Service("http://127.0.0.1:9/v2").dimensions("12130")
    Statistics.broken = AGAIN
    with pytest.raises(BookError, match="leads from one address to the next"):
        list(Service(service).tables("krisesenter"))


def test_calls_wait_for_their_turn(service: str, monkeypatch: pytest.MonkeyPatch) -> None:
    waited: list[float] = []
    monkeypatch.setattr(pxweb.time, "sleep", waited.append)
    asked = Service(service)
    for _ in range(CALLS + 1):
        asked.dimensions("12130")
    assert len(waited) == 1 and 0 < waited[0] <= 1


def test_parts_are_all_of_a_selection_and_none_is_too_large() -> None:
    selection = {name: tuple(codes) for name, codes in CODES.items()}
    found = list(parts(selection, MOST))
    places = [place for part in found for place in product(*part.values())]
    assert sorted(places) == sorted(product(*selection.values())) and len(places) == len(set(places))
    assert max(len(list(product(*part.values()))) for part in found) <= MOST


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"version": "1.0"}, "no JSON-stat"), ({"id": ["Region", "Sted"]}, "not those"), ({"size": [1, 2, 3]}, "sizes"),
        ({"value": [1]}, "as many values"), ({"value": {"99": 1}}, "outside"), ({"value": ["x"] * 4}, "no numbers"),
        ({"role": [1]}, "roles"), ({"role": {"time": "Tid"}}, "roles"), ({"value": None}, "as many values"),
    ],
    ids=["version", "id", "size", "few", "outside", "text", "role-list", "role-text", "none"],
)  # fmt: skip
def test_what_is_no_cube_is_refused(change: dict[str, object], told: str) -> None:
    codes = {"Region": ["1101"], "ContentsCode": ["Utgift", "Kontroll"], "Tid": ["2018", "2019"]}
    with pytest.raises(NoCube, match=told):
        Cube.of(cube(codes) | change)


def test_few_values_may_stand_by_their_places_and_codes_in_a_list() -> None:
    codes = {"Region": ["1101"], "ContentsCode": ["Utgift", "Kontroll"], "Tid": ["2018", "2019"]}
    found = Cube.of(cube(codes) | {"value": {"3": 7}})
    assert found.values == (None, None, None, 7.0)
    said = Cube.of(cube(codes) | {"value": [1, 0, 0, 4], "status": {"1": "..", "3": "e"}})
    assert said.values == (1.0, None, 0.0, 4.0)
    assert Cube.of(cube(codes) | {"value": [1, 0, 0, 4], "status": [":", None, "", "."]}).values == (None, 0, 0, None)
    assert Cube.of(cube(codes) | {"value": [0] * 4, "status": ".."}).values == (None,) * 4
    listed = cube(codes)
    listed["dimension"] = {name: {"category": {"index": one}} for name, one in codes.items()}
    assert Dimensions.of(listed).codes == {name: tuple(one) for name, one in codes.items()}
    listed["dimension"] = {name: {"category": {"index": one * 2}} for name, one in codes.items()}
    with pytest.raises(NoCube, match="code twice"):
        Dimensions.of(listed)
