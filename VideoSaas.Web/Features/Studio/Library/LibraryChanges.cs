using System.Collections.Concurrent;
using VideoSaas.Domain.Videos;
using VideoSaas.Web.Engine.Live;

namespace VideoSaas.Web.Features.Studio.Library;

/// <summary>What changed since a library was last read, so that only those cards are read again. Noted from any thread.</summary>
internal sealed class LibraryChanges
{
    private const int FewEnough = 24;

    private readonly ConcurrentQueue<LiveSignal> _noted = new();

    public bool Note(LiveSignal signal)
    {
        if (signal.Kind is not ("video" or "job" or "post" or LiveSignal.Gap))
        {
            return false;
        }

        _noted.Enqueue(signal);
        return true;
    }

    /// <summary>
    /// Takes what was noted. Null: the list must be read whole, because nothing is known, or a clip that is not shown may belong into
    /// it, or one that is shown may have left it.
    /// </summary>
    public IReadOnlyCollection<Guid>? Touched(LibraryView? shown)
    {
        var signals = new HashSet<LiveSignal>();
        while (_noted.TryDequeue(out var signal))
        {
            signals.Add(signal);
        }

        if (shown is null || signals.Count is 0 or > FewEnough || shown.Ask is not { Filter: LibraryFilter.All, IsNarrowed: false, Sort: not LibrarySort.LastPosted })
        {
            return null;
        }

        var touched = new HashSet<Guid>();
        foreach (var signal in signals)
        {
            switch (signal.Kind)
            {
                case "video" when shown.Clips.Any(clip => clip.Id == signal.Resource):
                    touched.Add(signal.Resource);
                    break;
                case "post" when shown.Clips.FirstOrDefault(clip => clip.Posts.Any(post => post.Id == signal.Resource)) is { } clip:
                    touched.Add(clip.Id);
                    break;
                case "job":
                    // Whose job it is, it does not say; of those at rest none has one that a card shows.
                    touched.UnionWith(shown.Clips.Where(clip => VideoTransitions.IsUnderWay(clip.Status)).Select(clip => clip.Id));
                    break;
                default:
                    return null;
            }
        }

        return touched;
    }
}
