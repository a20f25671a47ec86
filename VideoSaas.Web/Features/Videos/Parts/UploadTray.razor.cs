using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using MudBlazor;
using VideoSaas.Domain.Auditing;
using VideoSaas.Web.Engine.Live;
using VideoSaas.Web.Features.Videos.Uploads;
using VideoSaas.Web.Host;

namespace VideoSaas.Web.Features.Videos.Parts;

/// <summary>The files on their way, in a corner of every page.</summary>
public sealed partial class UploadTray
{
    private const string Accepted = "video/*,.mp4,.m4v,.mov,.mkv,.webm,.avi,.mpg,.mpeg,.mts,.m2ts,.3gp,.wmv,.flv";

    private static readonly TimeSpan ElsewhereInterval = TimeSpan.FromSeconds(3);

    private IReadOnlyList<QueuedFile> _queue = [];
    private IReadOnlyList<UploadView> _known = [];
    private IReadOnlyList<TrayRow> _rows = [];
    private bool _isOpen = true;
    private long _maxBytes;
    private IJSObjectReference? _script;
    private DotNetObjectReference<UploadTray>? _self;
    private ITimer? _lookAgain;

    [Inject]
    private UploadQueries Queries { get; set; } = default!;

    [Inject]
    private IJSRuntime Js { get; set; } = default!;

    private (string Icon, string Tone, string Text) Summary
    {
        get
        {
            var (current, total) = TrayRows.Progress(_rows);
            var failed = _rows.Count(row => row.State is TrayState.Failed or TrayState.Refused or TrayState.Rejected);
            var stopped = _rows.Count(row => row.State is TrayState.Unattended or TrayState.Paused or TrayState.SignedOut);
            return _rows switch
            {
                _ when _rows.Any(row => row.IsMoving) =>
                    (Icons.Material.Filled.Upload, "vs-tone-blue", Texts["Upload_Head_Moving", current, total]),
                _ when failed > 0 => (Icons.Material.Filled.Error, "vs-tone-red", Texts["Upload_Head_Failed", failed]),
                _ when stopped > 0 => (Icons.Material.Filled.PauseCircle, "vs-tone-amber", Texts["Upload_Head_Paused", stopped]),
                _ when _rows.All(row => row.State == TrayState.Ready) =>
                    (Icons.Material.Filled.CheckCircle, "vs-tone-green", Texts["Upload_Head_Ready", _rows.Count]),
                _ when total > 0 => (Icons.Material.Filled.CheckCircle, "vs-tone-green", Texts["Upload_Head_Sent", total]),
                _ => (Icons.Material.Filled.Devices, "vs-tone-grey", Texts["Upload_Head_Elsewhere", _rows.Count]),
            };
        }
    }

    /// <summary>Called by the script whenever a file's state changed, not for each byte.</summary>
    [JSInvokable]
    public async Task QueueChanged(IReadOnlyList<QueuedFile> queue)
    {
        var isNew = queue.Any(file => _queue.All(before => before.Key != file.Key));
        _queue = queue;
        _isOpen |= isNew;
        await RefreshAsync();
    }

    protected override bool Concerns(LiveSignal signal) => signal.Kind is "upload" or "video";

    protected override async Task ReadAsync(Actor actor, CancellationToken token)
    {
        if (_maxBytes == 0)
        {
            _maxBytes = await Queries.MaxFileBytesAsync(actor, token);
        }

        var tokens = _queue.Select(file => file.Token).OfType<string>().ToList();
        _known = await Queries.ForTrayAsync(actor, tokens, token);
        var wasAllReady = IsAllReady;
        _rows = TrayRows.Of(_queue, _known);
        if (IsAllReady && !wasAllReady)
        {
            _isOpen = false;
        }

        await TellKnownAsync(token);
        LookAgainLater();
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        await base.OnAfterRenderAsync(firstRender);
        if (!firstRender || Ended.IsCancellationRequested)
        {
            return;
        }

        var actor = await CurrentActor.GetAsync();
        _self = DotNetObjectReference.Create(this);
        _script = await Js.InvokeAsync<IJSObjectReference>("import", Ended, "/js/uploads.js");
        await TellKnownAsync(Ended);
        await _script.InvokeVoidAsync("attach", Ended, _self, Configuration(actor));
    }

    protected override async ValueTask DisposeMoreAsync()
    {
        _lookAgain?.Dispose();
        try
        {
            if (_script is not null)
            {
                await _script.InvokeVoidAsync("detach", _self);
                await _script.DisposeAsync();
            }
        }
        catch (Exception gone) when (gone is JSDisconnectedException or OperationCanceledException or JSException)
        {
            // The page is gone, and with it the script.
        }

        _self?.Dispose();
    }

    private bool IsAllReady => _rows.Count > 0 && _rows.All(row => row.State == TrayState.Ready);

    /// <summary>Another tab's upload moves, and stops, without an event: its offset is no news to most.</summary>
    private void LookAgainLater()
    {
        _lookAgain?.Dispose();
        _lookAgain = _script is not null && _rows.Any(row => row is { Key: null, State: TrayState.Elsewhere })
            ? Time.CreateTimer(_ => _ = InvokeAsync(RefreshUnlessEndedAsync), null, ElsewhereInterval, Timeout.InfiniteTimeSpan)
            : null;
    }

    private async Task RefreshUnlessEndedAsync()
    {
        if (!Ended.IsCancellationRequested)
        {
            await RefreshAsync();
        }
    }

    private void Toggle() => _isOpen = !_isOpen;

    private async Task TellKnownAsync(CancellationToken token)
    {
        if (_script is null)
        {
            return;
        }

        var open = _rows.Where(row => row is { Key: null }).Select(row => row.Token).ToHashSet();
        await _script.InvokeVoidAsync(
            "setKnown",
            token,
            _known.Where(upload => open.Contains(upload.Token))
                .Select(upload => new { upload.Token, Name = upload.Filename, Size = upload.LengthBytes, LastModified = upload.LastModifiedMs })
                .ToList());
    }

    private object Configuration(Actor actor) => new
    {
        Endpoint = TusApi.Root,
        UserId = actor.PersonId,
        MaxBytes = _maxBytes,
        Language = Languages.Current,
        Texts = new
        {
            SizeOf = Word("Live_SizeOf"),
            PerSecond = Word("Live_PerSecond"),
            PercentSpoken = Word("Live_PercentSpoken"),
            SecondsLeft = Word("Live_SecondsLeft"),
            MinutesLeft = Word("Live_MinutesLeft"),
            Empty = Word("Upload_Empty"),
            TooLarge = Word("Refusal_file_too_large"),
            OtherFile = Word("Upload_OtherFile"),
            Gone = Word("Upload_Gone"),
            Failed = Word("Upload_Failed"),
            WrongKind = new
            {
                Text = Word("Wrong_Text"),
                Picture = Word("Wrong_Picture"),
                Audio = Word("Wrong_Audio"),
                Document = Word("Wrong_Document"),
                Archive = Word("Wrong_Archive"),
                Program = Word("Wrong_Program"),
                Unknown = Word("Wrong_Unknown"),
            },
        },
    };

    /// <summary>With its placeholders left in: the script fills them.</summary>
    private string Word(string name) => Texts[name].Value;
}
