using Hangfire;

namespace VideoSaas.Web.Host;

/// <summary>
/// Hangfire's own pages, to look at only: a job started or deleted there would pass our rows, the audit trail and the lease
/// by.
/// </summary>
internal static class StaffDashboard
{
    public const string Path = "/staff/hangfire";

    public static IEndpointRouteBuilder MapStaffDashboard(this IEndpointRouteBuilder routes)
    {
        routes.MapHangfireDashboardWithAuthorizationPolicy(Policies.Operations, Path, new DashboardOptions
        {
            AppPath = "/",
            DashboardTitle = "VideoSaas",
            DisplayStorageConnectionString = false,
            IsReadOnlyFunc = _ => true,
        });
        return routes;
    }
}
