using System.Text.RegularExpressions;
using VideoSaas.Tests.Fixtures;

namespace VideoSaas.Tests.Architecture;

/// <summary>Rules that only the sources can show.</summary>
public sealed partial class SourceTests
{
    private const int LongestFile = 400;
    private const int LongestComponent = 300;

    private static readonly Lazy<List<(string Path, string Text)>> Sources = new(() =>
        [.. new[] { "VideoSaas.Domain", "VideoSaas.Web", "VideoSaas.Tests" }
            .SelectMany(project => Directory.EnumerateFiles(SourceTree.PathOf(project), "*", SearchOption.AllDirectories))
            .Select(path => Path.GetRelativePath(SourceTree.Root, path).Replace('\\', '/'))
            .Where(path => path.EndsWith(".cs", StringComparison.Ordinal) || path.EndsWith(".razor", StringComparison.Ordinal))
            .Where(path => !path.Contains("/obj/", StringComparison.Ordinal) && !path.Contains("/bin/", StringComparison.Ordinal)
                && !path.Contains("/Migrations/", StringComparison.Ordinal))
            .Select(path => (path, File.ReadAllText(SourceTree.PathOf(path))))]);

    [Fact]
    public void File_IsNeverLongerThanOneSitting()
    {
        var lines = Sources.Value.ToDictionary(source => source.Path, source => source.Text.Count(letter => letter == '\n'));
        AssertNone(
            from file in lines
            let component = file.Key.EndsWith(".razor", StringComparison.Ordinal)
            let length = file.Value + (component ? lines.GetValueOrDefault(file.Key + ".cs") : 0)
            where length > (component ? LongestComponent : LongestFile)
            select $"{file.Key}: {length} lines");
    }

    [Fact]
    public void Options_AreAlwaysValidatedAtStart()
    {
        var classes = OptionsClass().Matches(string.Join('\n', Web().Select(source => source.Text)))
            .Select(match => match.Groups[1].Value).Distinct().ToList();
        Assert.Contains("DataOptions", classes);
        var registered = string.Join('\n', Web().Select(source => Spaces().Replace(source.Text, "")));
        AssertNone(classes.Where(name => !Regex.IsMatch(
            registered, $@"AddOptions<{name}>\(\)[^;]*{name}\.Section[^;]*\.ValidateOnStart\(\)")));
    }

    [Fact]
    public void Leftovers_AreNeverCommitted() => AssertNone(
        from source in Sources.Value
        where source.Path != "VideoSaas.Tests/Architecture/SourceTests.cs"
        from match in Leftover().Matches(source.Text)
        select $"{source.Path}: {match.Value.Trim()}");

    [Fact]
    public void Names_NeverHideWhatAThingIs() => AssertNone(
        from source in Sources.Value
        from match in VagueName().Matches(source.Text)
        select $"{source.Path}: {match.Groups[1].Value}");

    private static IEnumerable<(string Path, string Text)> Web() =>
        Sources.Value.Where(source => source.Path.StartsWith("VideoSaas.Web/", StringComparison.Ordinal));

    private static void AssertNone(IEnumerable<string> broken)
    {
        var list = broken.Distinct().Order(StringComparer.Ordinal).ToList();
        Assert.True(list.Count == 0, $"{list.Count} places:\n{string.Join('\n', list)}");
    }

    [GeneratedRegex(@"\bclass (\w+Options)\b[^{]*\{[^}]*?const string Section\b", RegexOptions.Singleline)]
    private static partial Regex OptionsClass();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();

    [GeneratedRegex(@"(//|\*|<!--).*\b(TODO|FIXME|HACK|XXX)\b.*|#region.*|^\s*// ?[=\-*#]{4,}.*", RegexOptions.Multiline)]
    private static partial Regex Leftover();

    [GeneratedRegex(@"^\s*(?:public |internal |private |sealed |static |abstract |partial )+(?:class|record|struct|interface) (\w*(?:Manager|Helper|Helpers|Util|Utils|Utilities|Common))\b", RegexOptions.Multiline)]
    private static partial Regex VagueName();
}
