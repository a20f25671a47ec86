using Microsoft.Extensions.Options;
using VideoSaas.Web.Engine.Storage;
using VideoSaas.Web.Platforms.Graph;

namespace VideoSaas.Web.Platforms.Instagram;

/// <summary>The Graph host, as this platform's app.</summary>
public sealed class InstagramGraph(
    HttpClient http, InstagramAddresses addresses, IOptions<InstagramOptions> options, TimeProvider time)
    : GraphClient(http, addresses, options.Value, time);

/// <summary>The upload host, with this platform's patience.</summary>
public sealed class InstagramRupload(HttpClient http, IBlobStore store, IOptions<InstagramOptions> options, TimeProvider time)
    : RuploadClient(http, store, options.Value, time);
