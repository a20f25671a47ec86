namespace VideoSaas.Web.Features.Admin.Parts;

/// <summary>What an admin may do to a person, each with a reason.</summary>
public enum PersonDeed
{
    ChangeTier,
    Suspend,
    Reactivate,
}
