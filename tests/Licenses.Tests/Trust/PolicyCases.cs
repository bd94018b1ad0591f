using Licenses.Crypto.Asn1;

namespace Licenses.Tests.Trust;

/// <summary>Certificate policies: required, mapped, inhibited (RFC 5280, 4.2.1.4, 4.2.1.5, 4.2.1.11, 4.2.1.14).</summary>
internal static class PolicyCases
{
    private const string One = "1.2.3.4.1";
    private const string Two = "1.2.3.4.2";
    private const string Three = "1.2.3.4.3";

    public static readonly Dictionary<string, Func<TrustCase>> All = new(StringComparer.Ordinal)
    {
        ["6.1.5 g no policies, none asked"] = () => Line([], null, true),
        ["6.1.5 g no policies, one required"] = () => Line([], null, false) with { RequirePolicy = true },
        ["6.1.5 g same policy, asked"] = () => Line([[One], [One]], [One], true).Asking(One),
        ["6.1.5 g same policy, another asked"] = () => Line([[One], [One]], [One], false).Asking(Two),
        ["6.1.5 g same policy, one of two asked"] = () => Line([[One], [One]], [One], true).Asking(Two, One),
        ["6.1.5 g any policy asked by its name"] = () => Line([[One], [One]], [One], true).Asking(Oids.AnyPolicy),
        ["6.1.5 g a policy missing in the middle"] = () => Line([[One], []], [One], false).Asking(One),
        ["6.1.5 g different policies, none asked"] = () => Line([[One], [Two]], [Two], true),
        ["6.1.5 g different policies, one required"] = () => Line([[One], [Two]], [Two], false) with { RequirePolicy = true },
        ["6.1.5 g overlapping, the common one asked"] = () => Line([[One, Two], [One, Three]], [One], true).Asking(One),
        ["6.1.5 g overlapping, the lost one asked"] = () => Line([[One, Two], [One, Three]], [One], false).Asking(Two),
        ["6.1.5 g all any"] = () => Line([[Oids.AnyPolicy], [Oids.AnyPolicy]], [Oids.AnyPolicy], true).Asking(Two),
        ["6.1.5 g any above, one below"] = () => Line([[Oids.AnyPolicy], [Oids.AnyPolicy]], [One], true).Asking(One),
        ["6.1.5 g any above, another below"] = () => Line([[Oids.AnyPolicy], [Oids.AnyPolicy]], [One], false).Asking(Two),
        ["6.1.5 g any in the leaf only"] = () => Line([[One], [One]], [Oids.AnyPolicy], true).Asking(One),
        ["4.2.1.4 a notice changes nothing"] = () => Leaf(Ext.Notice(One), true, [[One], [One]]).Asking(One),
        ["4.2.1.4 a policy twice"] = () => Leaf(Ext.Policies(One, One), false, [[One]]),
        ["4.2.1.11 explicit policy at once, there"] = () => With([Ext.Policies(One), Ext.Constraints(0)], [Ext.Policies(One)], [Ext.Policies(One)], true)
            .Unlike("where no policy is named it takes the user's set for empty, not for any (6.1.1, c)"),
        ["4.2.1.11 explicit policy at once, missing"] = () => With([Ext.Policies(One), Ext.Constraints(0)], [], [], false),
        ["4.2.1.11 explicit policy later than the path"] = () => With([Ext.Constraints(10)], [], [], true),
        ["4.2.1.11 explicit policy after one"] = () => With([Ext.Constraints(1)], [], [], false),
        ["4.2.1.11 explicit policy after two"] = () => With([Ext.Constraints(2)], [], [], false),
        ["4.2.1.11 explicit policy after three"] = () => With([Ext.Constraints(3)], [], [], true),
        ["4.2.1.11 explicit policy, the smaller counts"] = () => With([Ext.Constraints(7)], [Ext.Constraints(0)], [], false),
        ["4.2.1.11 explicit policy, never raised"] = () => With([Ext.Constraints(2)], [Ext.Constraints(9)], [], false),
        ["6.1.5 b explicit policy of the leaf"] = () => With([], [], [Ext.Constraints(0)], false),
        ["6.1.4 h self-issued does not count"] = () => SelfIssued(Ext.Constraints(2), [], true),
        ["4.2.1.5 mapped"] = () => Mapped(Ext.Mappings((One, Two)), Two, true).Asking(One),
        ["4.2.1.5 mapped, the subject's name asked"] = () => Mapped(Ext.Mappings((One, Two)), Two, false).Asking(Two),
        ["4.2.1.5 mapped, the issuer's name used below"] = () => Mapped(Ext.Mappings((One, Two)), One, false).Asking(One),
        ["4.2.1.5 mapped twice"] = () => Mapped(Ext.Mappings((One, Two), (One, Three)), Three, true).Asking(One),
        ["4.2.1.5 mapped from any"] = () => With(
            [Ext.Policies(Oids.AnyPolicy), Ext.Mappings((One, Two))], [Ext.Policies(Two)], [Ext.Policies(Two)], true).Asking(One),
        ["4.2.1.5 mapped to another and asked for that"] = () => With(
            [Ext.Policies(Oids.AnyPolicy), Ext.Mappings((One, Two))], [Ext.Policies(Two)], [Ext.Policies(Two)], false).Asking(Two),
        ["4.2.1.5 mapping anyPolicy"] = () => Mapped(Ext.Mappings((Oids.AnyPolicy, Two)), Two, false),
        ["4.2.1.5 mapping to anyPolicy"] = () => Mapped(Ext.Mappings((One, Oids.AnyPolicy)), Two, false),
        ["6.1.1 e mapping inhibited by the user"] = () => Mapped(Ext.Mappings((One, Two)), Two, false).Asking(One) with { InhibitMapping = true },
        ["4.2.1.11 mapping inhibited at once"] = () => With(
            [Ext.Policies(One), Ext.Constraints(null, 0)], [Ext.Policies(One), Ext.Mappings((One, Two))], [Ext.Policies(Two)], false).Asking(One),
        ["4.2.1.11 mapping inhibited after one"] = () => With(
            [Ext.Policies(One), Ext.Constraints(null, 1)], [Ext.Policies(One), Ext.Mappings((One, Two))], [Ext.Policies(Two)], true).Asking(One),
        ["4.2.1.14 any inhibited at once"] = () => With([Ext.Policies(One), Ext.InhibitAny(0)], [Ext.Policies(Oids.AnyPolicy)], [Ext.Policies(One)], false)
            .Asking(One),
        ["4.2.1.14 any inhibited at once, not used"] = () => With([Ext.Policies(One), Ext.InhibitAny(0)], [Ext.Policies(One)], [Ext.Policies(One)], true)
            .Asking(One),
        ["4.2.1.14 any inhibited after one"] = () => With(
            [Ext.Policies(One), Ext.InhibitAny(1)], [Ext.Policies(Oids.AnyPolicy)], [Ext.Policies(One)], true).Asking(One),
        ["4.2.1.14 any inhibited after one, in the leaf"] = () => With(
            [Ext.Policies(One), Ext.InhibitAny(1)], [Ext.Policies(Oids.AnyPolicy)], [Ext.Policies(Oids.AnyPolicy)], false).Asking(One),
        ["4.2.1.14 the smaller counts"] = () => With(
            [Ext.Policies(One), Ext.InhibitAny(5)], [Ext.Policies(One), Ext.InhibitAny(0)], [Ext.Policies(Oids.AnyPolicy)], false).Asking(One),
        ["6.1.1 g any inhibited by the user"] = () => With(
            [Ext.Policies(One)], [Ext.Policies(Oids.AnyPolicy)], [Ext.Policies(One)], false).Asking(One) with { InhibitAny = true },
        ["6.1.3 d 2 a self-issued authority may say any"] = () => SelfIssued(Ext.InhibitAny(0), [Ext.Policies(Oids.AnyPolicy)], true).Asking(One),
        ["4.2.1.11 empty policyConstraints"] = () => With([Ext.Constraints()], [], [], false),
    };

