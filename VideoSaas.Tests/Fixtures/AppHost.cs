using System.Net;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using VideoSaas.Domain.Accounts;
using VideoSaas.Domain.Auditing;
using VideoSaas.Web.Data;
using VideoSaas.Web.Features.Accounts;

namespace VideoSaas.Tests.Fixtures;

/// <summary>
/// The whole app on a real port of this machine, over a database and a data folder that it is given. Two of them on the same
/// ones are two processes to everything that matters but memory.
/// </summary>
public sealed class AppHost : IAsyncDisposable
{
    /// <summary>Of a password's hash. As many as real people have would be a tenth of a second for each person of a test.</summary>
    private const int FewIterations = 100;

    private readonly Factory _factory;

    private AppHost(Factory factory) => _factory = factory;

    /// <summary>With a slash at the end; the host name is localhost.</summary>
    public Uri Address { get; private init; } = default!;

    public IServiceProvider Services => _factory.Services;

    public required string ConnectionString { get; init; }

    public required string DataFolder { get; init; }

    public IDbContextFactory<AppDb> Contexts => Services.GetRequiredService<IDbContextFactory<AppDb>>();

    /// <param name="settings">Configuration over the defaults of tests, for example <c>Accounts:RevalidateSeconds</c>.</param>
    /// <param name="configure">Last word on services.</param>
    public static AppHost Start(
        string connectionString,
        string dataFolder,
        IReadOnlyDictionary<string, string?>? settings = null,
        Action<IServiceCollection>? configure = null)
    {
        var factory = new Factory(connectionString, dataFolder, settings ?? new Dictionary<string, string?>(), configure);
        factory.UseKestrel(0);
        factory.StartServer();
        var address = new UriBuilder(factory.ClientOptions.BaseAddress) { Host = "localhost" }.Uri;
        return new AppHost(factory) { Address = address, ConnectionString = connectionString, DataFolder = dataFolder };
    }

    /// <summary>A browser without scripts: keeps cookies, follows no redirect.</summary>
    public HttpClient NewClient(string language = "en")
    {
        var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() })
        {
            BaseAddress = Address,
        };
        client.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        client.DefaultRequestHeaders.AcceptLanguage.ParseAdd(language);
        return client;
    }

    /// <summary>A browser in which <paramref name="person"/> is signed in.</summary>
    public HttpClient NewClient(TestPerson person, string language = "en")
    {
        var client = NewClient(language);
        client.DefaultRequestHeaders.Add("Cookie", $"{TestPerson.CookieName}={person.Cookie}");
        return client;
    }

    /// <summary>A new person, confirmed, signed in by <see cref="TestPerson.Cookie"/>; always a creator too.</summary>
    public async Task<TestPerson> NewPersonAsync(params string[] roles)
    {
        var email = $"{Guid.CreateVersion7():N}@example.org";
        await using var scope = Services.CreateAsyncScope();
        var added = await scope.ServiceProvider.GetRequiredService<AddPerson>().ExecuteAsync(
            Actor.System("test"), new AddPerson.Input(email, TestPerson.Password, null, roles), CancellationToken.None);
        var cookie = await CookieOfAsync(added.Value);
        return new TestPerson(added.Value, email, cookie, [.. roles.Append(Roles.Creator).Distinct()]);
    }

    /// <summary>The value of a fresh sign-in cookie.</summary>
    public async Task<string> CookieOfAsync(Guid personId)
    {
        var principal = await Services.GetRequiredService<PersonTickets>().IssueAsync(personId, CancellationToken.None);
        var options = Services.GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>().Get(IdentityConstants.ApplicationScheme);
        var now = Services.GetRequiredService<TimeProvider>().GetUtcNow();
        var properties = new AuthenticationProperties { IssuedUtc = now, ExpiresUtc = now + options.ExpireTimeSpan, IsPersistent = true };
        return options.TicketDataFormat.Protect(new AuthenticationTicket(principal!, properties, IdentityConstants.ApplicationScheme));
    }

    public async ValueTask DisposeAsync() => await _factory.DisposeAsync();

    private sealed class Factory(
        string connectionString, string dataFolder, IReadOnlyDictionary<string, string?> settings, Action<IServiceCollection>? configure)
        : WebApplicationFactory<Program>
    {
        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            builder.UseEnvironment("Development");
            builder.UseSetting("ConnectionStrings:Default", connectionString);
            builder.UseSetting("Data:Folder", dataFolder);
            builder.UseSetting("Sandbox:Enabled", "true");
            builder.UseSetting("Logging:LogLevel:Default", "Warning");

            // All tests come from one address.
            builder.UseSetting("Limits:SignIns", "100000");
            builder.UseSetting("Limits:Letters", "100000");
            builder.UseSetting("Accounts:LetterAnswerMilliseconds", "0");
            foreach (var (key, value) in settings)
            {
                builder.UseSetting(key, value);
            }

            builder.ConfigureServices(services => services.Configure<PasswordHasherOptions>(hasher => hasher.IterationCount = FewIterations));
            if (configure is not null)
            {
                builder.ConfigureServices(configure);
            }
        }
    }
}

/// <summary>Somebody made for a test.</summary>
/// <param name="Cookie">Value of <see cref="CookieName"/>; whoever sends it is this person.</param>
public sealed record TestPerson(Guid Id, string Email, string Cookie, IReadOnlyList<string> Roles)
{
    public const string Password = "a long enough phrase";

    public static string CookieName => PersonCookie.Name;

    public Actor Actor => Actor.Person(Id, Roles);
}
