using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using VideoSaas.Domain.Results;
using VideoSaas.Web.Data;

namespace VideoSaas.Tests.Architecture;

/// <summary>What never happens in this house. Each test lists every place that breaks its rule.</summary>
public sealed class NeverTests
{
    /// <summary>In the order of the data: a room may use earlier ones only.</summary>
    private static readonly string[] Rooms =
        ["Auditing", "Accounts", "Media", "Videos", "Processing", "Publishing", "Analytics", "Notifying", "Studio", "Admin"];

    private static readonly Assembly Domain = typeof(Words).Assembly;
    private static readonly Assembly Web = typeof(AppDb).Assembly;
    private static readonly Lazy<IReadOnlyCollection<CodeUse>> DomainUses = new(() => CodeGraph.Of(Domain));
    private static readonly Lazy<IReadOnlyCollection<CodeUse>> WebUses = new(() => CodeGraph.Of(Web));

    private static IEnumerable<CodeUse> AllUses => DomainUses.Value.Concat(WebUses.Value);

    [Fact]
    public void Domain_NeverReferencesMoreThanTheBaseLibrary()
    {
        AssertNone(CodeGraph.ReferencesOf(Domain).Where(name => name is not "netstandard" && !name.StartsWith("System", StringComparison.Ordinal)));
        AssertNone(DomainUses.Value
            .Where(use => use.Type.StartsWith("System.IO.File", StringComparison.Ordinal)
                || use.Type.StartsWith("System.IO.Directory", StringComparison.Ordinal)
                || use.Type.StartsWith("System.Net.Http", StringComparison.Ordinal)
                || use.Type.StartsWith("System.Threading.Tasks.", StringComparison.Ordinal)
                || use.Type is "System.TimeProvider")
            .Select(use => $"{use.User} uses {use.Type}"));
    }

    [Fact]
    public void Room_NeverUsesALaterRoom() => AssertNone(
        from use in AllUses
        let user = RoomOf(use.User)
        let used = RoomOf(use.Type)
        where user >= 0 && used > user
        select $"{use.User} uses {use.Type}");

    [Fact]
    public void EveryRoomFolder_IsARoomOfTheHouse() => AssertNone(
        AllUses.Select(use => use.User).Distinct()
            .Where(name => RoomNameOf(name) is { } room && !Rooms.Contains(room) && room != "Results"));

    [Theory]
    [InlineData("VideoSaas.Web.Data")]
    [InlineData("VideoSaas.Web.Engine")]
    [InlineData("VideoSaas.Web.Platforms")]
    [InlineData("VideoSaas.Web.Host")]
    [InlineData("VideoSaas.Web.Components.Shared")]
    public void Foundations_NeverUseFeatures(string foundation) => AssertNone(
        from use in WebUses.Value
        where IsIn(use.User, foundation) && IsIn(use.Type, "VideoSaas.Web.Features")
        select $"{use.User} uses {use.Type}");

    [Fact]
    public void Component_NeverInjectsADbContext_AHangfireClientOrTheHttpContext() => AssertNone(
        from type in Web.GetTypes()
        where type.IsAssignableTo(typeof(IComponent)) && !IsIn(type.FullName!, "VideoSaas.Web.Components.Account")
        from given in type.GetConstructors().SelectMany(constructor => constructor.GetParameters().Select(parameter => parameter.ParameterType))
            .Concat(type.GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
                .Where(property => property.IsDefined(typeof(InjectAttribute)))
                .Select(property => property.PropertyType))
        where Unwrapped(given).Any(IsOffLimits)
        select $"{type.FullName} is given {given.Name}");

    [Theory]
    [InlineData("Hangfire", "VideoSaas.Web.Engine.Jobs", "VideoSaas.Web.Host")]
    [InlineData("FFMpegCore", "VideoSaas.Web.Engine.Media")]
    [InlineData("System.Diagnostics.Process", "VideoSaas.Web.Engine.Media")]
    [InlineData("System.Diagnostics.ProcessStartInfo", "VideoSaas.Web.Engine.Media")]
    [InlineData("System.Net.Http.HttpClient", "VideoSaas.Web.Platforms", "VideoSaas.Web.Engine")]
    [InlineData("System.Net.Http.HttpMessageHandler", "VideoSaas.Web.Platforms", "VideoSaas.Web.Engine")]
    [InlineData("System.Net.Http.IHttpClientFactory", "VideoSaas.Web.Platforms", "VideoSaas.Web.Engine")]
    public void Machine_IsNeverTouchedOutsideItsRoom(string machine, params string[] rooms) => AssertNone(
        (from use in AllUses
         where IsIn(use.Type, machine) && !rooms.Any(room => IsIn(use.User, room)) && !IsGenerated(use.User)
         select $"{use.User} uses {use.Type}").Distinct());

