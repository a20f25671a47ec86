namespace VideoSaas.Web.Features.Publishing.Parts;

/// <summary>What a platform's right is for, so that nobody has to know its name: the key of a word under <c>Scope_</c>.</summary>
internal static class ScopeWords
{
    /// <param name="scope">The platform's own name; Google's are addresses.</param>
    public static string KeyOf(string scope) => scope[(scope.LastIndexOf('/') + 1)..] switch
    {
        "instagram_content_publish" or "pages_manage_posts" or "video.publish" or "youtube.upload" or "tweet.write" => "Scope_publish",
        "pages_show_list" or "pages_read_engagement" => "Scope_pages",
        "instagram_basic" or "user.info.basic" or "user.info.profile" or "users.read" => "Scope_account",
        "instagram_manage_insights" or "read_insights" or "user.info.stats" or "yt-analytics.readonly" => "Scope_numbers",
        "business_management" => "Scope_business",
        "video.upload" => "Scope_inbox",
        "video.list" or "youtube.readonly" or "tweet.read" => "Scope_videos",
        "youtube.force-ssl" => "Scope_manage",
        "media.write" => "Scope_media",
        "offline.access" => "Scope_stay",
        _ => "Scope_other",
    };
}
