"""Who has to do what until when: the notes on duty that plans print behind their paragraphs.

Four notations are read: labels in brackets (〔牵头单位：A、B；责任单位：C〕), labels
on lines of their own or at a paragraph's end, sentences in parentheses (A牵头，B、C配合), and the
columns of a table of tasks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from knowledge.cleaned import LineKind, LineRole
from knowledge.dates import last_day_named
from knowledge.metadata.segments import Segment, without_blanks
from knowledge.outline import DutyReading

#: Labels by what they tell.
_LABELS = {
    "lead": "牵头单位 牵头部门 牵头责任单位 牵头科室 牵头处室",
    "responsible": (
        "责任单位 责任部门 责任科室 责任处室 承办单位 承办部门 落实单位 配合单位 配合部门 协办单位 "
        "参与单位"
    ),
    "due": "完成时限 完成时间 完成期限 办结时限 时限要求 时间要求",
}
_ROLE_OF = {label: role for role, labels in _LABELS.items() for label in labels.split()}
_GAP = "[ \u00a0\u3000]{0,4}"
_LABEL = re.compile(
    f"(?P<label>{'|'.join(sorted(_ROLE_OF, key=len, reverse=True))}){_GAP}[：:]{_GAP}"
)
#: One of these ends every label.
_COLON = frozenset("：:")
_BRACKETS = {"〔": "〕", "（": "）", "(": ")", "[": "]", "【": "】", "［": "］", "﹝": "﹞"}
_EITHER = {first: re.compile(f"[{re.escape(first + last)}]") for first, last in _BRACKETS.items()}
_OPENING = re.compile("[〔（(\\[【［﹝]")
#: A note ends its paragraph; only marks may stand behind it.
_BEHIND = re.compile(r"[。；;.，, \u00a0\u3000]*$")
#: Where a heading is glued to a note that has no full stop.
_NEXT_ITEM = re.compile(
    "(?<![（(第])(?=[0-9]{1,2}[.．、](?![0-9])|[（(][一二三四五六七八九十]{1,3}[）)])"
)
#: The end of an organ's name, also of the collective ones (各镇人民政府, 各相关部门).
_ORGAN_END = (
    "(?:政府|委|局|厅|办|部|处|室|科|股|站|所|队|院|会|社|署|中心|集团|公司|部门|单位|分局|街道|镇|乡|区|县|市|企业"
    "|机构|学校|银行|小组)"
)
_ORGANS = re.compile(rf".{{1,200}}{_ORGAN_END}(?:[（(][^（）()]{{1,30}}[）)])?")
_VERB = re.compile(
    "(?:分别|共同|具体|联合|统一|按照?(?:各自)?(?:职责|分工)(?:分工)?|积极|做好|组织|为主?|各自)*"
    "(?P<verb>牵头|负责|配合|参与|协助|落实|承担|对标|实施)"
)
_TAIL = re.compile(
    "(?:负责|落实|组织|实施|配合|推进|完成|做好|相应|相关|有关|各自|的|职责|责任|工作|任务|分工|具体|承担|参与)*[。.]?"
)
#: A matter may be named before the organ: 规范性文件清理由法规处牵头.
_MATTER = re.compile("^.*由(?=.)")
_COMMA = re.compile("[，,；;]")
_NAMES = re.compile("[、，,；;和]|(?<=[局委办厅]) (?=.)")
_AND_OTHERS = re.compile("等(?:相关|有关|各)?(?:部门|单位|地区|部门和单位)?$")
_CELL = " | "


@dataclass(frozen=True)
class _Note:
    """A note as read so far; it stands at `start:end` of the main text."""

    start: int
    end: int
    lead: tuple[str, ...] = ()
    responsible: tuple[str, ...] = ()
    due: str | None = None

    @property
    def told(self) -> frozenset[str]:
        """Which of the three the note tells."""
        return frozenset(role for role in _LABELS if getattr(self, role))

    def reading(self) -> DutyReading:
        due_on = last_day_named(self.due) if self.due else None
        return DutyReading(self.lead, self.responsible, self.due, due_on, self.start, self.end)


@dataclass
class _Walk:
    """The notes found, the one that lines below may still complete, and the table's columns."""

    notes: list[_Note] = field(default_factory=list)
    open: bool = False
    columns: list[str | None] = field(default_factory=list)


def read_duties(segments: Sequence[Segment]) -> list[DutyReading]:
    """Every note on duty of the main text, in reading order."""
    walk = _Walk()
    for segment in segments:
        if segment.role is not LineRole.BODY or segment.offset is None:
            continue
        if segment.is_table:
            walk.open = False
            _read_row(walk, segment, segment.offset)
            continue
        found = list(_bracketed(segment.text)) or _at_end(segment.text)
        shifted = [
            replace(note, start=note.start + segment.offset, end=note.end + segment.offset)
            for note in found
        ]
        _add(walk, shifted, whole=bool(_LABEL.match(segment.text)))
    return [note.reading() for note in walk.notes]


