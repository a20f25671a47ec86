namespace VideoSaas.Tests.Fixtures.Circuits;

/// <summary>When a tab was first sent each percent of a full progress bar, taken from the bytes of its batches.</summary>
internal sealed class ProgressFrames
{
    private readonly Lock _gate = new();
    private readonly List<(int Percent, long At)> _seen = [];

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _seen.Count;
            }
        }
    }

    /// <summary>A batch's strings are UTF-8; the bar's filled part is drawn as <c>width:37%</c>.</summary>
    public void Take(byte[] batch, long at)
    {
        ReadOnlySpan<byte> rest = batch;
        while (rest.IndexOf("width:"u8) is >= 0 and var found)
        {
            rest = rest[(found + "width:"u8.Length)..];
            var percent = 0;
            var digits = 0;
            while (digits < rest.Length && rest[digits] is >= (byte)'0' and <= (byte)'9')
            {
                percent = (percent * 10) + rest[digits] - '0';
                digits++;
            }

            // 100% is also the width of every stage that is over.
            if (digits > 0 && digits < rest.Length && rest[digits] == '%' && percent < 100)
            {
                lock (_gate)
                {
                    _seen.Add((percent, at));
                }
            }
        }
    }

    /// <summary>The first batch from then on that shows the percent, or a later one of a work that only goes forward; null: none did.</summary>
    public long? FirstAt(int percent, long since)
    {
        lock (_gate)
        {
            foreach (var (shown, at) in _seen)
            {
                if (at >= since && shown >= percent)
                {
                    return at;
                }
            }

            return null;
        }
    }
}
