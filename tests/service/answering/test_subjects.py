from __future__ import annotations

import pytest

from service.answering.subjects import MATTER, POPULATION, absent, load_subjects


@pytest.fixture(scope="module")
def subjects():
    return load_subjects()


def test_any_name_of_a_subject_counts_as_the_subject(subjects):
    named = subjects.named(MATTER, "廉租房怎么申请")
    assert len(named) == 1
    assert absent(named, "公共租赁住房申请办法") == 0
    assert absent(named, "人才公寓申请办法") == 1


def test_populations_and_matters_are_apart(subjects):
    assert subjects.named(POPULATION, "护照加急办理") == []
    assert len(subjects.named(POPULATION, "残疾人和孕妇优先吗")) == 2


def test_no_name_stands_for_two_subjects_of_one_kind(subjects):
    for kind in (MATTER, POPULATION):
        names = [name for each in subjects.known if each.kind == kind for name in each.names]
        assert len(names) == len(set(names))
