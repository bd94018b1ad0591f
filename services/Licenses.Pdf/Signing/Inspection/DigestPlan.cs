using System.Buffers;
using System.Security.Cryptography;
using Licenses.Crypto.Hashing;
using Licenses.Pdf.Syntax;

namespace Licenses.Pdf.Signing;

/// <summary>
/// The digests of what a file's signatures cover (R2), computed in one pass over the file. All ranges begin at its first
/// byte, so one digest runs ahead for all and is forked at each gap; a fork goes on behind its gap, to the end of its
/// range. Ranges that follow one another, as R8 demands, cost at most two files' worth of digesting, however many they are.
/// </summary>
internal sealed class DigestPlan(PdfSource source, CancellationToken cancellation)
{
    /// <summary>
    /// What colliding ranges may cost on top, in lengths of the file. They fail by R8 whatever their digests are; without
    /// this limit a thousand of them would cost a thousand files.
    /// </summary>
    private const int MostExtraPasses = 8;

    /// <summary>
    /// Digests that may run over the whole file. SM3 with a signer's prefix is one of its own for each signer; where there
    /// are more than these, they are paid for as collisions are.
    /// </summary>
    private const int FreeAlgorithms = 16;

    private const int Piece = 256 * 1024;

    private readonly Dictionary<(ByteRange Range, HashAlgorithmName Algorithm), byte[]?> _digests = [];
    private readonly List<(ByteRange Range, HashAlgorithmName Algorithm)> _wanted = [];
    private readonly Dictionary<HashAlgorithmName, long> _paid = []; // how far each digest may run
    private long _extra;

    /// <summary>How many bytes went into digests so far: the cost of the plan.</summary>
    public long Digested { get; private set; }

    public void Add(ByteRange range, HashAlgorithmName algorithm) => _wanted.Add((range, algorithm));

    /// <summary>Computes what was added.</summary>
    public void Run()
    {
        var admitted = Admit();
        _wanted.Clear();
        if (admitted.Count > 0)
        {
            using var pass = new Pass(this, admitted);
            pass.Run();
        }
    }

    /// <summary>
    /// A digest; null where the algorithm is not at hand, where the file is shorter than the range, or where too many
    /// ranges collide. One that was not added is computed now, in a pass of its own.
    /// </summary>
    public byte[]? Find(ByteRange range, HashAlgorithmName algorithm)
    {
        if (!_digests.ContainsKey((range, algorithm)))
        {
            Charge(range.End);
            Add(range, algorithm);
            Run();
        }

        return _digests[(range, algorithm)];
    }

    private bool Charge(long bytes) => (_extra += bytes) <= MostExtraPasses * source.Length;

    private bool MayRun(HashAlgorithmName algorithm, long end)
    {
        if (!_paid.TryGetValue(algorithm, out long paid))
        {
            paid = _paid.Count < FreeAlgorithms ? long.MaxValue : 0;
        }

        bool mayRun = end <= paid || Charge(end - paid);
        _paid[algorithm] = mayRun ? Math.Max(paid, end) : paid;
        return mayRun;
    }

    private List<(ByteRange Range, HashAlgorithmName Algorithm)> Admit()
    {
        var admitted = new List<(ByteRange, HashAlgorithmName)>();
        bool isSpent = !Charge(0);
        long reach = 0;
        foreach (var wanted in _wanted.OrderBy(wanted => wanted.Range.GapStart).ThenBy(wanted => wanted.Range.End))
        {
            bool follows = wanted.Range.GapStart >= reach;
            if (_digests.TryAdd(wanted, null) && !isSpent
                && (follows || Charge(wanted.Range.End - wanted.Range.GapEnd)) && MayRun(wanted.Algorithm, wanted.Range.GapStart))
            {
                reach = Math.Max(reach, wanted.Range.End);
                admitted.Add(wanted);
            }
        }

        return admitted;
    }

