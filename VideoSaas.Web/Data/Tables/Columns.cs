using System.Linq.Expressions;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using VideoSaas.Domain.Results;

namespace VideoSaas.Web.Data.Tables;

/// <summary>How columns of this database are written down; every table uses these words.</summary>
internal static class Columns
{
    public const string Now = "now()";

    /// <summary>How records are written in jsonb columns: snake_case, words for enums, nothing for null.</summary>
    internal static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    /// <summary>
    /// A default for those who write SQL; code always writes its own value. Left to itself EF would take a member's zero
    /// (a quota of 0, a trial) for "not set" and let the default overwrite it.
    /// </summary>
    public static PropertyBuilder<T> DefaultInSql<T>(this PropertyBuilder<T> property, string sql) =>
        property.HasDefaultValueSql(sql).ValueGeneratedNever();

    /// <summary>Filled by the database when code leaves it unset.</summary>
    public static PropertyBuilder<T> FilledWhenUnset<T>(this PropertyBuilder<T> property, string sql) =>
        property.HasDefaultValueSql(sql).ValueGeneratedOnAdd();

    /// <summary>A trigger owns it: what code holds is never sent, and read back after each save.</summary>
    public static PropertyBuilder<T> WrittenByDatabase<T>(this PropertyBuilder<T> property, string? defaultSql = Now)
    {
        property.ValueGeneratedOnAddOrUpdate();
        if (defaultSql is not null)
        {
            property.HasDefaultValueSql(defaultSql).ValueGeneratedOnAddOrUpdate();
        }

        property.Metadata.SetBeforeSaveBehavior(PropertySaveBehavior.Ignore);
        property.Metadata.SetAfterSaveBehavior(PropertySaveBehavior.Ignore);
        return property;
    }

    /// <summary>The word of an enum in a varchar, with a CHECK of the closed list.</summary>
    public static PropertyBuilder<TEnum> HasWord<TEntity, TEnum>(
        this EntityTypeBuilder<TEntity> table, Expression<Func<TEntity, TEnum>> member, string column, int length)
        where TEntity : class
        where TEnum : struct, Enum
    {
        CheckWords<TEntity, TEnum>(table, column);
        return table.Property(member).HasColumnName(column).HasConversion(new WordConverter<TEnum>()).HasMaxLength(length);
    }

    /// <inheritdoc cref="HasWord{TEntity,TEnum}(EntityTypeBuilder{TEntity},Expression{Func{TEntity,TEnum}},string,int)"/>
    public static PropertyBuilder<TEnum?> HasWord<TEntity, TEnum>(
        this EntityTypeBuilder<TEntity> table, Expression<Func<TEntity, TEnum?>> member, string column, int length)
        where TEntity : class
        where TEnum : struct, Enum
    {
        CheckWords<TEntity, TEnum>(table, column);
        return table.Property(member).HasColumnName(column).HasConversion(new WordConverter<TEnum>()).HasMaxLength(length);
    }

    /// <summary>JSON text in a jsonb column.</summary>
    public static PropertyBuilder<string?> IsJson(this PropertyBuilder<string?> property) => property.HasColumnType("jsonb");

    /// <summary>An immutable record in a jsonb column, snake_case, without nulls.</summary>
    public static PropertyBuilder<T> HasJson<T>(this PropertyBuilder<T> property) where T : class? =>
        property.HasColumnType("jsonb").HasConversion(
            new ValueConverter<T, string>(
                value => JsonSerializer.Serialize(value, Json), text => JsonSerializer.Deserialize<T>(text, Json)!),
            new ValueComparer<T>(
                (one, other) => JsonSerializer.Serialize(one, Json) == JsonSerializer.Serialize(other, Json),
                value => StringComparer.Ordinal.GetHashCode(JsonSerializer.Serialize(value, Json)),
                value => value));

    private static void CheckWords<TEntity, TEnum>(EntityTypeBuilder<TEntity> table, string column)
        where TEntity : class
        where TEnum : struct, Enum
    {
        var words = string.Join(", ", Words.All<TEnum>().Select(word => $"'{word}'"));
        table.ToTable(t => t.HasCheckConstraint($"ck_{table.Metadata.GetTableName()}_{column}", $"{column} IN ({words})"));
    }
}

internal sealed class WordConverter<TEnum>()
    : ValueConverter<TEnum, string>(value => Words.Of(value), word => Words.Parse<TEnum>(word))
    where TEnum : struct, Enum;
