using System.Diagnostics;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;

namespace VideoSaas.Web.Components.Shared;

/// <summary>A card that fails alone: the rest of the page goes on, and the card says so with a way to try again.</summary>
public sealed class CardBoundary : ErrorBoundaryBase
{
    private string _reference = "";

    [Inject]
    private ILogger<CardBoundary> Log { get; set; } = default!;

    /// <summary>What is safe although this failed, in one sentence.</summary>
    [Parameter]
    public string? Safe { get; set; }

    /// <summary>Called after "Try again", before the content is drawn anew.</summary>
    [Parameter]
    public EventCallback OnRetry { get; set; }

    protected override Task OnErrorAsync(Exception exception)
    {
        _reference = Activity.Current?.TraceId.ToString()[..8] ?? RandomNumberGenerator.GetHexString(8, lowercase: true);
        CardLog.Failed(Log, exception, _reference);
        return Task.CompletedTask;
    }

    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        if (CurrentException is null)
        {
            builder.AddContent(0, ChildContent);
            return;
        }

        builder.OpenComponent<ErrorCard>(1);
        builder.AddComponentParameter(2, nameof(ErrorCard.Safe), Safe);
        builder.AddComponentParameter(3, nameof(ErrorCard.Reference), _reference);
        builder.AddComponentParameter(4, nameof(ErrorCard.OnRetry), EventCallback.Factory.Create(this, RetryAsync));
        builder.CloseComponent();
    }

    private async Task RetryAsync()
    {
        Recover();
        await OnRetry.InvokeAsync();
    }
}

internal static partial class CardLog
{
    [LoggerMessage(Level = LogLevel.Error, Message = "A card failed to draw; reference {Reference}")]
    public static partial void Failed(ILogger logger, Exception exception, string reference);
}
