// The gRPC interoperability cases with @grpc/grpc-js as the client.
// usage: node interop.js HOST PORT PROTOS MODULES [CERTIFICATE KEY]     exit code 1 if any case failed
'use strict';
const fs = require('fs');
const path = require('path');
const assert = require('assert');
const [host, port, protos, modules, certificate, key] = process.argv.slice(2);
const grpc = require(path.join(modules, '@grpc/grpc-js'));
const loader = require(path.join(modules, '@grpc/proto-loader'));

const definition = loader.loadSync('grpc/testing/test.proto', { includeDirs: [protos], keepCase: true, defaults: true });
const testing = grpc.loadPackageDefinition(definition).grpc.testing;
const credentials = certificate
  ? grpc.credentials.createSsl(fs.readFileSync(certificate), fs.readFileSync(key), fs.readFileSync(certificate))
  : grpc.credentials.createInsecure();
const client = new testing.TestService(`${host}:${port}`, credentials);
const other = new testing.UnimplementedService(`${host}:${port}`, credentials);

const zeros = size => ({ body: Buffer.alloc(size) });
const wish = (answer, size) => ({ response_parameters: [{ size: answer }], payload: zeros(size) });

const unary = (name, request, ...rest) => new Promise((resolve, reject) => {
  const seen = {};
  const call = (name === 'Unimplemented' ? other.UnimplementedCall.bind(other) : client[name].bind(client))(
    request, ...rest, (error, response) => error ? reject(error) : resolve({ response, seen }));
  call.on('metadata', metadata => { seen.headers = metadata; });
  call.on('status', status => { seen.status = status; });
});

const collect = call => new Promise((resolve, reject) => {
  const seen = { sizes: [] };
  call.on('metadata', metadata => { seen.headers = metadata; });
  call.on('data', response => seen.sizes.push(response.payload.body.length));
  call.on('error', reject);
  call.on('status', status => { seen.status = status; if (status.code === 0) { resolve(seen); } });
});

const fails = async (code, promise) => {
  try { await promise; } catch (error) { assert.strictEqual(error.code, code, error.message); return error; }
  assert.fail(`no failure, expected ${code}`);
};

const gzip = { 'grpc.default_compression_algorithm': 2 };

