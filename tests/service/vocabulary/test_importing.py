"""Tables that come back: what was exported changes nothing, whatever the office had written."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from service.config import Settings
from service.console.columns import Column
from service.console.spreadsheets import write_table
from service.uploaded_tables import TableRow, read_table
from service.vocabulary.errors import VocabularyRefused
from service.vocabulary.importing import plan_import
from service.vocabulary.overlay import Act, OfficeRow, Own, changed, in_force, rows_of
from service.vocabulary.topics import TOPICS

SETTINGS = Settings(home=Path("/nowhere"))
TEXT = st.text(
    st.sampled_from("供水电费补贴低保医保 ab1，、.=-+@\"'<&《》（）"), min_size=1, max_size=12
)


def kept(typed: dict[str, str]) -> OfficeRow | None:
    try:
        cells = TOPICS.read(typed)
        TOPICS.check(cells, TOPICS.shipped(SETTINGS), SETTINGS)
    except VocabularyRefused:
        return None
    return OfficeRow(cells, False, "v")


def exported(own: Own) -> list[TableRow]:
    counting = in_force(rows_of(TOPICS, SETTINGS, own))
    columns = [Column(each.heading, each.width) for each in TOPICS.columns]
    rows = [[cells[each.name] for each in TOPICS.columns] for cells in counting.values()]
    file = write_table(TOPICS.title, columns, rows)
    return read_table(file.getvalue(), [each.heading for each in TOPICS.columns])


@settings(max_examples=20, deadline=None)
@given(st.lists(st.tuples(TEXT, TEXT, st.booleans()), max_size=4), st.booleans())
def test_a_table_exported_and_imported_is_the_same(
    typed: list[tuple[str, str, bool]], whole: bool
) -> None:
    rows = {}
    for name, words, removed in typed:
        row = kept({"name": name, "words": words})
        if row is not None and not any(
            set(row.cells["words"].split("、")) & set(each.cells["words"].split("、"))
            for each in rows.values()
        ):
            rows[row.cells["name"]] = OfficeRow(row.cells, removed, "v")
    own: Own = {TOPICS.slug: rows}
    plan = plan_import(TOPICS, SETTINGS, own, exported(own), whole)
    assert (plan.changes, plan.wrong) == ((), ())
    assert plan.unchanged == len(in_force(rows_of(TOPICS, SETTINGS, own)))


def test_rows_that_are_missing_go_only_where_the_table_is_to_be_the_whole() -> None:
    rows = exported({})
    left_out = rows[0].cells["主题"]
    assert plan_import(TOPICS, SETTINGS, {}, rows[1:], whole=False).changes == ()
    (change,) = plan_import(TOPICS, SETTINGS, {}, rows[1:], whole=True).changes
    assert (change.key, change.act) == (left_out, Act.REMOVE)
    hidden = changed({}, TOPICS.slug, [change])
    (back,) = plan_import(TOPICS, SETTINGS, hidden, rows, whole=True).changes
    assert (back.key, back.act) == (left_out, Act.RESTORE)


def test_a_wrong_row_costs_itself_alone_and_leaves_what_it_names() -> None:
    rows = exported({})
    wrong = TableRow(rows[0].number, {"主题": rows[0].cells["主题"], "归入的词": "字"})
    plan = plan_import(TOPICS, SETTINGS, {}, [wrong, *rows[1:]], whole=True)
    assert plan.changes == ()
    (told,) = plan.wrong
    assert (told.number, told.name) == (rows[0].number, rows[0].cells["主题"])
    assert "太短" in told.why
