"""The page that tells how to work by the keyboard alone."""

from __future__ import annotations

from flask import render_template

from service.console.access import permitted
from service.console.desk import desk
from service.staff.permissions import Permission

#: Key, what it does, where. The templates' `accesskey`s are these; a test compares them.
SHORTCUTS = (
    ("1", "我的；30 天内失效；起草中", "办理队列、时效、草稿"),
    ("2", "本单位；60 天内失效；待审查", "办理队列、时效、草稿"),
    ("3", "全部；90 天内失效；已发布", "办理队列、时效、草稿"),
    ("4", "近 90 天已失效；不发布", "时效、草稿"),
    ("u", "上传", "草稿"),
    ("s", "到查找框", "办理队列、查政策、起草答复、“文件”里的列表"),
    ("c", "复制答案和出处", "查政策"),
    ("b", "焦点到答案，读屏从这里念", "查政策"),
    ("j", "接着上一句问", "查政策"),
    ("m", "到记录", "查政策、来电"),
    ("t", "到来电号码", "查政策、来电"),
    ("y", "登记：已答复，接下一通", "查政策"),
    ("x", "登记：没有答上，接下一通", "查政策"),
    ("z", "登记：转办，到选单位的地方", "查政策"),
    ("r", "替群众登记咨询，问题已填好", "查政策"),
    ("q", "到左边（旧）的文件", "比对"),
    ("w", "到右边（新）的文件", "比对"),
    ("o", "只看有变化的", "比对"),
    ("l", "给群众发条款的链接", "查政策"),
    ("n", "下一页", "办理队列、“文件”里的列表、俗称词表"),
    ("n", "下一处变化", "比对"),
    ("g", "派发勾选的；把勾选的立为咨询；送审勾选的，发布", "办理队列、没有答上的提问、草稿"),
    ("k", "保存", "起草答复、文件、草稿"),
    ("k", "看看改了会怎样；确认导入", "承办单位、工作日历、负面清单、词表"),
)


@desk.get("/shortcuts")
@permitted(Permission.OWN_ACCOUNT)
def shortcuts() -> str:
    """The keys."""
    return render_template("console/shortcuts.html", shortcuts=SHORTCUTS)
