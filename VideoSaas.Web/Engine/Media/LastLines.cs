namespace VideoSaas.Web.Engine.Media;

/// <summary>The last lines that a tool said, from any thread; a line is cut at 500 characters.</summary>
internal sealed class LastLines
{
    private const int Most = 40;
    private const int LongestLine = 500;
    private readonly Queue<string> _lines = new();
    private int _count;

    /// <summary>How many lines were said in all.</summary>
    public int Count => Volatile.Read(ref _count);

    public void Add(string line)
    {
        // A zero character cannot be stored as text.
        Interlocked.Increment(ref _count);
        var kept = line.Replace('\0', ' ');
        lock (_lines)
        {
            if (_lines.Count == Most)
            {
                _lines.Dequeue();
            }

            _lines.Enqueue(kept.Length > LongestLine ? kept[..LongestLine] : kept);
        }
    }

    public IReadOnlyList<string> ToList()
    {
        lock (_lines)
        {
            return [.. _lines];
        }
    }
}