    [Fact]
    public void ForbiddenCalls_AreNeverMade() => AssertNone(
        from use in AllUses
        where (use.Type, use.Member) is
            ("System.DateTime" or "System.DateTimeOffset", "get_Now" or "get_UtcNow" or "get_Today")
            or ("System.Guid", "NewGuid")
            or ("System.Threading.Tasks.Task" or "System.Threading.Tasks.Task`1" or "System.Threading.Tasks.ValueTask`1", "get_Result" or "Wait" or "WaitAll" or "WaitAny")
            or ("System.Threading.Thread", "Sleep")
            or ("Hangfire.BackgroundJob" or "Hangfire.RecurringJob", "Enqueue" or "Schedule" or "AddOrUpdate" or "ContinueJobWith" or "Delete" or "Requeue")
            or ("Microsoft.EntityFrameworkCore.Infrastructure.DatabaseFacade", "EnsureCreated" or "EnsureCreatedAsync")
        select $"{use.User} calls {use.Type}.{use.Member}");

    [Fact]
    public void AsyncVoid_IsNeverWritten() => AssertNone(
        from type in Domain.GetTypes().Concat(Web.GetTypes())
        from method in type.GetMethods(BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
        where method.ReturnType == typeof(void) && method.IsDefined(typeof(AsyncStateMachineAttribute))
        select $"{type.FullName}.{method.Name}");

    [Fact]
    public void Graph_SeesCallsInClosuresAndAsyncCode()
    {
        // This test project does what the app may not.
        var uses = CodeGraph.Of(typeof(NeverTests).Assembly);
        Assert.Contains(uses, use => use is { Type: "System.DateTimeOffset", Member: "get_UtcNow" });
        Assert.Contains(new CodeUse("VideoSaas.Tests.Fixtures.PostgresServer", "System.Diagnostics.Process", "Start"), uses);
        Assert.Contains(WebUses.Value, use => use is { User: "VideoSaas.Web.Data.DatabaseInstaller", Type: "VideoSaas.Web.Engine.Jobs.HangfireSchema" });
    }

    private static void AssertNone(IEnumerable<string> broken)
    {
        var list = broken.Distinct().Order(StringComparer.Ordinal).ToList();
        Assert.True(list.Count == 0, $"{list.Count} places:\n{string.Join('\n', list)}");
    }

    private static int RoomOf(string type) => RoomNameOf(type) is { } room ? Array.IndexOf(Rooms, room) : -1;

    private static string? RoomNameOf(string type)
    {
        foreach (var prefix in new[] { "VideoSaas.Domain.", "VideoSaas.Web.Features." })
        {
            if (type.StartsWith(prefix, StringComparison.Ordinal) && type.IndexOf('.', prefix.Length) is var end and > 0)
            {
                return type[prefix.Length..end];
            }
        }

        return null;
    }

    private static bool IsIn(string type, string space) =>
        type == space || type.StartsWith(space + ".", StringComparison.Ordinal);

    /// <summary>Source generators put their types into one anonymous place for the whole assembly.</summary>
    private static bool IsGenerated(string type) => type.StartsWith('<') || type.StartsWith("System.", StringComparison.Ordinal);

    private static IEnumerable<Type> Unwrapped(Type type) =>
        type.IsGenericType ? type.GetGenericArguments().SelectMany(Unwrapped).Append(type.GetGenericTypeDefinition()) : [type];

    private static bool IsOffLimits(Type type) =>
        type.IsAssignableTo(typeof(DbContext)) || type.IsAssignableTo(typeof(HttpContext)) || type == typeof(IHttpContextAccessor)
        || type == typeof(IDbContextFactory<>) || type.FullName!.StartsWith("Hangfire.", StringComparison.Ordinal);
}
