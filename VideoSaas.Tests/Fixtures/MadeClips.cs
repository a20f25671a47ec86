using System.Buffers.Binary;

namespace VideoSaas.Tests.Fixtures;

/// <summary>Files of every kind that phones, cameras and editors make, each with the way it is made.</summary>
public static class MadeClips
{
    private const string H264 = "-c:v libx264 -preset ultrafast -pix_fmt yuv420p ";
    private const string Aac = "-c:a aac ";
    private const string FastStart = "-movflags +faststart+negative_cts_offsets -use_editlist 0 ";
    private const string Hevc10 = "-c:v libx265 -preset ultrafast -pix_fmt yuv420p10le -tag:v hvc1 ";

    /// <summary>Lossless in a wrapper that carries anything: flashes white and beeps for a moment at each whole second.</summary>
    private const string FlashAndBeep =
        "-f lavfi -i color=black:s=360x640:r=30:d=4,drawbox=c=white:t=fill:enable='lt(mod(t\\,1)\\,0.033)*gt(t\\,0.5)' "
        + "-f lavfi -i sine=frequency=1000:duration=4:sample_rate=48000,asetnsamples=n=480,volume='if(lt(mod(t\\,1)\\,0.033)*gt(t\\,0.5)\\,1\\,0)':eval=frame ";

    private const string Chapters =
        ";FFMETADATA1\ntitle=ชื่อเรื่อง ☕\n[CHAPTER]\nTIMEBASE=1/1000\nSTART=0\nEND=900\ntitle=หนึ่ง\n[CHAPTER]\nTIMEBASE=1/1000\nSTART=900\nEND=2000\ntitle=สอง\n";

