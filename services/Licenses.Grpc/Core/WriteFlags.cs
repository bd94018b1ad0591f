namespace Grpc.Core;

[Flags]
public enum WriteFlags
{
    /// <summary>More messages follow soon: this one need not be flushed.</summary>
    BufferHint = 1,

    /// <summary>Do not compress this message.</summary>
    NoCompress = 2,
}
