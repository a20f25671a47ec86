using Microsoft.Extensions.Localization;
using VideoSaas.Domain.Publishing;
using VideoSaas.Web.Components.Shared;
using VideoSaas.Web.Resources;

namespace VideoSaas.Web.Features.Publishing;

/// <summary>What a look ahead of a post's time found, in plain words.</summary>
internal sealed class CheckSentences(IStringLocalizer<PublishingTexts> reasons)
{
    public string Of(CheckFinding finding) =>
        Sentences.Find(reasons, $"Verdict_{finding.Code}", [.. finding.Arguments])
        ?? Sentences.OfCode(reasons, finding.Code, [.. finding.Arguments], "Refusal_gave_up");
}
