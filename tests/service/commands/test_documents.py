"""`yihaoda documents` lists, shows, withdraws and verifies what is stored."""

from __future__ import annotations

import fcntl
import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from indexer.build import LOCK, build_index, is_current, open_index, update_index
from knowledge.database import Store
from knowledge.ingesting.ingestion import ingest_paths
from service.cli import main
from tests.clocks import FrozenClock
from tests.offices import DEMO_DOCUMENTS

TITLE = "公共租赁住房申请问答"


def run(store: Store, *arguments: str, home: Path | None = None) -> Result:
    env = {"YIHAODA_DATABASE_URL": store.url.render_as_string(hide_password=False)}
    if home is not None:
        env["YIHAODA_HOME"] = str(home)
    return CliRunner().invoke(main, ["documents", *arguments], env=env)


def listed(store: Store, *arguments: str) -> list[dict[str, object]]:
    result = run(store, "list", "--json", "--as-of", "2026-11-22", *arguments)
    assert result.exit_code == 0
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_the_list_gives_every_source_one_json_object_a_line(stocked: Store) -> None:
    objects = {str(each["source"]): each for each in listed(stocked)}
    assert set(objects) == {file.name for file in DEMO_DOCUMENTS.iterdir()}
    notice = objects["惠民殡葬通知.txt"]
    assert notice["doc_number"] == "青禾民规〔2023〕2号"
    assert notice["issuers"] == ["青禾县民政局", "青禾县财政局"]
    assert notice["written_on"] == "2023-08-10"
    assert notice["validity"]["state"] == "现行有效"
    assert notice["validity"]["until"] == "2028-08-31"
    assert "二、（三）" in [part["locator"] for part in notice["parts"]]
    assert "text" not in notice


def test_the_text_is_there_when_asked_for_and_parts_point_into_it(stocked: Store) -> None:
    for each in listed(stocked, "--text"):
        text = str(each["text"])
        assert text
        for part in each["parts"]:
            assert text[part["start"] : part["end"]].strip()


def test_the_day_asked_for_decides_the_validity(stocked: Store) -> None:
    result = run(stocked, "list", "--as-of", "2030-01-01")
    (line,) = [line for line in result.output.splitlines() if "惠民殡葬" in line]
    assert "失效" in line


@pytest.mark.parametrize(
    "words",
    ["青禾民规〔2023〕2号", "青禾民规2023年2号", "青禾民规[２０２３]２", "惠民殡葬通知.txt"],
)
def test_a_document_is_found_by_its_number_however_typed_and_by_its_file(
    stocked: Store, words: str
) -> None:
    shown = run(stocked, "show", words).output
    assert "关于实施惠民殡葬政策的通知" in shown
    assert "发文字号：青禾民规〔2023〕2号（正文）" in shown


def test_show_as_json_tells_every_value_with_its_evidence(stocked: Store) -> None:
    told = json.loads(run(stocked, "show", "青禾民规〔2023〕2号", "--json").stdout)
    (number,) = [each for each in told["evidence"] if each["name"] == "doc_number"]
    assert number["value"] == "青禾民规〔2023〕2号"
    assert number["chosen"]
    assert number["start"] < number["end"]
    assert [version["number"] for version in told["versions"]] == [1]


def test_an_unknown_document_and_an_unknown_version_are_told(stocked: Store) -> None:
    assert "没有找到“不存在”" in run(stocked, "show", "不存在").output
    refused = run(stocked, "show", TITLE, "--version", "7")
    assert refused.exit_code == 1
    assert "没有第 7 版" in refused.output


def test_people_read_of_repairs_and_fields_in_chinese(stocked: Store) -> None:
    for each in listed(stocked):
        shown = run(stocked, "show", str(each["id"])).output
        assert not re.search(r"(?m)^  [a-z_]+(：| \d+ 处)", shown)


def test_a_withdrawn_document_leaves_the_list_and_returns_when_restored(
    stocked: Store, tmp_path: Path
) -> None:
    before = len(listed(stocked))
    assert run(stocked, "withdraw", TITLE, "--why", "发布有误").exit_code == 0
    assert len(listed(stocked)) == before - 1
    (withdrawn,) = listed(stocked, "--withdrawn")
    assert withdrawn["title"] == TITLE
    assert "撤下：发布有误" in run(stocked, "show", TITLE).output
    assert run(stocked, "withdraw", TITLE, "--why", "再来").exit_code == 1
    assert run(stocked, "restore", TITLE, "--why", "核对无误", home=tmp_path).exit_code == 0
    assert len(listed(stocked)) == before


def test_a_restored_document_can_be_found_at_once(stocked: Store, tmp_path: Path) -> None:
    folder = tmp_path / "index"
    build_index(stocked, folder)
    whole = open_index(folder).passages.passage_count
    run(stocked, "withdraw", TITLE, "--why", "发布有误", home=tmp_path)
    update_index(stocked, folder)
    assert open_index(folder).passages.passage_count < whole
    restored = run(stocked, "restore", TITLE, "--why", "核对无误", home=tmp_path)
    assert "索引已经跟上" in restored.output
    assert is_current(stocked, folder)
    assert open_index(folder).passages.passage_count == whole


