using Microsoft.AspNetCore.Components;
using VideoSaas.Domain.Auditing;
using VideoSaas.Web.Components.Shared;
using VideoSaas.Web.Engine.Live;

namespace VideoSaas.Web.Features.Publishing.Parts;

/// <summary>Draws nothing; tells its page when a clip has changed, so that what is typed there stays and what is known is read anew.</summary>
public sealed class VideoWatch : LiveComponent
{
    [Parameter, EditorRequired]
    public Guid VideoId { get; set; }

    [Parameter]
    public EventCallback OnChange { get; set; }

    protected override bool IsRestored => true;

    protected override Task ReadAsync(Actor actor, CancellationToken token) => OnChange.InvokeAsync();

    protected override bool Concerns(LiveSignal signal) => signal.Kind == "video" && signal.Resource == VideoId;
}
