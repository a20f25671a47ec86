using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace VideoSaas.Tests.Browser;

/// <summary>axe-core on pages as they stand: nothing that it calls serious or critical may be there. Gathers, so that one run tells all.</summary>
internal sealed class Accessibility
{
    private static readonly string[] Grave = ["serious", "critical"];

    /// <summary>What passed is counted and thrown away: to describe it takes longer than to find what did not.</summary>
    private static readonly AxeRunOptions Options = new() { ResultTypes = [ResultType.Violations], XPath = false };

    private readonly List<string> _found = [];

    public async Task LookAsync(IPage page, string name)
    {
        var result = await page.RunAxe(Options);
        _found.AddRange(result.Violations
            .Where(rule => Grave.Contains(rule.Impact, StringComparer.Ordinal))
            .SelectMany(rule => rule.Nodes.Select(node => $"{name}: {rule.Id} ({rule.Impact}) at {node.Target}: {node.Html}")));
    }

    public void AssertNothingGrave() => Assert.True(_found.Count == 0, string.Join('\n', _found));
}
