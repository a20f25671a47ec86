using MudBlazor;

namespace VideoSaas.Web.Components;

/// <summary>
/// The look: the only place that holds colour values. <see cref="ThemeStylesheet"/> turns it into the one sheet that
/// static and interactive pages share.
/// </summary>
public static class AppTheme
{
    // The provider puts names with blanks in quotes itself.
    private static readonly string[] Family = ["Geist Variable", "Noto Sans Thai Looped Variable", "system-ui", "sans-serif"];

    public static readonly MudTheme Theme = new()
    {
        PaletteLight = new PaletteLight
        {
            Background = "#F6F6F3",
            AppbarBackground = "#F6F6F3",
            DrawerBackground = "#F6F6F3",
            Surface = "#FFFFFF",
            BackgroundGray = "#EEEEEA",
            TextPrimary = "#191A1D",
            AppbarText = "#191A1D",
            DrawerText = "#191A1D",
            TextSecondary = "#565962",
            DrawerIcon = "#565962",
            ActionDefault = "#565962",
            TextDisabled = "#8B8E96",
            ActionDisabled = "#8B8E96",
            ActionDisabledBackground = "#EEEEEA",
            LinesInputs = "#8A8D94",
            LinesDefault = "#E3E3DE",
            Divider = "#E3E3DE",
            DividerLight = "#EDEDE9",
            TableLines = "#EDEDE9",
            TableStriped = "#00000000",
            TableHover = "#EEEEEA",
            Skeleton = "#E3E3DE",
            Primary = "#2450D6",
            PrimaryContrastText = "#FFFFFF",
            PrimaryDarken = "#1B3EAB",
            PrimaryLighten = "#EBF0FE",
            Secondary = "#565962",
            SecondaryContrastText = "#FFFFFF",
            Tertiary = "#565962",
            TertiaryContrastText = "#FFFFFF",
            Success = "#136B3B",
            SuccessLighten = "#E5F4EA",
            SuccessContrastText = "#FFFFFF",
            Warning = "#8A4B00",
            WarningLighten = "#FCF0DC",
            WarningContrastText = "#FFFFFF",
            Error = "#B3261E",
            ErrorLighten = "#FCEBE9",
            ErrorContrastText = "#FFFFFF",
            Info = "#47596F",
            InfoLighten = "#EAEEF3",
            InfoContrastText = "#FFFFFF",
            Dark = "#1F2024",
            DarkContrastText = "#F2F3F5",
            HoverOpacity = .05,
            RippleOpacity = 0,
            RippleOpacitySecondary = 0,
        },
        PaletteDark = new PaletteDark
        {
            Background = "#0F1012",
            AppbarBackground = "#0F1012",
            DrawerBackground = "#0F1012",
            Surface = "#17181B",
            BackgroundGray = "#0A0B0C",
            TextPrimary = "#ECEDEF",
            AppbarText = "#ECEDEF",
            DrawerText = "#ECEDEF",
            TextSecondary = "#A6A9B2",
            DrawerIcon = "#A6A9B2",
            ActionDefault = "#A6A9B2",
            TextDisabled = "#6E717A",
            ActionDisabled = "#6E717A",
            ActionDisabledBackground = "#1E2024",
            LinesInputs = "#6F727B",
            LinesDefault = "#2A2C31",
            Divider = "#2A2C31",
            DividerLight = "#222428",
            TableLines = "#222428",
            TableStriped = "#00000000",
            TableHover = "#1E2024",
            Skeleton = "#2A2C31",
            Primary = "#8FA8FF",
            PrimaryContrastText = "#0B1330",
            PrimaryDarken = "#A9BCFF",
            PrimaryLighten = "#1C2440",
            Secondary = "#A6A9B2",
            SecondaryContrastText = "#0F1012",
            Tertiary = "#A6A9B2",
            TertiaryContrastText = "#0F1012",
            Success = "#5CC98A",
            SuccessLighten = "#13291D",
            SuccessContrastText = "#0B1F14",
            Warning = "#F0B354",
            WarningLighten = "#2E2210",
            WarningContrastText = "#261800",
            Error = "#FF8F86",
            ErrorLighten = "#351917",
            ErrorContrastText = "#2A0B08",
            Info = "#A9B8CB",
            InfoLighten = "#1E2530",
            InfoContrastText = "#0B1330",
            Dark = "#1F2024",
            DarkContrastText = "#F2F3F5",
            HoverOpacity = .06,
            RippleOpacity = 0,
            RippleOpacitySecondary = 0,
        },
        Typography = new Typography
        {
            Default = new DefaultTypography { FontFamily = Family, FontSize = ".875rem", LineHeight = "1.5714", FontWeight = "400", LetterSpacing = "normal", TextTransform = "none" },
            H1 = new H1Typography { FontFamily = Family, FontSize = "2rem", LineHeight = "1.25", FontWeight = "600", LetterSpacing = "-.02em", TextTransform = "none" },
            H2 = new H2Typography { FontFamily = Family, FontSize = "1.75rem", LineHeight = "1.2857", FontWeight = "600", LetterSpacing = "-.02em", TextTransform = "none" },
            H3 = new H3Typography { FontFamily = Family, FontSize = "1.25rem", LineHeight = "1.5", FontWeight = "600", LetterSpacing = "-.02em", TextTransform = "none" },
            H4 = new H4Typography { FontFamily = Family, FontSize = "1.0625rem", LineHeight = "1.5294", FontWeight = "600", LetterSpacing = "normal", TextTransform = "none" },
            H5 = new H5Typography { FontFamily = Family, FontSize = ".9375rem", LineHeight = "1.6", FontWeight = "600", LetterSpacing = "normal", TextTransform = "none" },
            H6 = new H6Typography { FontFamily = Family, FontSize = ".8125rem", LineHeight = "1.5385", FontWeight = "600", LetterSpacing = "normal", TextTransform = "none" },
            Subtitle1 = new Subtitle1Typography { FontFamily = Family, FontSize = ".9375rem", LineHeight = "1.6", FontWeight = "500", LetterSpacing = "normal", TextTransform = "none" },
            Subtitle2 = new Subtitle2Typography { FontFamily = Family, FontSize = ".8125rem", LineHeight = "1.5385", FontWeight = "500", LetterSpacing = "normal", TextTransform = "none" },
            Body1 = new Body1Typography { FontFamily = Family, FontSize = ".875rem", LineHeight = "1.5714", FontWeight = "400", LetterSpacing = "normal", TextTransform = "none" },
            Body2 = new Body2Typography { FontFamily = Family, FontSize = ".8125rem", LineHeight = "1.5385", FontWeight = "400", LetterSpacing = "normal", TextTransform = "none" },
            Button = new ButtonTypography { FontFamily = Family, FontSize = ".875rem", LineHeight = "1.4286", FontWeight = "500", LetterSpacing = "normal", TextTransform = "none" },
            Caption = new CaptionTypography { FontFamily = Family, FontSize = ".75rem", LineHeight = "1.5", FontWeight = "400", LetterSpacing = "normal", TextTransform = "none" },
            Overline = new OverlineTypography { FontFamily = Family, FontSize = ".75rem", LineHeight = "1.5", FontWeight = "500", LetterSpacing = "normal", TextTransform = "none" },
        },
        LayoutProperties = new LayoutProperties
        {
            DefaultBorderRadius = "8px",
            AppbarHeight = "56px",
            DrawerWidthLeft = "216px",
            DrawerMiniWidthLeft = "60px",
        },
        Shadows = new Shadow { Elevation = Elevations("0 1px 2px rgba(20,20,15,.05)", "0 12px 32px -8px rgba(20,20,15,.22), 0 2px 6px rgba(20,20,15,.08)") },
        PseudoCss = new PseudoCss { Scope = ":root" },
    };

