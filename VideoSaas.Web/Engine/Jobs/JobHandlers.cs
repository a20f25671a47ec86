using System.Collections.Frozen;
using System.Reflection;
using VideoSaas.Domain.Processing;

namespace VideoSaas.Web.Engine.Jobs;

/// <summary>Which handler carries out which type of job: exactly one each.</summary>
internal sealed class JobHandlers
{
    private readonly FrozenDictionary<string, IJobHandler> _byType;

    /// <param name="handlers">All that the rooms registered.</param>
    /// <param name="requiredTypes">Types that rows may have; every one needs a handler.</param>
    /// <exception cref="InvalidOperationException">A type has two handlers or none: one sentence for each.</exception>
    public JobHandlers(IEnumerable<IJobHandler> handlers, IReadOnlyList<string> requiredTypes)
    {
        var byType = handlers.ToLookup(handler => handler.JobType, StringComparer.Ordinal);
        List<string> faults =
        [
            .. byType.Where(group => group.Count() > 1).Select(group =>
                $"'{group.Key}' has {group.Count()} handlers ({string.Join(", ", group.Select(h => h.GetType().Name))}) and needs one."),
            .. requiredTypes.Where(type => !byType.Contains(type)).Select(type =>
                $"'{type}' has no handler: its rows would wait for ever."),
        ];
        if (faults.Count > 0)
        {
            throw new InvalidOperationException("VideoSaas does not start. Of the job types " + string.Join(" ", faults));
        }

        _byType = byType.ToFrozenDictionary(group => group.Key, group => group.Single(), StringComparer.Ordinal);
        Types = [.. _byType.Keys.Order(StringComparer.Ordinal)];
    }

    /// <summary>What this process can carry out; rows of other types wait for a process that knows them.</summary>
    public string[] Types { get; }

    public IJobHandler For(string jobType) => _byType[jobType];

    /// <summary>The words that the domain names.</summary>
    public static IReadOnlyList<string> KnownTypes() =>
        [.. typeof(JobTypes).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Where(field => field.IsLiteral)
            .Select(field => (string)field.GetRawConstantValue()!)];
}
