using VideoSaas.Domain.Publishing;
using VideoSaas.Domain.Results;

namespace VideoSaas.Web.Features.Publishing.Bulk;

/// <summary>One post of many.</summary>
/// <param name="At">Null: a draft, unless <paramref name="InSlot"/>.</param>
/// <param name="InSlot">At the next free time of its channel; once planned, <paramref name="At"/> says which.</param>
/// <param name="Line">Of the file it came from.</param>
public sealed record BulkRow(
    Guid VideoId, Guid AccountId, string? Caption, string? Title, PostSettings Settings, DateTimeOffset? At, bool InSlot, int? Line = null)
{
    public bool IsDraft => At is null && !InSlot;
}

/// <param name="Refusal">Why it cannot be done; null: it can.</param>
/// <param name="Verdicts">What the platform would say to it; errors first.</param>
public sealed record PlannedRow(
    BulkRow Row, string Title, string? ThumbnailAddress, Platform? Platform, string? AccountName, IReadOnlyList<Verdict> Verdicts, Refusal? Refusal);

/// <param name="Rows">In the order asked.</param>
public sealed record BulkPlan(IReadOnlyList<PlannedRow> Rows)
{
    public int Refused => Rows.Count(row => row.Refusal is not null);
}

/// <param name="PostIds">One for each row, in its order; empty when anything was refused.</param>
/// <param name="Refused">The same rows, judged anew: nothing at all was done.</param>
public sealed record BulkDone(IReadOnlyList<Guid> PostIds, BulkPlan? Refused);

internal static class BulkLimits
{
    public const int Videos = 200;

    public const int Rows = 500;
}
