using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using VideoSaas.Domain.Accounts;
using VideoSaas.Web.Data;
using VideoSaas.Web.Engine.Jobs;
using VideoSaas.Web.Features.Accounts.Export;
using VideoSaas.Web.Features.Accounts.Leaving;
using VideoSaas.Web.Features.Accounts.Passkeys;
using VideoSaas.Web.Features.Accounts.Picture;
using VideoSaas.Web.Features.Accounts.Sessions;
using VideoSaas.Web.Features.Accounts.TwoFactor;
using VideoSaas.Web.Host;

namespace VideoSaas.Web.Features.Accounts;

/// <summary>People: sign-up, sign-in, passwords, standing, tier, profile. The pages are in Components/Account and Pages.</summary>
internal static class AccountsFeature
{
    public static IServiceCollection AddAccounts(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<AccountsOptions>().Bind(configuration.GetSection(AccountsOptions.Section))
            .ValidateDataAnnotations().ValidateOnStart();

        // Holds nothing; Identity would make one a scope, and commands are one each.
        services.AddSingleton<IPasswordHasher<AppUser>, PasswordHasher<AppUser>>();
        services.AddIdentityCore<AppUser>(identity =>
            {
                identity.Stores.SchemaVersion = IdentitySchemaVersions.Version3;
                identity.User.RequireUniqueEmail = true;
                identity.Password.RequiredLength = CredentialRules.MinPasswordLength;
                identity.Password.RequireDigit = false;
                identity.Password.RequireLowercase = false;
                identity.Password.RequireUppercase = false;
                identity.Password.RequireNonAlphanumeric = false;
            })
            .AddRoles<IdentityRole<Guid>>()
            .AddEntityFrameworkStores<AppDb>()
            .AddUserStore<PeopleStore>()
            .AddDefaultTokenProviders();
        services.AddOptions<DataProtectionTokenProviderOptions>().Configure<IOptions<AccountsOptions>>((link, accounts) =>
            link.TokenLifespan = TimeSpan.FromHours(accounts.Value.LinkHours));

        services.AddAuthentication(IdentityConstants.ApplicationScheme).AddCookie(IdentityConstants.ApplicationScheme);
        services.AddOptions<CookieAuthenticationOptions>(IdentityConstants.ApplicationScheme)
            .Configure<IOptions<AccountsOptions>>((cookie, accounts) => PersonCookie.Configure(cookie, accounts.Value));
        services.AddScoped<PersonCookie>();
        services.AddScoped<AuthenticationStateProvider, PersonCircuit>();
        services.AddScoped<CircuitHandler, PersonCircuitOpening>();

        services.AddSingleton<PeopleScopes>();
        services.AddSingleton<PersonTickets>();
        services.AddSingleton<PeopleLetters>();
        services.AddSingleton<SteadyAnswer>();
        services.AddSingleton<AccountsQueries>();
        services.AddSingleton<IQuotaUnits, QuotaUnits>();
        services.AddSingleton<SignUp>();
        services.AddSingleton<SignIn>();
        services.AddSingleton<SignOut>();
        services.AddSingleton<AddPerson>();
        services.AddSingleton<ConfirmEmail>();
        services.AddSingleton<ChangePassword>();
        services.AddSingleton<RequestPasswordReset>();
        services.AddSingleton<ResetPassword>();
        services.AddSingleton<SuspendPerson>();
        services.AddSingleton<ReactivatePerson>();
        services.AddSingleton<ChangeTier>();
        services.AddSingleton<SaveProfile>();
        services.AddWaysIn();
        services.AddOwnData();
        return services;
    }

    public static IEndpointRouteBuilder MapAccounts(this IEndpointRouteBuilder routes)
    {
        var account = routes.MapGroup("/account");
        account.MapPost("/sign-out", SignOutAsync)
            .WithName("SignOut").WithSummary("Ends the sign-in of this browser, in all its tabs, and goes to the sign-in page.").AllowAnonymous();
        account.MapGet("/taste", ApplyTasteAsync)
            .WithName("ApplyTaste").WithSummary("Writes the person's language, theme and time zone into this browser's cookies.")
            .RequireAuthorization(Policies.Creator);
        routes.MapPost("/language", ChooseLanguageAsync)
            .WithName("ChooseLanguage").WithSummary("Keeps en or th for this browser, and for the person who is signed in.").AllowAnonymous();
        AccountRoutes.Map(account);
        return routes;
    }

