"""Blank forms at the end of a document: labels without values, each label a line."""

from __future__ import annotations

import re
from collections.abc import Sequence

from knowledge.repair.boilerplate import folded

_ANNEX = re.compile(r"附(?:件|表|录)\s*\d{0,2}\s*[:：]?")
#: What forms ask for; a line may hold part of a label, which the cells of a form cut.
_LABEL_WORDS = """
姓名 名称 性别 年龄 民族 出生年月 身份证号 身份证号码 证件号码 学历 职务 职称 职位 单位
单位名称 工作单位 部门 电话 办公电话 联系电话 手机 手机号 手机号码 固定电话 传真 邮箱
电子邮箱 电子邮件 邮编 邮政编码 地址 通信地址 通讯地址 联系地址 住址 家庭住址 联系人 负责人
主要负责人 经办人 填表人 审核人 签字 签名 签章 盖章 日期 填表日期 备注 序号 编号 人员 金额
数量 意见 审核意见 单位意见 开户银行 账号 户名
"""
_LABELS = frozenset(_LABEL_WORDS.split())
_MIN_LABELS = 5
_MIN_LABEL_SHARE = 0.5
_MAX_LABEL_LENGTH = 16
_TEXT_MARK = re.compile(r"[，。；！？、《》\d]")


def blank_forms(texts: Sequence[str]) -> list[int]:
    """Indexes of the lines that make up blank annex forms at the end of `texts`.

    A form goes from its annex mark to the next one or the end; it is blank when every line is a
    short label and most are labels that forms use.
    """
    blank: list[int] = []
    end = len(texts)
    for start in range(len(texts) - 1, -1, -1):
        if _ANNEX.fullmatch(texts[start]):
            if not _is_blank_form(texts[start + 1 : end]):
                break
            blank += range(start, end)
            end = start
    return sorted(blank)


def _is_blank_form(texts: Sequence[str]) -> bool:
    lines = [folded(text) for text in texts]
    if not all(len(line) <= _MAX_LABEL_LENGTH and not _TEXT_MARK.search(line) for line in lines):
        return False
    labels = sum(1 for line in lines if line.strip(":()") in _LABELS)
    return labels >= max(_MIN_LABELS, len(lines) * _MIN_LABEL_SHARE)
