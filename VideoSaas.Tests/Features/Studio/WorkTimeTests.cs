using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;
using VideoSaas.Web.Features.Studio;
using VideoSaas.Web.Resources;

namespace VideoSaas.Tests.Features.Studio;

public sealed class WorkTimeTests
{
    [Theory]
    [InlineData("en", 440, "0.4 s")]
    [InlineData("en", 6_200, "6 s")]
    [InlineData("en", 72_000, "1 min 12 s")]
    [InlineData("th", 6_200, "6 วินาที")]
    [InlineData("th", 72_000, "1 นาที 12 วินาที")]
    public void WorkTime_IsShortAndInThePersonsLanguage(string language, int milliseconds, string text)
    {
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language);
        var texts = new ServiceCollection().AddLogging().AddLocalization().BuildServiceProvider()
            .GetRequiredService<IStringLocalizer<StudioTexts>>();
        Assert.Equal(text, WorkTime.Of(texts, milliseconds));
    }
}