    /// <summary>Shadows float only, so the two themes differ in them and nothing below the sixth step is felt in the dark.</summary>
    public static readonly string[] DarkElevations = Elevations("none", "0 16px 40px -8px rgba(0,0,0,.7), 0 0 0 1px #2A2C31");

    /// <summary>Values that MudBlazor's palette has no name for: name → (light, dark).</summary>
    public static readonly IReadOnlyDictionary<string, (string Light, string Dark)> Own = new Dictionary<string, (string, string)>
    {
        ["--vs-raised"] = ("#FFFFFF", "#1E2024"),
        ["--vs-mark-tile"] = ("#EEEEEA", "#25282D"),
        ["--vs-track"] = ("#E3E3DE", "#2A2C31"),
        ["--vs-badge"] = ("#E3E3DE", "#25282D"),
        ["--vs-avatar"] = ("#D9CFC0", "#D9CFC0"),
        ["--vs-avatar-text"] = ("#3A2F1E", "#3A2F1E"),
        ["--vs-toast"] = ("#1F2024", "#1F2024"),
        ["--vs-toast-text"] = ("#F2F3F5", "#F2F3F5"),
        ["--vs-toast-action"] = ("#A9BCFF", "#A9BCFF"),
        ["--vs-plate"] = ("rgba(0,0,0,.76)", "rgba(0,0,0,.76)"),
        ["--vs-plate-text"] = ("#FFFFFF", "#FFFFFF"),
        ["--vs-bell"] = ("#B3261E", "#FF8F86"),
    };

    private static string[] Elevations(string resting, string floating) =>
        [.. Enumerable.Range(0, 26).Select(step => step switch { < 2 => "none", < 6 => resting, _ => floating })];
}
