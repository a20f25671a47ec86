using VideoSaas.Domain.Media;

namespace VideoSaas.Domain.Processing;

/// <summary>Facts and targets to the fewest encodes. Pure: the same question always has the same answer.</summary>
public static class Planner
{
    /// <summary>An eye notices sound that is off by about this much; copied streams keep their distance only within an edit list.</summary>
    private const int NoticeableMs = 35;

    /// <summary>Codecs that MP4 carries and every player of it knows.</summary>
    private static readonly string[] Copied = ["h264", "hevc"];

    /// <summary>Wrappers whose packets carry the time of showing: AVI has none, so its reordered frames cannot be copied.</summary>
    private static readonly string[] CopiedFrom = ["mp4", "mov", "3gp", "matroska", "mpegts", "m4a"];

    /// <param name="platforms">Stored words; at least one.</param>
    /// <param name="maxShortSide">Of the person's tier.</param>
    /// <exception cref="ArgumentException">The source has no picture: ask the verdict first.</exception>
    public static MakingPlan Plan(
        MediaFacts facts, VideoEdits edits, IReadOnlyList<string> platforms, int maxShortSide = FrameGeometry.LargestShortSide)
    {
        var picture = facts.Picture ?? throw new ArgumentException("Only what has a picture can be planned.", nameof(facts));
        var durationMs = edits.DurationOf(facts.DurationMs);
        var aspect = FrameGeometry.AspectOf(picture, edits.Frame);
        var wants = platforms.Select(platform =>
        {
            var rules = PlatformMediaRules.For(platform, aspect, durationMs);
            return Want.Of(facts, edits, rules);
        }).ToList();

        // An encode that is made anyway serves whoever takes it: no copy beside it.
        var most = wants.Max(want => want.Work);
        foreach (var want in wants.Where(want => want.Work != FileWork.Keep && want.Work < most))
        {
            want.Share(most);
        }

        var files = new List<PlannedFile>();
        foreach (var group in wants.GroupBy(want => want.Work).OrderBy(group => group.Key))
        {
            files.AddRange(group.Key == FileWork.Encode
                ? EncodePlan.Group(facts, edits, [.. group.Select(want => want.Rules)], maxShortSide)
                : [new PlannedFile(CopySpec(facts, edits, group.Key, group.Select(want => want.Rules)), [.. group.Select(want => want.Rules.Platform)])]);
        }

        return new MakingPlan(
            PlatformMediaRules.Version,
            files,
            [.. wants.Select(want => want.Decide(files.FindIndex(file => file.Platforms.Contains(want.Rules.Platform))))],
            PreviewPlan.For(facts, edits));
    }

    private static FileSpec CopySpec(MediaFacts facts, VideoEdits edits, FileWork work, IEnumerable<MediaRules> rules)
    {
        var spec = FileSpec.AsItIs(facts) with { Work = work };
        if (edits.Sound == SoundEdit.Mute)
        {
            spec = spec with { SoundStream = null };
        }

        var needsSound = rules.Any(rule => rule.Sound.Track == Demand.Made);
        return work == FileWork.EncodeSound
            ? spec with { Sound = EncodePlan.SoundFor(facts, edits, needsSound) }
            : spec;
    }

    /// <summary>What one platform asks of the source and the edits.</summary>
    private sealed class Want(MediaRules rules, FileWork work, List<PlanReason> reasons)
    {
        public MediaRules Rules => rules;

        public FileWork Work { get; private set; } = work;

        public static Want Of(MediaFacts facts, VideoEdits edits, MediaRules rules)
        {
            var kept = facts with { DurationMs = edits.DurationOf(facts.DurationMs) };
            var breaches = RuleCheck.Breaches(kept, rules);
            var reasons = breaches.Select(breach => new PlanReason(breach.Code, breach.Found, IsProposal: breach.Mend is null)).ToList();
            var work = breaches.Max(breach => breach.Mend) ?? FileWork.Keep;
            if (edits.ChangesPicture)
            {
                (work, _) = (FileWork.Encode, Add("edited"));
            }
            else if (edits.Sound == SoundEdit.Loudness && facts.Sound is not null)
            {
                (work, _) = (Max(work, FileWork.EncodeSound), Add("loudness"));
            }
            else if (edits.Sound == SoundEdit.Mute && facts.Sound is not null)
            {
                (work, _) = (Max(work, rules.Sound.Track == Demand.Made ? FileWork.EncodeSound : FileWork.Remux), Add("muted"));
            }

            if (work is FileWork.Remux or FileWork.EncodeSound && CopyFault(facts) is var (least, code) && least > work)
            {
                (work, _) = (least, Add(code));
            }

            return new Want(rules, work, reasons);

            bool Add(string code)
            {
                reasons.Add(new PlanReason(code, []));
                return true;
            }
        }

        public void Share(FileWork with)
        {
            Work = with;
            reasons.Add(new PlanReason("shared", []));
        }

        public PlatformDecision Decide(int file) => new(rules.Platform, rules.Name, Work, file, reasons);

        private static FileWork Max(FileWork one, FileWork other) => one > other ? one : other;

        /// <summary>Why streams cannot simply be copied into an MP4, and what must be done instead.</summary>
        private static (FileWork Least, string Code)? CopyFault(MediaFacts facts)
        {
            var picture = facts.Picture!;
            var lag = facts.Sound is { } sound ? sound.StartMs - picture.StartMs : 0;
            return !Copied.Contains(picture.Codec) || !CopiedFrom.Contains(facts.Container) ? (FileWork.Encode, "cannot_copy")
                : facts.Layout?.EditLists == EditLists.Cut || lag < -NoticeableMs ? (FileWork.Encode, "edit_list")
                : facts.Layout?.EditLists == EditLists.MovedSound || lag > NoticeableMs ? (FileWork.EncodeSound, "sound_apart")
                : facts.Sound is { Codec: not "aac" } ? (FileWork.EncodeSound, "audio_codec")
                : null;
        }
    }
}
