using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace ServerlessTx.AspNetCore;

/// <summary><c>version</c> or <c>at</c>: a point in an aggregate's past. One that is still to come is refused, because more may happen before it.</summary>
internal static class AsOfParameters
{
    public static AsOf? Read(HttpRequest request, TimeProvider time)
    {
        var query = new QueryParameters(request, "version", "at");
        var (version, at) = (query.Read("version", VersionOf, "a version, a whole number from 1"), query.Read("at", Rfc3339.Read, Rfc3339.Expected));
        return (version, at) switch
        {
            ({ }, { }) => throw QueryParameters.Wrong("at", "came with version; send one of them"),
            ({ } number, null) => new AsOf.Version(number),
            (null, { } moment) => moment <= time.GetUtcNow()
                ? new AsOf.Moment(moment)
                : throw QueryParameters.Wrong("at", "has not come yet; ask for a moment that has passed"),
            _ => null,
        };
    }

    private static long? VersionOf(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var version) && version is >= 1 and <= StreamStore.MostVersions ? version : null;
}
