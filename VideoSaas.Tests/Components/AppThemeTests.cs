using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using MudBlazor;
using MudBlazor.Services;
using MudBlazor.Utilities;
using VideoSaas.Web.Components;

namespace VideoSaas.Tests.Components;

public sealed class AppThemeTests
{
    private const double Text = 4.5;
    private const double Edge = 3;

    public static TheoryData<bool> Themes => [false, true];

    [Theory]
    [MemberData(nameof(Themes))]
    public void Palette_OfEachTheme_CanBeReadOnEveryGround(bool dark)
    {
        var palette = PaletteOf(dark);
        foreach (var ground in new[] { palette.Surface, palette.Background })
        {
            foreach (var ink in new[] { palette.TextPrimary, palette.TextSecondary, palette.Primary, palette.Success, palette.Warning, palette.Error, palette.Info })
            {
                Assert.True(Contrast(ink, ground) >= Text, $"{ink.Value} on {ground.Value}: {Contrast(ink, ground):0.0}");
            }

            Assert.True(Contrast(palette.LinesInputs, ground) >= Edge, $"edge on {ground.Value}");
        }
    }

    [Theory]
    [MemberData(nameof(Themes))]
    public void Palette_OfEachTheme_CanBeReadOnItsTintsAndFills(bool dark)
    {
        var palette = PaletteOf(dark);
        (MudColor Ink, MudColor Ground)[] pairs =
        [
            (palette.Primary, new(palette.PrimaryLighten)), (palette.Success, new(palette.SuccessLighten)),
            (palette.Warning, new(palette.WarningLighten)), (palette.Error, new(palette.ErrorLighten)), (palette.Info, new(palette.InfoLighten)),
            (palette.PrimaryContrastText, palette.Primary), (palette.SuccessContrastText, palette.Success),
            (palette.WarningContrastText, palette.Warning), (palette.ErrorContrastText, palette.Error), (palette.InfoContrastText, palette.Info),
            (palette.PrimaryContrastText, new(palette.PrimaryDarken)),
        ];
        Assert.All(pairs, pair => Assert.True(Contrast(pair.Ink, pair.Ground) >= Text, $"{pair.Ink.Value} on {pair.Ground.Value}"));
    }

    [Fact]
    public async Task Stylesheet_HoldsBothThemesAndTallerThaiLines()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Services.AddRazorComponents().AddInteractiveServerComponents();
        builder.Services.AddMudServices();
        await using var app = builder.Build();
        using var stylesheet = new ThemeStylesheet(
            app.Services.GetRequiredService<IServiceScopeFactory>(), app.Services.GetRequiredService<ILoggerFactory>());

        var sheet = await stylesheet.GetAsync();
        Assert.Contains(":root{", sheet.Css, StringComparison.Ordinal);
        Assert.Contains("--mud-palette-primary: rgba(36,80,214,1)", sheet.Css, StringComparison.Ordinal);
        Assert.Contains("--mud-palette-primary: rgba(143,168,255,1)", sheet.Css, StringComparison.Ordinal);
        Assert.Contains("prefers-color-scheme:dark", sheet.Css, StringComparison.Ordinal);
        Assert.Contains("--mud-typography-body1-lineheight:1.7128;", sheet.Css, StringComparison.Ordinal);
        Assert.DoesNotContain("''", sheet.Css, StringComparison.Ordinal);
        Assert.Same(sheet, await stylesheet.GetAsync());
    }

    private static Palette PaletteOf(bool dark) => dark ? AppTheme.Theme.PaletteDark : AppTheme.Theme.PaletteLight;

    /// <summary>WCAG 2.2: relative luminance of the lighter over the darker, each with its 0.05 of glare.</summary>
    private static double Contrast(MudColor one, MudColor other)
    {
        var (light, dark) = (Math.Max(Luminance(one), Luminance(other)), Math.Min(Luminance(one), Luminance(other)));
        return (light + .05) / (dark + .05);
    }

    private static double Luminance(MudColor colour) => .2126 * Linear(colour.R) + .7152 * Linear(colour.G) + .0722 * Linear(colour.B);

    private static double Linear(byte channel) =>
        channel / 255d is var value && value <= .04045 ? value / 12.92 : Math.Pow((value + .055) / 1.055, 2.4);
}
