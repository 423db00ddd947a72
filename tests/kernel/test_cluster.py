"""Search by a cluster, told to a small server that records what it is asked.

The server is ours and knows as much of OpenSearch's protocol as the client uses; no test
here says that a real cluster agrees.
"""

import json
import threading
import uuid
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
import typer
from django.db import transaction
from typer.testing import CliRunner

from folkmoot.engines.values.multilingual import Multilingual
from folkmoot.kernel import editing
from folkmoot.kernel.actors import SYSTEM
from folkmoot.kernel.models import SearchEntry
from folkmoot.kernel.search import search
from folkmoot.project.cli import data
from folkmoot.project.config import search_settings
from folkmoot.rooms.programme.models import Series

pytestmark = pytest.mark.django_db

ALIAS = "folkmoot_kernel_searchentry"


class Cluster(ThreadingHTTPServer):
    """Indexes with their documents, aliases, and every request that came."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answers)
        self.requests: list[str] = []
        self.bodies: dict[str, Any] = {}
        self.indexes: dict[str, dict[str, dict[str, Any]]] = {}
        self.aliases: dict[str, str] = {}
        self.is_broken = False

    @property
    def address(self) -> str:
        return f"opensearch+http://127.0.0.1:{self.server_port}"

    @property
    def documents(self) -> list[dict[str, Any]]:
        """What the alias leads to."""
        return list(self.indexes[self.aliases[ALIAS]].values())

    def answer(self, method: str, path: str, body: bytes) -> tuple[int, Any]:
        name, _, what = path.strip("/").partition("/")
        if self.is_broken:
            return 503, {"error": "no shard is there", "status": 503}
        if what == "_bulk":
            return 200, self.bulk(self.aliases.get(name, name), body)
        plain = json.loads(body) if body else {}
        self.bodies[what or method] = plain
        match method, name, what:
            case "PUT", _, "":
                self.indexes[name] = {}
            case "PUT", _, _ if what.startswith("_alias/"):
                self.aliases[what.removeprefix("_alias/")] = name
            case (("HEAD" | "GET"), "_alias", _):
                index = self.aliases.get(what)
                return (200, {index: {}}) if index else (404, {})
            case "DELETE", _, "":
                return (200, {}) if self.indexes.pop(name, None) is not None else (404, {})
            case "POST", _, "_search":
                found = self.matching(name, plain)
                hits = [{"fields": {"pk": [one["pk"]]}, "_score": 1.0} for one in found]
                return 200, {"hits": {"hits": hits}}
            case _, _, "_count":
                return 200, {"count": len(self.matching(name, plain))}
        return 200, {"acknowledged": True}

    def bulk(self, index: str, body: bytes) -> dict[str, Any]:
        lines = [json.loads(line) for line in body.splitlines() if line]
        items: list[dict[str, Any]] = []
        documents = self.indexes.setdefault(index, {})
        while lines:
            ((action, about),) = lines.pop(0).items()
            status = 200
            if action == "index":
                documents[about["_id"]] = lines.pop(0)
            elif documents.pop(about["_id"], None) is None:
                status = 404
            items.append({action: {"_id": about["_id"], "status": status}})
        errors = any(one["status"] != 200 for item in items for one in item.values())
        return {"errors": errors, "items": items}

    def matching(self, name: str, query: dict[str, Any]) -> list[dict[str, Any]]:
        asked = query["query"]["bool"]["must"]["match"]["_all_text"]["query"].split()
        documents = self.indexes[self.aliases[name]].values()
        texts = [(one, one["search_text"].split()) for one in documents]
        return [one for one, words in texts if all(word in words for word in asked)]


class Answers(BaseHTTPRequestHandler):
    """Answers as the cluster says."""

    server: Cluster

    def answer(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        path = self.path.split("?")[0]
        self.server.requests.append(f"{self.command} {path}")
        status, said = self.server.answer(self.command, path, body)
        data = json.dumps(said).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)

    do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = answer  # noqa: N815

    def log_message(self, *_args: object) -> None:
        """Say nothing."""


@pytest.fixture
def cluster(settings) -> Iterator[Cluster]:
    server = Cluster()
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    settings.CONFIG = replace(settings.CONFIG, search_url=server.address)
    settings.MODELSEARCH_BACKENDS = search_settings(settings.CONFIG)
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def series(noon):
    def make(name: str, *, is_public: bool = True) -> Series:
        values = {
            "slug": f"s{uuid.uuid4().hex[:8]}",
            "name": Multilingual.of("en", en=name),
            "is_public": is_public,
        }
        return editing.create(actor=SYSTEM, model=Series, values=values, at=noon)

    return make


def reindex() -> tuple[int, str]:
    app = typer.Typer()
    data.register(app)
    result = CliRunner().invoke(app, ["reindex"])
    return result.exit_code, result.output


def titles(query: str) -> list[str]:
    return [str(hit.title) for hit in search(query)[0]]


def test_reindexing_makes_an_index_with_its_mapping_and_swaps_the_alias(cluster, series):
    series("Amber Forum")
    series("Slate Forum")

    code, told = reindex()

    assert (code, told) == (0, "2 records can be found.\n")
    first = cluster.aliases[ALIAS]
    assert first.startswith(f"{ALIAS}_")
    assert f"PUT /{first}" in cluster.requests
    mapped = cluster.bodies["_mapping"]["properties"]
    assert mapped["search_text"]["type"] == "text"
    assert mapped["series_uid_filter"]["type"] == "keyword"
    assert sorted(one["search_text"].split()[0] for one in cluster.documents) == ["amber", "slate"]

    reindex()

    assert cluster.aliases[ALIAS] != first
    assert list(cluster.indexes) == [cluster.aliases[ALIAS]]


@pytest.mark.django_db(transaction=True)
def test_what_is_saved_renamed_and_removed_is_found_by_the_cluster(cluster, series, noon):
    reindex()
    amber = series("Amber Forum")
    assert titles("amber") == ["Amber Forum"]
    assert f"POST /{ALIAS}/_search" in cluster.requests
    asked = cluster.bodies["_search"]["query"]["bool"]
    assert asked["must"]["match"]["_all_text"] == {"query": "amber", "operator": "and"}

    editing.change(
        actor=SYSTEM, record=amber, values={"name": Multilingual.of("en", en="Quay")}, at=noon
    )
    assert (titles("amber"), titles("quay"), len(cluster.documents)) == ([], ["Quay"], 1)

    editing.remove(actor=SYSTEM, record=amber, at=noon)
    assert cluster.documents == []


@pytest.mark.django_db(transaction=True)
def test_filters_reach_the_cluster_as_it_stores_them(cluster, series):
    reindex()
    amber = series("Amber Forum")

    hits, count = search(
        "amber", filters={"kind": "programme.series", "series_uid": str(amber.uid)}
    )

    assert ([str(hit.title) for hit in hits], count) == (["Amber Forum"], 1)
    _type, narrowed = cluster.bodies["_search"]["query"]["bool"]["filter"]
    terms = [one["term"] for one in narrowed["bool"]["must"]]
    assert {name: value for term in terms for name, value in term.items()} == {
        "kind_filter": "programme.series",
        "series_uid_filter": str(amber.uid),
        "is_public_filter": True,
    }
    (document,) = cluster.documents
    assert document["series_uid_filter"] == str(amber.uid)


@pytest.mark.django_db(transaction=True)
def test_a_hit_that_is_public_no_longer_is_not_shown(cluster, series):
    reindex()
    series("Amber Forum")
    SearchEntry.objects.update(is_public=False)

    assert titles("amber") == []


@pytest.mark.django_db(transaction=True)
def test_a_broken_cluster_stops_neither_saving_nor_searching(cluster, series, caplog):
    reindex()
    cluster.is_broken = True

    series("Amber Forum")

    assert titles("amber") == ["Amber Forum"]
    assert "run `folkmoot reindex`" in caplog.text
    code, told = reindex()
    assert code == 1
    assert "The search cluster does not answer" in told


@pytest.mark.django_db(transaction=True)
def test_what_is_taken_back_never_reaches_the_cluster(cluster, series):
    reindex()

    with transaction.atomic():
        series("Amber Forum")
        transaction.set_rollback(True)

    assert cluster.documents == []
