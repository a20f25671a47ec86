using System.Net.Http.Headers;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using VideoSaas.Domain.Videos;
using VideoSaas.Tests.Fixtures;
using VideoSaas.Web.Data;
using VideoSaas.Web.Engine.Storage;
using VideoSaas.Web.Features.Accounts;
using VideoSaas.Web.Features.Videos;
using VideoSaas.Web.Features.Videos.Uploads;
using VideoSaas.Web.Host;

namespace VideoSaas.Tests.Features.Videos.Uploads;

/// <summary>
/// The upload server alone, on a real port, a real database and a real folder; may be stopped and started again, and several
/// may share a database. A header says who is signed in.
/// </summary>
public sealed class UploadBench(PostgresFixture postgres) : IAsyncLifetime
{
    private const string PersonHeader = "Test-Person";

    private readonly List<WebApplication> _others = [];
    private WebApplication _app = null!;
    private string _connectionString = "";

    /// <summary>Set before <see cref="RestartAsync"/> to change how the next one behaves; a class sets it once at the start.</summary>
    public Dictionary<string, string?> Settings { get; } = new()
    {
        ["Uploads:CommitEvery"] = "00:00:00.100",
        ["Uploads:CommitEveryBytes"] = "65536",
        ["Uploads:BufferBytes"] = "16384",
        ["Uploads:StopGrace"] = "00:00:02",
        ["Uploads:HandOverWait"] = "00:00:05",
        ["Uploads:HandOverPoll"] = "00:00:00.020",
        ["Uploads:MinimumFreeBytes"] = "0",
        ["Uploads:SweepEvery"] = "01:00:00",
    };

    public string Folder { get; } = Directory.CreateTempSubdirectory("videosaas-uploads-").FullName;

    public Uri Address { get; private set; } = null!;

    public IServiceProvider Services => _app.Services;

    internal FakeSpace Space { get; } = new();

    internal ShiftedTime Time { get; } = new();

    public async ValueTask InitializeAsync()
    {
        _connectionString = await postgres.CreateDatabaseAsync();
        (_app, Address) = await StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var app in _others.Append(_app))
        {
            await StopAsync(app);
        }

