// The server side of the gRPC interoperability cases with @grpc/grpc-js.
// usage: node interop_server.js PROTOS MODULES [CERTIFICATE KEY]     prints its port and serves until it is killed
'use strict';
const fs = require('fs');
const path = require('path');
const [protos, modules, certificate, key] = process.argv.slice(2);
const grpc = require(path.join(modules, '@grpc/grpc-js'));
const loader = require(path.join(modules, '@grpc/proto-loader'));

const definition = loader.loadSync('grpc/testing/test.proto', { includeDirs: [protos], keepCase: true, defaults: true });
const { service } = grpc.loadPackageDefinition(definition).grpc.testing.TestService;
const zeros = size => ({ body: Buffer.alloc(size) });
const ECHO_INITIAL = 'x-grpc-test-echo-initial';
const ECHO_TRAILING = 'x-grpc-test-echo-trailing-bin';

const echo = call => {
  const headers = new grpc.Metadata();
  for (const value of call.metadata.get(ECHO_INITIAL)) { headers.add(ECHO_INITIAL, value); }
  if (headers.get(ECHO_INITIAL).length > 0) { call.sendMetadata(headers); }
  const trailers = new grpc.Metadata();
  for (const value of call.metadata.get(ECHO_TRAILING)) { trailers.add(ECHO_TRAILING, value); }
  return trailers;
};

const asked = request => request.response_status && request.response_status.code !== 0
  ? { code: request.response_status.code, details: request.response_status.message } : null;

const pause = microseconds => new Promise(resolve => setTimeout(resolve, microseconds / 1000));

const respond = async (call, request) => {
  for (const { size, interval_us } of request.response_parameters) {
    if (interval_us > 0) { await pause(interval_us); }
    call.write({ payload: zeros(size) });
  }
};

const server = new grpc.Server();
server.addService(service, {
  EmptyCall: (call, done) => done(null, {}, echo(call)),
  UnaryCall: (call, done) => {
    const trailers = echo(call);
    const status = asked(call.request);
    if (status) { done(status); } else { done(null, { payload: zeros(call.request.response_size) }, trailers); }
  },
  StreamingInputCall: (call, done) => {
    let sum = 0;
    call.on('data', request => { sum += request.payload.body.length; });
    call.on('end', () => done(null, { aggregated_payload_size: sum }));
    call.on('error', () => {});
  },
  StreamingOutputCall: async call => { await respond(call, call.request); call.end(); },
  FullDuplexCall: call => {
    const trailers = echo(call);
    let work = Promise.resolve();
    call.on('data', request => {
      const status = asked(request);
      work = work.then(() => status ? call.emit('error', status) : respond(call, request));
    });
    call.on('end', () => work.then(() => call.end(trailers)));
    call.on('error', () => {});
  },
});

const credentials = certificate
  ? grpc.ServerCredentials.createSsl(
    fs.readFileSync(certificate), [{ private_key: fs.readFileSync(key), cert_chain: fs.readFileSync(certificate) }], true)
  : grpc.ServerCredentials.createInsecure();
server.bindAsync('127.0.0.1:0', credentials, (error, port) => {
  if (error) { throw error; }
  console.log(port);
});
