using Microsoft.Extensions.Localization;
using VideoSaas.Domain.Processing;
using VideoSaas.Domain.Results;
using VideoSaas.Domain.Videos;
using VideoSaas.Web.Resources;

namespace VideoSaas.Web.Features.Processing;

/// <summary>Codes of failed videos and refused commands to sentences in the reader's language.</summary>
public static class ProcessingSentences
{
    /// <summary>Why a video failed. A code that nobody knows still gives a sentence.</summary>
    public static string Of(this IStringLocalizer<ProcessingTexts> texts, ProcessingErrorDetails details) =>
        Of(texts, details.Code, [.. details.Arguments ?? []]);

    public static string Of(this IStringLocalizer<ProcessingTexts> texts, Refusal refusal) =>
        Of(texts, refusal.Code, refusal.Arguments);

    /// <summary>Why a platform gets the file it gets.</summary>
    public static string Of(this IStringLocalizer<ProcessingTexts> texts, PlanReason reason)
    {
        try
        {
            return texts[$"Reason_{reason.Code}", [.. reason.Arguments]];
        }
        catch (FormatException)
        {
            // A plan of older rules may hold fewer values than today's sentence asks for.
            return texts["Work_encode"];
        }
    }

    private static string Of(IStringLocalizer<ProcessingTexts> texts, string code, object[] arguments)
    {
        if (code == "not_a_video" && arguments is [string kind, ..])
        {
            arguments = [texts[$"FileKind_{kind}"].Value];
        }

        try
        {
            var sentence = texts[$"Refusal_{code}", arguments];
            return sentence.ResourceNotFound ? texts["Refusal_other"] : sentence;
        }
        catch (FormatException)
        {
            // An older row may hold fewer values than today's sentence asks for.
            return texts["Refusal_other"];
        }
    }
}
