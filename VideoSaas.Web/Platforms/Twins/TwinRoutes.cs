using System.Globalization;
using System.Text;
using Microsoft.Extensions.Options;

namespace VideoSaas.Web.Platforms.Twins;

/// <param name="Op">A word of <see cref="TwinFaults.Ops"/>.</param>
/// <param name="Fault">A word of <see cref="TwinFaults.Words"/>, with its value after a colon.</param>
internal sealed record TwinFaultRequest(string Op, string Fault, int Times = 1);

/// <summary>Where every twin answers, and how any of them is made to fail.</summary>
internal static class TwinRoutes
{
    /// <summary>
    /// The group <c>/sandbox/{name}</c> with the faults mapped in it; null while the sandbox is off. Faults are asked for by
    /// <c>POST _faults</c> with <see cref="TwinFaultRequest"/>, taken back by <c>DELETE _faults</c>, and by hand on the page there.
    /// </summary>
    public static RouteGroupBuilder? MapTwin<TFaults>(this IEndpointRouteBuilder routes, string name, string title) where TFaults : TwinFaults
    {
        if (!routes.ServiceProvider.GetRequiredService<IOptions<SandboxOptions>>().Value.Enabled)
        {
            return null;
        }

        TwinFaults faults = routes.ServiceProvider.GetRequiredService<TFaults>();
        var twin = routes.MapGroup($"/sandbox/{name}").AllowAnonymous().ExcludeFromDescription();
        twin.MapPost("/_faults", async (TwinFaultRequest asked, CancellationToken token) =>
            await faults.AddAsync(asked.Op, asked.Times, asked.Fault, token) ? Results.NoContent() : Results.BadRequest());
        twin.MapDelete("/_faults", async (CancellationToken token) =>
        {
            await faults.ClearAsync(token);
            return Results.NoContent();
        });
        twin.MapGet("/_faults", (CancellationToken token) => PageAsync(faults, title, null, token));
        twin.MapPost("/_faults/form", (HttpContext context, CancellationToken token) =>
            AskAsync(context, faults, title, token)).DisableAntiforgery();
        return twin;
    }

    private static async Task<IResult> AskAsync(HttpContext context, TwinFaults faults, string title, CancellationToken token)
    {
        var form = await context.Request.ReadFormAsync(token);
        if (form["clear"].Count > 0)
        {
            await faults.ClearAsync(token);
        }
        else
        {
            var fault = form["value"].ToString().Trim() is { Length: > 0 } value ? $"{form["fault"]}:{value}" : form["fault"].ToString();
            var times = int.TryParse(form["times"], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
            if (!await faults.AddAsync(form["op"].ToString(), times, fault, token))
            {
                return await PageAsync(faults, title, "That fault is not known. Choose a call and a fault, and a number of times from 1.", token, 400);
            }
        }

        return Results.Redirect($"/sandbox/{faults.Twin}/_faults");
    }

    private static async Task<IResult> PageAsync(
        TwinFaults faults, string title, string? wrong, CancellationToken token, int status = 200)
    {
        var body = new StringBuilder();
        body.Append(CultureInfo.InvariantCulture,
            $"""
            <main class="narrow"><form class="card" method="post" action="/sandbox/{faults.Twin}/_faults/form"><h1>Make {TwinHtml.Text(title)} fail</h1>
            <p>The next calls of the chosen kind meet the fault, as often as said.</p>
            """);
        if (wrong is not null)
        {
            body.Append(CultureInfo.InvariantCulture, $"""<p role="alert">{TwinHtml.Text(wrong)}</p>""");
        }

        body.Append("""<h2><label for="op">Call</label></h2><select id="op" name="op">""").AppendJoin("", faults.Ops.Select(Choice))
            .Append("""</select><h2><label for="fault">Fault</label></h2><select id="fault" name="fault">""").AppendJoin("", faults.Words.Select(Choice))
            .Append("""
                </select><h2><label for="value">Its value, where it takes one</label></h2><input type="text" id="value" name="value" autocomplete="off">
                <h2><label for="times">Times</label></h2><input type="text" id="times" name="times" value="1" inputmode="numeric" pattern="[0-9]+">
                <div class="row"><button class="main">Ask for it</button><button name="clear" value="1">Take all back</button></div></form>
                """);
        var waiting = await faults.WaitingAsync(token);
        body.Append("""<section class="card" style="margin-top:16px"><h1>Waiting</h1>""");
        if (waiting.Count == 0)
        {
            body.Append("<p>No fault waits.</p>");
        }

        foreach (var (op, fault) in waiting)
        {
            body.Append(CultureInfo.InvariantCulture, $"<p>{TwinHtml.Text(op)}: {TwinHtml.Text(fault.Fault)}, {fault.Times} ×</p>");
        }

        return TwinHtml.Page(title, "Faults", body.Append("</section></main>").ToString(), status);
    }

    private static string Choice(string word) => $"<option>{TwinHtml.Text(word)}</option>";
}
