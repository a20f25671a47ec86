using VideoSaas.Domain.Videos;

namespace VideoSaas.Web.Features.Videos.Parts;

/// <summary>How far a file is, from the person's side.</summary>
public enum TrayState
{
    Waiting,
    Uploading,

    /// <summary>By the person, in this tab: the file is at hand.</summary>
    Paused,

    /// <summary>The connection is lost; goes on by itself.</summary>
    Offline,

    /// <summary>The login ran out; goes on after a new one.</summary>
    SignedOut,

    /// <summary>Another tab or device sends it right now.</summary>
    Elsewhere,

    /// <summary>Can still be taken back.</summary>
    Cancelled,
    Failed,

    /// <summary>This file will never be taken.</summary>
    Refused,

    /// <summary>All bytes are sent.</summary>
    Done,

    /// <summary>The server has a part of it and no tab has the file: it must be picked again.</summary>
    Unattended,

    /// <summary>The file was taken and is being made ready.</summary>
    Encoding,
    Ready,

    /// <summary>Looked into, and refused or failed.</summary>
    Rejected,
}

/// <summary>A file in this tab's queue, as the browser tells it.</summary>
/// <param name="State">The word of a <see cref="TrayState"/>, first letter small.</param>
/// <param name="Sentence">What the server or the browser said about a refusal.</param>
public sealed record QueuedFile(
    string Key, string Name, long SizeBytes, long SentBytes, string State, string? Token, string? Sentence);

/// <summary>One row of the tray.</summary>
/// <param name="Key">The queue's key; null for a row that only the server knows.</param>
public sealed record TrayRow(
    string? Key, string? Token, string Name, long SizeBytes, int Percent, TrayState State,
    string? Sentence = null, Guid? VideoId = null, ProcessingErrorDetails? Error = null)
{
    /// <summary>Stays the same while the row lives.</summary>
    public string Id => Key ?? Token!;

    /// <summary>Nothing more will happen to it.</summary>
    public bool IsOver => State is TrayState.Refused or TrayState.Ready or TrayState.Rejected;

    /// <summary>Bytes move, or will without anybody's help.</summary>
    public bool IsMoving => State is TrayState.Uploading or TrayState.Waiting or TrayState.Offline;

    /// <summary>All its bytes are at the server.</summary>
    public bool IsSent => State is TrayState.Done or TrayState.Encoding or TrayState.Ready or TrayState.Rejected;

    public bool NeedsPerson => State is TrayState.Unattended or TrayState.SignedOut or TrayState.Failed or TrayState.Refused
        or TrayState.Rejected or TrayState.Elsewhere;
}
