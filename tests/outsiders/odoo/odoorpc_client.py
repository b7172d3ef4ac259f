# SPDX-License-Identifier: Apache-2.0
"""OdooRPC drives the Odoo that syncline-sandbox serves: create, read, update, search, batch, load, errors, archive.

python odoorpc_client.py <syncline-sandbox>
"""

import json
import os
import signal
import subprocess
import sys
import tempfile

import odoorpc


class Sandbox:
    """The sandbox as a process of its own, ended the way an operator ends it."""

    def __init__(self, program, *options):
        self.process = subprocess.Popen([program, *options], stdout=subprocess.PIPE, text=True)
        self.settings = {}
        for line in self.process.stdout:
            if line.startswith("ready"):
                break
            key, _, value = line.strip().partition("=")
            self.settings[key] = value

    def __enter__(self):
        return self

    def __exit__(self, kind, value, trace):
        self.process.send_signal(signal.SIGTERM)
        last = self.process.stdout.read()
        code = self.process.wait(timeout=20)
        if kind is None:
            assert code == 0, f"the sandbox ended with {code}"
            assert "stopped after" in last, last

    def login(self, password=None):
        host, port = self.settings["odoo_url"].removeprefix("http://").split(":")
        client = odoorpc.ODOO(host, port=int(port), timeout=30)
        client.login(
            self.settings["odoo_database"], self.settings["odoo_login"], password or self.settings["odoo_password"]
        )
        return client


def refused(call, *args):
    try:
        call(*args)
    except odoorpc.error.RPCError as e:
        return e
    raise AssertionError("was not refused")


def drive(sandbox, series):
    assert "Wrong login" in str(refused(sandbox.login, "wrong"))
    erp = sandbox.login(sandbox.settings["odoo_key"])  # a key opens what a password opens
    assert erp.version.startswith(f"{series}.")
    partners = erp.env["res.partner"]

    # create and read, through OdooRPC's records
    france = erp.env.ref("base.fr")
    new = partners.create({"name": "Ünïcode & <Co> 漢 'quoted'", "is_company": True, "ref": "OUT-1", "country_id": france.id})
    record = partners.browse(new)
    assert record.name == "Ünïcode & <Co> 漢 'quoted'"
    assert record.country_id.code == "FR"
    assert record.email is False
    assert record.write_date.year >= 2025

    # update: by record and by call
    record.email = "out@example.com"
    assert partners.read([new], ["email"]) == [{"id": new, "email": "out@example.com"}]
    partners.write([new], {"email": False, "phone": "+33 1"})
    assert partners.read([new], ["email", "phone"]) == [{"id": new, "email": False, "phone": "+33 1"}]

    # batch, search, count, order, pages
    batch = partners.create([{"name": f"Batch {i}", "ref": "OUT-B"} for i in range(7)])
    assert len(batch) == 7
    domain = [("ref", "=", "OUT-B")]
    assert partners.search(domain, order="id") == batch
    assert partners.search_count(domain) == 7
    assert partners.search(domain, offset=5, limit=5, order="id") == batch[5:]
    names = [r["name"] for r in partners.search_read(domain, ["name"], order="name desc", limit=2)]
    assert names == ["Batch 6", "Batch 5"]
    both = ["|", ("ref", "=", "OUT-1"), "&", ("ref", "=", "OUT-B"), ("name", "ilike", "BATCH 3")]
    assert sorted(partners.search(both)) == sorted([new, batch[3]])

    # load as an upsert, with lines under ids of their own
    partners.load(["id", "name"], [["out.customer", "Customer"]])
    orders = erp.env["sale.order"]
    fields = ["id", "partner_id/id", "client_order_ref", "order_line/id", "order_line/product_id/id",
              "order_line/product_uom_qty", "order_line/price_unit"]
    rows = [["out.order", "out.customer", "D-1", "out.line_1", "demo.p_day", "5", "900"],
            ["", "", "", "out.line_2", "demo.p_lic", "2", "120.50"]]
    first = orders.load(fields, rows)
    assert first["messages"] == [], first
    assert orders.load(fields, rows)["ids"] == first["ids"]
    order = orders.browse(first["ids"][0])
    assert order.amount_untaxed == 4741.0
    assert len(order.order_line) == 2
    assert order.order_line[0].product_id.default_code == "DAY"
    bad = orders.load(["id", "partner_id/id"], [["out.order_2", "out.nobody"]])
    assert bad["ids"] is False and "out.nobody" in bad["messages"][0]["message"]

    # a project with tasks, through commands
    projects = erp.env["project.project"]
    project = projects.create({"name": "Roll-out", "task_ids": [(0, 0, {"name": "Plan"}), (0, 0, {"name": "Do"})]})
    assert sorted(t.name for t in projects.browse(project).task_ids) == ["Do", "Plan"]

    # errors arrive as errors
    e = refused(partners.write, [10**9 - 1], {"name": "x"})
    assert e.info["data"]["name"] == "odoo.exceptions.MissingError"
    e = refused(partners.create, {"name": "x", "no_such_field": 1})
    assert "no_such_field" in str(e)
    e = refused(partners.create, {"email": "x@example.com"})
    assert "Contacts require a name" in str(e)

    # archive and delete
    partners.write(batch[:2], {"active": False})
    assert partners.search_count(domain) == 5
    assert partners.with_context(active_test=False).search_count(domain) == 7
    partners.unlink(batch)
    assert partners.with_context(active_test=False).search_count(domain) == 0
    assert partners.read(batch, ["name"]) == []
    return new


def main():
    program = sys.argv[1]
    for series in (16, 18, 19):
        with tempfile.TemporaryDirectory() as folder:
            truth = os.path.join(folder, "truth.jsonl")
            with Sandbox(program, "--series", str(series), "--truth", truth) as sandbox:
                drive(sandbox, series)
            with open(truth, encoding="utf-8") as lines:
                effects = [json.loads(line) for line in lines]
            created = [e["key"] for e in effects if e["action"] == "create"]
            for key in ("OUT-1", "out.customer", "out.order", "out.line_1", "out.line_2"):
                assert created.count(key) == 1, f"{key} was created {created.count(key)} times"
            assert not any(e["key"] == "out.order_2" for e in effects)

        # a lost reply is a closed connection, and the record is there all the same
        with Sandbox(program, "--series", str(series), "--fault", "odoo:drop_reply:project.project.create") as sandbox:
            erp = sandbox.login()
            projects = erp.env["project.project"]
            try:
                projects.create({"name": "Only once"})
                raise AssertionError("the reply was not lost")
            except (odoorpc.error.RPCError, OSError, Exception) as e:
                assert not isinstance(e, AssertionError), e
            assert projects.search_count([("name", "=", "Only once")]) == 1
        print(f"OdooRPC {odoorpc.__version__} and the emulated Odoo {series} agree")


main()
