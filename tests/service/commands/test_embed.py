"""`yihaoda embed` tells what a site copies, and whether any site may."""

from __future__ import annotations

import pytest
from click.testing import CliRunner, Result

from service import loader
from service.cli import main

ADDRESS = "https://zxda.qinghe.gov.cn"


def embed(*arguments: str, **variables: str) -> Result:
    return CliRunner().invoke(main, ["embed", *arguments], env=variables)


def test_the_tags_hold_the_address_and_the_hash() -> None:
    told = embed(YIHAODA_PUBLIC_ADDRESS=ADDRESS, YIHAODA_SITES="https://www.qinghe.gov.cn")
    assert told.exit_code == 0
    assert f'<script src="{ADDRESS}/widget/v1.js" defer></script>' in told.stdout
    assert f'src="{ADDRESS}/widget/{loader.NEWEST}.js"' in told.stdout
    assert f'integrity="{loader.integrity()}" crossorigin="anonymous"' in told.stdout
    assert "（YIHAODA_SITES）：https://www.qinghe.gov.cn\n" in told.stdout
    assert "“可嵌入网站”" in told.stdout


@pytest.mark.parametrize("written", [ADDRESS, ADDRESS + "/"])
def test_the_address_that_is_typed_comes_first(written: str) -> None:
    told = embed(written, YIHAODA_PUBLIC_ADDRESS="https://other.gov.cn")
    assert f'"{ADDRESS}/widget/v1.js"' in told.stdout
    assert "other.gov.cn" not in told.stdout


def test_who_has_named_no_site_is_told_so() -> None:
    assert "请设置 YIHAODA_SITES" in embed(ADDRESS).stdout


def test_without_an_address_there_is_nothing_to_copy() -> None:
    told = embed(YIHAODA_PUBLIC_ADDRESS="")
    assert told.exit_code == 1
    assert "YIHAODA_PUBLIC_ADDRESS" in told.stderr


def test_a_wrong_site_is_named() -> None:
    told = embed(ADDRESS, YIHAODA_SITES="https://*.gov.cn")
    assert told.exit_code == 1
    assert "YIHAODA_SITES" in told.stderr
