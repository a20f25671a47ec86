using Microsoft.AspNetCore.Components;

namespace VideoSaas.Web.Components.Shared;

/// <summary>How the person of this page or circuit likes the library shown; the browser keeps it.</summary>
public sealed class LibraryTaste
{
    public const string List = "list";

    public const string Grid = "grid";

    /// <summary>Carried from the page to its circuit.</summary>
    [PersistentState]
    public string? Look { get; set; }

    public bool IsList => Look == List;
}
