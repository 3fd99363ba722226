"""`yihaoda train` and the evaluation that uses what it wrote."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from service.answering.models import read_manifest
from service.cli import main
from service.judged_sets import read_set
from service.training.folds import FOLDS


@pytest.fixture
def asked(tmp_path: Path) -> Path:
    """A set of one file and two questions."""
    folder = tmp_path / "asked"
    (folder / "files").mkdir(parents=True)
    text = "青禾县临时救助办法\n第一条 临时救助标准为每人每次1200元。\n"
    (folder / "files" / "relief.txt").write_text(text, "utf-8")
    question = {
        "id": "1",
        "question": "临时救助每人每次多少钱",
        "files": ["relief.txt"],
        "evidence": "每人每次1200元",
    }
    other = {"id": "2", "question": "佛山地铁首班车几点"}
    for name, row in (("questions", question), ("unanswerable", other)):
        line = json.dumps(row, ensure_ascii=False)
        (folder / f"{name}.jsonl").write_text(f"{line}\n", "utf-8")
    return folder


def run(tmp_path: Path, *arguments: str) -> Result:
    environment = {"YIHAODA_HOME": str(tmp_path / "home")}
    return CliRunner().invoke(main, arguments, env=environment)


def test_train_writes_models_that_an_evaluation_uses_out_of_fold(asked, tmp_path):
    out = tmp_path / "model"
    result = run(tmp_path, "train", "--sets", str(asked), "--out", str(out), "--folds")
    assert result.exit_code == 0, result.output
    assert "里没有模型；YIHAODA_MODEL 请不要设为它" in result.output
    digests = {question.digest for question in read_set(asked).questions}
    assert set(read_manifest(out).sets[0].questions) == digests
    assert sorted(path.name for path in (out / "folds").iterdir()) == [
        str(fold) for fold in range(FOLDS)
    ]
    result = run(tmp_path, "evaluate", str(asked), "--out-of-fold", str(out / "folds"), "--json")
    assert result.exit_code == 0, result.output
    assert json.loads(result.output)["seen"] == 0
    assert not (tmp_path / "home").exists()


def test_two_sets_of_one_name_or_a_place_that_cannot_be_written_are_told(asked, tmp_path):
    twice = run(tmp_path, "train", "--sets", str(asked), str(asked), "--out", str(tmp_path / "m"))
    assert twice.exit_code == 1
    assert "同名" in twice.output
    (tmp_path / "taken").write_text("", "utf-8")
    taken = run(tmp_path, "train", "--sets", str(asked), "--out", str(tmp_path / "taken" / "m"))
    assert taken.exit_code == 1
    assert "写不进" in taken.output


def test_a_folder_without_fold_models_is_told(asked, tmp_path):
    result = run(tmp_path, "evaluate", str(asked), "--out-of-fold", str(asked))
    assert result.exit_code == 1
    assert "没有模型" in result.output
