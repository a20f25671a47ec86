using Microsoft.Extensions.Localization;
using VideoSaas.Domain.Videos;
using VideoSaas.Web.Resources;

namespace VideoSaas.Web.Features.Videos.Parts;

/// <summary>Why an uploaded file did not become ready, in a sentence.</summary>
public sealed class UploadVerdicts(IStringLocalizer<UploadTexts> texts)
{
    public string Sentence(ProcessingErrorDetails? error) => texts["Upload_Rejected"];
}
