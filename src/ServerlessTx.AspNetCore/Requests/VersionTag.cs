using System.Globalization;
using Microsoft.Net.Http.Headers;

namespace ServerlessTx.AspNetCore;

/// <summary>An aggregate's version as its ETag. A strong one, because <c>If-Match</c> takes no other (RFC 9110, section 13.1.1).</summary>
internal static class VersionTag
{
    public static EntityTagHeaderValue Of(long version) => new(string.Create(CultureInfo.InvariantCulture, $"\"{version}\""));

    /// <summary>The version, or nothing where the tag is none of ours.</summary>
    public static long? Read(EntityTagHeaderValue tag) =>
        !tag.IsWeak && long.TryParse(tag.Tag.AsSpan().Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out var version) && Of(version).Equals(tag)
            ? version
            : null;
}
