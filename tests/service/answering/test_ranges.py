"""Ages that a question names, and ranges of ages that hold them."""

import pytest

from service.answering.ranges import asked_age, rules_age


@pytest.mark.parametrize(
    ("question", "age"),
    [
        ("85岁老人每月领多少", 85),
        ("满60周岁能办吗", 60),
        ("60岁到70岁的老人", None),
        ("60周岁以上", None),
        ("60岁和70岁一样吗", None),
        ("高龄津贴多少", None),
    ],
)
def test_the_one_age_of_a_question_is_read(question, age):
    assert asked_age(question) == age


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("80周岁至89周岁的，每人每月80元", True),
        ("80—89岁", True),
        ("80至89周岁", True),
        ("90周岁至99周岁的，每人每月200元", False),
        ("80周岁以上", True),
        ("100周岁以上的，每人每月600元", False),
        ("年满80周岁", False),
        ("每人每月85元", False),
    ],
)
def test_an_age_is_ruled_where_a_range_holds_it(text, holds):
    assert rules_age(text, 85) is holds
