// SPDX-License-Identifier: Apache-2.0
// @fernandoslim/odoo-jsonrpc doing what the benchmark's own client does: node odoo_peer.cjs <host> <port> <db> <login> <key>
// Reads `read <rows>` and `write <rows> <prefix>` from its input; answers each with processor seconds, wall seconds, rows.
'use strict';
const readline = require('node:readline');
const OdooJSONRpc = require('@fernandoslim/odoo-jsonrpc');

const [host, port, db, username, apiKey] = process.argv.slice(2);
const fields = ['id', 'name', 'is_company', 'website', 'phone', 'email', 'vat', 'parent_id', 'country_id', 'write_date'];
const batch = 200;

async function read(erp, rows) {
  return (await erp.searchRead('res.partner', [], fields, { limit: rows, order: 'id asc' })).length;
}

// looks external ids up and loads what is not there, a batch at a time: safe to repeat, as an upsert is
async function write(erp, rows, prefix) {
  let done = 0;
  for (let start = 0; start < rows; start += batch) {
    const names = [];
    for (let i = start; i < Math.min(start + batch, rows); ++i) names.push(`${prefix}_${i}`);
    const there = await erp.searchRead('ir.model.data', [['module', '=', 'bench'], ['name', 'in', names]],
      ['name', 'model', 'res_id']);
    const known = new Set(there.map((row) => row.name));
    const data = names.filter((name) => !known.has(name))
      .map((name) => [`bench.${name}`, `Customer ${name}`, '1', '+1 202 555 0101', `${name}@example.com`]);
    const answer = await erp.call_kw('res.partner', 'load', [['id', 'name', 'is_company', 'phone', 'email'], data]);
    if (!answer.ids) throw new Error(JSON.stringify(answer));
    done += answer.ids.length;
  }
  return done;
}

(async () => {
  const Client = OdooJSONRpc.default ?? OdooJSONRpc;
  const erp = new Client({ baseUrl: `http://${host}`, port: Number(port), db, username, apiKey });
  await erp.connect();
  console.log('ready');
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const [what, rows, prefix] = line.split(' ');
    const cpu = process.cpuUsage();
    const wall = process.hrtime.bigint();
    const done = what === 'read' ? await read(erp, Number(rows)) : await write(erp, Number(rows), prefix);
    const used = process.cpuUsage(cpu);
    console.log((used.user + used.system) / 1e6, Number(process.hrtime.bigint() - wall) / 1e9, done);
  }
})().catch((why) => { console.error(why); process.exit(1); });
