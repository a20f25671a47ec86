using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using VideoSaas.Tests.Fixtures;
using VideoSaas.Web.Host;

namespace VideoSaas.Tests.Host;

/// <summary>What was protected once is read by every later and every other process, and by nobody who has the database alone.</summary>
public sealed class KeyRingTests(PostgresFixture postgres) : IAsyncLifetime
{
    private const string Secret = "IGQVJ-a-platforms-token";

    private readonly AppSpace _space = new(postgres);

    public ValueTask InitializeAsync() => _space.InitializeAsync();

    public ValueTask DisposeAsync() => _space.DisposeAsync();

    [Fact]
    public async Task Token_IsReadAfterARestartAndByASecondProcess()
    {
        string token;
        await using (var first = _space.Start())
        {
            token = ProtectorOf(first).Protect(Secret);
        }

        await using var restarted = _space.Start();
        await using var second = _space.Start();
        Assert.Equal(Secret, ProtectorOf(restarted).Unprotect(token));
        Assert.Equal(Secret, ProtectorOf(second).Unprotect(token));

        await using var db = await second.Contexts.CreateDbContextAsync(TestContext.Current.CancellationToken);
        var row = Assert.Single(await db.DataProtectionKeys.ToListAsync(TestContext.Current.CancellationToken));
        Assert.Contains("EncryptedData", row.Xml, StringComparison.Ordinal);
        Assert.DoesNotContain("masterKey", row.Xml, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Token_WithTheDatabaseButAnotherCertificate_IsNotRead()
    {
        string token;
        await using (var first = _space.Start())
        {
            token = ProtectorOf(first).Protect(Secret);
        }

        var elsewhere = Directory.CreateTempSubdirectory("videosaas-thief-").FullName;
        try
        {
            // The thief has a copy of the whole database, and an app with a certificate of his own.
            await using var thief = AppHost.Start(_space.ConnectionString, elsewhere);
            Assert.ThrowsAny<CryptographicException>(() => ProtectorOf(thief).Unprotect(token));
        }
        finally
        {
            Directory.Delete(elsewhere, recursive: true);
        }
    }

    [Fact]
    public void Certificate_OfTheDataFolder_IsMadeOnceForItsOwnerOnly()
    {
        var made = Parallel(4, () => KeyRingCertificate.Obtain(Configuration()));
        var file = Path.Combine(_space.DataFolder, "keys", "data-protection.pfx");

        Assert.Single(made.Select(certificate => certificate.Thumbprint).Distinct());
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        Assert.Single(Directory.GetFiles(Path.GetDirectoryName(file)!));
        Assert.Equal(3072, made[0].GetRSAPrivateKey()!.KeySize);
    }

    [Fact]
    public void Certificate_FromConfiguration_WinsOverTheDataFolder()
    {
        using var given = KeyRingCertificate.Obtain(Configuration());
        var pfx = given.Export(X509ContentType.Pkcs12, "secret word");
        var path = Path.Combine(_space.DataFolder, "given.pfx");
        File.WriteAllBytes(path, pfx);
        Directory.Delete(Path.Combine(_space.DataFolder, "keys"), recursive: true);

        var byPath = KeyRingCertificate.Obtain(Configuration(
            ("DataProtection:CertificatePath", path), ("DataProtection:CertificatePassword", "secret word")));
        var byText = KeyRingCertificate.Obtain(Configuration(
            ("DataProtection:Certificate", Convert.ToBase64String(pfx)), ("DataProtection:CertificatePassword", "secret word")));

        Assert.Equal(given.Thumbprint, byPath.Thumbprint);
        Assert.Equal(given.Thumbprint, byText.Thumbprint);
        Assert.False(Directory.Exists(Path.Combine(_space.DataFolder, "keys")));
    }

    private static IDataProtector ProtectorOf(AppHost app) =>
        app.Services.GetRequiredService<IDataProtectionProvider>().CreateProtector("test");

    private static List<X509Certificate2> Parallel(int times, Func<X509Certificate2> make)
    {
        var made = new System.Collections.Concurrent.ConcurrentBag<X509Certificate2>();
        System.Threading.Tasks.Parallel.For(0, times, _ => made.Add(make()));
        return [.. made];
    }

    private IConfiguration Configuration(params (string Key, string Value)[] settings) => new ConfigurationBuilder()
        .AddInMemoryCollection(settings
            .Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value))
            .Append(new("Data:Folder", _space.DataFolder)))
        .Build();
}
