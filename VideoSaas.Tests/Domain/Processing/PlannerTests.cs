using CsCheck;
using VideoSaas.Domain.Media;
using VideoSaas.Domain.Processing;
using VideoSaas.Domain.Publishing;
using VideoSaas.Domain.Results;
using VideoSaas.Tests.Domain.Media;

namespace VideoSaas.Tests.Domain.Processing;

public sealed class PlannerTests
{
    private static readonly string[] All = [.. PlatformMediaRules.Platforms];

    [Fact]
    public void Rules_NameEveryPlatform() =>
        Assert.Equal(Words.All<Platform>().Order(), PlatformMediaRules.All.Select(rules => rules.Platform).Distinct().Order());

    [Fact]
    public void Source_ThatAllTake_IsKeptAndNothingIsEncoded()
    {
        var plan = Plan(SourceFacts.Compliant);
        Assert.Equal((FileWork.Keep, 5), (Assert.Single(plan.Files).Spec.Work, plan.Files[0].Platforms.Count));
        Assert.Equal(0, plan.Encodes);
        Assert.All(plan.Decisions, decision => Assert.Empty(decision.Reasons));
    }

    [Fact]
    public void Source_WithItsIndexAtTheEnd_IsCopiedOnceForThoseWhoMind()
    {
        var plan = Plan(SourceFacts.Compliant with { Layout = new Mp4Layout(false, EditLists.None) });
        Assert.Equal(0, plan.Encodes);
        Assert.Equal(["youtube"], FileOf(plan, FileWork.Keep).Platforms);
        Assert.Equal(["instagram", "tiktok", "facebook", "twitter"], FileOf(plan, FileWork.Remux).Platforms);
        Assert.Contains(DecisionFor(plan, "instagram").Reasons, reason => reason.Code == "index_at_end");
    }

    [Fact]
    public void Source_WithSoundThatIsRefused_KeepsItsPicture()
    {
        var plan = Plan(SourceFacts.Compliant with { Sound = SourceFacts.Compliant.Sound! with { Codec = "opus", Profile = null } });
        Assert.Equal(0, plan.Encodes);
        var file = FileOf(plan, FileWork.EncodeSound);
        Assert.Null(file.Spec.Picture);
        Assert.NotNull(file.Spec.Sound);
        Assert.Contains("instagram", file.Platforms);
    }

    [Fact]
    public void Source_FromAPhone_NeedsOneEncodeForAll()
    {
        var phone = SourceFacts.Compliant with
        {
            Container = "mov",
            StreamCount = 5,
            Picture = SourceFacts.Compliant.Picture! with
            {
                Codec = "hevc", Profile = "Main 10", PixelFormat = "yuv420p10le", CodedWidth = 1920, CodedHeight = 1080,
                RotationDegrees = 90, HdrTransfer = "arib-std-b67", HasVariableRate = true,
            },
        };
        var plan = Plan(phone);
        Assert.Equal(1, plan.Encodes);
        Assert.Equal(["youtube"], FileOf(plan, FileWork.Keep).Platforms);
        var encode = FileOf(plan, FileWork.Encode);
        Assert.Equal(4, encode.Platforms.Count);
        Assert.True(encode.Spec.Picture!.ToneMap);
        Assert.Equal(encode, plan.Files[plan.ShownFile]);
    }

    [Fact]
    public void Source_ThatOnlyOneRefuses_GivesTheOthersTheSourceItself()
    {
        // HEVC: X alone does not take it.
        var plan = Plan(SourceFacts.Compliant with { Picture = SourceFacts.Compliant.Picture! with { Codec = "hevc", Profile = "Main" } });
        Assert.Equal(["twitter"], FileOf(plan, FileWork.Encode).Platforms);
        Assert.Equal(4, FileOf(plan, FileWork.Keep).Platforms.Count);
    }

    [Fact]
    public void Source_LongerThanAPlatformTakes_IsMadeAndTheCutProposed()
    {
        var plan = Plan(SourceFacts.Compliant with { DurationMs = 200_000 });
        var reason = Assert.Single(DecisionFor(plan, "twitter").Reasons);
        Assert.Equal(("too_long", true), (reason.Code, reason.IsProposal));
        Assert.Equal(["200", "140"], reason.Arguments);
        Assert.Equal(0, plan.Encodes);
    }

