using VideoSaas.Tests.Fixtures;
using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(LongestFirst))]

namespace VideoSaas.Tests.Fixtures;

/// <summary>
/// The longest classes begin first: one that began last would go on alone, long after everything else. Within the rest the
/// order is any.
/// </summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    private static readonly string[] Long = ["MainJobTests", "PowerCutTests", "EveryScreenTests", ".Engine.Media.", "LostConnectionTests", ".Scripts.", ".Publishing.", ".Processing.", ".Browser."];

    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection =>
        [.. testCollections.OrderBy(collection => RankOf(collection.TestCollectionDisplayName))];

    private static int RankOf(string name) =>
        Array.FindIndex(Long, part => name.Contains(part, StringComparison.Ordinal)) is var rank and >= 0 ? rank : Long.Length;
}
