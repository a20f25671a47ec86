using Microsoft.Extensions.Options;
using VideoSaas.Web.Platforms.Graph.Twin;
using VideoSaas.Web.Platforms.Twins;

namespace VideoSaas.Web.Platforms.Instagram.Twin;

/// <summary>Takes the bytes of containers.</summary>
internal sealed class TwinRupload(
    InstagramStore store, InstagramFaults faults, TwinClock clock, TwinFiles files, IOptions<SandboxOptions> options, TimeProvider time)
    : GraphTwinRupload(store, faults, files, options.Value, time, TwinOps.Rupload, "instagram", mostBytes: 1_000_000_000)
{
    private readonly InstagramStore _store = store;

    private readonly TimeProvider _time = time;

    protected override async Task<TwinUpload?> FindAsync(TwinCaller caller, string id, CancellationToken token) =>
        await clock.FindAsync(caller, id, token) is { } read ? new TwinUpload(read.Key, read.Body.BlobKey, read.Body.SizeBytes) : null;

    protected override Task KeepSizeAsync(TwinUpload upload, long sizeBytes, CancellationToken token) =>
        _store.ChangeAsync<TwinContainer>(upload.Key, one => one with { SizeBytes = sizeBytes }, token);

    protected override Task EndAsync(TwinUpload upload, CancellationToken token) =>
        _store.ChangeAsync<TwinContainer>(upload.Key, one => one with { UploadedAt = one.UploadedAt ?? _time.GetUtcNow() }, token);
}
