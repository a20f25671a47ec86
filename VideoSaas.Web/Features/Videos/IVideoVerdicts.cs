using VideoSaas.Domain.Videos;

namespace VideoSaas.Web.Features.Videos;

/// <summary>Why a video failed, as a sentence in the reader's language. The room that works on videos knows the words.</summary>
public interface IVideoVerdicts
{
    string Sentence(ProcessingErrorDetails details);
}
