using System.ComponentModel.DataAnnotations;

namespace VideoSaas.Web.Engine.Mail;

/// <summary>Section <c>Mail</c>.</summary>
public sealed class MailOptions
{
    public const string Section = "Mail";

    [Required]
    [EmailAddress]
    public string FromAddress { get; set; } = "no-reply@videosaas.example";

    [Required]
    public string FromName { get; set; } = "VideoSaas";
}