    /// <summary>File name and arguments; a name that stands twice is another file each time.</summary>
    public static readonly IReadOnlyDictionary<string, string> Recipes = new Dictionary<string, string>
    {
        // What all five take.
        ["compliant.mp4"] = Video(540, 960, 30) + Sound(48) + H264 + Aac + FastStart,
        ["compliant-hevc.mp4"] = Video(540, 960, 30) + Sound(48) + "-c:v libx265 -preset ultrafast -pix_fmt yuv420p -tag:v hvc1 -x265-params log-level=none " + Aac + FastStart,

        // Wrappers.
        ["index-at-end.mp4"] = Video(640, 360, 30) + Sound(48) + H264 + Aac,
        ["phone.mov"] = Video(640, 360, 30) + Sound(44) + H264 + Aac,
        ["streams.mkv"] = Video(640, 360, 30) + Sound(48) + H264 + Aac,
        ["broadcast.ts"] = Video(640, 360, 25) + Sound(48) + H264 + Aac,
        ["old-phone.3gp"] = Video(352, 288, 15) + Sound(44) + "-c:v mpeg4 -q:v 5 " + Aac + "-ar 44100 ",
        ["camera.avi"] = Video(640, 480, 25) + Sound(44) + "-c:v mjpeg -q:v 4 -pix_fmt yuvj420p -c:a pcm_s16le ",
        ["divx.avi"] = Video(640, 480, 25) + Sound(44) + "-c:v mpeg4 -vtag DIVX -q:v 4 -c:a libmp3lame ",
        ["h264-with-b-frames.avi"] = Video(640, 480, 25) + Sound(44) + "-c:v libx264 -preset veryfast -pix_fmt yuv420p -c:a libmp3lame ",
        ["web.webm"] = Video(640, 360, 30) + Sound(48) + "-c:v libvpx-vp9 -deadline realtime -cpu-used 8 -row-mt 1 -c:a libopus ",
        ["web-vp8.webm"] = Video(480, 360, 25) + Sound(48) + "-c:v libvpx -deadline realtime -cpu-used 8 -c:a libvorbis ",
        ["program.mpg"] = Video(720, 576, 25) + Sound(48) + "-c:v mpeg2video -q:v 4 -c:a mp2 ",
        ["flash.flv"] = Video(640, 360, 25) + Sound(44) + H264 + Aac,
        ["many-tracks.mkv"] = Video(640, 360, 30) + Sound(48) + Sound(48) + "-map 0:v -map 1:a -map 2:a -map 0:v " + H264 + Aac,
        ["chapters.mkv"] = Video(640, 360, 30) + Sound(48) + "-f ffmetadata -i {chapters.txt} -map 0:v -map 1:a -map_metadata 2 -map_chapters 2 " + H264 + Aac,
        ["chapters.mp4"] = Video(640, 360, 30) + Sound(48) + "-f ffmetadata -i {chapters.txt} -map 0:v -map 1:a -map_metadata 2 -map_chapters 2 " + H264 + Aac,
        ["กาแฟ-☕.mp4"] = Video(640, 360, 30) + Sound(48) + "-metadata title=ชื่อ☕ " + H264 + Aac,
        ["timecode.mov"] = Video(640, 360, 30) + Sound(48) + H264 + Aac + "-timecode 01:00:00:00 ",
        ["cut-by-edit-list.mp4"] = "-ss 0.7 -i {index-at-end.mp4} -c copy ",
        ["late-sound.mp4"] = Video(640, 360, 30) + "-itsoffset 0.4 " + Sound(48) + H264 + Aac,
        ["late-picture.mp4"] = "-itsoffset 0.4 " + Video(640, 360, 30) + Sound(48) + H264 + Aac,
        ["late-sound.mkv"] = Video(640, 360, 30) + "-itsoffset 0.4 " + Sound(48) + H264 + Aac,
        ["negative-times.ts"] = Video(640, 360, 25) + Sound(48) + H264 + Aac + "-muxdelay 0 -output_ts_offset -1 ",
        ["fragmented.mp4"] = Video(640, 360, 30) + Sound(48) + H264 + Aac + "-movflags +frag_keyframe+empty_moov -g 30 ",
        ["cover-art.mp4"] = Video(640, 360, 30) + Sound(48) + "-f lavfi -i color=red:s=64x64:d=0.04 -map 0:v -map 1:a -map 2:v "
            + "-c:v:0 libx264 -preset:v:0 ultrafast -pix_fmt:v:0 yuv420p -c:v:1 mjpeg -pix_fmt:v:1 yuvj420p -frames:v:1 1 -disposition:v:1 attached_pic " + Aac,

        // Codecs.
        ["av1.mp4"] = Video(640, 360, 30) + Sound(48) + "-c:v libsvtav1 -preset 12 -pix_fmt yuv420p " + Aac,
        ["vp9.mp4"] = Video(640, 360, 30) + Sound(48) + "-c:v libvpx-vp9 -deadline realtime -cpu-used 8 " + Aac,
        ["prores.mov"] = Video(640, 360, 25) + Sound(48) + "-c:v prores_ks -profile:v 2 -pix_fmt yuv422p10le -c:a pcm_s24le ",
        ["prores-4444.mov"] = Video(360, 640, 25) + Sound(48) + "-c:v prores_ks -profile:v 4 -pix_fmt yuva444p10le -c:a pcm_s16le ",
        ["mpeg4.mp4"] = Video(640, 480, 25) + Sound(48) + "-c:v mpeg4 -q:v 4 " + Aac,
        ["mjpeg.mov"] = Video(640, 480, 25) + Sound(48) + "-c:v mjpeg -q:v 4 -pix_fmt yuvj422p -c:a pcm_s16le ",
        ["baseline.mp4"] = Video(640, 360, 30) + Sound(48) + H264 + "-profile:v baseline " + Aac + FastStart,
        ["hevc-main10.mov"] = Video(640, 360, 30) + Sound(48) + Hevc10 + "-x265-params log-level=none " + Aac,

        // Pixels.
        ["h264-10-bit.mp4"] = Video(640, 360, 30) + Sound(48) + "-c:v libx264 -preset ultrafast -pix_fmt yuv420p10le " + Aac + FastStart,
        ["h264-422.mp4"] = Video(640, 360, 30) + Sound(48) + "-c:v libx264 -preset ultrafast -pix_fmt yuv422p " + Aac + FastStart,
        ["h264-444.mp4"] = Video(640, 360, 30) + Sound(48) + "-c:v libx264 -preset ultrafast -pix_fmt yuv444p " + Aac + FastStart,
        ["rgb.mkv"] = Video(640, 360, 30) + "-c:v libx264rgb -preset ultrafast -pix_fmt rgb24 ",
        ["full-range.mp4"] = Video(640, 360, 30) + Sound(48) + "-c:v libx264 -preset ultrafast -pix_fmt yuvj420p -color_range pc " + Aac + FastStart,
        ["grey.mp4"] = Video(640, 360, 30) + Sound(48) + "-c:v libx264 -preset ultrafast -pix_fmt gray " + Aac,
        ["hdr10.mov"] = Video(640, 360, 30) + Sound(48) + Hevc10 + "-x265-params log-level=none:colorprim=bt2020:transfer=smpte2084:colormatrix=bt2020nc " + Aac,
        ["hlg.mov"] = Video(640, 360, 30) + Sound(48) + Hevc10 + "-x265-params log-level=none:colorprim=bt2020:transfer=arib-std-b67:colormatrix=bt2020nc " + Aac,
        ["bt601.mp4"] = Video(720, 576, 25) + Sound(48) + "-c:v libx264 -preset ultrafast -pix_fmt yuv422p -colorspace smpte170m -color_primaries smpte170m -color_trc smpte170m " + Aac,

        // Sizes and shapes.
        ["odd-size.mkv"] = Video(541, 961, 30) + "-c:v libx264 -preset ultrafast -pix_fmt yuv444p ",
        ["tiny.mp4"] = Video(64, 48, 25) + Sound(48) + H264 + Aac,
        ["small-square.mp4"] = Video(200, 200, 25) + Sound(48) + H264 + Aac,
        ["4k.mp4"] = Video(3840, 2160, 10) + H264,
        ["upright-4k.mp4"] = Video(2160, 3840, 10) + H264,
        ["very-wide.mp4"] = Video(1600, 360, 25) + Sound(48) + H264 + Aac,
        ["very-tall.mp4"] = Video(360, 1600, 25) + Sound(48) + H264 + Aac,
        ["anamorphic.mp4"] = Video(720, 576, 25) + Sound(48) + H264 + "-vf setsar=64/45 " + Aac,
        ["narrow-pixels.mov"] = Video(720, 480, 30) + Sound(48) + H264 + "-vf setsar=8/9 " + Aac,

        // Time.
        ["film-rate.mp4"] = Video(640, 360, "24000/1001") + Sound(48) + H264 + Aac + FastStart,
        ["ntsc-rate.mp4"] = Video(640, 360, "30000/1001") + Sound(48) + H264 + Aac + FastStart,
        ["slow.mp4"] = Video(640, 360, 12) + Sound(48) + H264 + Aac + FastStart,
        ["crawling.mp4"] = Video(640, 360, 1) + Sound(48) + H264 + Aac + FastStart,
        ["sixty.mp4"] = Video(640, 360, 60) + Sound(48) + H264 + Aac + FastStart,
        ["slow-motion-120.mp4"] = Video(360, 640, 120) + Sound(48) + H264 + Aac,
        ["slow-motion-240.mov"] = Video(360, 640, 240) + H264,
        ["uneven.mkv"] = Video(640, 360, 30) + Sound(48) + "-vf select='not(eq(mod(n\\,3)\\,1))' -fps_mode vfr " + H264 + Aac,
        ["uneven.mp4"] = Video(640, 360, 30) + Sound(48) + "-vf select='lt(mod(n\\,30)\\,20)' -fps_mode vfr " + H264 + Aac,
        ["interlaced.ts"] = Video(720, 576, 50) + Sound(48) + "-vf tinterlace=mode=interleave_top,setfield=tff "
            + "-c:v libx264 -preset ultrafast -pix_fmt yuv420p -flags +ilme+ildct -x264-params tff=1 " + Aac,
        ["interlaced-mpeg2.mpg"] = Video(720, 576, 50) + Sound(48) + "-vf tinterlace=mode=interleave_bottom,setfield=bff -c:v mpeg2video -q:v 4 -flags +ilme+ildct -c:a mp2 ",

        // Sound.
        ["silent.mp4"] = Video(640, 360, 30) + H264 + FastStart,
        ["mono.mp4"] = Video(640, 360, 30) + Sound(48) + H264 + Aac + "-ac 1 " + FastStart,
        ["surround.mp4"] = Video(640, 360, 30) + Sound(48) + H264 + Aac + "-ac 6 " + FastStart,
        ["surround-ac3.mkv"] = Video(640, 360, 30) + Sound(48) + H264 + "-c:a ac3 -ac 6 ",
        ["96-khz.mov"] = Video(640, 360, 30) + Sound(96) + H264 + "-c:a pcm_s24le -ar 96000 ",
        ["8-khz.mov"] = Video(640, 360, 30) + Sound(44) + H264 + "-c:a pcm_s16le -ar 8000 -ac 1 ",
        ["flac.mkv"] = Video(640, 360, 30) + Sound(96) + H264 + "-c:a flac ",
        ["opus.mp4"] = Video(640, 360, 30) + Sound(48) + H264 + "-c:a libopus " + FastStart,
        ["mp3.mp4"] = Video(640, 360, 30) + Sound(44) + H264 + "-c:a libmp3lame " + FastStart,
        ["short-sound.mp4"] = Video(640, 360, 30) + "-f lavfi -i sine=frequency=440:duration=1 " + H264 + Aac,
        ["long-sound.mkv"] = Video(640, 360, 30) + "-f lavfi -i sine=frequency=440:duration=3.8 " + H264 + "-c:a flac ",

        ["flash-and-beep.mkv"] = FlashAndBeep + "-c:v ffv1 -c:a pcm_s16le ",
        ["flash-and-beep.mp4"] = FlashAndBeep + "-c:v libx264 -preset veryfast -pix_fmt yuv420p -c:a aac ",
        ["flash-and-beep.ts"] = FlashAndBeep + "-c:v libx264 -preset veryfast -pix_fmt yuv420p -c:a aac ",
        ["flash-and-beep-opus.mp4"] = FlashAndBeep + "-c:v libx264 -preset veryfast -pix_fmt yuv420p -c:a libopus ",
    };

