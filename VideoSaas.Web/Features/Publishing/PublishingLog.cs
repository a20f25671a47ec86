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

    [LoggerMessage(Level = LogLevel.Warning, Message = "The upload's percent of post {PostId} could not be written")]
    public static partial void ProgressNotWritten(ILogger log, Exception failure, Guid postId);
}
