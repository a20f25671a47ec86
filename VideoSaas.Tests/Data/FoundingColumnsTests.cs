using System.Reflection;

namespace VideoSaas.Tests.Data;

/// <summary>The list is whole, and what it names exists and calls it back.</summary>
public sealed class FoundingColumnsTests
{
    [Fact]
    public void List_NamesEveryFoundingColumnOnce()
    {
        var founding = FoundingSchema.Columns.Split('\n').Select(line => line.Trim().Split(' ')[0]).Where(column => column.Length > 0);
        var listed = FoundingColumns.SeenBy.Select(one => one.Column).Concat(FoundingColumns.NotYet.Select(one => one.Column));

        Assert.Equal(founding.Order(StringComparer.Ordinal), listed.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void List_NamesTestsThatExist()
    {
        var tests = typeof(FoundingColumnsTests).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
                .Where(method => method.GetCustomAttribute<FactAttribute>() is not null)
                .Select(method => $"{type.Name}.{method.Name}"))
            .ToHashSet();

        Assert.DoesNotContain(FoundingColumns.SeenBy.Select(one => one.Test), test => !tests.Contains(test));
    }

    [Fact]
    public void Tests_OfTheList_AskIt()
    {
        foreach (var test in FoundingColumns.SeenBy.Select(one => one.Test).Distinct())
        {
            var (type, method) = (test.Split('.')[0], test.Split('.')[1]);
            var source = Directory.EnumerateFiles(Fixtures.SourceTree.PathOf("VideoSaas.Tests"), $"{type}.cs", SearchOption.AllDirectories).Single();
            var body = File.ReadAllText(source).Split($" {method}(")[1].Split("\n    }\n")[0];

            Assert.Contains("FoundingColumns.AssertHeldAsync(", body, StringComparison.Ordinal);
        }
    }
}