    /// <summary>A matrix for each way in which a picture can be held and mirrored: a, b, c, d of ISO 14496-12, in whole units.</summary>
    public static readonly IReadOnlyDictionary<string, int[]> Turns = new Dictionary<string, int[]>
    {
        ["upright"] = [1, 0, 0, 1],
        ["turned-90"] = [0, 1, -1, 0],
        ["turned-180"] = [-1, 0, 0, -1],
        ["turned-270"] = [0, -1, 1, 0],
        ["mirrored"] = [-1, 0, 0, 1],
        ["upside-down-mirrored"] = [1, 0, 0, -1],
        ["turned-90-mirrored"] = [0, 1, 1, 0],
        ["turned-270-mirrored"] = [0, -1, -1, 0],
    };

    public static async Task<string> MakeAsync(string name)
    {
        if (name == "chapters.txt")
        {
            return await Clips.WriteAsync(name, () => System.Text.Encoding.UTF8.GetBytes(Chapters));
        }

        var recipe = Recipes[name];
        var start = recipe.IndexOf('{', StringComparison.Ordinal);
        if (start >= 0)
        {
            var end = recipe.IndexOf('}', start);
            recipe = recipe[..start] + await MakeAsync(recipe[(start + 1)..end]) + recipe[(end + 1)..];
        }

        return await Clips.MakeAsync(name, recipe);
    }

