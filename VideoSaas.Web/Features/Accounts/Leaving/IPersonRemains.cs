namespace VideoSaas.Web.Features.Accounts.Leaving;

/// <summary>
/// What a room keeps of a person outside of the database: files, consents at platforms. Each room that keeps something registers
/// its own, as a singleton.
/// </summary>
public interface IPersonRemains
{
    /// <summary>Lets go of it for good. Comes before the rows are removed and is safe to repeat.</summary>
    Task LetGoAsync(Guid personId, CancellationToken token);
}
