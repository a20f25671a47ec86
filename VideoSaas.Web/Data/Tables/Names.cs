using Microsoft.EntityFrameworkCore;

namespace VideoSaas.Web.Data.Tables;

/// <summary>
/// The last word on names. The naming convention renames named indexes, and it named Identity's keys before the tables had
/// their own names.
/// </summary>
internal static class Names
{
    public static void NameConstraints(this ModelBuilder builder)
    {
        foreach (var entity in builder.Model.GetEntityTypes().Where(entity => !entity.IsMappedToJson()))
        {
            var table = entity.GetTableName();
            entity.FindPrimaryKey()?.SetName($"pk_{table}");
            foreach (var index in entity.GetIndexes())
            {
                if (index.Name is not null)
                {
                    index.SetDatabaseName(index.Name);
                }
            }

            foreach (var key in entity.GetForeignKeys())
            {
                var columns = string.Join('_', key.Properties.Select(property => property.GetColumnName()));
                key.SetConstraintName($"fk_{table}_{key.PrincipalEntityType.GetTableName()}_{columns}");
            }
        }
    }
}
