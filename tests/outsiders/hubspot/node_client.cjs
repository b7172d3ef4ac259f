// SPDX-License-Identifier: Apache-2.0
// node node_client.cjs <base URL>: HubSpot's client 13.5.0 (v3 and v4 paths) through everything a sync does.
'use strict';
const assert = require('node:assert/strict');
const { Client } = require('@hubspot/api-client');

async function failure(promise) {
  try {
    await promise;
  } catch (e) {
    return e;
  }
  assert.fail('expected a failure');
}

async function main(basePath) {
  const hub = new Client({ accessToken: 'pat-outsider', basePath, numberOfApiCallRetries: 0 });

  // create
  const ids = [];
  for (let i = 0; i < 25; ++i) {
    const made = await hub.crm.contacts.basicApi.create({
      properties: { email: `p${i}@example.com`, firstname: `P${i}`, lastname: i % 2 ? 'Odd' : 'Even' },
      associations: [],
    });
    assert.equal(typeof made.id, 'string');
    assert.equal(made.properties.email, `p${i}@example.com`);
    assert.ok(made.createdAt instanceof Date);
    ids.push(made.id);
  }
  const twice = await failure(hub.crm.contacts.basicApi.create({
    properties: { email: 'p0@example.com' }, associations: [] }));
  assert.equal(twice.code, 409);
  assert.match(twice.body.message, new RegExp(`Existing ID: ${ids[0]}`));

  // search
  const odd = await hub.crm.contacts.searchApi.doSearch({
    filterGroups: [{ filters: [{ propertyName: 'lastname', operator: 'EQ', value: 'odd' }] }],
    sorts: ['email'], properties: ['email'], limit: 5, after: '0', query: '',
  });
  assert.equal(odd.total, 12);
  assert.equal(odd.results.length, 5);
  assert.equal(odd.paging.next.after, '5');
  const beyond = await failure(hub.crm.contacts.searchApi.doSearch({
    filterGroups: [], sorts: [], properties: [], limit: 10, after: '10000' }));
  assert.equal(beyond.code, 400);

  // all of them, over three pages
  const all = await hub.crm.contacts.getAll(10, undefined, ['email']);
  assert.deepEqual(all.map((c) => c.id).sort(), [...ids].sort());

  // a unique property, and an upsert with one bad row
  await hub.crm.properties.coreApi.create('companies', {
    name: 'erp_ref', label: 'ERP', type: 'string', fieldType: 'text', groupName: 'companyinformation', hasUniqueValue: true });
  const row = (id, more) => ({ idProperty: 'erp_ref', id, objectWriteTraceId: `t-${id}`, properties: { erp_ref: id, ...more } });
  const rows = { inputs: [row('A', { name: 'Acme' }), row('B', { numberofemployees: 'many' }), row('C', { name: 'Cee' })] };
  const upserted = await hub.crm.companies.batchApi.upsert(rows);
  assert.equal(upserted.numErrors, 1);
  assert.equal(upserted.results.length, 2);
  assert.ok(upserted.results.every((r) => r._new === true));
  assert.equal(upserted.errors[0].category, 'VALIDATION_ERROR');
  const again = await hub.crm.companies.batchApi.upsert({ inputs: [row('A', { name: 'Acme 2' })] });
  assert.equal(again.results[0]._new, false);
  const acme = again.results[0].id;
  assert.ok(upserted.results.some((r) => r.id === acme));
  const same = await failure(hub.crm.companies.batchApi.upsert({ inputs: [row('A', {}), row('A', {})] }));
  assert.equal(same.code, 400);

  // update, read back, in batches too
  await hub.crm.companies.basicApi.update(acme, { properties: { phone: '+1 202 555 0100' } });
  const read = await hub.crm.companies.basicApi.getById(acme, ['name', 'phone']);
  assert.equal(read.properties.phone, '+1 202 555 0100');
  assert.equal(read.properties.name, 'Acme 2');
  const many = await hub.crm.companies.batchApi.read({
    inputs: [{ id: acme }, { id: '1' }], properties: ['name'], propertiesWithHistory: [] });
  assert.equal(many.results.length, 1);
  assert.equal(many.numErrors, 1);
  const badly = await failure(hub.crm.companies.basicApi.update(acme, { properties: { missing: 'x' } }));
  assert.equal(badly.code, 400);
  assert.match(badly.body.message, /PROPERTY_DOESNT_EXIST/);

  // links
  await hub.crm.associations.v4.basicApi.createDefault('contacts', ids[0], 'companies', acme);
  const links = await hub.crm.associations.v4.basicApi.getPage('contacts', ids[0], 'companies');
  assert.equal(links.results[0].toObjectId, acme);
  assert.deepEqual(links.results[0].associationTypes.map((t) => t.typeId).sort((a, b) => a - b), [1, 279]);
  const batch = await hub.crm.associations.v4.batchApi.getPage('contacts', 'companies', {
    inputs: [{ id: ids[0] }, { id: ids[1] }] });
  assert.equal(batch.results.length, 1);
  assert.equal(batch.numErrors, 1);

  // archive: gone from reads
  await hub.crm.contacts.basicApi.archive(ids[24]);
  const gone = await failure(hub.crm.contacts.basicApi.getById(ids[24]));
  assert.equal(gone.code, 404);

  // what stands around the records
  const owners = await hub.crm.owners.ownersApi.getPage();
  assert.equal(owners.results[0].email, 'ana@example.com');
  const pipelines = await hub.crm.pipelines.pipelinesApi.getAll('deals');
  assert.ok(pipelines.results[0].stages.some((s) => s.id === 'closedwon' && s.metadata.isClosed === 'true'));

  // a throttle
  const product = { properties: { name: 'GTX', price: '4821.00' }, associations: [] };
  const slow = await failure(hub.crm.products.basicApi.create(product));
  assert.equal(slow.code, 429);
  assert.equal(slow.body.policyName, 'TEN_SECONDLY_ROLLING');
  assert.equal(slow.body.category, undefined);
  assert.equal((await hub.crm.products.basicApi.create(product)).properties.price, '4821.00');

  // tokens
  const wrong = new Client({ accessToken: 'nobody', basePath, numberOfApiCallRetries: 0 });
  assert.equal((await failure(wrong.crm.contacts.basicApi.getPage())).code, 401);
  const tokens = await hub.oauth.tokensApi.create('refresh_token', undefined, undefined, 'id', 'secret', 'refresh-outsider');
  assert.equal(tokens.expiresIn, 1800);
  const renewed = new Client({ accessToken: tokens.accessToken, basePath, numberOfApiCallRetries: 0 });
  assert.equal((await renewed.crm.contacts.basicApi.getPage(3)).results.length, 3);
}

main(process.argv[2]).catch((e) => {
  console.error(e && e.body ? { code: e.code, body: e.body, stack: e.stack } : e);
  process.exit(1);
});
