"""A made-up county's rule and its repeal, and a question that both stories of replies ask."""

from __future__ import annotations

POLICY = """青禾县民政局关于印发《青禾县最低生活保障证管理办法》的通知

青民规〔2026〕1号

青禾县民政局
2026年1月10日

青禾县最低生活保障证管理办法

第一条 为了规范最低生活保障证的管理，制定本办法。
第二条 最低生活保障证遗失、损毁的，凭居民身份证向镇人民政府申请换发，当场办结，不收取费用。
第三条 最低生活保障证每三年换发一次。
第四条 本办法自2026年2月1日起施行，有效期5年。
"""
PUBLIC_QUESTION = "低保本丢了，补办要交多少钱？"
IN_OTHER_WORDS = "低保本丢了补办要不要钱"


def repeal(written: str, effective: str) -> str:
    """The document that ends the rule, by the days as documents print them."""
    return f"""青禾县民政局关于废止《青禾县最低生活保障证管理办法》的通知

青民规〔2026〕9号

青禾县民政局
{written}

青禾县民政局决定废止《青禾县最低生活保障证管理办法》（青民规〔2026〕1号），自{effective}起施行。
"""