    [Fact]
    public void Source_TooLargeForOne_GetsItsOwnSmallerEncodeAndSparesTheOthers()
    {
        // Fifteen minutes within 300 MB leave 2.6 Mb/s: no reason to send that to YouTube.
        var facts = SourceFacts.Mp4(1920, 1080, sound: true, durationMs: 890_000, rate: "60/1") with { SizeBytes = 3_000_000_000, BitsPerSecond = 27_000_000 };
        var plan = Planner.Plan(facts with { Picture = facts.Picture! with { Codec = "av1" } }, VideoEdits.None, ["instagram", "facebook"]);
        Assert.Equal(2, plan.Encodes);
        var instagram = plan.Files.Single(file => file.Platforms.Contains("instagram")).Spec;
        Assert.InRange((instagram.Picture!.MaxBitsPerSecond + instagram.Sound!.BitsPerSecond) / 8d * 890, 100e6, 300e6);
    }

    [Fact]
    public void Source_WiderThanXTakes_GetsBarsForXAlone()
    {
        var facts = SourceFacts.Mp4(1600, 400);
        var plan = Plan(facts with { Picture = facts.Picture! with { Codec = "vp9" } });
        var bars = plan.Files.Single(file => file.Platforms.Contains("twitter")).Spec.Picture!;
        Assert.InRange((double)bars.Width / bars.Height, 2.9, 3.02);
        Assert.True(bars.Placement.InnerHeight < bars.Height);
        Assert.DoesNotContain("instagram", plan.Files.Single(file => file.Platforms.Contains("twitter")).Platforms);
    }

    [Theory]
    [InlineData(EditLists.Timing, FileWork.Remux)]
    [InlineData(EditLists.MovedSound, FileWork.EncodeSound)]
    [InlineData(EditLists.Cut, FileWork.Encode)]
    public void Source_WithAnEditList_IsMadePlainByTheLeastWork(EditLists edits, FileWork work) => Assert.Equal(
        work, DecisionFor(Plan(SourceFacts.Compliant with { Layout = new Mp4Layout(true, edits) }), "instagram").Work);

    [Theory]
    [InlineData(SoundEdit.Mute, FileWork.Remux)]
    [InlineData(SoundEdit.Loudness, FileWork.EncodeSound)]
    public void Sound_Edited_LeavesThePictureAlone(SoundEdit edit, FileWork work)
    {
        var plan = Planner.Plan(SourceFacts.Compliant, new VideoEdits(Sound: edit), All);
        Assert.Equal(work, Assert.Single(plan.Files).Spec.Work);
        Assert.Equal(edit == SoundEdit.Loudness, plan.Files[0].Spec.HasSound);
    }

    [Fact]
    public void Picture_Edited_IsOneEncodeForAll()
    {
        var plan = Planner.Plan(SourceFacts.Compliant, new VideoEdits(Trim: new TrimEdit(1000, 9000)), All);
        var file = Assert.Single(plan.Files);
        Assert.Equal((FileWork.Encode, 1000L, 9000L, 5), (file.Spec.Work, file.Spec.StartMs, file.Spec.EndMs, file.Platforms.Count));
        Assert.Equal(8000, file.Spec.DurationOf(10_000));
    }