def test_without_an_index_it_is_said_how_to_make_one(stocked: Store, tmp_path: Path) -> None:
    run(stocked, "withdraw", TITLE, "--why", "发布有误", home=tmp_path)
    restored = run(stocked, "restore", TITLE, "--why", "核对无误", home=tmp_path)
    assert restored.exit_code == 0
    assert "还检索不到" in restored.output
    assert "请运行 yihaoda index" in restored.output


def test_while_another_process_builds_the_index_it_is_said_so(
    stocked: Store, tmp_path: Path
) -> None:
    run(stocked, "withdraw", TITLE, "--why", "发布有误", home=tmp_path)
    build_index(stocked, tmp_path / "index")
    with (tmp_path / "index" / LOCK).open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        restored = run(stocked, "restore", TITLE, "--why", "核对无误", home=tmp_path)
    assert restored.exit_code == 0
    assert "正由另一个进程更新" in restored.output


def test_withdrawing_in_a_hurry_is_recorded_as_without_a_reason(stocked: Store) -> None:
    assert run(stocked, "withdraw", TITLE).exit_code == 0
    assert "未写理由" in run(stocked, "show", TITLE).output
    assert run(stocked, "restore", TITLE, "--why", " ").exit_code == 1


def test_words_that_name_several_documents_name_none(store: Store, tmp_path: Path) -> None:
    for number in (1, 2):
        (tmp_path / f"{number}.txt").write_text(
            f"青禾县便民服务办法\n第一条　第{number}个文件的规定。\n", encoding="utf-8"
        )
    ingest_paths(store, [tmp_path], FrozenClock())
    result = run(store, "withdraw", "青禾县便民服务办法", "--why", "试")
    assert result.exit_code == 1
    assert "有 2 个" in result.output


def test_verify_tells_what_it_finds_and_exits_with_one(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "办法.txt"
    file.write_text("青禾县便民服务办法\n第一条　为了方便群众办事。\n", encoding="utf-8")
    ingest_paths(store, [file], FrozenClock())
    whole = run(store, "verify")
    file.unlink()
    gone = run(store, "verify", "青禾县便民服务办法", "--json")
    assert (whole.exit_code, whole.output) == (0, "没有发现问题\n")
    assert gone.exit_code == 1
    assert json.loads(gone.stdout)["kind"] == "source_gone"


OLD, NEW = "青禾政办发〔2018〕26号", "青禾政办规〔2024〕3号"


def test_relations_are_listed_from_both_sides_with_their_evidence(stocked: Store) -> None:
    new, old = run(stocked, "relations", NEW).output, run(stocked, "relations", OLD).output
    assert "supersedes  取代、废止" in new
    assert "老年人高龄补贴暂行办法" in new
    assert "superseded_by  被取代、废止于" in old
    assert "〔待确认〕" in old


def test_a_rejected_repeal_ends_nothing_until_the_decision_is_undone(stocked: Store) -> None:
    def state() -> str:
        told = json.loads(run(stocked, "show", OLD, "--json", "--as-of", "2026-11-22").stdout)
        return str(told["validity"]["state"])

    before = state()
    rejected = run(stocked, "relate", "reject", NEW, "supersedes", OLD, "--why", "不是同一事项")
    after = state()
    undone = run(stocked, "relate", "undo", NEW, "supersedes", OLD, "--why", "核对有误")
    assert (rejected.exit_code, undone.exit_code) == (0, 0)
    assert (before, state()) == ("废止", "废止")
    assert after != "废止"


def test_a_relation_that_no_text_tells_can_be_added(stocked: Store) -> None:
    added = run(stocked, "relate", "add", TITLE, "interprets", NEW, "--why", "配套问答")
    assert added.exit_code == 0
    (line,) = run(stocked, "relations", TITLE).output.splitlines()
    assert "〔人工添加：配套问答〕" in line


def test_only_what_is_added_takes_a_day(stocked: Store) -> None:
    day = ("--on", "2026-12-01")
    refused = run(stocked, "relate", "confirm", NEW, "supersedes", OLD, "--why", "对", *day)
    assert refused.exit_code == 2


def test_two_versions_are_compared_clause_by_clause(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "办法.txt"
    first = "青禾县便民服务办法\n第一条　窗口每天办公七小时。\n第二条　窗口应当一次告知。\n"
    file.write_text(first, encoding="utf-8")
    ingest_paths(store, [file], FrozenClock())
    alone = run(store, "diff", "青禾县便民服务办法")
    file.write_text(first.replace("七", "八"), encoding="utf-8")
    ingest_paths(store, [file], FrozenClock())
    told = run(store, "diff", "青禾县便民服务办法").output
    assert "只有一个版本" in alone.output
    assert "第 1 版 → 第 2 版" in told
    assert "改动　第一条" in told
    assert "［删：七］［增：八］小时" in told
    assert "一次告知" not in told
    unknown = run(store, "diff", "青禾县便民服务办法", "--new", "9")
    assert unknown.exit_code == 1
