using VideoSaas.Web.Features.Publishing.Schedule;

namespace VideoSaas.Web.Features.Publishing.Parts;

/// <summary>Two places of one channel whose posts change with each other.</summary>
public sealed record QueueSwap(QueuePlace One, QueuePlace Other);
