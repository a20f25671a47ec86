using System.Text.Json;
using System.Text.Json.Nodes;

namespace VideoSaas.Web.Platforms.Graph;

/// <summary>
/// Asks for many metrics at once, and one by one where a name among them is not known, because one such name fails them all.
/// An empty answer is "not told", never 0.
/// </summary>
internal sealed class GraphInsights(GraphClient graph)
{
    /// <summary>Names by which a metric is nothing that the platform knows (3001 and its like), or that it does not tell of this post (10).</summary>
    private static readonly int?[] NotTold = [100, 10, 3001];

    /// <param name="path">Of the edge, such as <c>123/insights</c>.</param>
    /// <param name="raw">Where each answer is kept, by its name.</param>
    /// <returns>Numbers by their names, a value with members as <c>name.member</c>; or why there are none.</returns>
    public async Task<(Dictionary<string, double> Numbers, PlatformError? Error)> ReadAsync(
        string path, IReadOnlyList<string> metrics, string accessToken, JsonObject raw, CancellationToken token)
    {
        var numbers = new Dictionary<string, double>();
        var answer = await graph.GetAsync(path, accessToken, token, ("metric", string.Join(',', metrics)));
        if (answer.Error is null)
        {
            Take(answer, numbers, raw);
            return (numbers, null);
        }

        if (answer.Error is not { RemoteCode: 100, RemoteSubcode: null })
        {
            return (numbers, IsNotTold(answer.Error) ? null : answer.Error);
        }

        foreach (var metric in metrics)
        {
            var one = await graph.GetAsync(path, accessToken, token, ("metric", metric));
            if (one.Error is null)
            {
                Take(one, numbers, raw);
            }
            else if (!IsNotTold(one.Error))
            {
                return (numbers, one.Error);
            }
        }

        return (numbers, null);
    }

    private static bool IsNotTold(PlatformError error) => NotTold.Contains(error.RemoteCode) && !error.IsNotThere();

    private static void Take(GraphAnswer answer, Dictionary<string, double> numbers, JsonObject raw)
    {
        foreach (var row in answer.Body.Items("data"))
        {
            if (row.Text("name") is not { } name)
            {
                continue;
            }

            raw[name] = JsonNode.Parse(row.GetRawText());

            // The value is in a list of one, or on a shelf of its own.
            var value = row.Items("values") is [.., var last] ? last.Member("value") : row.Member("total_value")?.Member("value");
            switch (value)
            {
                case { ValueKind: JsonValueKind.Number } number:
                    numbers[name] = number.GetDouble();
                    break;
                case { ValueKind: JsonValueKind.Object } members:
                    foreach (var member in members.EnumerateObject().Where(member => member.Value.ValueKind == JsonValueKind.Number))
                    {
                        numbers[$"{name}.{member.Name}"] = member.Value.GetDouble();
                    }

                    break;
            }
        }
    }
}