    /// <summary>The second factor, passkeys, and the list of where a person is signed in.</summary>
    private static void AddWaysIn(this IServiceCollection services)
    {
        services.AddSingleton<FailedSignIns>();
        services.AddSingleton<EnterPerson>();
        services.AddSingleton<PersonProof>();
        services.AddSingleton<PendingSignIns>();
        services.AddSingleton<SignInWithCode>();
        services.AddSingleton<TwoFactorSetup>();
        services.AddSingleton<SessionLog>();
        services.AddSingleton<SessionQueries>();
        services.AddSingleton<EndSessions>();
        services.AddScoped<IPasskeyHandler<AppUser>, PasskeyHandler<AppUser>>();
        services.Configure<IdentityPasskeyOptions>(passkeys =>
        {
            // A passkey stands for password and second factor: the device must have checked its person, and must know whose it is.
            passkeys.UserVerificationRequirement = "required";
            passkeys.ResidentKeyRequirement = "required";
        });
        services.AddSingleton<PasskeySecrets>();
        services.AddSingleton<PasskeyQueries>();
        services.AddSingleton<AddPasskey>();
        services.AddSingleton<ChangePasskey>();
        services.AddSingleton<SignInWithPasskey>();
    }

    /// <summary>The picture, the export, and leaving for good.</summary>
    private static void AddOwnData(this IServiceCollection services)
    {
        services.AddSingleton<ChoosePicture>();
        services.AddSingleton<RequestExport>();
        services.AddSingleton<ExportQueries>();
        services.AddSingleton<ExportFile>();
        services.AddSingleton<MakeExports>();
        services.AddSingleton<IRecurringWork>(provider => provider.GetRequiredService<MakeExports>());
        services.AddSingleton<RequestRemoval>();
        services.AddSingleton<KeepAccount>();
        services.AddSingleton<IPersonRemains, PersonFiles>();
        services.AddSingleton<RemovePeople>();
        services.AddSingleton<IRecurringWork>(provider => provider.GetRequiredService<RemovePeople>());
    }

    // [FromForm] makes the antiforgery check part of the route.
    private static async Task<IResult> SignOutAsync(
        HttpContext context, [FromForm] string? returnUrl, SignOut signOut, CancellationToken token)
    {
        if (context.User.Identity is { IsAuthenticated: true })
        {
            await signOut.ExecuteAsync(context.ToActor(), context.User, token);
        }

        await context.SignOutAsync(IdentityConstants.ApplicationScheme);
        return Results.LocalRedirect(LocalUrl.Safe(returnUrl) is var next && next != LocalUrl.Home ? next : PersonCookie.SignInPath);
    }

    /// <summary>After the settings were saved: a circuit cannot write cookies, so it comes by here.</summary>
    private static async Task<IResult> ApplyTasteAsync(
        HttpContext context, string? returnUrl, AccountsQueries queries, CancellationToken token)
    {
        if (await queries.FindMeAsync(context.ToActor(), token) is { } me)
        {
            Tastes.Remember(context, me.Preferences);
        }

        return Results.LocalRedirect(LocalUrl.Safe(returnUrl));
    }

    private static async Task<IResult> ChooseLanguageAsync(
        HttpContext context,
        [FromForm] string? code,
        [FromForm] string? returnTo,
        AccountsQueries queries,
        SaveProfile save,
        CancellationToken token)
    {
        if (!Languages.IsKnown(code))
        {
            return Results.BadRequest();
        }

        Languages.Remember(context, code!);
        if (context.User.Identity is { IsAuthenticated: true }
            && await queries.FindMeAsync(context.ToActor(), token) is { } me)
        {
            await save.ExecuteAsync(context.ToActor(), me.Preferences with { Language = code }, token);
        }

        return Results.LocalRedirect(LocalUrl.Safe(returnTo));
    }
}
