using System.Globalization;
using VideoSaas.Domain.Media;

namespace VideoSaas.Tests.Domain.Media;

/// <summary>Facts as a probe would find them, without a file.</summary>
internal static class SourceFacts
{
    /// <summary>A clip that all five platforms take as it is.</summary>
    public static readonly MediaFacts Compliant = Mp4(1080, 1920, sound: true) with { Layout = new Mp4Layout(true, EditLists.None) };

    public static MediaFacts Mp4(int width, int height, bool sound = false, long durationMs = 10_000, string rate = "30/1") =>
        FfprobeDocument.Read(Json(width, height, rate, rate, sound, durationMs))!;

    public static string Json(
        int width, int height, string nominal, string average, bool sound = false, long durationMs = 10_000) =>
        $$"""
        {"streams":[
          {"index":0,"codec_type":"video","codec_name":"h264","profile":"High","pix_fmt":"yuv420p","width":{{width}},"height":{{height}},
           "r_frame_rate":"{{nominal}}","avg_frame_rate":"{{average}}"}
          {{(sound ? """,{"index":1,"codec_type":"audio","codec_name":"aac","profile":"LC","channels":2,"sample_rate":"48000"}""" : "")}}],
         "format":{"format_name":"mov,mp4,m4a,3gp,3g2,mj2","tags":{"major_brand":"isom"},
           "duration":"{{(durationMs / 1000m).ToString(CultureInfo.InvariantCulture)}}","size":"5000000","bit_rate":"4000000"}
        }
        """;
}
