using Grpc.Core;

namespace Grpc.Limits;

/// <summary>
/// Adds to the trailers of each call that fails what a product promises about every failure, such as a stable reason; also
/// where the runtime itself fails the call. Register one with the container; the official runtime has no such place.
/// </summary>
public interface IFailureDetails
{
    /// <summary>Adds to trailers that may have such details already. What it throws is logged, and the call fails as it would have.</summary>
    void AddTo(Metadata trailers, Status status);
}