    private static TrustCase Line(string[][] authorities, string[]? leaf, bool holds) =>
        Leaf(leaf is null ? null : Ext.Policies(leaf), holds, authorities);

    private static TrustCase Leaf(Ext? leaf, bool holds, string[][] authorities)
    {
        List<Entity> between = [Entity.Root()];
        foreach (string[] policies in authorities.Length == 0 ? [[]] : authorities)
        {
            between.Add(between[^1].Authority(
                $"CN=A{between.Count}", draft => draft.Set(policies.Length == 0 ? [] : [Ext.Policies(policies)])));
        }

        return Judge(holds, between, draft => draft.Set(leaf is null ? [] : [leaf]));
    }

    private static TrustCase With(Ext[] first, Ext[] second, Ext[] leaf, bool holds)
    {
        List<Entity> between = [Entity.Root()];
        between.Add(between[^1].Authority("CN=A", draft => draft.Set(first)));
        between.Add(between[^1].Authority("CN=B", draft => draft.Set(second)));
        return Judge(holds, between, draft => draft.Set(leaf));
    }

    private static TrustCase Mapped(Ext mapping, string below, bool holds) =>
        With([Ext.Policies(One), mapping], [Ext.Policies(below)], [Ext.Policies(below)], holds);

    private static TrustCase SelfIssued(Ext constraint, Ext[] rollover, bool holds)
    {
        List<Entity> between = [Entity.Root()];
        between.Add(between[^1].Authority("CN=A", draft => draft.Set(Ext.Policies(One)).Set(constraint)));
        between.Add(between[^1].Rollover(draft => draft.Set(rollover)));
        return Judge(holds, between, draft => draft.Set(rollover.Length == 0 ? [] : [Ext.Policies(One)]));
    }

    private static TrustCase Judge(bool holds, List<Entity> between, Action<CertificateDraft> leaf)
    {
        Entity[] links = [.. between.Skip(1)];
        return holds
            ? TrustCase.Valid(between[0], between[^1].Leaf(change: leaf), links)
            : TrustCase.Invalid(between[0], between[^1].Leaf(change: leaf), links);
    }
}
