using VideoSaas.Web.Features.Videos.Labels;

namespace VideoSaas.Web.Features.Studio.Library;

public enum LibraryFilter
{
    All,
    Ready,
    Scheduled,
    InProgress,
    Published,
    NeedsYou,

    /// <summary>Deleted, until it is taken out again.</summary>
    Bin,
}

public enum LibrarySort
{
    Newest,
    Oldest,
    Longest,
    Name,
    LastPosted,
}

/// <summary>How many clips each filter holds, whatever else narrows the list.</summary>
public sealed record LibraryCounts(int All, int Ready, int Scheduled, int InProgress, int Published, int NeedsYou, int Bin)
{
    public int Of(LibraryFilter filter) => filter switch
    {
        LibraryFilter.Ready => Ready,
        LibraryFilter.Scheduled => Scheduled,
        LibraryFilter.InProgress => InProgress,
        LibraryFilter.Published => Published,
        LibraryFilter.NeedsYou => NeedsYou,
        LibraryFilter.Bin => Bin,
        _ => All,
    };
}

/// <param name="Matching">Clips that the question lets through; <paramref name="Clips"/> are the first of them.</param>
public sealed record LibraryView(
    LibraryAsk Ask, LibraryCounts Counts, int Matching, IReadOnlyList<Clip> Clips, IReadOnlyList<LabelView> Labels);
