using Microsoft.AspNetCore.Components;

namespace VideoSaas.Web.Features.Studio.Parts.Library;

/// <summary>What was pressed on a clip.</summary>
/// <param name="Place">Where it stands in the whole list.</param>
/// <param name="IsRange">Everything since the last one is meant too.</param>
public sealed record ChosenClip(Guid Id, int Place, bool IsRange);

/// <summary>Who answers to what is pressed on a clip of the library.</summary>
public sealed record LibraryDeeds(
    EventCallback<ChosenClip> Choose, EventCallback<Clip> Label, EventCallback<Clip> Delete, EventCallback<Clip> Restore,
    EventCallback<Clip> DeleteForGood);
