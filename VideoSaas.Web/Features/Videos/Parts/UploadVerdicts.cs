using Microsoft.Extensions.Localization;
using VideoSaas.Domain.Videos;
using VideoSaas.Web.Resources;

namespace VideoSaas.Web.Features.Videos.Parts;

/// <summary>Why an uploaded file did not become ready; a general sentence where nobody knows more.</summary>
public sealed class UploadVerdicts(IStringLocalizer<UploadTexts> texts, IEnumerable<IVideoVerdicts> verdicts)
{
    public string Sentence(ProcessingErrorDetails? error) =>
        error is null ? texts["Upload_Rejected"] : verdicts.FirstOrDefault()?.Sentence(error) ?? texts["Upload_Rejected"];
}
