"""How the figures of reading files are printed for people."""

from __future__ import annotations

from typing import Any

import click

#: Figures as people call them, in the order in which they are printed.
_NAMES = {
    "title": "标题",
    "doc_number": "自己的文号（没有的读成没有）",
    "publish_date": "发布日期",
    "published_on": "发布日期",
    "written_on": "成文日期",
    "issuers": "发文机关",
    "index_number": "索引号",
    "kind": "文种",
    "carried_title": "附带的文件",
    "level": "层级",
    "region": "地区",
    "page_type": "文章与链接列表分得清",
    "validity": "时效",
    "in_force": "是否有效",
    "until": "最后有效日",
    "body_start": "正文开头在",
    "body_end": "正文结尾在",
    "no_boilerplate": "没有网站的套话",
    "table_evidence": "表格里的证据在",
    "attachments": "附件列出",
    "attachment_links": "附件有链接",
    "text": "正文与标准答案一致",
    "sentences": "主送机关、首句、末句在正文里",
    "section_count": "各级标题的个数",
    "level1_headings": "一级标题",
    "cited_documents": "依据的文件",
    "duties": "责任单位和时限",
}
_OVERLAPS = {"recall": "正文召回率（八字连串）", "precision": "正文准确率（八字连串）"}


def print_extraction(found: dict[str, Any]) -> None:
    """Print shares with counts, overlaps, and every fault with what was expected and read."""
    click.echo(f"评测集 {found['set']}，{found['documents']} 个文件，按 {found['as_of']} 判断时效")
    _print_shares(found["figures"])
    for name, spread in found.get("text", {}).items():
        worst = f"最低 {spread['worst']:.4f}（{spread['worst_file']}）"
        click.echo(f"  {_OVERLAPS[name]}：平均 {spread['mean']:.4f}，{worst}")
    if "without_meta" in found:
        click.echo("去掉网页的全部 meta 标签之后")
        _print_shares(found["without_meta"])
    for failure in found["failed"]:
        click.echo(f"没能读出：{failure['file']}（{failure['reason']}）")
    for fault in found["faults"]:
        click.echo(f"不符：{fault['file']} 的 {fault['figure']}")
        click.echo(f"    应为 {fault['expected']}")
        click.echo(f"    读成 {fault['got']}")


def _print_shares(shares: dict[str, Any]) -> None:
    for figure in sorted(shares, key=list(_NAMES).index):
        share = shares[figure]
        counts = f"{share['right']}/{share['of']}"
        click.echo(f"  {_NAMES[figure]}：{share['share']:.3f}（{counts}）")
