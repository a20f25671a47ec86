using System.Net;
using System.Text.RegularExpressions;

namespace VideoSaas.Tests.Fixtures;

/// <summary>Fills and sends the forms of pages that a request draws, hidden fields included.</summary>
internal static partial class HtmlForms
{
    /// <summary>Gets the page and posts its form.</summary>
    /// <param name="action">Of the form to send; null is the page's own, which its component handles.</param>
    public static async Task<HttpResponseMessage> SubmitAsync(
        this HttpClient client, string page, IReadOnlyDictionary<string, string> fields, string? action = null)
    {
        var html = await client.GetStringAsync(new Uri(page, UriKind.Relative));
        var form = Form().Matches(html).Select(match => match.Value)
            .First(form => action is null ? form.Contains("name=\"_handler\"", StringComparison.Ordinal) : ActionOf(form) == action);
        var sent = Input().Matches(form)
            .Where(input => input.Value.Contains("type=\"hidden\"", StringComparison.Ordinal))
            .ToDictionary(input => Attribute(input.Value, "name")!, input => Attribute(input.Value, "value") ?? "");
        foreach (var (name, value) in fields)
        {
            sent[name] = value;
        }

        using var content = new FormUrlEncodedContent(sent);
        return await client.PostAsync(new Uri(action ?? page, UriKind.Relative), content);
    }

    /// <summary>What a person would read, without tags.</summary>
    public static async Task<string> ReadTextAsync(this HttpResponseMessage answer) =>
        TextOf(await answer.Content.ReadAsStringAsync());

    public static string TextOf(string html) => WebUtility.HtmlDecode(Tag().Replace(html, " "));

    private static string? ActionOf(string form) => Attribute(form[..form.IndexOf('>', StringComparison.Ordinal)], "action");

    private static string? Attribute(string tag, string name)
    {
        var match = Regex.Match(tag, $"\\b{name}=\"(?<value>[^\"]*)\"");
        return match.Success ? WebUtility.HtmlDecode(match.Groups["value"].Value) : null;
    }

    [GeneratedRegex("<form.*?</form>", RegexOptions.Singleline)]
    private static partial Regex Form();

    [GeneratedRegex("<input[^>]*>")]
    private static partial Regex Input();

    [GeneratedRegex("<[^>]+>")]
    private static partial Regex Tag();
}
