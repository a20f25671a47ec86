namespace VideoSaas.Web.Data;

/// <summary>State of a sandbox twin: the platform's side of the wire, kept so that it survives a restart.</summary>
public sealed class SandboxDocument
{
    /// <summary>Which twin: instagram.</summary>
    public required string Twin { get; init; }

    /// <summary>What it is: app, account, token, code, container, media, fault.</summary>
    public required string Kind { get; init; }

    public required string Key { get; init; }

    /// <summary>JSON, the twin's own structure.</summary>
    public required string Body { get; set; }

    /// <summary>Raised by each write; a writer names the one it read.</summary>
    public int Version { get; set; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset UpdatedAt { get; set; }
}
