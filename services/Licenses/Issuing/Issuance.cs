using Licenses.Catalog;
using Licenses.Sealing;

namespace Licenses.Issuing;

/// <summary>A license that may be issued: who asks for what, and what seals it.</summary>
/// <param name="Key">The write.</param>
/// <param name="Order">What is issued.</param>
/// <param name="Department">Who issues.</param>
/// <param name="Means">What it is sealed with.</param>
/// <param name="By">Who asked for it; null where the certificate names nobody.</param>
internal sealed record Issuance(WriteKey Key, IssueOrder Order, Department Department, SealMeans Means, Person? By);
