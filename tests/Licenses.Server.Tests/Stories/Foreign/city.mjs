// A center in Node: calls every service through @grpc/grpc-js over mutual TLS.
// usage: node city.mjs ADDRESS PKI-FOLDER PROTOS-FOLDER CONTRACT     (NODE_PATH-like: LICENSES_NODE_MODULES)
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import assert from 'node:assert/strict';

const require = createRequire(process.env.LICENSES_NODE_MODULES + '/');
const grpc = require('@grpc/grpc-js');
const loader = require('@grpc/proto-loader');
const [address, pki, protos, contract] = process.argv.slice(2);

const services = ['catalog', 'issuing', 'sealing', 'verification', 'revocation', 'exemption', 'presentation'];
const definition = loader.loadSync(services.map(name => `licenses/v1/${name}.proto`), {
  includeDirs: [protos], keepCase: true, longs: Number, enums: String, defaults: true, oneofs: true,
});
const api = grpc.loadPackageDefinition(definition).licenses.v1;
const credentials = client => grpc.credentials.createSsl(
  readFileSync(`${pki}/trust/city-root.pem`), readFileSync(`${pki}/clients/${client}.key.pem`), readFileSync(`${pki}/clients/${client}.pem`));
const open = (service, client) => new api[service](address, credentials(client));
const call = (client, method, request) => new Promise((resolve, reject) =>
  client[method](request, (error, reply) => error ? reject(error) : resolve(reply)));
const citizen = { kind: 'SUBJECT_KIND_PERSON', code: '11010519491231002X', name: '样例丙' };

const catalog = open('CatalogService', 'center');
const item = await call(catalog, 'GetServiceItem', { code: 'primary-school-enrolment' });
assert.equal(item.materials.length, 5);
console.log('CatalogService', item.name.zh);

const type = await call(catalog, 'GetLicenseType', { code: 'residence-permit' });
const sample = field => ({
  FIELD_KIND_TEXT: '样例', FIELD_KIND_DATE: '2026-01-05', FIELD_KIND_INTEGER: '7', FIELD_KIND_DECIMAL: '7.50',
  FIELD_KIND_CITIZEN_NUMBER: citizen.code, FIELD_KIND_CREDIT_CODE: '91310000MA99000011',
})[field.kind] ?? field.choices[0];
const issuing = open('IssuingService', 'issuer-police');
const issued = await call(issuing, 'Issue', {
  request_id: 'node-issue-1', type_code: type.code, holder: citizen,
  fields: Object.fromEntries(type.fields.map(field => [field.key, sample(field)])),
});
const parts = [];
for await (const reply of issuing.GetDocument({ number: issued.license.number })) parts.push(reply);
const document = Buffer.concat(parts.slice(1).map(reply => reply.chunk.data));
assert.equal(document.length, parts[0].info.size);
console.log('IssuingService', issued.license.number);

await assert.rejects(call(open('IssuingService', 'center'), 'Issue', { request_id: 'node-issue-2' }), { code: grpc.status.PERMISSION_DENIED });
const stranger = new api.CatalogService(address, grpc.credentials.createSsl(readFileSync(`${pki}/trust/city-root.pem`)));
await assert.rejects(call(stranger, 'ListDepartments', {}), { code: grpc.status.UNAUTHENTICATED });

const upload = (stream, options, bytes) => {
  stream.write({ options });
  for (let at = 0; at < bytes.length; at += 262144) stream.write({ chunk: { data: bytes.subarray(at, at + 262144) } });
  stream.end();
};
const verify = bytes => new Promise((resolve, reject) =>
  upload(open('VerificationService', 'center').Verify((error, reply) => error ? reject(error) : resolve(reply)), {}, bytes));
assert.equal((await verify(document)).verdict, 'DOCUMENT_VERDICT_PASSED');
console.log('VerificationService passed');

const seal = open('SealingService', 'issuer-market').Seal();
upload(seal, { request_id: 'node-seal-1', placement: { page: 1, center_x_mm: 100, center_y_mm: 60 } }, readFileSync(contract));
const sealed = [];
for await (const reply of seal) sealed.push(reply);
assert.equal((await verify(Buffer.concat(sealed.slice(1).map(reply => reply.chunk.data)))).verdict, 'DOCUMENT_VERDICT_PASSED');
console.log('SealingService', sealed[0].result.field_name);

const status = await call(open('RevocationService', 'center'), 'GetStatus', { number: issued.license.number });
assert.equal(status.state, 'LICENSE_STATE_ACTIVE');
console.log('RevocationService', status.state);

const decision = await call(open('ExemptionService', 'center'), 'Check', {
  item_code: item.code, applicant: citizen, use: { case_number: 'JS-1', operator: 'window-2', purpose: '入学' },
});
assert.equal(decision.materials[0].decision, 'MATERIAL_DECISION_EXEMPT');
console.log('ExemptionService', decision.exempt_count, 'exempt');

const held = await call(open('PresentationService', 'holder-portal'), 'ListLicenses', { holder: citizen });
assert.equal(held.licenses[0].number, issued.license.number);
console.log('PresentationService', held.licenses.length, 'license');
process.exit(0);
