using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using MudBlazor;

namespace VideoSaas.Web.Components;

/// <summary>
/// <c>/theme.css</c>: the variables of <see cref="AppTheme"/> for both themes. The theme provider itself draws them, so that
/// no variable that a MudBlazor component reads can be missing; a page then needs no provider, no script and never flashes.
/// Which theme holds is said by the class of <c>html</c>: <c>vs-dark</c>, <c>vs-light</c>, or none for the system's.
/// </summary>
public sealed partial class ThemeStylesheet(IServiceScopeFactory scopes, ILoggerFactory loggers) : IDisposable
{
    /// <summary>Thai stands taller: every line is this much higher under <c>:lang(th)</c>.</summary>
    private const double ThaiLineFactor = 1.09;

    private readonly SemaphoreSlim _once = new(1, 1);
    private Sheet? _sheet;

    public async ValueTask<Sheet> GetAsync()
    {
        if (_sheet is { } made)
        {
            return made;
        }

        await _once.WaitAsync();
        try
        {
            return _sheet ??= await MakeAsync();
        }
        finally
        {
            _once.Release();
        }
    }

    public void Dispose() => _once.Dispose();

    private async Task<Sheet> MakeAsync()
    {
        await using var scope = scopes.CreateAsyncScope();
        await using var renderer = new HtmlRenderer(scope.ServiceProvider, loggers);
        var light = Rules(await DrawAsync(renderer, dark: false)) + OwnRules(dark: false);
        var dark = Rules(await DrawAsync(renderer, dark: true)) + OwnRules(dark: true);

        var css = new StringBuilder()
            .Append(":root{").Append(light).Append("color-scheme:light}\n")
            .Append("@media (prefers-color-scheme:dark){:root:not(.vs-light){").Append(dark).Append("color-scheme:dark}}\n")
            .Append(":root.vs-dark,.vs-dark{").Append(dark).Append("color-scheme:dark}\n")
            .Append(":root:lang(th){").Append(ThaiLines(light)).Append("}\n")
            .ToString();
        return new Sheet(css, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(css)))[..12]);
    }

    private static Task<string> DrawAsync(HtmlRenderer renderer, bool dark) => renderer.Dispatcher.InvokeAsync(async () =>
    {
        var parameters = ParameterView.FromDictionary(new Dictionary<string, object?>
        {
            [nameof(MudThemeProvider.Theme)] = AppTheme.Theme,
            [nameof(MudThemeProvider.IsDarkMode)] = dark,
        });
        return (await renderer.RenderComponentAsync<MudThemeProvider>(parameters)).ToHtmlString();
    });

    private static string Rules(string html) =>
        string.Concat(Declaration().Matches(html).Select(match => match.Value.Trim())).ReplaceLineEndings("");

    private static string OwnRules(bool dark)
    {
        var rules = new StringBuilder();
        foreach (var (name, (lightValue, darkValue)) in AppTheme.Own)
        {
            rules.Append(name).Append(':').Append(dark ? darkValue : lightValue).Append(';');
        }

        if (dark)
        {
            for (var step = 0; step < AppTheme.DarkElevations.Length; step++)
            {
                rules.Append(CultureInfo.InvariantCulture, $"--mud-elevation-{step}:{AppTheme.DarkElevations[step]};");
            }
        }

        return rules.ToString();
    }

    private static string ThaiLines(string light)
    {
        var rules = new StringBuilder();
        foreach (Match match in LineHeight().Matches(light))
        {
            var taller = double.Parse(match.Groups["value"].Value, CultureInfo.InvariantCulture) * ThaiLineFactor;
            rules.Append(CultureInfo.InvariantCulture, $"{match.Groups["name"].Value}lineheight:{taller:0.####};")
                .Append(match.Groups["name"].Value).Append("letterspacing:0;");
        }

        return rules.ToString();
    }

    [GeneratedRegex(@"--mud-[a-z0-9-]+:[^;]+;")]
    private static partial Regex Declaration();

    [GeneratedRegex(@"(?<name>--mud-typography-[a-z0-9]+-)lineheight:\s*(?<value>[0-9.]+);")]
    private static partial Regex LineHeight();

    /// <param name="Version">Changes with the text; part of the address, so that it may be cached for good.</param>
    public sealed record Sheet(string Css, string Version);
}
