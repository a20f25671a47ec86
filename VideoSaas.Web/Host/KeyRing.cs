using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.DataProtection;
using VideoSaas.Web.Data;

namespace VideoSaas.Web.Host;

/// <summary>
/// Data Protection: the keys are rows in the database, so that every process reads what any other wrote, and each row is
/// wrapped by a certificate that the database does not hold, so that a dump alone reads nothing.
/// </summary>
internal static class KeyRing
{
    /// <summary>Part of every key's purpose: changing it makes all that was ever protected unreadable.</summary>
    public const string ApplicationName = "VideoSaas";

    /// <remarks>
    /// The certificate is read (or made) here and not when first used, because the framework takes it at registration.
    /// </remarks>
    public static IServiceCollection AddKeyRing(this IServiceCollection services, IConfiguration configuration)
    {
        X509Certificate2 certificate = KeyRingCertificate.Obtain(configuration);
        services.AddDataProtection()
            .SetApplicationName(ApplicationName)
            .PersistKeysToDbContext<AppDb>()
            .ProtectKeysWithCertificate(certificate);
        return services;
    }
}
