// The gRPC interoperability cases in Go: as the client, and as the server.
//
//	usage: interop client HOST PORT [CERTIFICATE KEY]    prints one line for each case; exit code 1 if any failed
//	       interop server [CERTIFICATE KEY]              prints its port and serves until it is killed
//
// Built without modules, from the packages that Debian puts below /usr/share/gocode.
package main

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"net"
	"os"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials"
	_ "google.golang.org/grpc/encoding/gzip"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/stats"
	"google.golang.org/grpc/status"
)

const service = "/grpc.testing.TestService/"
const echoInitial, echoTrailing = "x-grpc-test-echo-initial", "x-grpc-test-echo-trailing-bin"

// --- the messages of grpc.testing, as far as the cases use them -------------------------------------------------------

type Empty struct{}
type BoolValue struct {
	Value bool `protobuf:"varint,1,opt,name=value,proto3"`
}
type Payload struct {
	Body []byte `protobuf:"bytes,2,opt,name=body,proto3"`
}
type EchoStatus struct {
	Code    int32  `protobuf:"varint,1,opt,name=code,proto3"`
	Message string `protobuf:"bytes,2,opt,name=message,proto3"`
}
type SimpleRequest struct {
	ResponseSize       int32       `protobuf:"varint,2,opt,name=response_size,proto3"`
	Payload            *Payload    `protobuf:"bytes,3,opt,name=payload,proto3"`
	ResponseCompressed *BoolValue  `protobuf:"bytes,6,opt,name=response_compressed,proto3"`
	ResponseStatus     *EchoStatus `protobuf:"bytes,7,opt,name=response_status,proto3"`
	ExpectCompressed   *BoolValue  `protobuf:"bytes,8,opt,name=expect_compressed,proto3"`
}
type SimpleResponse struct {
	Payload *Payload `protobuf:"bytes,1,opt,name=payload,proto3"`
}
type InputRequest struct {
	Payload          *Payload   `protobuf:"bytes,1,opt,name=payload,proto3"`
	ExpectCompressed *BoolValue `protobuf:"bytes,2,opt,name=expect_compressed,proto3"`
}
type InputResponse struct {
	Size int32 `protobuf:"varint,1,opt,name=aggregated_payload_size,proto3"`
}
type Wish struct {
	Size       int32      `protobuf:"varint,1,opt,name=size,proto3"`
	IntervalUs int32      `protobuf:"varint,2,opt,name=interval_us,proto3"`
	Compressed *BoolValue `protobuf:"bytes,3,opt,name=compressed,proto3"`
}
type OutputRequest struct {
	Wishes  []*Wish     `protobuf:"bytes,2,rep,name=response_parameters,proto3"`
	Payload *Payload    `protobuf:"bytes,3,opt,name=payload,proto3"`
	Status  *EchoStatus `protobuf:"bytes,7,opt,name=response_status,proto3"`
}
type OutputResponse struct {
	Payload *Payload `protobuf:"bytes,1,opt,name=payload,proto3"`
}

func (m *Empty) Reset()                  { *m = Empty{} }
func (m *Empty) String() string          { return "" }
func (*Empty) ProtoMessage()             {}
func (m *BoolValue) Reset()              { *m = BoolValue{} }
func (m *BoolValue) String() string      { return "" }
func (*BoolValue) ProtoMessage()         {}
func (m *Payload) Reset()                { *m = Payload{} }
func (m *Payload) String() string        { return "" }
func (*Payload) ProtoMessage()           {}
func (m *EchoStatus) Reset()             { *m = EchoStatus{} }
func (m *EchoStatus) String() string     { return "" }
func (*EchoStatus) ProtoMessage()        {}
func (m *SimpleRequest) Reset()          { *m = SimpleRequest{} }
func (m *SimpleRequest) String() string  { return "" }
func (*SimpleRequest) ProtoMessage()     {}
func (m *SimpleResponse) Reset()         { *m = SimpleResponse{} }
func (m *SimpleResponse) String() string { return "" }
func (*SimpleResponse) ProtoMessage()    {}
func (m *InputRequest) Reset()           { *m = InputRequest{} }
func (m *InputRequest) String() string   { return "" }
func (*InputRequest) ProtoMessage()      {}
func (m *InputResponse) Reset()          { *m = InputResponse{} }
func (m *InputResponse) String() string  { return "" }
func (*InputResponse) ProtoMessage()     {}
func (m *Wish) Reset()                   { *m = Wish{} }
func (m *Wish) String() string           { return "" }
func (*Wish) ProtoMessage()              {}
func (m *OutputRequest) Reset()          { *m = OutputRequest{} }
func (m *OutputRequest) String() string  { return "" }
func (*OutputRequest) ProtoMessage()     {}
func (m *OutputResponse) Reset()         { *m = OutputResponse{} }
func (m *OutputResponse) String() string { return "" }
func (*OutputResponse) ProtoMessage()    {}

