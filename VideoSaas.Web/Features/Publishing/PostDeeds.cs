using System.Globalization;
using Microsoft.Extensions.Localization;
using MudBlazor;
using VideoSaas.Domain.Auditing;
using VideoSaas.Domain.Results;
using VideoSaas.Web.Components.Shared;
using VideoSaas.Web.Features.Publishing.Schedule;
using VideoSaas.Web.Host;
using VideoSaas.Web.Resources;

namespace VideoSaas.Web.Features.Publishing;

/// <summary>What a person does to posts and channels, as every screen does it: at once, with a word about it and a way back.</summary>
internal sealed class PostDeeds(
    MovePosts move,
    ReschedulePost reschedule,
    CancelPost cancel,
    RestorePost restore,
    PauseChannel pause,
    ResumeChannel resume,
    ICurrentActor currentActor,
    ISnackbar toasts,
    PersonClock clock,
    IStringLocalizer<CalendarTexts> texts,
    IStringLocalizer<PublishingTexts> reasons)
{
    private const int UndoMilliseconds = 10_000;

    /// <summary><c>Sat 14 Nov, 20:00</c></summary>
    public string TimeOf(DateTimeOffset at) => clock.Local(at).ToString("ddd d MMM, HH:mm", CultureInfo.CurrentCulture);

    /// <param name="title">What the clip is called.</param>
    /// <returns>False when nothing was moved, which the person was told.</returns>
    public async Task<bool> MoveAsync(string title, IReadOnlyList<Guid> postIds, DateTimeOffset at)
    {
        var actor = await currentActor.GetAsync();
        var outcome = await move.ExecuteAsync(actor, new MovePostsInput(postIds, at), CancellationToken.None);
        if (outcome.Moved.Count == 0)
        {
            Say(outcome.Refusals[0]);
            return false;
        }

        var words = outcome.Refusals.Count == 0
            ? texts["Moved", title, TimeOf(at)].Value
            : texts["Moved_Some", title, TimeOf(at), outcome.Moved.Count, postIds.Count].Value;
        var back = outcome.Moved.Where(post => post.Before is not null).ToList();
        Offer(words, back.Count == 0 ? null : async () =>
        {
            foreach (var together in back.GroupBy(post => post.Before!.Value))
            {
                var undone = await move.ExecuteAsync(
                    await currentActor.GetAsync(), new MovePostsInput([.. together.Select(post => post.PostId)], together.Key), CancellationToken.None);
                if (undone.Refusals.Count > 0)
                {
                    Say(undone.Refusals[0]);
                }
            }
        });
        return true;
    }

    /// <summary>Out at once, also what missed its time.</summary>
    public Task<bool> PostNowAsync(Guid postId) => DoAsync(
        actor => reschedule.ExecuteAsync(actor, new ReschedulePostInput(postId, new PostTime.Now()), CancellationToken.None),
        texts["Post_Goes"], null);

    /// <param name="before">Where it stands now; null: there is no way back to it.</param>
    public Task<bool> MoveToNextSlotAsync(Guid postId, DateTimeOffset? before) => DoAsync(
        actor => reschedule.ExecuteAsync(actor, new ReschedulePostInput(postId, new PostTime.NextSlot()), CancellationToken.None),
        texts["Moved_Slot"],
        before is not { } at || at <= clock.Now ? null : actor => reschedule.ExecuteAsync(
            actor, new ReschedulePostInput(postId, new PostTime.At(at)), CancellationToken.None));

    public Task<bool> CancelAsync(Guid postId) => DoAsync(
        actor => cancel.ExecuteAsync(actor, new CancelPostInput(postId), CancellationToken.None),
        texts["Post_Cancelled"],
        actor => restore.ExecuteAsync(actor, new RestorePostInput(postId), CancellationToken.None));

    /// <summary>Several posts of one clip, each for itself.</summary>
    public async Task CancelAsync(IReadOnlyList<Guid> postIds)
    {
        var cancelled = new List<Guid>();
        foreach (var postId in postIds)
        {
            var outcome = await cancel.ExecuteAsync(await currentActor.GetAsync(), new CancelPostInput(postId), CancellationToken.None);
            if (outcome.Refusal is { } refusal)
            {
                Say(refusal);
            }
            else
            {
                cancelled.Add(postId);
            }
        }

        if (cancelled.Count > 0)
        {
            Offer(cancelled.Count == 1 ? texts["Post_Cancelled"] : texts["Posts_Cancelled", cancelled.Count], async () =>
            {
                foreach (var postId in cancelled)
                {
                    await restore.ExecuteAsync(await currentActor.GetAsync(), new RestorePostInput(postId), CancellationToken.None);
                }
            });
        }
    }

    public async Task PauseAsync(Guid accountId, string name)
    {
        var outcome = await pause.ExecuteAsync(await currentActor.GetAsync(), new PauseChannelInput(accountId), CancellationToken.None);
        if (outcome.Refusal is { } refusal)
        {
            Say(refusal);
            return;
        }

        Offer(
            outcome.Value == 0 ? texts["Paused", name] : texts[outcome.Value == 1 ? "Paused_One" : "Paused_Many", name, outcome.Value],
            async () => await resume.ExecuteAsync(await currentActor.GetAsync(), new ResumeChannelInput(accountId), CancellationToken.None));
    }

    public async Task ResumeAsync(Guid accountId, string name)
    {
        var outcome = await resume.ExecuteAsync(await currentActor.GetAsync(), new ResumeChannelInput(accountId), CancellationToken.None);
        if (outcome.Refusal is { } refusal)
        {
            Say(refusal);
            return;
        }

        Offer(
            outcome.Value.Missed == 0 ? texts["Resumed", name] : texts["Resumed_Missed", name, outcome.Value.Missed],
            async () => await pause.ExecuteAsync(await currentActor.GetAsync(), new PauseChannelInput(accountId), CancellationToken.None));
    }

    /// <summary>Tells of a deed that is done.</summary>
    /// <param name="undo">Null: there is no way back.</param>
    public void Offer(string words, Func<Task>? undo) => toasts.Add(words, Severity.Normal, toast =>
    {
        if (undo is not null)
        {
            toast.Action = texts["Undo"];
            toast.VisibleStateDuration = UndoMilliseconds;
            toast.OnClick = _ => undo();
        }
    });

    public void Say(Refusal refusal) => toasts.Add(Sentences.Of(reasons, refusal, "Refusal_gave_up"));

    private async Task<bool> DoAsync(
        Func<Actor, Task<Outcome<Done>>> deed, string words, Func<Actor, Task<Outcome<Done>>>? undo)
    {
        var outcome = await deed(await currentActor.GetAsync());
        if (outcome.Refusal is { } refusal)
        {
            Say(refusal);
            return false;
        }

        Offer(words, undo is null ? null : async () =>
        {
            if ((await undo(await currentActor.GetAsync())).Refusal is { } refused)
            {
                Say(refused);
            }
        });
        return true;
    }
}
