using System.Security.Claims;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using VideoSaas.Tests.Fixtures;
using VideoSaas.Web.Features.Accounts;

namespace VideoSaas.Tests.Features.Accounts;

public sealed class PersonCircuitTests(AppFixture fixture) : IClassFixture<AppFixture>
{
    private readonly AppHost _app = fixture.App;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task SignIn_Over_LeavesThePageOfARequestAloneAndEndsThatOfACircuit()
    {
        var person = await _app.NewPersonAsync();
        var principal = await _app.Services.GetRequiredService<PersonTickets>().IssueAsync(person.Id, Token);
        await using var request = _app.Services.CreateAsyncScope();
        await using var open = _app.Services.CreateAsyncScope();
        var drawnOnce = Enter(request.ServiceProvider, principal!);
        var circuit = Enter(open.ServiceProvider, principal!);
        circuit.Open();

        await using (var db = await _app.Contexts.CreateDbContextAsync(Token))
        {
            await db.Users.Where(row => row.Id == person.Id)
                .ExecuteUpdateAsync(row => row.SetProperty(one => one.SecurityStamp, "another"), Token);
        }

        await Eventually.HoldsAsync(async () => !await IsSignedInAsync(circuit));
        using var second = new SemaphoreSlim(0);
        var witness = Enter(open.ServiceProvider.CreateScope().ServiceProvider, principal!);
        witness.AuthenticationStateChanged += _ => second.Release();
        witness.Open();
        Assert.True(await second.WaitAsync(TimeSpan.FromSeconds(30), Token));
        Assert.True(await IsSignedInAsync(drawnOnce));
    }

    private static PersonCircuit Enter(IServiceProvider services, ClaimsPrincipal principal)
    {
        var circuit = (PersonCircuit)services.GetRequiredService<AuthenticationStateProvider>();
        ((IHostEnvironmentAuthenticationStateProvider)circuit).SetAuthenticationState(Task.FromResult(new AuthenticationState(principal)));
        return circuit;
    }

    private static async Task<bool> IsSignedInAsync(PersonCircuit circuit) =>
        (await circuit.GetAuthenticationStateAsync()).User.Identity?.IsAuthenticated == true;
}