func zeros(size int32) *Payload { return &Payload{Body: make([]byte, size)} }

func main() {
	switch {
	case len(os.Args) > 3 && os.Args[1] == "client":
		runClient(os.Args[2]+":"+os.Args[3], os.Args[4:])
	case len(os.Args) > 1 && os.Args[1] == "server":
		runServer(os.Args[2:])
	default:
		fmt.Fprintln(os.Stderr, "usage: interop client HOST PORT [CERTIFICATE KEY] | interop server [CERTIFICATE KEY]")
		os.Exit(64)
	}
}

// One certificate serves both sides, and is the only one that either trusts.
func secrets(files []string) *tls.Config {
	pair, err := tls.LoadX509KeyPair(files[0], files[1])
	check(err)
	pem, err := os.ReadFile(files[0])
	check(err)
	trusted := x509.NewCertPool()
	trusted.AppendCertsFromPEM(pem)
	return &tls.Config{Certificates: []tls.Certificate{pair}, RootCAs: trusted, ClientCAs: trusted, ClientAuth: tls.RequireAnyClientCert}
}

func check(err error) {
	if err != nil {
		panic(err)
	}
}

func require(holds bool, what string, values ...interface{}) {
	if !holds {
		panic(fmt.Sprintf(what, values...))
	}
}

// --- the client ---------------------------------------------------------------------------------------------------

type client struct{ *grpc.ClientConn }

var duplex = &grpc.StreamDesc{StreamName: "FullDuplexCall", ClientStreams: true, ServerStreams: true}
var input = &grpc.StreamDesc{StreamName: "StreamingInputCall", ClientStreams: true}
var output = &grpc.StreamDesc{StreamName: "StreamingOutputCall", ServerStreams: true}

func (c client) unary(request *SimpleRequest, options ...grpc.CallOption) (*SimpleResponse, error) {
	response := new(SimpleResponse)
	return response, c.Invoke(context.Background(), service+"UnaryCall", request, response, options...)
}

func (c client) open(ctx context.Context, shape *grpc.StreamDesc, options ...grpc.CallOption) grpc.ClientStream {
	stream, err := c.NewStream(ctx, shape, service+shape.StreamName, options...)
	check(err)
	return stream
}

func fails(code codes.Code, err error) {
	require(status.Code(err) == code, "expected %v, got %v", code, err)
}

func largeRequest() *SimpleRequest {
	return &SimpleRequest{ResponseSize: 314159, Payload: zeros(271828)}
}

func (c client) sum(sizes []int32, compressed bool) int32 {
	var options []grpc.CallOption
	if compressed {
		options = append(options, grpc.UseCompressor("gzip"))
	}
	stream := c.open(context.Background(), input, options...)
	for _, size := range sizes {
		request := &InputRequest{Payload: zeros(size)}
		if compressed {
			request.ExpectCompressed = &BoolValue{Value: true}
		}
		check(stream.SendMsg(request))
	}
	check(stream.CloseSend())
	response := new(InputResponse)
	check(stream.RecvMsg(response))
	return response.Size
}

func (c client) outputs(request *OutputRequest, sizes ...int32) {
	stream := c.open(context.Background(), output)
	check(stream.SendMsg(request))
	check(stream.CloseSend())
	for _, size := range sizes {
		response := new(OutputResponse)
		check(stream.RecvMsg(response))
		require(len(response.Payload.Body) == int(size), "size %d, expected %d", len(response.Payload.Body), size)
	}
	require(stream.RecvMsg(new(OutputResponse)) == io.EOF, "more responses than asked for")
}

