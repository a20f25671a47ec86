using VideoSaas.Domain.Media;

namespace VideoSaas.Domain.Processing;

/// <summary>The least work that gives every platform a file that it takes, and why.</summary>
/// <param name="RulesVersion">Of <see cref="PlatformMediaRules"/> as they were then.</param>
public sealed record MakingPlan(
    string RulesVersion, IReadOnlyList<PlannedFile> Files, IReadOnlyList<PlatformDecision> Decisions, PreviewSpec Preview)
{
    /// <summary>Files whose picture is encoded; they and the preview come from one decode.</summary>
    public int Encodes => Files.Count(file => file.Spec.Work == FileWork.Encode);

    /// <summary>The file that a browser plays on the page: an encode if there is one, else what was copied or kept.</summary>
    public int ShownFile => Files.Select((file, index) => (file, index)).MaxBy(one => one.file.Spec.Work).index;
}

/// <param name="Platforms">Stored words of those that get it.</param>
public sealed record PlannedFile(FileSpec Spec, IReadOnlyList<string> Platforms);

/// <summary>What one platform gets, and why.</summary>
/// <param name="Rules">Name of the rules it was held against.</param>
/// <param name="File">Index into the plan's files.</param>
/// <param name="Reasons">What the source does not keep; empty: it is fine as it is.</param>
public sealed record PlatformDecision(string Platform, string Rules, FileWork Work, int File, IReadOnlyList<PlanReason> Reasons);

/// <param name="Code">The sentence for people is the resource <c>Reason_{Code}</c>.</param>
/// <param name="IsProposal">Work cannot mend it: only the creator can, for example by a cut.</param>
public sealed record PlanReason(string Code, IReadOnlyList<string> Arguments, bool IsProposal = false);
