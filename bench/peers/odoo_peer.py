# SPDX-License-Identifier: Apache-2.0
"""OdooRPC doing what the benchmark's own client does: python odoo_peer.py <host> <port> <db> <login> <key>

Reads `read <rows>` and `write <rows> <prefix>` from its input; answers each with processor seconds, wall seconds, rows.
"""

import sys
import time

import odoorpc

host, port, database, login, key = sys.argv[1:]
erp = odoorpc.ODOO(host, port=int(port), timeout=120)
erp.login(database, login, key)
FIELDS = ["id", "name", "is_company", "website", "phone", "email", "vat", "parent_id", "country_id", "write_date"]
BATCH = 200


def read(rows):
    return len(erp.execute_kw("res.partner", "search_read", [[]], {"fields": FIELDS, "limit": rows, "order": "id asc"}))


def write(rows, prefix):
    """Looks external ids up and loads what is not there, a batch at a time: safe to repeat, as an upsert is."""
    done = 0
    for start in range(0, rows, BATCH):
        names = [f"{prefix}_{i}" for i in range(start, min(start + BATCH, rows))]
        there = erp.execute_kw(
            "ir.model.data",
            "search_read",
            [[["module", "=", "bench"], ["name", "in", names]]],
            {"fields": ["name", "model", "res_id"]},
        )
        known = {row["name"] for row in there}
        data = [
            [f"bench.{name}", f"Customer {name}", "1", "+1 202 555 0101", f"{name}@example.com"]
            for name in names
            if name not in known
        ]
        answer = erp.execute_kw("res.partner", "load", [["id", "name", "is_company", "phone", "email"], data])
        assert answer["ids"], answer
        done += len(answer["ids"])
    return done


print("ready", flush=True)
for line in sys.stdin:
    what, rows, *rest = line.split()
    cpu, wall = time.process_time(), time.perf_counter()
    done = read(int(rows)) if what == "read" else write(int(rows), *rest)
    print(time.process_time() - cpu, time.perf_counter() - wall, done, flush=True)