func (c client) statuses(text string) {
	echo := &EchoStatus{Code: 2, Message: text}
	_, err := c.unary(&SimpleRequest{ResponseStatus: echo})
	fails(codes.Unknown, err)
	require(status.Convert(err).Message() == text, "message %q", status.Convert(err).Message())
	stream := c.open(context.Background(), duplex)
	check(stream.SendMsg(&OutputRequest{Status: echo}))
	check(stream.CloseSend())
	err = stream.RecvMsg(new(OutputResponse))
	fails(codes.Unknown, err)
	require(status.Convert(err).Message() == text, "message %q", status.Convert(err).Message())
}

func (c client) timeout() {
	for _, limit := range []time.Duration{time.Millisecond, 300 * time.Millisecond} {
		ctx, cancel := context.WithTimeout(context.Background(), limit)
		stream, err := c.NewStream(ctx, duplex, service+duplex.StreamName)
		if err == nil {
			err = stream.SendMsg(&OutputRequest{Wishes: []*Wish{{Size: 1, IntervalUs: 5000000}}})
		}
		if err == nil || err == io.EOF {
			err = stream.RecvMsg(new(OutputResponse))
		}
		fails(codes.DeadlineExceeded, err)
		cancel()
	}
}

func (c client) customMetadata() {
	ctx := metadata.AppendToOutgoingContext(
		context.Background(), echoInitial, "test_initial_metadata_value", echoTrailing, "\xab\xab\xab")
	var header, trailer metadata.MD
	check(c.Invoke(ctx, service+"UnaryCall", largeRequest(), new(SimpleResponse), grpc.Header(&header), grpc.Trailer(&trailer)))
	stream := c.open(ctx, duplex)
	check(stream.SendMsg(&OutputRequest{Wishes: []*Wish{{Size: 314159}}, Payload: zeros(271828)}))
	check(stream.CloseSend())
	check(stream.RecvMsg(new(OutputResponse)))
	require(stream.RecvMsg(new(OutputResponse)) == io.EOF, "more responses than asked for")
	streamed, err := stream.Header()
	check(err)
	for _, seen := range []metadata.MD{header, streamed} {
		require(fmt.Sprint(seen.Get(echoInitial)) == "[test_initial_metadata_value]", "headers %v", seen)
	}
	for _, seen := range []metadata.MD{trailer, stream.Trailer()} {
		require(fmt.Sprint(seen.Get(echoTrailing)) == "[\xab\xab\xab]", "trailers %v", seen)
	}
}

