using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using VideoSaas.Web.Engine.Storage;
using VideoSaas.Web.Platforms.Graph;

namespace VideoSaas.Web.Platforms.Facebook;

/// <summary>The Graph host and its sister for the bytes of videos, as this platform's app.</summary>
public sealed class FacebookGraph(
    HttpClient http, FacebookAddresses addresses, IBlobStore store, IOptions<FacebookOptions> options, TimeProvider time)
    : GraphClient(http, addresses, options.Value, time)
{
    private readonly FacebookAddresses _addresses = addresses;

    private readonly TimeProvider _time = time;

    /// <summary>A call about a video that is no reel, without bytes.</summary>
    public Task<GraphAnswer> PostVideoAsync(
        string pageId, string accessToken, (string Name, string? Value)[] fields, CancellationToken token) =>
        SendAsync(HttpMethod.Post, VideosOf(pageId), accessToken, fields, token);

    /// <summary>One chunk, streamed: never more of it in memory than one buffer.</summary>
    /// <param name="bytesSent">Told the file's bytes that have left so far, those before the chunk included.</param>
    /// <exception cref="FileNotFoundException">The file is not in storage.</exception>
    public async Task<GraphAnswer> SendChunkAsync(
        string pageId, string accessToken, FacebookHandles handles, string storageKey, Action<long> bytesSent, CancellationToken token)
    {
        await using var file = await store.OpenReadAsync(storageKey, token);
        file.Seek(handles.StartOffset, SeekOrigin.Begin);
        var idle = TimeSpan.FromSeconds(options.Value.UploadIdleSeconds);
        using var patience = new CancellationTokenSource(idle, _time);
        using var form = NewForm();
        foreach (var (name, value) in Fields(accessToken,
        [
            ("upload_phase", "transfer"),
            ("upload_session_id", handles.SessionId),
            ("start_offset", handles.StartOffset.ToString(CultureInfo.InvariantCulture)),
        ]))
        {
            Add(form, new ByteArrayContent(Encoding.UTF8.GetBytes(value!)), name);
        }

        var chunk = new StoredFileContent(file, handles.EndOffset - handles.StartOffset, sent =>
        {
            patience.CancelAfter(idle);
            bytesSent(handles.StartOffset + sent);
        });
        chunk.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        Add(form, chunk, "video_file_chunk", "chunk");
        using var request = new HttpRequestMessage(HttpMethod.Post, VideosOf(pageId)) { Content = form };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", accessToken);
        return await SendAsync(request, patience, token);
    }

    /// <summary>A picture for a video, preferred to those that the platform draws itself.</summary>
    /// <exception cref="FileNotFoundException">The picture is not in storage.</exception>
    public async Task<GraphAnswer> PostThumbnailAsync(string videoId, string accessToken, CoverPicture picture, CancellationToken token)
    {
        await using var file = await store.OpenReadAsync(picture.StorageKey, token);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(options.Value.RequestTimeoutSeconds), _time);
        using var form = NewForm();
        foreach (var (name, value) in Fields(accessToken, [("is_preferred", "true")]))
        {
            Add(form, new ByteArrayContent(Encoding.UTF8.GetBytes(value!)), name);
        }

        var image = new StoredFileContent(file, picture.SizeBytes, _ => { });
        image.Headers.ContentType = new MediaTypeHeaderValue(picture.ContentType);
        Add(form, image, "source", picture.ContentType == "image/png" ? "cover.png" : "cover.jpg");
        using var request = new HttpRequestMessage(
            HttpMethod.Post, _addresses.Graph($"{_addresses.Version}/{videoId}/thumbnails")) { Content = form };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", accessToken);
        return await SendAsync(request, patience, token);
    }

    /// <summary>With the separator bare: in quotation marks, as the class itself writes it, it is read by fewer servers.</summary>
    private static MultipartFormDataContent NewForm()
    {
        var separator = $"----{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16))}";
        var form = new MultipartFormDataContent(separator);
        form.Headers.Remove("Content-Type");
        form.Headers.TryAddWithoutValidation("Content-Type", $"multipart/form-data; boundary={separator}");
        return form;
    }

    /// <summary>With names in quotation marks, as browsers write them.</summary>
    private static void Add(MultipartFormDataContent form, HttpContent part, string name, string? fileName = null)
    {
        part.Headers.ContentDisposition = new ContentDispositionHeaderValue("form-data")
        {
            Name = $"\"{name}\"",
            FileName = fileName is null ? null : $"\"{fileName}\"",
        };
        form.Add(part);
    }

    private Uri VideosOf(string pageId) => _addresses.GraphVideo($"{_addresses.Version}/{pageId}/videos");
}

/// <summary>The upload host, with this platform's patience.</summary>
public sealed class FacebookRupload(HttpClient http, IBlobStore store, IOptions<FacebookOptions> options, TimeProvider time)
    : RuploadClient(http, store, options.Value, time);
