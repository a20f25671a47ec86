using System.Globalization;
using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Time.Testing;
using MudBlazor.Services;
using VideoSaas.Web.Components.Shared;

namespace VideoSaas.Tests.Components;

/// <summary>A component in a fixed language, zone and moment.</summary>
public abstract class ScreenTest : BunitContext
{
    protected ScreenTest()
    {
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("en");
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddMudServices();
        Services.AddLocalization();
        Services.Replace(ServiceDescriptor.Singleton<TimeProvider>(Time));
        Services.AddSingleton(new PersonClock(Time) { ZoneId = "Asia/Bangkok" });
    }

    protected FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 11, 11, 3, 42, 0, TimeSpan.Zero));
}