var cases = []struct {
	name string
	run  func(c client)
}{
	{"empty_unary", func(c client) {
		check(c.Invoke(context.Background(), service+"EmptyCall", new(Empty), new(Empty)))
	}},
	{"large_unary", func(c client) {
		response, err := c.unary(largeRequest())
		check(err)
		require(len(response.Payload.Body) == 314159, "size %d", len(response.Payload.Body))
	}},
	{"client_streaming", func(c client) {
		sum := c.sum([]int32{27182, 8, 1828, 45904}, false)
		require(sum == 74922, "sum %d", sum)
	}},
	{"server_streaming", func(c client) {
		c.outputs(&OutputRequest{Wishes: []*Wish{{Size: 31415}, {Size: 9}, {Size: 2653}, {Size: 58979}}}, 31415, 9, 2653, 58979)
	}},
	{"ping_pong", func(c client) {
		stream := c.open(context.Background(), duplex)
		for _, turn := range [][2]int32{{27182, 31415}, {8, 9}, {1828, 2653}, {45904, 58979}} {
			check(stream.SendMsg(&OutputRequest{Wishes: []*Wish{{Size: turn[1]}}, Payload: zeros(turn[0])}))
			response := new(OutputResponse)
			check(stream.RecvMsg(response))
			require(len(response.Payload.Body) == int(turn[1]), "size %d", len(response.Payload.Body))
		}
		check(stream.CloseSend())
		require(stream.RecvMsg(new(OutputResponse)) == io.EOF, "more responses than asked for")
	}},
	{"empty_stream", func(c client) {
		stream := c.open(context.Background(), duplex)
		check(stream.CloseSend())
		require(stream.RecvMsg(new(OutputResponse)) == io.EOF, "a response to nothing")
	}},
	{"client_compressed_unary", func(c client) {
		request := largeRequest()
		request.ExpectCompressed = &BoolValue{Value: true}
		_, err := c.unary(request)
		fails(codes.InvalidArgument, err)
		response, err := c.unary(request, grpc.UseCompressor("gzip"))
		check(err)
		require(len(response.Payload.Body) == 314159, "size %d", len(response.Payload.Body))
	}},
	{"server_compressed_unary", func(c client) {
		for _, compressed := range []bool{true, false} {
			request := largeRequest()
			request.ResponseCompressed = &BoolValue{Value: compressed}
			response, err := c.unary(request)
			check(err)
			require(len(response.Payload.Body) == 314159, "size %d", len(response.Payload.Body))
		}
	}},
	{"client_compressed_streaming", func(c client) {
		sum := c.sum([]int32{27182, 45904}, true)
		require(sum == 73086, "sum %d", sum)
	}},
	{"server_compressed_streaming", func(c client) {
		c.outputs(&OutputRequest{Wishes: []*Wish{
			{Size: 31415, Compressed: &BoolValue{Value: true}}, {Size: 92653, Compressed: &BoolValue{}}}}, 31415, 92653)
	}},
	{"cancel_after_begin", func(c client) {
		ctx, cancel := context.WithCancel(context.Background())
		stream := c.open(ctx, input)
		cancel()
		fails(codes.Canceled, stream.RecvMsg(new(InputResponse)))
	}},
	{"cancel_after_first_response", func(c client) {
		ctx, cancel := context.WithCancel(context.Background())
		stream := c.open(ctx, duplex)
		check(stream.SendMsg(&OutputRequest{Wishes: []*Wish{{Size: 31415}}, Payload: zeros(27182)}))
		check(stream.RecvMsg(new(OutputResponse)))
		cancel()
		fails(codes.Canceled, stream.RecvMsg(new(OutputResponse)))
	}},
	{"timeout_on_sleeping_server", client.timeout},
	{"custom_metadata", client.customMetadata},
	{"status_code_and_message", func(c client) { c.statuses("test status message") }},
	{"special_status_message", func(c client) {
		c.statuses("\t\ntest with whitespace\r\nand Unicode BMP ☺ and non-BMP 😈\t\n")
	}},
	{"unimplemented_method", func(c client) {
		fails(codes.Unimplemented, c.Invoke(context.Background(), service+"UnimplementedCall", new(Empty), new(Empty)))
	}},
	{"unimplemented_service", func(c client) {
		fails(codes.Unimplemented, c.Invoke(
			context.Background(), "/grpc.testing.UnimplementedService/UnimplementedCall", new(Empty), new(Empty)))
	}},
}

func runClient(target string, files []string) {
	security := grpc.WithInsecure()
	if len(files) > 0 {
		security = grpc.WithTransportCredentials(credentials.NewTLS(secrets(files)))
	}
	connection, err := grpc.Dial(target, security)
	check(err)
	failed := 0
	for _, one := range cases {
		func() {
			defer func() {
				if problem := recover(); problem != nil {
					failed++
					fmt.Printf("WRONG %s: %v\n", one.name, problem)
				} else {
					fmt.Printf("ok    %s\n", one.name)
				}
			}()
			one.run(client{connection})
		}()
	}
	fmt.Printf("%d cases, %d failed\n", len(cases), failed)
	if failed > 0 {
		os.Exit(1)
	}
}

// --- the server ---------------------------------------------------------------------------------------------------

// encodingOf remembers what grpc-encoding said: the library hides it from handlers.
type encodingKey struct{}
type encodings struct{}

func (encodings) TagRPC(ctx context.Context, _ *stats.RPCTagInfo) context.Context {
	return context.WithValue(ctx, encodingKey{}, new(string))
}
func (encodings) HandleRPC(ctx context.Context, event stats.RPCStats) {
	if header, is := event.(*stats.InHeader); is {
		*ctx.Value(encodingKey{}).(*string) = header.Compression
	}
}
func (encodings) TagConn(ctx context.Context, _ *stats.ConnTagInfo) context.Context { return ctx }
func (encodings) HandleConn(context.Context, stats.ConnStats)                       {}