        await postgres.DropDatabaseAsync(_connectionString);
        Directory.Delete(Folder, recursive: true);
    }

    public async Task RestartAsync()
    {
        await StopAsync(_app);
        (_app, Address) = await StartAsync();
    }

    /// <summary>A second process' stand-in: its own memory, the same database and folder.</summary>
    public async Task<Uri> StartAnotherAsync()
    {
        var (app, address) = await StartAsync();
        _others.Add(app);
        return address;
    }

    public Task<AppDb> OpenDbAsync() =>
        Services.GetRequiredService<IDbContextFactory<AppDb>>().CreateDbContextAsync(TestContext.Current.CancellationToken);

    public async Task<Guid> NewPersonAsync(int quota = 30, int usage = 0, DateOnly? resetDate = null)
    {
        var id = Guid.CreateVersion7();
        await using var db = await OpenDbAsync();
        var email = $"{id:N}@example.com";
        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO users (id, email, password_hash, username, monthly_quota, current_usage, quota_reset_date)
            VALUES ({id}, {email}, '!', {id.ToString("N")}, {quota}, {usage},
                coalesce({resetDate}, (CURRENT_DATE + INTERVAL '1 month')::date))
            """);
        return id;
    }

    public async Task<int> UsageAsync(Guid person)
    {
        await using var db = await OpenDbAsync();
        return await db.Users.Where(user => user.Id == person).Select(user => user.CurrentUsage).SingleAsync();
    }

    public async Task<Upload> RowAsync(string location)
    {
        var token = location.Split('/')[^1];
        await using var db = await OpenDbAsync();
        return await db.Uploads.AsNoTracking().SingleAsync(upload => upload.Token == token);
    }

    public async Task<string> StoredSha256Async(string location)
    {
        var row = await RowAsync(location);
        await using var file = await Services.GetRequiredService<IBlobStore>().OpenReadAsync(row.StorageKey, default);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(file));
    }

    public TusClient ClientOf(Guid person, Uri? address = null) => new(address ?? Address, person);

    private static async Task StopAsync(WebApplication app)
    {
        await app.StopAsync();
        await app.DisposeAsync();
    }

    private async Task<(WebApplication App, Uri Address)> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(Settings);
        builder.Configuration["ConnectionStrings:Default"] = _connectionString;
        builder.Configuration["Data:Folder"] = Folder;
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton<TimeProvider>(Time);
        builder.Services.AddData(builder.Configuration);
        builder.Services.AddStorageEngine(builder.Configuration);
        builder.Services.AddLanguages();
        builder.Services.AddSingleton<IQuotaUnits, QuotaUnits>();
        builder.Services.AddVideos(builder.Configuration);
        builder.Services.AddSingleton<IStorageSpace>(Space);
        builder.Services.AddAuthentication("test").AddScheme<AuthenticationSchemeOptions, HeaderLogin>("test", null);
        builder.Services.AddAuthorizationBuilder().AddPolicy(Policies.Creator, policy => policy.RequireAuthenticatedUser());
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(5));

        var app = builder.Build();
        app.UseRequestLocalization();
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapVideos();
        await app.StartAsync();
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        return (app, new Uri(address));
    }

    internal sealed class FakeSpace : IStorageSpace
    {
        public long Free { get; set; } = long.MaxValue / 2;

        public long FreeBytes() => Free;
    }

    /// <summary>Real time, moved on by the test: what waits goes on waiting, what asks for the date gets another one.</summary>
    internal sealed class ShiftedTime : TimeProvider
    {
        public TimeSpan Shift { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Shift;
    }

    private sealed class HeaderLogin(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
        : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
    {
        protected override Task<AuthenticateResult> HandleAuthenticateAsync()
        {
            if (!Guid.TryParse(Request.Headers[PersonHeader], out var person))
            {
                return Task.FromResult(AuthenticateResult.NoResult());
            }

            var identity = new ClaimsIdentity(
                [new Claim(ClaimTypes.NameIdentifier, person.ToString()), new Claim(ClaimTypes.Role, "creator")], "test");
            return Task.FromResult(AuthenticateResult.Success(new(new ClaimsPrincipal(identity), "test")));
        }
    }

    /// <summary>Speaks tus the way the browser's client does, one request at a time.</summary>
    public sealed class TusClient : IDisposable
    {
        private readonly HttpClient _http;

        public TusClient(Uri address, Guid person)
        {
            Person = person;
            _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = address };
        }

        public Uri Address => _http.BaseAddress!;

        public Guid Person { get; }

        public void Dispose() => _http.Dispose();

        public HttpRequestMessage Request(HttpMethod method, string path)
        {
            var request = new HttpRequestMessage(method, path);
            request.Headers.Add("Tus-Resumable", "1.0.0");
            request.Headers.Add(PersonHeader, Person.ToString());
            return request;
        }

        public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request) =>
            _http.SendAsync(request, TestContext.Current.CancellationToken);

        public Task<HttpResponseMessage> PostAsync(long length, string? metadata = null)
        {
            var request = Request(HttpMethod.Post, "/uploads");
            request.Headers.Add("Upload-Length", $"{length}");
            if (metadata is not null)
            {
                request.Headers.TryAddWithoutValidation("Upload-Metadata", metadata);
            }

            return SendAsync(request);
        }

        /// <summary>The address of a new upload.</summary>
        public async Task<string> CreateAsync(long length, string? metadata = null)
        {
            using var response = await PostAsync(length, metadata);
            Assert.Equal(System.Net.HttpStatusCode.Created, response.StatusCode);
            return response.Headers.Location!.ToString();
        }

        public Task<HttpResponseMessage> PatchAsync(string location, long offset, byte[] bytes) =>
            PatchAsync(location, offset, new ByteArrayContent(bytes));

        public Task<HttpResponseMessage> PatchAsync(string location, long offset, HttpContent content)
        {
            var request = Request(HttpMethod.Patch, location);
            request.Headers.Add("Upload-Offset", $"{offset}");
            request.Content = content;
            content.Headers.ContentType = new MediaTypeHeaderValue("application/offset+octet-stream");
            return SendAsync(request);
        }

        public Task<HttpResponseMessage> HeadAsync(string location) => SendAsync(Request(HttpMethod.Head, location));

        public async Task<long> OffsetAsync(string location)
        {
            using var response = await HeadAsync(location);
            Assert.Equal(System.Net.HttpStatusCode.OK, response.StatusCode);
            return Offset(response)!.Value;
        }

        public Task<HttpResponseMessage> DeleteAsync(string location) => SendAsync(Request(HttpMethod.Delete, location));

        public static long? Offset(HttpResponseMessage response) =>
            response.Headers.TryGetValues("Upload-Offset", out var values) ? long.Parse(values.Single(), System.Globalization.CultureInfo.InvariantCulture) : null;
    }
}
