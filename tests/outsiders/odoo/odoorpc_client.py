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


def order_to_cash(sandbox, series):
    """Quotation, order, invoice, payment and credit note, as tests/conformance/odoo/order_to_cash.cpp has them."""
    erp = sandbox.login()
    customer = erp.env["res.partner"].create({"name": "Order to cash customer", "is_company": True})
    product = erp.env["product.product"].create(
        {"name": "Licence", "default_code": "OTC-L", "type": "service", "invoice_policy": "order"}
    )
    taxes = "tax_ids" if series >= 19 else "tax_id"
    orders = erp.env["sale.order"]
    order = orders.create(
        {
            "partner_id": customer,
            "client_order_ref": "PO-1",
            "order_line": [
                (0, 0, {"product_id": product, "product_uom_qty": 3, "price_unit": 33.34, taxes: [(6, 0, [])]})
            ],
        }
    )

    def row(model, record, *fields):
        return erp.env[model].read([record], list(fields))[0]

    assert row("sale.order", order, "amount_untaxed", "state") == {"id": order, "amount_untaxed": 100.02, "state": "draft"}
    assert orders.action_confirm([order]) is True
    if series == 16:
        assert orders.action_confirm([order]) is True
    else:
        assert "confirmation" in str(refused(orders.action_confirm, [order]))
    assert row("sale.order", order, "state", "invoice_status")["invoice_status"] == "to invoice"

    def wizard(model, method, about, values):
        context = {"active_model": about[0], "active_ids": [about[1]], "active_id": about[1]}
        records = erp.env[model].with_context(**context)
        return getattr(records, method)([records.create(values)])

    invoice_wizard = ("sale.advance.payment.inv", "create_invoices", ("sale.order", order))
    wizard(*invoice_wizard, {"advance_payment_method": "delivered"})
    (invoice,) = row("sale.order", order, "invoice_ids")["invoice_ids"]
    assert "invoice" in str(refused(wizard, *invoice_wizard, {"advance_payment_method": "delivered"})).lower()

    moves = erp.env["account.move"]
    moves.write([invoice], {"invoice_date": "2026-11-21"})
    assert not moves.action_post([invoice])  # False, and on some series nothing at all
    posted = row("account.move", invoice, "state", "name", "amount_total", "amount_residual", "payment_state")
    assert (posted["state"], posted["amount_total"], posted["payment_state"]) == ("posted", 100.02, "not_paid"), posted
    assert posted["name"] not in (False, "/")
    if series > 16:
        refused(moves.action_post, [invoice])
    refused(moves.unlink, [invoice])

    pay = ("account.payment.register", "action_create_payments", ("account.move", invoice))
    wizard(*pay, {"amount": 40.02, "payment_date": "2026-11-22", "communication": "pay-1"})
    state = row("account.move", invoice, "amount_residual", "payment_state")
    # 18 without an outstanding account calls it paid and leaves all of it open
    assert (state["payment_state"], state["amount_residual"]) == (("paid", 100.02) if series == 18 else ("partial", 60.0))
    memo = "ref" if series == 16 else "memo"
    (payment,) = erp.env["account.payment"].search_read([(memo, "=", "pay-1")], ["amount", "state"])
    assert payment["amount"] == 40.02, payment

    reverse = "reverse_moves" if series == 16 else "refund_moves"
    journal = row("account.move", invoice, "journal_id")["journal_id"][0]
    values = {"reason": "returned", "date": "2026-11-22", "journal_id": journal}
    if series == 16:
        values["refund_method"] = "refund"
    wizard("account.move.reversal", reverse, ("account.move", invoice), values)
    (credit,) = moves.search_read([("reversed_entry_id", "=", invoice)], ["move_type", "state", "amount_total"])
    assert (credit["move_type"], credit["state"], credit["amount_total"]) == ("out_refund", "draft", 100.02), credit
    moves.action_post([credit["id"]])
    assert row("account.move", credit["id"], "state")["state"] == "posted"

    # a plain action_cancel opens a wizard and cancels nothing before 19
    other = orders.create({"partner_id": customer, "order_line": [(0, 0, {"product_id": product})]})
    orders.action_confirm([other])
    orders.action_cancel([other])
    assert row("sale.order", other, "state")["state"] == ("cancel" if series >= 19 else "sale")
    orders.with_context(disable_cancel_warning=True).action_cancel([other])
    assert row("sale.order", other, "state")["state"] == "cancel"


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

        with Sandbox(program, "--series", str(series)) as sandbox:
            order_to_cash(sandbox, series)

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
