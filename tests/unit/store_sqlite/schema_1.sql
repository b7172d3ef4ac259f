-- A database of schema version 1, as sqlite3 .dump writes it.
PRAGMA application_id = 1400467020;
BEGIN TRANSACTION;
CREATE TABLE schema_version (version INTEGER PRIMARY KEY, name TEXT NOT NULL, applied TEXT NOT NULL) STRICT;
INSERT INTO schema_version VALUES(1,'tables','2026-11-22T08:38:51.197958Z');
CREATE TABLE intake (
    flow      TEXT NOT NULL,
    id_length INTEGER NOT NULL,
    source_id TEXT NOT NULL,
    content   BLOB NOT NULL,
    state     TEXT NOT NULL CHECK (state = 'in flight' OR state = 'done' OR state = 'parked'),
    updated   TEXT NOT NULL,
    PRIMARY KEY (flow, id_length, source_id)
) STRICT, WITHOUT ROWID;
INSERT INTO intake VALUES('deals',1,'7',X'1e71c96c380665a847184cb619ae1c50','done','2026-03-01T00:00:01.000001Z');
INSERT INTO intake VALUES('deals',1,'8',X'd773031cd9a299564d844acdc9a259ee','parked','2026-03-01T00:00:01.000001Z');
CREATE TABLE effects (
    key            TEXT NOT NULL PRIMARY KEY,
    flow           TEXT NOT NULL,
    source_id      TEXT NOT NULL,
    step           TEXT NOT NULL,
    system         TEXT NOT NULL,
    object         TEXT NOT NULL,
    content        BLOB NOT NULL,
    state          TEXT NOT NULL CHECK (state = 'intended' OR state = 'done' OR state = 'failed' OR state = 'unknown'),
    attempts       INTEGER NOT NULL,
    remote_id      TEXT NOT NULL,
    mapping        TEXT NOT NULL,
    correlation_id TEXT NOT NULL,
    message        TEXT NOT NULL,
    created        TEXT NOT NULL,
    updated        TEXT NOT NULL,
    digest         BLOB NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO effects VALUES('deals/7/order','deals','7','order','odoo','sale.order',X'1e71c96c380665a847184cb619ae1c50','done',2,'r7','deal-to-order@3#5f3a','0198c0de-7','waited for the customer','2026-03-01T00:00:01.000001Z','2026-03-01T00:00:02.000002Z',X'cf17d6e0f834c13b1ccb5dfe23910f90e329c3a7bdd330cfba1ecb15061b58cb');
INSERT INTO effects VALUES('deals/8/order','deals','8','order','odoo','sale.order',X'd773031cd9a299564d844acdc9a259ee','unknown',2,'r8','deal-to-order@3#5f3a','0198c0de-8','waited for the customer','2026-03-01T00:00:01.000001Z','2026-03-01T00:00:02.000002Z',X'a3729e9a786a290abde8927dd3be555c610cc8718338d582ff544b1a118ef516');
CREATE TABLE links (
    system      TEXT NOT NULL,
    object      TEXT NOT NULL,
    external_id TEXT NOT NULL,
    entity      TEXT NOT NULL,
    canonical   TEXT NOT NULL,
    state       TEXT NOT NULL CHECK (state = 'active' OR state = 'merged' OR state = 'deleted'),
    evidence    TEXT NOT NULL,
    updated     TEXT NOT NULL,
    digest      BLOB NOT NULL,
    PRIMARY KEY (system, object, external_id)
) STRICT, WITHOUT ROWID;
INSERT INTO links VALUES('hubspot','companies','41','party','c-41','active','created','2026-03-01T00:00:03.000003Z',X'002673a799b1e61cea2ea2f88adcf466d06fbd252628c56796ae3ba14dfb8a13');
CREATE TABLE cursors (
    flow   TEXT NOT NULL PRIMARY KEY,
    value  TEXT NOT NULL,
    digest BLOB NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO cursors VALUES('deals','page 7',X'd26dae56e4f37ef84bbc1d303902f8bfde22cd0e095d52e7960de37f4437777d');
CREATE TABLE exceptions (
    flow           TEXT NOT NULL,
    source_id      TEXT NOT NULL,
    step           TEXT NOT NULL,
    category       TEXT NOT NULL,
    owner          TEXT NOT NULL,
    severity       TEXT NOT NULL,
    text           TEXT NOT NULL,
    hint           TEXT NOT NULL,
    detail         TEXT NOT NULL,
    amount         TEXT NOT NULL,
    currency       TEXT NOT NULL,
    state          TEXT NOT NULL CHECK (state = 'open' OR state = 'resolved' OR state = 'discarded'),
    attempts       INTEGER NOT NULL,
    correlation_id TEXT NOT NULL,
    opened         TEXT NOT NULL,
    updated        TEXT NOT NULL,
    not_before     TEXT,
    digest         BLOB NOT NULL,
    PRIMARY KEY (flow, source_id)
) STRICT, WITHOUT ROWID;
INSERT INTO exceptions VALUES('deals','8','order','missing_reference','catalogue','medium','deal 7: product: found GTXPro, expected a product of the catalogue','add the product or a value-table entry','product:GTXPro','4821.50','USD','open',1,'0198c0de','2026-03-01T00:00:04.000004Z','2026-03-01T00:00:05.000005Z','2026-03-01T00:00:06.000006Z',X'aa2c89bac11f3e45c652988d4fb2815f94fcea434362746957b65c5b7076df82');
CREATE TABLE audit (
    sequence       INTEGER PRIMARY KEY,
    at             TEXT NOT NULL,
    flow           TEXT NOT NULL,
    source_id      TEXT NOT NULL,
    effect         TEXT NOT NULL,
    action         TEXT NOT NULL,
    system         TEXT NOT NULL,
    object         TEXT NOT NULL,
    remote_id      TEXT NOT NULL,
    content        TEXT NOT NULL,
    mapping        TEXT NOT NULL,
    correlation_id TEXT NOT NULL,
    causation_id   TEXT NOT NULL,
    hash           BLOB NOT NULL
) STRICT;
INSERT INTO audit VALUES(1,'2026-03-01T00:00:07.000007Z','deals','7','deals/7/order','created','odoo','sale.order','41','6ce198a80a520a429b585a697fede010','deal-to-order@3#5f3a','0198c0de','deals/7/customer',X'5da32eb8a474d7413df9631a774462ba8ed5f6e192a93f4e9c8c003b07af0ce8');
INSERT INTO audit VALUES(2,'2026-03-01T00:00:07.000007Z','deals','7','deals/7/order','parked','odoo','sale.order','41','6ce198a80a520a429b585a697fede010','deal-to-order@3#5f3a','0198c0de','deals/7/customer',X'fc9fe0b8b17fb81361effe9773658895a8fd3b121dd404ca551902279661b964');
CREATE INDEX intake_open ON intake (flow, state, id_length, source_id) WHERE state <> 'done';
CREATE INDEX effects_open ON effects (flow, state, key) WHERE state <> 'done';
CREATE UNIQUE INDEX links_active ON links (system, object, canonical) WHERE state = 'active';
CREATE INDEX exceptions_open ON exceptions (flow, source_id) WHERE state = 'open';
CREATE TRIGGER audit_is_never_changed BEFORE UPDATE ON audit
BEGIN
    SELECT RAISE(ABORT, 'audit lines are never changed');
END;
CREATE TRIGGER audit_is_never_deleted BEFORE DELETE ON audit
BEGIN
    SELECT RAISE(ABORT, 'audit lines are never deleted');
END;
COMMIT;
