namespace VideoSaas.Domain.Publishing;

/// <summary>The five platforms. The stored word of X is <c>twitter</c>, as the founding tables have it.</summary>
public enum Platform
{
    Instagram,
    Tiktok,
    Youtube,
    Facebook,
    Twitter,
}