def _add(walk: _Walk, found: Sequence[_Note], whole: bool) -> None:
    """Take notes in; a line that is a label alone completes the note of the line above it."""
    for note in found:
        if whole and walk.open and not (walk.notes[-1].told & note.told):
            last = walk.notes[-1]
            walk.notes[-1] = _Note(
                last.start,
                note.end,
                last.lead or note.lead,
                last.responsible or note.responsible,
                last.due or note.due,
            )
        else:
            walk.notes.append(note)
    walk.open = bool(found) and whole


def _bracketed(text: str) -> Iterator[_Note]:
    """Notes in brackets: labelled ones anywhere, sentences only where they end the paragraph."""
    position = 0
    while opening := _OPENING.search(text, position):
        end = _closing(text, opening.start())
        if end is None:
            return
        inside = text[opening.end() : end - 1]
        if _LABEL.match(inside.strip()):
            note = _labelled(text, opening.end(), end - 1)
        elif _BEHIND.match(text, end):
            note = _told(inside)
        else:
            note = None
        if note is not None:
            yield replace(note, start=opening.start(), end=end)
            position = end
        else:
            position = opening.end()


def _closing(text: str, opening: int) -> int | None:
    """The offset behind the bracket that closes the one at `opening`; pairs of its kind nest."""
    depth = 0
    for bracket in _EITHER[text[opening]].finditer(text, opening):
        depth += 1 if bracket.group() == text[opening] else -1
        if depth == 0:
            return bracket.end()
    return None


def _at_end(text: str) -> list[_Note]:
    """A labelled note without brackets, which runs to the end of the paragraph."""
    if _COLON.isdisjoint(text):
        return []
    first = next(
        (
            each
            for each in _LABEL.finditer(text)
            if not each.start() or text[each.start() - 1] in _ENDS
        ),
        None,
    )
    if first is None:
        return []
    item = _NEXT_ITEM.search(text, first.end())
    end = item.start() if item else len(text)
    note = _labelled(text, first.start(), end)
    return [note] if note is not None else []


#: A label that follows none of these is a word of the sentence (明确责任单位：…).
_ENDS = "。；;！？!?)）〕】” \u00a0\u3000"


def _labelled(text: str, start: int, end: int) -> _Note | None:
    labels = list(_LABEL.finditer(text, start, end))
    note = _Note(start, end)
    for index, label in enumerate(labels):
        last = labels[index + 1].start() if index + 1 < len(labels) else end
        note = _with(note, _ROLE_OF[label["label"]], text[label.end() : last])
    return note if note.told else None


def _with(note: _Note, role: str, value: str) -> _Note:
    if role == "due":
        shown = value.strip(" \u00a0\u3000，,；;。")
        return replace(note, due=note.due or shown or None)
    names = _names(value)
    if role == "lead":
        return replace(note, lead=(*note.lead, *names))
    return replace(note, responsible=(*note.responsible, *names))


def _names(value: str) -> tuple[str, ...]:
    """The organs that a value names; 和 joins two of them, 、 and commas the rest."""
    names, depth, piece = [], 0, ""
    for character in value.strip(" \u00a0\u3000。；;.，,、"):
        depth += (character in "（(") - (character in "）)")
        if (
            depth <= 0
            and _NAMES.match(character)
            and (character != "和" or re.search(f"{_ORGAN_END}$", piece))
        ):
            names.append(piece)
            piece = ""
        else:
            piece += character
    names.append(piece)
    bare = (_AND_OTHERS.sub("", without_blanks(name)) for name in names)
    return tuple(name for name in bare if name)


def _told(inside: str) -> _Note | None:
    """A note as a sentence: A、B分别牵头落实；A牵头，C配合；X由A牵头，Y由B牵头."""
    note, waiting = _Note(0, 0), ""
    for clause in _COMMA.split(inside):
        verb = next(
            (each for each in _VERB.finditer(clause) if _TAIL.fullmatch(clause, each.end())), None
        )
        if verb is None:
            waiting += clause + "、"
            continue
        organs = _MATTER.sub("", waiting + clause[: verb.start()])
        waiting = ""
        if not _ORGANS.fullmatch(organs.strip()):
            return None
        role = "lead" if verb["verb"] == "牵头" else "responsible"
        note = _with(note, role, organs)
    return note if note.told and not waiting else None


def _read_row(walk: _Walk, segment: Segment, offset: int) -> None:
    """A row of a table that has columns of duty."""
    cells = segment.text.split(_CELL)
    roles = [_ROLE_OF.get(without_blanks(cell)) for cell in cells]
    if any(roles):
        walk.columns = roles
    elif segment.line.kind is LineKind.TABLE_HEAD or len(cells) != len(walk.columns):
        walk.columns = []
    elif any(walk.columns):
        note = _Note(offset, offset + len(segment.text))
        for role, cell in zip(walk.columns, cells, strict=True):
            if role is not None:
                note = _with(note, role, cell)
        if note.told:
            walk.notes.append(note)
