
namespace Licenses.Tests.Trust;

/// <summary>A root, one authority and a leaf, each with its list; a case makes one of the lists wrong.</summary>
internal sealed record ListWorld(Entity Root, Entity Issuer, Entity Leaf)
{
    public TrustCase Valid(Action<ListDraft>? list = null) => TrustCase.Valid(Root, Leaf, Issuer).With(Root.List(), Issuer.List(list));

    public TrustCase Invalid(Action<ListDraft> list) => TrustCase.Invalid(Root, Leaf, Issuer).With(Root.List(), Issuer.List(list));

    public TrustCase Unclear(Action<ListDraft>? list = null) => UnclearWith(Issuer.List(list));

    public TrustCase UnclearWith(byte[] list) => TrustCase.Unclear(Root, Leaf, Issuer).With(Root.List(), list);

    /// <summary>The same with the root's list, which is about the authority.</summary>
    public TrustCase UnclearFor(Action<ListDraft> list) => TrustCase.Unclear(Root, Leaf, Issuer).With(Root.List(list), Issuer.List());

    public TrustCase ValidFor(Action<ListDraft> list) => TrustCase.Valid(Root, Leaf, Issuer).With(Root.List(list), Issuer.List());
}
