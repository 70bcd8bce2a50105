"""What the console keeps: an index over the log of questions, counted days, saved views, sign-ins, deeds of admins.

The index is filled by triggers, so that whatever writes a question also writes what it is found by.

Revision: 0005, after 0004
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import TSVECTOR

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

COLUMNS = (
    "id, key, at, asker, verdict, channel_kind, language, feedback, policy_version, model, ms, tools, data, named_tools, named_data, doc"
)


def upgrade() -> None:
    _tables()
    for statement in sqlite() if op.get_bind().dialect.name == "sqlite" else postgresql():
        op.execute(sa.text(statement.replace(":", r"\:")))
    op.execute("UPDATE questions SET key = key")  # the triggers index what is there already


def _tables() -> None:
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    op.create_table(
        "question_search",
        sa.Column("id", sa.Integer() if is_sqlite else sa.BigInteger(), nullable=False, autoincrement=False),
        sa.Column("key", sa.Text(), nullable=False, unique=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        *(
            sa.Column(name, sa.Text(), nullable=False)
            for name in ("asker", "verdict", "channel_kind", "language", "feedback", "policy_version", "model")
        ),
        sa.Column("ms", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("tools", "data", "named_tools", "named_data")),
        sa.Column("doc", sa.Text() if is_sqlite else TSVECTOR(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "usage_days",
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("day"),
    )
    op.create_table(
        "console_views",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("query", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_console_views_owner", "console_views", ["owner"], unique=False)
    op.create_table(
        "console_deeds",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("deed", sa.Text(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "console_links",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "console_sessions",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("family", sa.Text(), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_console_sessions_family", "console_sessions", ["family"], unique=False)
    op.create_index("ix_console_sessions_expires_at", "console_sessions", ["expires_at"], unique=False)


# --- SQLite: FTS5 over question_search.doc -----------------------------------------------------------------------------

ITEM, ASK = (f"CASE {one}.type WHEN 'object' THEN {one}.value ELSE '{{}}' END" for one in "ia")
TOOLS = f"""SELECT DISTINCT CASE WHEN instr(o.value, '/') > 0 THEN substr(o.value, 1, instr(o.value, '/') - 1) ELSE o.value END AS v
 FROM json_each(new.reading, '$.items') i, json_each({ITEM}, '$.question.tools') a, json_each({ASK}, '$.offerings') o"""
DATA = f"""SELECT DISTINCT o.value AS v
 FROM json_each(new.reading, '$.items') i, json_each({ITEM}, '$.question.data') a, json_each({ASK}, '$.types') o"""
NAMED_TOOLS, NAMED_DATA = (
    f"""SELECT DISTINCT coalesce(json_extract({ASK}, '$.name'), '') AS v
 FROM json_each(new.reading, '$.items') i, json_each({ITEM}, '$.question.{slot}') a"""
    for slot in ("tools", "data")
)
VERDICT = "CASE WHEN new.label = 'ask' THEN 'ask' ELSE new.verdict END"


def tag(kind: str, value: str) -> str:
    """One token that no text can hold: a private letter, the kind, the value with its separators as private letters."""
    for number, separator in enumerate("-/_."):
        value = f"replace({value}, '{separator}', char({57345 + number}))"
    return f"char(57344) || '{kind}' || {value}"


def sqlite() -> list[str]:
    def tags(kind: str, values: str) -> str:
        return f"coalesce((SELECT group_concat({tag(kind, 'v')}, ' ') FROM ({values})), '')"

    single = " || ' ' || ".join(
        tag(kind, value)
        for kind, value in (
            ("v", VERDICT), ("c", "new.channel_kind"), ("l", "new.language"), ("f", "new.feedback"),
            ("p", "new.policy_version"), ("a", "new.asker"),
        )
    )  # fmt: skip
    words = "coalesce(replace(new.text, char(57344), ' '), '')"
    doc = f"{words} || ' ' || {single} || ' ' || {tags('t', TOOLS)} || ' ' || {tags('d', DATA)}"
    base = (
        "(CAST(strftime('%s', substr(new.at, 1, 19)) AS INTEGER) * 1000 + CAST(substr(new.at || '.000', 21, 3) AS INTEGER)) * 1024"
    )
    free = f"max({base}, coalesce((SELECT max(id) + 1 FROM question_search WHERE id BETWEEN {base} AND {base} + 1023), 0))"
    listed = [f"(SELECT json_group_array(v) FROM ({one}))" for one in (TOOLS, DATA, NAMED_TOOLS, NAMED_DATA)]
    ms = "CAST(coalesce((SELECT sum(value) FROM json_each(new.timings_ms)), 0) AS INTEGER)"
    insert = (
        f"INSERT INTO question_search ({COLUMNS}) SELECT {free}, new.key, new.at, new.asker, {VERDICT}, new.channel_kind, "
        f"new.language, new.feedback, new.policy_version, new.model, {ms}, {', '.join(listed)}, {doc};"
    )
    old = "INSERT INTO questions_words (questions_words, rowid, doc) VALUES ('delete', old.id, old.doc);"
    stale = "DELETE FROM usage_days WHERE day = substr({row}.at, 1, 10);"
    return [
        "CREATE VIRTUAL TABLE questions_words USING fts5(doc, content='question_search', content_rowid='id', detail='none', "
        "tokenize=\"unicode61 remove_diacritics 2\")",
        f"CREATE TRIGGER question_search_new AFTER INSERT ON questions BEGIN {insert} END",
        f"CREATE TRIGGER question_search_changed AFTER UPDATE ON questions BEGIN DELETE FROM question_search WHERE key = old.key; {insert} END",
        "CREATE TRIGGER question_search_gone AFTER DELETE ON questions BEGIN DELETE FROM question_search WHERE key = old.key; END",
        "CREATE TRIGGER questions_words_new AFTER INSERT ON question_search BEGIN "
        f"INSERT INTO questions_words (rowid, doc) VALUES (new.id, new.doc); {stale.format(row='new')} END",
        f"CREATE TRIGGER questions_words_gone AFTER DELETE ON question_search BEGIN {old} {stale.format(row='old')} END",
    ]


# --- PostgreSQL: a tsvector with a GIN index -----------------------------------------------------------------------------

ACCENTS = "àâäáãåçéèêëíìîïñóòôöõúùûüýÿÀÂÄÁÃÅÇÉÈÊËÍÌÎÏÑÓÒÔÖÕÚÙÛÜÝ"
PLAIN = "aaaaaaceeeeiiiinooooouuuuyyaaaaaaceeeeiiiinooooouuuuy"


def postgresql() -> list[str]:
    listed = """
  SELECT coalesce(array_agg(DISTINCT split_part(o, '/', 1)), '{}') INTO tools FROM json_array_elements(r->'items') i,
    json_array_elements(i->'question'->'tools') a, json_array_elements_text(a->'offerings') o;
  SELECT coalesce(array_agg(DISTINCT o), '{}') INTO data FROM json_array_elements(r->'items') i,
    json_array_elements(i->'question'->'data') a, json_array_elements_text(a->'types') o;
  SELECT coalesce(array_agg(DISTINCT coalesce(a->>'name', '')), '{}') INTO named_tools FROM json_array_elements(r->'items') i,
    json_array_elements(i->'question'->'tools') a;
  SELECT coalesce(array_agg(DISTINCT coalesce(a->>'name', '')), '{}') INTO named_data FROM json_array_elements(r->'items') i,
    json_array_elements(i->'question'->'data') a;
  SELECT coalesce(sum(value::float), 0)::int INTO ms FROM json_each_text(new.timings_ms);"""
    function = f"""CREATE FUNCTION index_question(new questions) RETURNS void AS $$
