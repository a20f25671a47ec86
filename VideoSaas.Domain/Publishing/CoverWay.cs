namespace VideoSaas.Domain.Publishing;

/// <summary>How a platform is told which cover a clip has.</summary>
public enum CoverWay
{
    /// <summary>It takes none by way of its interface.</summary>
    None,

    /// <summary>A moment of the file, of which it draws the picture itself.</summary>
    Moment,

    /// <summary>The picture.</summary>
    Picture,
}

public static class CoverWays
{
    public static CoverWay Of(Platform platform) => platform switch
    {
        Platform.Instagram or Platform.Tiktok => CoverWay.Moment,
        Platform.Facebook or Platform.Youtube => CoverWay.Picture,
        _ => CoverWay.None,
    };
}
