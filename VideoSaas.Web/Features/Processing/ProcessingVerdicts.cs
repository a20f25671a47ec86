using Microsoft.Extensions.Localization;
using VideoSaas.Domain.Videos;
using VideoSaas.Web.Features.Videos;
using VideoSaas.Web.Resources;

namespace VideoSaas.Web.Features.Processing;

/// <summary>This room's sentences, for the rooms before it.</summary>
internal sealed class ProcessingVerdicts(IStringLocalizer<ProcessingTexts> texts) : IVideoVerdicts
{
    public string Sentence(ProcessingErrorDetails details) => texts.Of(details);
}
