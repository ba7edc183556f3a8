"""The derived tables that the linking rule keeps, and the metadata in which all tables of a ledger stand."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Date, Float, Index, Integer, LargeBinary, MetaData, String, Table

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    }
)

# What of a mention is compared with others (``link.across.packed``). ``form`` is the version of that and of the
# weights; ``number`` stands for the mention in ``mention_keys``, follows the order of arrival and is shown nowhere.
mention_traits = Table(
    "mention_traits",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("mention", String, nullable=False, unique=True),
    Column("form", String, nullable=False),
    Column("packed", LargeBinary, nullable=False),
)

# The keys by which mentions meet: only two that share one are compared.
mention_keys = Table(
    "mention_keys",
    metadata,
    Column("key", BigInteger, primary_key=True, autoincrement=False),
    Column("number", Integer, primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
)

# Mentions that are in the ledger and were not compared with others yet: a load of very many does that at its end.
link_due = Table(
    "link_due",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),  # of ``mention_traits``
)

# What the linking rule found: pairs that may be of one incident (mention < other), with the log odds that they are.
links = Table(
    "links",
    metadata,
    Column("mention", String, primary_key=True),
    Column("other", String, primary_key=True),
    Column("weight", Float(53), nullable=False),
    sqlite_with_rowid=False,
)
Index(None, links.c.other)
Index(None, links.c.weight, links.c.mention, links.c.other)  # the order of pairs that wait for a person

# Mentions of incidents that a later report joined to an older one: as of days before ``until`` they tell of
# ``incident``. Of several rows of a mention the one with the first ``until`` behind the day counts.
incident_before = Table(
    "incident_before",
    metadata,
    Column("mention", String, primary_key=True),
    Column("until", Date, primary_key=True),
    Column("incident", String, nullable=False),
)
Index(None, incident_before.c.incident)
