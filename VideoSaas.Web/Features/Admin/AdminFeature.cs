namespace VideoSaas.Web.Features.Admin;

/// <summary>Everything for admins; so far the people.</summary>
internal static class AdminFeature
{
    public static IServiceCollection AddAdmin(this IServiceCollection services)
    {
        services.AddSingleton<PeopleQueries>();
        services.AddSingleton<OpenPerson>();
        return services;
    }
}
