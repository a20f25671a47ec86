using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Diagnostics;
using VideoSaas.Domain.Auditing;

namespace VideoSaas.Web.Data.Saving;

/// <summary>Writes one row into the trail for each audited thing that a save makes, changes or removes, with that save.</summary>
internal sealed class AuditInterceptor(TimeProvider clock) : SaveChangesInterceptor
{
    private const int LongestWord = 100;

    public override ValueTask<InterceptionResult<int>> SavingChangesAsync(
        DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        Write(eventData.Context);
        return ValueTask.FromResult(result);
    }

    public override InterceptionResult<int> SavingChanges(DbContextEventData eventData, InterceptionResult<int> result)
    {
        Write(eventData.Context);
        return result;
    }

    private void Write(DbContext? context)
    {
        if (context is not AppDb db)
        {
            return;
        }

        foreach (var entry in db.ChangeTracker.Entries<IAudited>().ToList())
        {
            if (ChangesOf(entry) is { Count: > 0 } changes)
            {
                db.AuditEntries.Add(EntryFor(db, entry, changes));
            }
        }
    }

    private AuditEntry EntryFor(AppDb db, EntityEntry<IAudited> entry, List<AuditChange> changes)
    {
        var resource = entry.Entity;
        var actor = db.Actor ?? throw new InvalidOperationException(
            $"A change of a {resource.AuditResourceType} is audited, but nobody said who makes it: call ActAs before saving.");
        var born = entry.State == EntityState.Added;
        var ends = entry.State == EntityState.Deleted;
        var now = clock.GetUtcNow();
        return new AuditEntry
        {
            Id = Guid.CreateVersion7(now),
            UserId = actor.UserId ?? resource.AuditOwnerId,
            ActorType = actor.Type,
            ActorId = Shortened(actor.ActorId),
            Action = ends ? AuditActions.EndOf(resource.AuditResourceType) : AuditActions.Of(resource.AuditResourceType, born, changes),
            ResourceType = resource.AuditResourceType,
            ResourceId = resource.Id,
            OldValues = born ? null : Object(changes, change => Parse(change.Before)),
            NewValues = ends ? null : Object(changes, change => Parse(change.After)),
            Changes = Object(changes, change => new JsonArray(Parse(change.Before), Parse(change.After))),
            IpAddress = actor.Address,
            UserAgent = actor.UserAgent,
            RequestId = Shortened(actor.RequestId),
            Metadata = db.Reason is null ? "{}" : new JsonObject { ["reason"] = db.Reason }.ToJsonString(),
            CreatedAt = now,
        };
    }

    /// <summary>What differs, as stored: the column and the value's JSON. For a birth and for an end every audited value.</summary>
    private static List<AuditChange> ChangesOf(EntityEntry<IAudited> entry)
    {
        if (entry.State is not (EntityState.Added or EntityState.Modified or EntityState.Deleted))
        {
            return [];
        }

        if (entry.State == EntityState.Deleted)
        {
            return [.. entry.Entity.AuditedProperties
                .Select(name => entry.Property(name))
                .Select(property => new AuditChange(property.Metadata.GetColumnName(), Stored(property, property.OriginalValue), null))];
        }

        var born = entry.State == EntityState.Added;
        return [.. entry.Entity.AuditedProperties
            .Select(name => entry.Property(name))
            .Where(property => born || property.IsModified)
            .Select(property => new AuditChange(
                property.Metadata.GetColumnName(),
                born ? null : Stored(property, property.OriginalValue),
                Stored(property, property.CurrentValue)))
            .Where(change => born || change.Before != change.After)];
    }

    /// <summary>JSON of the value as the column holds it; null stays null.</summary>
    private static string? Stored(PropertyEntry property, object? value)
    {
        if (value is null)
        {
            return null;
        }

        var mapping = property.Metadata.GetTypeMapping();
        var stored = mapping.Converter is { } converter
            && value.GetType().IsAssignableTo(Nullable.GetUnderlyingType(converter.ModelClrType) ?? converter.ModelClrType)
                ? converter.ConvertToProvider(value)
                : value;
        return property.Metadata.GetColumnType() == "jsonb" && stored is string json ? json : JsonSerializer.Serialize(stored);
    }

    private static string Object(List<AuditChange> changes, Func<AuditChange, JsonNode?> value) =>
        new JsonObject(changes.Select(change => KeyValuePair.Create(change.Column, value(change)))).ToJsonString();

    private static JsonNode? Parse(string? json) => json is null ? null : JsonNode.Parse(json);

    private static string? Shortened(string? text) => text?.Length > LongestWord ? text[..LongestWord] : text;
}