func expect(ctx context.Context, compressed *BoolValue) error {
	if compressed != nil && compressed.Value && *ctx.Value(encodingKey{}).(*string) == "" {
		return status.Error(codes.InvalidArgument, "The request was not compressed.")
	}
	return nil
}

func asked(echo *EchoStatus) error {
	if echo == nil || echo.Code == 0 {
		return nil
	}
	return status.Error(codes.Code(echo.Code), echo.Message)
}

func echoMetadata(ctx context.Context) {
	seen, _ := metadata.FromIncomingContext(ctx)
	if values := seen.Get(echoInitial); len(values) > 0 {
		check(grpc.SendHeader(ctx, metadata.Pairs(echoInitial, values[0])))
	}
	if values := seen.Get(echoTrailing); len(values) > 0 {
		check(grpc.SetTrailer(ctx, metadata.Pairs(echoTrailing, values[0])))
	}
}

func respond(stream grpc.ServerStream, request *OutputRequest) error {
	for _, wish := range request.Wishes {
		time.Sleep(time.Duration(wish.IntervalUs) * time.Microsecond)
		if err := stream.SendMsg(&OutputResponse{Payload: zeros(wish.Size)}); err != nil {
			return err
		}
	}
	return nil
}

func serveEmpty(_ interface{}, ctx context.Context, decode func(interface{}) error, _ grpc.UnaryServerInterceptor) (interface{}, error) {
	echoMetadata(ctx)
	return new(Empty), decode(new(Empty))
}

func serveUnary(_ interface{}, ctx context.Context, decode func(interface{}) error, _ grpc.UnaryServerInterceptor) (interface{}, error) {
	request := new(SimpleRequest)
	if err := decode(request); err != nil {
		return nil, err
	}
	echoMetadata(ctx)
	if err := expect(ctx, request.ExpectCompressed); err != nil {
		return nil, err
	}
	return &SimpleResponse{Payload: zeros(request.ResponseSize)}, asked(request.ResponseStatus)
}

func serveInput(_ interface{}, stream grpc.ServerStream) error {
	var sum int32
	for {
		request := new(InputRequest)
		if err := stream.RecvMsg(request); err == io.EOF {
			return stream.SendMsg(&InputResponse{Size: sum})
		} else if err != nil {
			return err
		}
		if err := expect(stream.Context(), request.ExpectCompressed); err != nil {
			return err
		}
		sum += int32(len(request.Payload.Body))
	}
}

func serveOutput(_ interface{}, stream grpc.ServerStream) error {
	request := new(OutputRequest)
	if err := stream.RecvMsg(request); err != nil {
		return err
	}
	return respond(stream, request)
}

func serveDuplex(_ interface{}, stream grpc.ServerStream) error {
	echoMetadata(stream.Context())
	for {
		request := new(OutputRequest)
		if err := stream.RecvMsg(request); err == io.EOF {
			return nil
		} else if err != nil {
			return err
		}
		if err := asked(request.Status); err != nil {
			return err
		}
		if err := respond(stream, request); err != nil {
			return err
		}
	}
}

func runServer(files []string) {
	options := []grpc.ServerOption{grpc.StatsHandler(encodings{})}
	if len(files) > 0 {
		options = append(options, grpc.Creds(credentials.NewTLS(secrets(files))))
	}
	server := grpc.NewServer(options...)
	server.RegisterService(&grpc.ServiceDesc{
		ServiceName: "grpc.testing.TestService",
		HandlerType: (*interface{})(nil),
		Methods:     []grpc.MethodDesc{{MethodName: "EmptyCall", Handler: serveEmpty}, {MethodName: "UnaryCall", Handler: serveUnary}},
		Streams: []grpc.StreamDesc{
			{StreamName: "StreamingInputCall", Handler: serveInput, ClientStreams: true},
			{StreamName: "StreamingOutputCall", Handler: serveOutput, ServerStreams: true},
			{StreamName: "FullDuplexCall", Handler: serveDuplex, ClientStreams: true, ServerStreams: true},
		},
	}, struct{}{})
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	check(err)
	fmt.Println(listener.Addr().(*net.TCPAddr).Port)
	check(server.Serve(listener))
}
