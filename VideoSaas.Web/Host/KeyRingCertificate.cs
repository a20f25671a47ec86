using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using VideoSaas.Web.Engine;

namespace VideoSaas.Web.Host;

/// <summary>
/// Where the wrapping certificate comes from, first match wins: <c>DataProtection:Certificate</c> (a PFX as base64),
/// <c>DataProtection:CertificatePath</c>, else <c>keys/data-protection.pfx</c> in the data folder, made once. The first two
/// take <c>DataProtection:CertificatePassword</c>. Losing it makes the stored platform tokens unreadable: back it up apart
/// from the database.
/// </summary>
internal static class KeyRingCertificate
{
    public const string Section = "DataProtection";

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <exception cref="CryptographicException">The PFX or its password is wrong.</exception>
    public static X509Certificate2 Obtain(IConfiguration configuration)
    {
        var section = configuration.GetSection(Section);
        var password = section["CertificatePassword"];
        var certificate = (section["Certificate"], section["CertificatePath"]) switch
        {
            ({ Length: > 0 } base64, _) => X509CertificateLoader.LoadPkcs12(Convert.FromBase64String(base64), password),
            (_, { Length: > 0 } path) => X509CertificateLoader.LoadPkcs12FromFile(path, password),
            _ => FromDataFolder(configuration.GetSection(DataOptions.Section).Get<DataOptions>() ?? new DataOptions()),
        };
        return certificate.HasPrivateKey
            ? certificate
            : throw new CryptographicException("The Data Protection certificate has no private key.");
    }

    private static X509Certificate2 FromDataFolder(DataOptions data)
    {
        var path = data.PathOf("keys", "data-protection.pfx");
        if (!File.Exists(path))
        {
            Make(path);
        }

        return X509CertificateLoader.LoadPkcs12FromFile(path, null);
    }

    /// <summary>Writes beside and moves without replacing: of two processes that start at once both use the first one's.</summary>
    private static void Make(string path)
    {
        var folder = Path.GetDirectoryName(path)!;
        Directory.CreateDirectory(folder, OwnerOnly | UnixFileMode.UserExecute);
        var partial = Path.Combine(folder, $"{Path.GetRandomFileName()}.partial");
        using (var file = new FileStream(partial, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = OwnerOnly,
        }))
        {
            file.Write(SelfMade());
            file.Flush(flushToDisk: true);
        }

        try
        {
            File.Move(partial, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(partial);
        }
    }

    private static byte[] SelfMade()
    {
        using var key = RSA.Create(3072);
        var request = new CertificateRequest(
            "CN=VideoSaas Data Protection", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        // Only wraps keys, never speaks to anyone: its dates are not checked, and an end would only be a trap.
        using var certificate = request.CreateSelfSigned(
            new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2120, 1, 1, 0, 0, 0, TimeSpan.Zero));
        return certificate.Export(X509ContentType.Pkcs12);
    }
}
