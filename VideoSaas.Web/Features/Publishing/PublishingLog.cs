namespace VideoSaas.Web.Features.Publishing;

internal static partial class PublishingLog
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "The platform did not take the revoke of account {AccountId}; its tokens are gone here.")]
    public static partial void RevokeFailed(ILogger log, Exception failure, Guid accountId);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Connecting to {Platform} was refused: {Code}, {Detail}")]
    public static partial void ConnectRefused(ILogger log, string platform, string code, string detail);

    [LoggerMessage(Level = LogLevel.Information, Message = "Post {PostId}, arming {Arming}: {Step}")]
    public static partial void Stepped(ILogger log, Guid postId, int arming, string step);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Post {PostId}, arming {Arming}: {Code}: {Detail}")]
    public static partial void Refused(ILogger log, Guid postId, int arming, string code, string detail);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Post {PostId}, arming {Arming}: the lease was lost, the run ends")]
    public static partial void LeaseLost(ILogger log, Guid postId, int arming);

    [LoggerMessage(Level = LogLevel.Error, Message = "Posts whose time has come could not be looked for; the next look tries again")]
    public static partial void LookFailed(ILogger log, Exception failure);

    [LoggerMessage(Level = LogLevel.Error, Message = "Post {PostId} is due, and its job could not be made; the next look tries again")]
    public static partial void DueFailed(ILogger log, Guid postId, Exception failure);

    [LoggerMessage(Level = LogLevel.Critical, Message = "Post {PostId}, arming {Arming}, is late: it should have gone out at {DueAt}")]
    public static partial void Late(ILogger log, Guid postId, int arming, DateTimeOffset dueAt);

    [LoggerMessage(Level = LogLevel.Error, Message = "Post {PostId} could not be checked ahead of its time; the next minute tries again")]
    public static partial void CheckFailed(ILogger log, Guid postId, Exception failure);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The upload's percent of post {PostId} could not be written")]
    public static partial void ProgressNotWritten(ILogger log, Exception failure, Guid postId);
}
