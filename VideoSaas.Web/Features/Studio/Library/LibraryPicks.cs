namespace VideoSaas.Web.Features.Studio.Library;

/// <summary>Which clips are chosen, in the order they were, and from where a range goes.</summary>
public sealed class LibraryPicks
{
    private readonly List<Guid> _order = [];
    private readonly HashSet<Guid> _ids = [];
    private int? _anchor;

    public int Count => _order.Count;

    public IReadOnlyList<Guid> Ids => _order;

    /// <summary>Ticks are shown on every card, also where nothing can be pointed at.</summary>
    public bool IsChoosing { get; set; }

    public bool Has(Guid id) => _ids.Contains(id);

    /// <summary>Chooses one, or lets it go; the next range begins here.</summary>
    public void Toggle(Guid id, int place)
    {
        _anchor = place;
        if (!_ids.Add(id))
        {
            _ids.Remove(id);
            _order.Remove(id);
            return;
        }

        _order.Add(id);
    }

    /// <summary>The places from the last one that was pressed to this one; null: nothing was pressed before.</summary>
    public (int First, int Count)? RangeTo(int place) =>
        _anchor is { } anchor ? (Math.Min(anchor, place), Math.Abs(place - anchor) + 1) : null;

    public void Add(IEnumerable<Guid> ids)
    {
        foreach (var id in ids)
        {
            if (_order.Count < LibraryQueries.MostChosen && _ids.Add(id))
            {
                _order.Add(id);
            }
        }
    }

    public void Clear()
    {
        _order.Clear();
        _ids.Clear();
        _anchor = null;
        IsChoosing = false;
    }
}
