using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace VideoSaas.Tests.Fixtures;

/// <summary>Answers what the test said, in order, and keeps every request as text: method, address, headers by name, body.</summary>
public sealed class RecordedHttp : HttpMessageHandler
{
    private readonly Queue<Func<HttpResponseMessage>> _answers = new();

    public List<string> Requests { get; } = [];

    public HttpClient Client => new(this) { Timeout = Timeout.InfiniteTimeSpan };

    public RecordedHttp Answers(HttpStatusCode status, string body = "", params (string Name, string Value)[] headers)
    {
        _answers.Enqueue(() =>
        {
            var response = new HttpResponseMessage(status)
            {
                Content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue("application/json")),
            };
            foreach (var (name, value) in headers)
            {
                response.Headers.TryAddWithoutValidation(name, value);
            }

            return response;
        });
        return this;
    }

    public RecordedHttp Breaks(Exception failure)
    {
        _answers.Enqueue(() => throw failure);
        return this;
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var text = new StringBuilder($"{request.Method} {request.RequestUri}\n");
        var body = request.Content is null ? "" : await TextOfAsync(request.Content, cancellationToken);
        foreach (var header in request.Headers.Concat(request.Content?.Headers.AsEnumerable() ?? []).OrderBy(header => header.Key, StringComparer.OrdinalIgnoreCase))
        {
            text.Append(header.Key).Append(": ").AppendJoin(", ", header.Value).Append('\n');
        }

        Requests.Add(text.Append('\n').Append(body).ToString().TrimEnd());
        return _answers.Count == 0
            ? throw new InvalidOperationException($"No answer was prepared for {request.Method} {request.RequestUri}.")
            : _answers.Dequeue()();
    }

    private static async Task<string> TextOfAsync(HttpContent content, CancellationToken token)
    {
        var bytes = await content.ReadAsByteArrayAsync(token);
        return content.Headers.ContentType?.MediaType is "application/octet-stream" or "video/mp4" or "image/jpeg"
            ? $"<{bytes.Length} bytes>"
            : Encoding.UTF8.GetString(bytes);
    }
}

/// <summary>Texts that are compared with a file of <c>VideoSaas.Tests/Golden</c>, to the letter.</summary>
public static class Golden
{
    /// <param name="name">Path below the folder, such as <c>Instagram/container.txt</c>.</param>
    public static void Matches(string name, string text)
    {
        var path = Path.Combine(SourceTree.Root, "VideoSaas.Tests", "Golden", name);
        Assert.True(File.Exists(path), $"There is no {name}. The text was:\n{text}");
        Assert.Equal(File.ReadAllText(path).ReplaceLineEndings("\n").TrimEnd(), text.ReplaceLineEndings("\n").TrimEnd());
    }
}