    [Fact]
    public void Plan_OfAnySource_GivesEveryPlatformAFileOfTheLeastWork() => Gen.Select(
        Gen.Select(Gen.Int[64, 4096], Gen.Int[64, 4096]),
        Gen.Select(
            OneOf("h264", "hevc", "vp9", "av1", "mpeg4", "prores"), OneOf("yuv420p", "yuvj420p", "yuv422p10le"),
            OneOf("mp4", "mov", "matroska", "webm", "avi", "mpegts")),
        Gen.Select(OneOf("aac", "opus", "pcm_s16le", ""), OneOf(1, 2, 6), OneOf(44_100, 48_000, 96_000)),
        Gen.Select(Gen.Long[600, 1_200_000], Gen.Long[1, 20_000_000_000], OneOf("24/1", "30000/1001", "60/1", "120/1", "12/1")),
        Gen.Select(Gen.Bool, Gen.Bool, Gen.Enum<EditLists>(), OneOf(0, 90))).Sample(
        (size, kinds, sound, length, flags) =>
        {
            var facts = SourceFacts.Mp4(size.Item1, size.Item2, sound: true, length.Item1, length.Item3);
            facts = facts with
            {
                Container = kinds.Item3,
                SizeBytes = length.Item2,
                BitsPerSecond = length.Item2 * 8000 / length.Item1,
                Layout = kinds.Item3 is "mp4" or "mov" ? new Mp4Layout(flags.Item1, flags.Item3) : null,
                Sound = sound.Item1.Length == 0 ? null : facts.Sound! with { Codec = sound.Item1, Channels = sound.Item2, SampleRateHz = sound.Item3 },
                Picture = facts.Picture! with { Codec = kinds.Item1, PixelFormat = kinds.Item2, IsInterlaced = flags.Item2, RotationDegrees = flags.Item4 },
            };
            var plan = Plan(facts);
            Assert.Equal(All, plan.Decisions.Select(decision => decision.Platform));
            Assert.Equal(All.Order(), plan.Files.SelectMany(file => file.Platforms).Order());
            foreach (var decision in plan.Decisions)
            {
                var file = plan.Files[decision.File];
                Assert.Contains(decision.Platform, file.Platforms);
                Assert.Equal(decision.Work, file.Spec.Work);
                var rules = PlatformMediaRules.All.Single(one => one.Name == decision.Rules);
                var isTaken = RuleCheck.Breaches(facts, rules).All(breach => breach.Mend is null);

                // What is taken as it is stays as it is, and nothing else does.
                Assert.Equal(isTaken, decision.Work == FileWork.Keep);
                if (file.Spec.Picture is { } picture)
                {
                    Assert.InRange(picture.Rate.Value, rules.Picture.MinRate - 0.1, rules.Picture.MaxRate + 0.1);
                    Assert.InRange(picture.Width, 2, rules.Picture.MaxWidth);
                    Assert.InRange(picture.Height, 2, rules.Picture.MaxHeight);
                }
            }

            // All that is not kept is one kind of work: an encode serves everybody who needs anything.
            Assert.True(plan.Files.Where(file => file.Spec.Work != FileWork.Keep).Select(file => file.Spec.Work).Distinct().Count() <= 1);
        });

    [Fact]
    public void Plan_WithAnyEdits_IsOneAnswerWithinEveryCap() => Gen.Select(
        Gen.Select(Gen.Int[64, 4096], Gen.Int[64, 4096], Gen.Long[2_000, 600_000], OneOf("24/1", "30000/1001", "60/1", "120/1")),
        Gen.Select(Gen.Bool, Gen.Enum<FrameShape>(), Gen.Enum<FrameFill>(), Gen.Double[0, 1]),
        Gen.Select(Gen.Bool, Gen.Long[0, 900], Gen.Bool, Gen.Enum<SoundEdit>())).Sample(
        (size, frame, others) =>
        {
            var facts = SourceFacts.Mp4(size.Item1, size.Item2, sound: true, size.Item3, size.Item4) with { Layout = new Mp4Layout(true, EditLists.None) };
            var edits = new VideoEdits(
                frame.Item1 ? new FrameEdit(frame.Item2, frame.Item3, frame.Item4) : null,
                others.Item1 ? new TrimEdit(others.Item2, null) : null,
                ForcedMark: others.Item3 ? new WatermarkEdit("VideoSaas", null, Corner.TopRight, 0.03, 0.7) : null,
                Sound: others.Item4);
            var plan = Planner.Plan(facts, edits, All);
            Assert.Equal(System.Text.Json.JsonSerializer.Serialize(plan), System.Text.Json.JsonSerializer.Serialize(Planner.Plan(facts, edits, All)));
            Assert.True(!edits.ChangesPicture || plan.Files.All(file => file.Spec.Work == FileWork.Encode), "An edit of the picture was left out.");
            foreach (var decision in plan.Decisions)
            {
                var spec = plan.Files[decision.File].Spec;
                var rules = PlatformMediaRules.All.Single(one => one.Name == decision.Rules);
                var bits = (spec.Picture?.MaxBitsPerSecond ?? 0) + (spec.Sound?.BitsPerSecond ?? 0L);
                Assert.True(rules.MaxBitsPerSecond is not { } most || bits <= most);
                Assert.Equal((edits.ForcedMark, edits.StartMs), (spec.Picture?.ForcedMark ?? edits.ForcedMark, spec.StartMs));
                Assert.True(others.Item4 != SoundEdit.Mute || spec is { SoundStream: null } or { Sound.Silence: true });
            }

            // Two files of the same spec would be the same work twice.
            Assert.Equal(plan.Files.Count, plan.Files.Select(file => file.Spec).Distinct().Count());
        });

    private static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static MakingPlan Plan(MediaFacts facts) => Planner.Plan(facts, VideoEdits.None, All);

    private static PlannedFile FileOf(MakingPlan plan, FileWork work) => plan.Files.Single(file => file.Spec.Work == work);

    private static PlatformDecision DecisionFor(MakingPlan plan, string platform) => plan.Decisions.Single(decision => decision.Platform == platform);
}
