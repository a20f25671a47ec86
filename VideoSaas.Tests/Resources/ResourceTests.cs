using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace VideoSaas.Tests.Resources;

/// <summary>Everything people read exists in both languages and is written in the resource files alone.</summary>
public sealed partial class ResourceTests
{
    private static readonly string Web = Path.Combine(Root(), "VideoSaas.Web");

    public static TheoryData<string> Files() =>
        [.. Directory.GetFiles(Path.Combine(Web, "Resources"), "*.resx")
            .Select(path => Path.GetFileName(path))
            .Where(name => !name.EndsWith(".th.resx", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Files))]
    public void Resource_InOneLanguage_IsInTheOther(string file)
    {
        var english = Read(file);
        var thai = Read(file.Replace(".resx", ".th.resx", StringComparison.Ordinal));
        Assert.Empty(english.Keys.Except(thai.Keys));
        Assert.Empty(thai.Keys.Except(english.Keys));
        Assert.DoesNotContain(english.Concat(thai), text => string.IsNullOrWhiteSpace(text.Value));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Resource_WithPlaceholders_HasTheSameInBoth(string file)
    {
        var thai = Read(file.Replace(".resx", ".th.resx", StringComparison.Ordinal));
        foreach (var (key, text) in Read(file))
        {
            Assert.True(
                PlaceholdersOf(text).SequenceEqual(PlaceholdersOf(thai[key])), $"{file}: {key} has other placeholders in Thai.");
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Resource_File_HasItsMarkerClass(string file) =>
        Assert.NotNull(typeof(Program).Assembly.GetType($"VideoSaas.Web.Resources.{Path.GetFileNameWithoutExtension(file)}"));

    /// <summary>By its whole name, or by the words before a part that is put in.</summary>
    [Theory]
    [MemberData(nameof(Files))]
    public void Resource_IsUsedSomewhere(string file)
    {
        var unused = Read(file).Keys.Where(key => !Named.Value.Contains(key) && !Begun.Value.Any(word => key.StartsWith(word, StringComparison.Ordinal)));
        Assert.Empty(unused);
    }

    [Fact]
    public void Components_HaveNoTextOfTheirOwn() => Assert.Empty(LiteralText.In(typeof(Program).Assembly));

    [Fact]
    public void Scan_OfComponents_FindsTextAndOnlyText()
    {
        Assert.Equal(
            ["Outspoken: <p>Plain words</p>", "Outspoken: and more words", "Outspoken: Your words", "Outspoken: <b>Conditional words</b>"],
            LiteralText.In(typeof(Outspoken)));
        Assert.Empty(LiteralText.In(typeof(Silent)));
    }

    private static readonly Lazy<string> Sources = new(() => string.Join('\n', new[] { "VideoSaas.Web", "VideoSaas.Domain" }
        .SelectMany(project => Directory.EnumerateFiles(Path.Combine(Root(), project), "*", SearchOption.AllDirectories))
        .Where(path => (path.EndsWith(".cs", StringComparison.Ordinal) || path.EndsWith(".razor", StringComparison.Ordinal))
            && !path.Contains("/obj/", StringComparison.Ordinal) && !path.Contains("/bin/", StringComparison.Ordinal))
        .Select(File.ReadAllText)));

    private static readonly Lazy<HashSet<string>> Named = new(() => [.. WholeName().Matches(Sources.Value).Select(found => found.Groups[1].Value)]);

    private static readonly Lazy<HashSet<string>> Begun = new(() => [.. BeginningOfName().Matches(Sources.Value).Select(found => found.Groups[1].Value)]);

    [GeneratedRegex("\"([A-Za-z][A-Za-z0-9_]*)\"")]
    private static partial Regex WholeName();

    [GeneratedRegex("\\$\"([A-Za-z0-9]+_(?:[A-Za-z0-9_]*_)?)\\{")]
    private static partial Regex BeginningOfName();

    private static Dictionary<string, string> Read(string file) =>
        XDocument.Load(Path.Combine(Web, "Resources", file)).Root!.Elements("data")
            .ToDictionary(data => (string)data.Attribute("name")!, data => (string)data.Element("value")!);

    private static IEnumerable<string> PlaceholdersOf(string text) =>
        Placeholder().Matches(text).Select(match => match.Groups[1].Value).Distinct().Order(StringComparer.Ordinal);

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "VideoSaas.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("The solution's folder was not found above the tests.");
    }

    [GeneratedRegex(@"\{(\d+)[^}]*\}")]
    private static partial Regex Placeholder();
}
