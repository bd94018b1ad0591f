namespace Licenses.Crypto.X509;

/// <summary>
/// How many certificates of list signers one question may lead to. An authority has a few; one that certifies itself a
/// hundred times for signing lists would otherwise make a hundred to the fourth questions of one.
/// </summary>
internal sealed class SignerBudget
{
    private int _left = 256;

    public bool Take() => _left-- > 0;
}
