using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;

namespace VideoSaas.Web.Components.Shared;

/// <summary>
/// The part of a page that stands while figures move beside it: drawn again only when what it shows is another object, or
/// shown in another way.
/// </summary>
public sealed class Still : ComponentBase
{
    private object? _drawn;
    private string? _drawnWay;
    private bool _isAnother;

    /// <summary>Compared by reference: what was read anew is another.</summary>
    [Parameter, EditorRequired]
    public object? Of { get; set; }

    [Parameter]
    public string? Way { get; set; }

    [Parameter]
    public RenderFragment? ChildContent { get; set; }

    protected override void OnParametersSet()
    {
        _isAnother = !ReferenceEquals(Of, _drawn) || Way != _drawnWay;
        (_drawn, _drawnWay) = (Of, Way);
    }

    protected override bool ShouldRender() => _isAnother;

    protected override void BuildRenderTree(RenderTreeBuilder builder) => builder.AddContent(0, ChildContent);
}
