using VideoSaas.Domain.Media;
using VideoSaas.Web.Engine.Media;

namespace VideoSaas.Web.Features.Studio.Demo;

/// <summary>Renders the sample video: eight upright seconds of moving colour with a chord.</summary>
internal sealed class SampleClip(IMediaTools tools)
{
    public const string Filename = "sample.mp4";

    private const int DurationSeconds = 8;

    private const string Picture =
        "gradients=s=720x1280:r=30:d=8:speed=0.015:nb_colors=4:c0=0x141F52:c1=0x2450D6:c2=0xC9622A:c3=0x5A1E4A:x0=0:y0=0:x1=720:y1=1280,"
        + "drawbox=x=80:y=690:w=560:h=5:color=white@0.6:t=fill,"
        + "drawtext=text='A sample video':fontsize=68:fontcolor=white:x=(w-text_w)/2:y=590+10*sin(2*PI*t/4),"
        + "drawtext=text='rendered on this machine':fontsize=34:fontcolor=white@0.85:x=(w-text_w)/2:y=720[out0]";

    private const string Sound =
        "sine=f=220:d=8,volume=0.2[a];sine=f=277.18:d=8,volume=0.15[b];sine=f=329.63:d=8,volume=0.12[c];"
        + "[a][b][c]amix=inputs=3,afade=t=in:d=0.5,afade=t=out:st=7:d=1[out1]";

    /// <exception cref="InvalidOperationException">ffmpeg could not: its last lines are in the message.</exception>
    public async Task RenderAsync(string path, CancellationToken token)
    {
        var command = new FfmpegCommand(
            ["-f", "lavfi"],
            $"{Picture};{Sound}",
            [
                new FfmpegOutput(
                    ["-map", "0:v", "-map", "0:a", "-c:v", "libx264", "-preset", "veryfast", "-crf", "20", "-pix_fmt", "yuv420p",
                        "-c:a", "aac", "-b:a", "128k", "-t", $"{DurationSeconds}", "-movflags", "+faststart", "-f", "mp4"],
                    path),
            ]);
        var run = await tools.RunAsync(command, new FfmpegLimits(TimeSpan.FromMinutes(2), DurationSeconds * 1000), null, token);
        if (!run.IsClean)
        {
            throw new InvalidOperationException($"The sample could not be rendered: {string.Join(' ', run.LastLines)}");
        }
    }
}
