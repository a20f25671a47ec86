using System.Net;

namespace VideoSaas.Domain.Auditing;

public enum ActorType
{
    User,
    System,
    Worker,
    Api,
}

/// <summary>Who does something, and from where: given to every command and written into the audit trail.</summary>
/// <param name="UserId">The person, or the person for whom a machine works; null when there is none.</param>
/// <param name="ActorId">The person's id, the worker's name, or the key's prefix. At most 100 characters.</param>
/// <param name="Roles">Lower-case role names of the person: creator, admin, staff.</param>
public sealed record Actor(
    ActorType Type,
    Guid? UserId,
    string ActorId,
    IPAddress? Address = null,
    string? UserAgent = null,
    string? RequestId = null,
    IReadOnlyList<string>? Roles = null)
{
    public static Actor System(string name) => new(ActorType.System, null, name);

    public static Actor Worker(string workerId) => new(ActorType.Worker, null, workerId);

    public static Actor Person(
        Guid userId, IReadOnlyList<string> roles, IPAddress? address = null, string? userAgent = null, string? requestId = null) =>
        new(ActorType.User, userId, userId.ToString(), address, userAgent, requestId, roles);

    /// <summary>The person's id, where only a person can have come this way.</summary>
    /// <exception cref="InvalidOperationException">The actor is no person.</exception>
    public Guid PersonId => UserId ?? throw new InvalidOperationException("This actor is no person.");

    public bool IsIn(string role) => Roles?.Contains(role) == true;
}