    /// <summary>A quarter of each colour, then the matrix of its track changed by hand: no version of the tool writes all of them.</summary>
    public static async Task<string> TurnedAsync(string turn)
    {
        var plain = await Clips.MakeAsync(
            "quarters.mp4",
            "-f lavfi -i color=red:s=640x360:r=25:d=3,drawbox=x=320:y=0:w=320:h=180:c=lime:t=fill,"
            + "drawbox=x=0:y=180:w=320:h=180:c=blue:t=fill,drawbox=x=320:y=180:w=320:h=180:c=white:t=fill " + H264);
        var matrix = Turns[turn];
        return await Clips.WriteAsync($"{turn}.mp4", () =>
        {
            var bytes = File.ReadAllBytes(plain);
            var header = bytes.AsSpan().IndexOf("tkhd"u8);

            // Version 0: flags, two times, id, reserved, duration, eight reserved, layer, group, volume, reserved.
            var at = header + 4 + 4 + 20 + 8 + 8;
            foreach (var (value, place) in new[] { (matrix[0], 0), (matrix[1], 1), (matrix[2], 3), (matrix[3], 4) })
            {
                BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(at + (place * 4)), value * 0x10000);
            }

            return bytes;
        });
    }

    private static string Video(int width, int height, int rate) => Video(width, height, rate.ToString(System.Globalization.CultureInfo.InvariantCulture));

    private static string Video(int width, int height, string rate) =>
        FormattableString.Invariant($"-f lavfi -i testsrc2=size={width}x{height}:rate={rate}:duration=2 ");

    private static string Sound(int kilohertz) => FormattableString.Invariant(
        $"-f lavfi -i sine=frequency=440:duration=2:sample_rate={(kilohertz == 44 ? 44_100 : kilohertz * 1000)} ");
}