    /// <summary>One pass over the file: trunks that run up to the last gap, and branches behind the gaps.</summary>
    private sealed class Pass : IDisposable
    {
        private readonly DigestPlan _plan;
        private readonly Dictionary<HashAlgorithmName, Trunk> _trunks = [];
        private readonly List<Branch> _branches = [];
        private readonly Queue<(ByteRange Range, HashAlgorithmName Algorithm)> _gaps; // by where they begin

        public Pass(DigestPlan plan, List<(ByteRange Range, HashAlgorithmName Algorithm)> wanted)
        {
            _plan = plan;
            _gaps = new(wanted);
            foreach (var group in wanted.GroupBy(item => item.Algorithm))
            {
                if (RunningHash.TryCreate(group.Key) is { } hash)
                {
                    _trunks.Add(group.Key, new(hash, group.Max(item => item.Range.GapStart)));
                }
            }
        }

        public void Run()
        {
            long at = 0;
            foreach (long cut in _gaps.SelectMany(gap => new[] { gap.Range.GapStart, gap.Range.GapEnd, gap.Range.End }).Order().ToList())
            {
                if (!Feed(at, cut))
                {
                    return; // what is not there cannot be digested: what is open stays null
                }

                at = cut;
                Part(at);
                Close(at);
            }
        }

        public void Dispose()
        {
            foreach (var hash in _trunks.Values.Select(trunk => trunk.Hash).Concat(_branches.Select(branch => branch.Hash)))
            {
                hash.Dispose();
            }
        }

        private void Part(long at)
        {
            while (_gaps.TryPeek(out var next) && next.Range.GapStart == at)
            {
                _gaps.Dequeue();
                if (_trunks.TryGetValue(next.Algorithm, out var trunk))
                {
                    _branches.Add(new(trunk.Hash.Fork(), next.Range, next.Algorithm));
                }
            }
        }

        private void Close(long at)
        {
            foreach (var branch in _branches.Where(branch => branch.Range.End == at))
            {
                _plan._digests[(branch.Range, branch.Algorithm)] = branch.Hash.Finish();
                branch.Hash.Dispose();
            }

            _branches.RemoveAll(branch => branch.Range.End == at);
        }

        private bool Feed(long from, long to)
        {
            List<RunningHash> open =
            [
                .. _trunks.Values.Where(trunk => trunk.End > from).Select(trunk => trunk.Hash),
                .. _branches.Where(branch => branch.Range.GapEnd <= from).Select(branch => branch.Hash),
            ];
            if (from == to || open.Count == 0)
            {
                return true;
            }

            return _plan.Read(from, to, open);
        }

        private sealed record Trunk(RunningHash Hash, long End);

        private sealed record Branch(RunningHash Hash, ByteRange Range, HashAlgorithmName Algorithm);
    }

    private bool Read(long from, long to, List<RunningHash> open)
    {
        if (source.TryGetMemory(out var whole))
        {
            if (to > whole.Length)
            {
                return false;
            }

            Append(open, whole.Span[(int)from..(int)to]);
            return true;
        }

        byte[] buffer = ArrayPool<byte>.Shared.Rent((int)Math.Min(Piece, to - from));
        try
        {
            while (from < to)
            {
                cancellation.ThrowIfCancellationRequested();
                var piece = buffer.AsSpan(0, (int)Math.Min(buffer.Length, to - from));
                if (source.Read(from, piece) < piece.Length)
                {
                    return false;
                }

                Append(open, piece);
                from += piece.Length;
            }

            return true;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private void Append(List<RunningHash> open, ReadOnlySpan<byte> bytes)
    {
        const int Cached = 32 * 1024; // stays in the first cache while each digest takes it in turn
        Digested += (long)bytes.Length * open.Count;
        if (open.Count == 1)
        {
            open[0].Append(bytes);
            return;
        }

        for (; !bytes.IsEmpty; bytes = bytes[Math.Min(Cached, bytes.Length)..])
        {
            foreach (var hash in open)
            {
                hash.Append(bytes[..Math.Min(Cached, bytes.Length)]);
            }
        }
    }
}
