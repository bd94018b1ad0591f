namespace Licenses.Sealing.Desk;

/// <summary>Why the desk refuses, in the words that a person reads.</summary>
internal static class DeskRefusals
{
    public static Outcome<T> UnknownSeal<T>() => Of<T>(RefusalReason.UnknownSeal, "没有这一印章", "no such seal");

    public static Outcome<T> NotEntitled<T>() => Of<T>(
        RefusalReason.NotEntitled, "只能办理本单位的印章", "this is the seal of another organisation");

    public static Outcome<T> NoDepartment<T>() => Of<T>(
        RefusalReason.NotEntitled, "目录中没有这一单位", "the catalogue has no such organisation");

    public static Outcome<T> PersonNotNamed<T>() => Of<T>(
        RefusalReason.PersonNotNamed,
        "客户端证书未载明经办人，无法确认须由两人办理",
        "the client certificate names no person, so nobody can tell that two people act");

    public static Outcome<T> SamePerson<T>() => Of<T>(
        RefusalReason.SamePerson,
        "申请人不得审批自己的申请，须由另一人审批",
        "who asked must not approve: it takes a second person");

    public static Outcome<T> Waiting<T>() => Of<T>(
        RefusalReason.IllegalTransition,
        "该印章已有待审批的申请，须先审批或驳回",
        "another request for this seal waits: approve or reject it first");

    public static Outcome<T> NothingWaits<T>() => Of<T>(
        RefusalReason.IllegalTransition, "该印章没有待审批的申请", "no request for this seal waits");

    public static Outcome<T> Illegal<T>() => Of<T>(
        RefusalReason.IllegalTransition, "印章当前状态不允许此项操作", "the seal's state does not allow this");

    public static Outcome<T> Changed<T>() => Of<T>(
        RefusalReason.VersionConflict, "印章刚被他人变更，请重新查看后再办理", "the seal has changed meanwhile: look again");

    public static Outcome<T> NoMaker<T>() => Of<T>(
        RefusalReason.NoSealMaker,
        "本服务器未配置制章密钥，不能制作印章",
        "this server has no key that makes seals (Sealing:Maker), so none can be made");

    public static Outcome<T> NotMade<T>() => Of<T>(
        RefusalReason.SealNotMade, "印章尚未制作，不能使用", "the seal has not been made, so it cannot be applied");

    public static Outcome<T> Frozen<T>() => Of<T>(
        RefusalReason.SealFrozen, "印章已冻结，不能使用", "the seal is frozen and cannot be applied");

    public static Outcome<T> TakenAway<T>() => Of<T>(
        RefusalReason.VersionConflict,
        "印章刚被冻结、注销或重新制作，文件未予签章",
        "the seal was frozen, cancelled or made anew this very moment: nothing was sealed");

    public static Outcome<T> Cancelled<T>() => Of<T>(
        RefusalReason.SealCancelled, "印章已注销，不能使用", "the seal is cancelled and cannot be applied");

    public static Outcome<T> Expired<T>() => Of<T>(
        RefusalReason.SealExpired, "印章不在有效期内，不能使用", "the seal is outside its validity and cannot be applied");

    public static Outcome<T> NotListed<T>() => Of<T>(
        RefusalReason.SignerNotListed,
        "签章者证书不在印章的证书列表中；证书更新后须重新制章",
        "the signer's certificate is not on the seal's list; after a renewal the seal is to be made anew");

    public static Outcome<T> Fields<T>(ImmutableArray<FieldViolation> violations) =>
        new Outcome<T>.Refused(Refusal.InvalidFields(violations));

    public static Outcome<T> Reused<T>() => new Outcome<T>.Refused(Refusal.RequestIdReused);

    private static Outcome<T> Of<T>(RefusalReason reason, string zh, string en) =>
        new Outcome<T>.Refused(new Refusal(reason, zh, en));
}
