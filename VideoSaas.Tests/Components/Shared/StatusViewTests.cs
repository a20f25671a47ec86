using System.Globalization;
using System.Resources;
using VideoSaas.Domain.Accounts;
using VideoSaas.Domain.Notifying;
using VideoSaas.Domain.Processing;
using VideoSaas.Domain.Publishing;
using VideoSaas.Domain.Results;
using VideoSaas.Domain.Videos;
using VideoSaas.Web.Components.Shared;
using VideoSaas.Web.Resources;

namespace VideoSaas.Tests.Components.Shared;

public sealed class StatusViewTests
{
    /// <summary>Words that people see: what they mean is in the enum's room. An upload's own words belong to the tray; nobody sees a letter's.</summary>
    private static readonly Dictionary<Type, string> Subjects = new()
    {
        [typeof(VideoStatus)] = "video",
        [typeof(PostStatus)] = "post",
        [typeof(JobStatus)] = "job",
        [typeof(AccountStatus)] = "account",
        [typeof(AccountHealth)] = "channel",
        [typeof(SubscriptionStatus)] = "subscription",
        [typeof(DataExportStatus)] = "export",
    };

    public static TheoryData<string> StoredWords() =>
    [
        .. Words.All<VideoStatus>().Select(word => $"video.{word}"),
        .. Words.All<PostStatus>().Select(word => $"post.{word}"),
        .. Words.All<JobStatus>().Select(word => $"job.{word}"),
        .. Words.All<AccountStatus>().Select(word => $"account.{word}"),
        .. Words.All<AccountHealth>().Select(word => $"channel.{word}"),
        .. Words.All<SubscriptionStatus>().Select(word => $"subscription.{word}"),
        .. Words.All<DataExportStatus>().Select(word => $"export.{word}"),
    ];

    public static TheoryData<string> Keys() => [.. StatusView.All.Select(view => view.Key)];

    [Theory]
    [MemberData(nameof(StoredWords))]
    public void Word_OfTheDataModel_HasALook(string key) => Assert.Equal(key, StatusView.Find(key).Key);

    [Fact]
    public void StatusEnum_OfTheDomain_IsOneThatHasLooks()
    {
        var statuses = typeof(Video).Assembly.GetTypes().Where(type => type.IsEnum && type.Name.EndsWith("Status", StringComparison.Ordinal));
        Assert.Empty(statuses.Except(Subjects.Keys).Except([typeof(UploadStatus), typeof(LetterStatus)]));
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public void Look_HasItsWordInBothLanguages(string key)
    {
        var texts = new ResourceManager(typeof(StatusTexts));
        foreach (var language in new[] { CultureInfo.InvariantCulture, CultureInfo.GetCultureInfo("th") })
        {
            var own = texts.GetResourceSet(language, createIfNotExists: true, tryParents: false);
            Assert.False(string.IsNullOrWhiteSpace(own?.GetString(StatusView.Find(key).Resource)), $"{key} in '{language.Name}'");
        }
    }

    [Fact]
    public void Video_StoppedByItsOwner_IsNoFailure()
    {
        Assert.Equal("video.stopped", StatusView.Of(VideoStatus.Failed, ProcessingErrorDetails.Cancelled).Key);
        Assert.Equal(StatusTone.Grey, StatusView.Of(VideoStatus.Failed, ProcessingErrorDetails.Cancelled).Tone);
        Assert.Equal(StatusTone.Red, StatusView.Of(VideoStatus.Failed, "truncated").Tone);
    }

    [Fact]
    public void Post_SaysMoreThanItsStoredWord()
    {
        Assert.Equal("post.draft", StatusView.Of(PostStatus.Pending, isSubmitted: false).Key);
        Assert.Equal("post.pending", StatusView.Of(PostStatus.Pending, isSubmitted: true).Key);
        Assert.Equal("post.scheduled", StatusView.Of(PostStatus.Pending, isSubmitted: true, isDue: false).Key);
        Assert.Equal("post.held", StatusView.Of(PostStatus.Pending, isSubmitted: true, hold: HoldCode.Reconnect).Key);
        Assert.Equal("post.unconfirmed", StatusView.Of(PostStatus.Checking, isSubmitted: true, isUnconfirmed: true, isCommitted: true).Key);
        Assert.Equal("post.confirming", StatusView.Of(PostStatus.Checking, isSubmitted: true, isCommitted: true).Key);
        Assert.Equal("post.checking", StatusView.Of(PostStatus.Checking, isSubmitted: true).Key);
    }
}