const cases = {
  async empty_unary() { await unary('EmptyCall', {}); },
  async large_unary() {
    const { response } = await unary('UnaryCall', { response_size: 314159, payload: zeros(271828) });
    assert.strictEqual(response.payload.body.length, 314159);
  },
  async client_streaming() {
    const sum = await new Promise((resolve, reject) => {
      const call = client.StreamingInputCall((error, response) => error ? reject(error) : resolve(response.aggregated_payload_size));
      for (const size of [27182, 8, 1828, 45904]) { call.write({ payload: zeros(size) }); }
      call.end();
    });
    assert.strictEqual(sum, 74922);
  },
  async server_streaming() {
    const sizes = [31415, 9, 2653, 58979];
    const seen = await collect(client.StreamingOutputCall({ response_parameters: sizes.map(size => ({ size })) }));
    assert.deepStrictEqual(seen.sizes, sizes);
  },
  async ping_pong() {
    const turns = [[27182, 31415], [8, 9], [1828, 2653], [45904, 58979]];
    const call = client.FullDuplexCall();
    let turn = 0;
    const next = () => turn < turns.length ? call.write(wish(turns[turn][1], turns[turn][0])) : call.end();
    call.on('data', () => { turn++; next(); });
    next();
    const seen = await collect(call);
    assert.deepStrictEqual(seen.sizes, turns.map(([, answer]) => answer));
  },
  async empty_stream() {
    const call = client.FullDuplexCall();
    call.end();
    assert.deepStrictEqual((await collect(call)).sizes, []);
  },
  async client_compressed_unary() {
    const request = { expect_compressed: { value: true }, response_size: 314159, payload: zeros(271828) };
    await fails(grpc.status.INVALID_ARGUMENT, unary('UnaryCall', request));
    const packing = new testing.TestService(`${host}:${port}`, credentials, gzip);
    const answer = await new Promise((resolve, reject) =>
      packing.UnaryCall(request, (error, response) => error ? reject(error) : resolve(response)));
    assert.strictEqual(answer.payload.body.length, 314159);
    packing.close();
  },
  async server_compressed_unary() {
    for (const value of [true, false]) {
      const { response } = await unary('UnaryCall', { response_compressed: { value }, response_size: 314159 });
      assert.strictEqual(response.payload.body.length, 314159);
    }
  },
  async client_compressed_streaming() {
    const packing = new testing.TestService(`${host}:${port}`, credentials, gzip);
    const sum = await new Promise((resolve, reject) => {
      const call = packing.StreamingInputCall((error, response) => error ? reject(error) : resolve(response.aggregated_payload_size));
      for (const size of [27182, 45904]) { call.write({ payload: zeros(size), expect_compressed: { value: true } }); }
      call.end();
    });
    assert.strictEqual(sum, 73086);
    packing.close();
  },
  async server_compressed_streaming() {
    const seen = await collect(client.StreamingOutputCall({
      response_parameters: [{ size: 31415, compressed: { value: true } }, { size: 92653, compressed: { value: false } }],
    }));
    assert.deepStrictEqual(seen.sizes, [31415, 92653]);
  },
  async cancel_after_begin() {
    await fails(grpc.status.CANCELLED, new Promise((resolve, reject) => {
      const call = client.StreamingInputCall((error, response) => error ? reject(error) : resolve(response));
      setImmediate(() => call.cancel());
    }));
  },
  async cancel_after_first_response() {
    const call = client.FullDuplexCall();
    call.write(wish(31415, 27182));
    call.once('data', () => call.cancel());
    await fails(grpc.status.CANCELLED, collect(call));
  },
  async timeout_on_sleeping_server() {
    const request = { response_parameters: [{ size: 1, interval_us: 5000000 }] };
    for (const time of [1, 300]) {
      const call = client.FullDuplexCall({ deadline: Date.now() + time });
      call.write(request);
      await fails(grpc.status.DEADLINE_EXCEEDED, collect(call));
    }
  },
  async custom_metadata() {
    const metadata = new grpc.Metadata();
    metadata.set('x-grpc-test-echo-initial', 'test_initial_metadata_value');
    metadata.set('x-grpc-test-echo-trailing-bin', Buffer.from([0xab, 0xab, 0xab]));
    const call = client.FullDuplexCall(metadata);
    call.write(wish(314159, 271828));
    call.end();
    const seen = await collect(call);
    await unary('UnaryCall', { response_size: 1 }, metadata);
    assert.deepStrictEqual(seen.headers.get('x-grpc-test-echo-initial'), ['test_initial_metadata_value']);
    assert.deepStrictEqual([...seen.status.metadata.get('x-grpc-test-echo-trailing-bin')[0]], [0xab, 0xab, 0xab]);
  },
  async status_code_and_message() { await status('test status message'); },
  async special_status_message() {
    await status('\t\ntest with whitespace\r\nand Unicode BMP ☺ and non-BMP 😈\t\n');
  },
  async unimplemented_method() { await fails(grpc.status.UNIMPLEMENTED, unary('UnimplementedCall', {})); },
  async unimplemented_service() { await fails(grpc.status.UNIMPLEMENTED, unary('Unimplemented', {})); },
};

async function status(message) {
  const error = await fails(grpc.status.UNKNOWN, unary('UnaryCall', { response_status: { code: 2, message } }));
  assert.strictEqual(error.details, message);
  const call = client.FullDuplexCall();
  call.write({ response_status: { code: 2, message } });
  call.end();
  assert.strictEqual((await fails(grpc.status.UNKNOWN, collect(call))).details, message);
}

(async () => {
  let failed = 0;
  for (const [name, run] of Object.entries(cases)) {
    try { await run(); console.log(`ok    ${name}`); } catch (error) { failed++; console.log(`WRONG ${name}: ${error.stack}`); }
  }
  console.log(`${Object.keys(cases).length} cases, ${failed} failed`);
  process.exit(failed ? 1 : 0);
})();