DECLARE
  r json := new.reading; tools text[] := '{{}}'; data text[] := '{{}}'; named_tools text[] := '{{}}'; named_data text[] := '{{}}';
  ms int := 0; verdict text := CASE WHEN new.label = 'ask' THEN 'ask' ELSE new.verdict END; tags text[]; words tsvector := ''; place bigint;
BEGIN
  BEGIN {listed}
    words := to_tsvector('simple', left(regexp_replace(translate(lower(coalesce(new.text, '')), '{ACCENTS}', '{PLAIN}'),
      '[^[:alnum:]]+', ' ', 'g'), 200000));
  EXCEPTION WHEN OTHERS THEN
    RAISE WARNING 'question % is logged, and is not found by its words', new.key;  -- nothing that searching needs may keep a row out
  END;
  tags := ARRAY['#v' || verdict, '#c' || new.channel_kind, '#l' || new.language, '#f' || new.feedback, '#p' || new.policy_version,
    '#a' || new.asker] || ARRAY(SELECT '#t' || t FROM unnest(tools) t) || ARRAY(SELECT '#d' || d FROM unnest(data) d);
  place := floor(extract(epoch FROM new.at) * 1000)::bigint * 1024;
  LOOP
    BEGIN
      INSERT INTO question_search ({COLUMNS}) VALUES (place, new.key, new.at, new.asker, verdict, new.channel_kind, new.language,
        new.feedback, new.policy_version, new.model, ms, array_to_json(tools)::text, array_to_json(data)::text,
        array_to_json(named_tools)::text, array_to_json(named_data)::text, words || array_to_tsvector(tags));
      EXIT;
    EXCEPTION WHEN unique_violation THEN
      place := place + 1;  -- another question of the same millisecond
    END;
  END LOOP;
  DELETE FROM usage_days WHERE day = to_char(new.at AT TIME ZONE 'UTC', 'YYYY-MM-DD');
END $$ LANGUAGE plpgsql"""
    trigger = """CREATE FUNCTION question_was_written() RETURNS trigger AS $$
BEGIN
  IF TG_OP <> 'INSERT' THEN
    DELETE FROM question_search WHERE key = old.key;
    DELETE FROM usage_days WHERE day = to_char(old.at AT TIME ZONE 'UTC', 'YYYY-MM-DD');
  END IF;
  IF TG_OP <> 'DELETE' THEN
    PERFORM index_question(new);
  END IF;
  RETURN NULL;
END $$ LANGUAGE plpgsql"""
    return [
        "CREATE INDEX ix_question_search_doc ON question_search USING gin (doc)",
        function,
        trigger,
        "CREATE TRIGGER question_search_written AFTER INSERT OR UPDATE OR DELETE ON questions FOR EACH ROW "
        "EXECUTE FUNCTION question_was_written()",
    ]
